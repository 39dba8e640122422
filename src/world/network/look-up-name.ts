import { logDns } from '../wire-log.ts';
import { withinTime } from './within-time.ts';

/** The system's resolver gives up after seconds of its own; nobody waits that long for a name. */
const TIMEOUT_MS = 5000;

export interface FoundAddress {
  readonly address: string;
  readonly family: number;
}

/** The system's resolver, or what stands for it in a test: all addresses of a name, or an exception. */
export type Lookup = (name: string) => Promise<readonly FoundAddress[]>;

/**
 * The addresses of a name in the order of the system's resolver (RFC 6724); none if it says that the name has
 * none, undefined if it fails or takes longer than 5 s.
 */
export async function lookUpName(
  name: string,
  lookup: Lookup = systemLookup,
): Promise<readonly FoundAddress[] | undefined> {
  const start = performance.now();
  const found = await withinTime(lookup(name).catch(noneIfNotFound), TIMEOUT_MS);
  logDns(
    name,
    (found ?? []).map(({ address }) => address),
    performance.now() - start,
  );
  return found;
}

/** Node has one code for a name that does not exist and for one that has no address (getaddrinfo(3)). */
function noneIfNotFound(error: NodeJS.ErrnoException): readonly FoundAddress[] {
  if (error.code === 'ENOTFOUND') return [];
  throw error;
}

/**
 * The module is loaded for the first name: it is a millisecond of every start, and most commands look up
 * none.
 */
async function systemLookup(name: string): Promise<readonly FoundAddress[]> {
  const { lookup } = process.getBuiltinModule('node:dns/promises');
  return await lookup(name, { all: true });
}
