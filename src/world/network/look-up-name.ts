import { familyOf, isIp, numericAddress } from '../../core/address/ip-address.ts';
import type { Unanswered } from '../../core/address/unanswered.ts';
import { logDns } from '../wire-log.ts';
import { namesInHostsFile } from './hosts-file.ts';
import type { ResolverAnswer } from './resolver-process.ts';

/**
 * For each name, where the user says nothing else. The first name server of two that is dead costs glibc
 * 5 s too (resolv.conf(5), `timeout`).
 */
const LOOK_UP_TIMEOUT_MS = 5000;

export interface FoundAddress {
  readonly address: string;
  readonly family: number;
}

/** The addresses of a name, none if it has none, or why nobody knows. */
export type NameAnswer = { readonly addresses: readonly FoundAddress[] } | { readonly unanswered: Unanswered };

/** What stands for the system's resolver in a test: all addresses of a name, or an exception with a code. */
export type Lookup = (name: string) => Promise<readonly FoundAddress[]>;

export interface LookUpOptions {
  /** 5000 if it is not given. */
  readonly timeoutMs?: number | undefined;
  /** Ends the question; its answer is `unanswered` then. */
  readonly signal?: AbortSignal | undefined;
  readonly lookup?: Lookup | undefined;
}

let namesAtOnce: ReadonlyMap<string, readonly string[]> | undefined;

/** The addresses of a name in the order of the system's resolver (RFC 6724). Never throws. */
export async function lookUpName(name: string, options: LookUpOptions = {}): Promise<NameAnswer> {
  const { timeoutMs = LOOK_UP_TIMEOUT_MS, signal, lookup } = options;
  const start = performance.now();
  const said = await (lookup === undefined ? askSystem(name, { timeoutMs, signal }) : answerOf(lookup(name)));
  const afterMs = performance.now() - start;
  // The start of another process is no waiting for a name server.
  const answer = nameAnswer(said, said === undefined ? timeoutMs : afterMs);
  logDns(name, 'addresses' in answer ? answer.addresses.map(({ address }) => address) : undefined, afterMs);
  return answer;
}

/** Node has one code for a name that does not exist and for one that has no address (getaddrinfo(3)). */
function nameAnswer(said: ResolverAnswer | undefined, afterMs: number): NameAnswer {
  if (said === undefined) return { unanswered: { afterMs } };
  if (said === 'ENOTFOUND') return { addresses: [] };
  return typeof said === 'string' ? { unanswered: { afterMs, reason: said } } : { addresses: said };
}

/** In this process where nobody is asked: another takes 50 ms to start. */
async function askSystem(
  name: string,
  options: { readonly timeoutMs: number; readonly signal: AbortSignal | undefined },
): Promise<ResolverAnswer | undefined> {
  const addresses = addressesAtOnce(name);
  // These modules are loaded for the first name: they are milliseconds of every start.
  if (addresses === undefined) return await (await import('./resolver-process.ts')).askResolver(name, options);
  const [only = '', ...others] = addresses;
  // Of several the resolver says the order. Node's lookup takes 5 ms for the first name.
  if (others.length === 0 && isIpv4(only)) return [{ address: only, family: 4 }];
  const { lookup } = process.getBuiltinModule('node:dns/promises');
  return await answerOf(lookup(name, { all: true, verbatim: true }));
}

/**
 * What is written in a file for a name; none, without asking anybody either, for an address in any form, and
 * for `localhost` on macOS and Windows, which answer themselves (docs/FACTS.md, "Addresses and names").
 * Undefined if somebody must be asked.
 */
function addressesAtOnce(name: string): readonly string[] | undefined {
  if (isIp(name) || numericAddress(name) !== undefined) return [];
  namesAtOnce ??= process.platform === 'linux' ? namesInHostsFile() : new Map([['localhost', []]]);
  return namesAtOnce.get(name.toLowerCase());
}

/** IPv6 has several forms, of which the resolver gives one. */
function isIpv4(address: string): boolean {
  return isIp(address) && familyOf(address) === 4;
}

/** An exception as its code. */
function answerOf(found: Promise<readonly FoundAddress[]>): Promise<ResolverAnswer> {
  return found.catch((error: NodeJS.ErrnoException) => error.code ?? error.message);
}
