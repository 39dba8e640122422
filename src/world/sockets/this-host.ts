import type { SocketTable } from '../../core/sockets/socket-table.ts';
import { readLinux } from './linux-host.ts';
import { SocketReadError } from './socket-read-error.ts';

/**
 * The sockets of this host, or why they cannot be read: `why` is for the user, `cause` the error that says
 * so.
 */
export type ThisHostReading =
  | { readonly table: SocketTable; readonly why?: undefined; readonly cause?: undefined }
  | { readonly table?: undefined; readonly why: string; readonly cause: Error };

/**
 * Reads the sockets of this host, however its system tells them. `allOwners`: those of TCP connections are
 * wanted too. Throws nothing that can be expected: a system that is not known or does not tell is part of the
 * answer.
 */
export async function readThisHost(
  { allOwners }: { readonly allOwners: boolean },
  read: (allOwners: boolean) => Promise<SocketTable> = readTable,
): Promise<ThisHostReading> {
  try {
    return { table: await read(allOwners) };
  } catch (error) {
    const cause = error as NodeJS.ErrnoException;
    if (!(cause instanceof SocketReadError) && cause.syscall === undefined) throw error;
    return { why: cause.message, cause };
  }
}

/** The same where nothing can be done without them: throws `SocketReadError`, with what to do `next`. */
export async function socketsOfThisHost({ allOwners, next }: NeededSockets): Promise<SocketTable> {
  const { table, why, cause } = await readThisHost({ allOwners });
  if (table !== undefined) return table;
  throw new SocketReadError(`the sockets of this host cannot be read: ${why}`, { next, cause });
}

interface NeededSockets {
  readonly allOwners: boolean;
  readonly next: string;
}

async function readTable(allOwners: boolean): Promise<SocketTable> {
  const { platform } = process;
  if (platform === 'linux') return await readLinux({ allOwners });
  if (platform !== 'darwin' && platform !== 'win32') {
    throw new SocketReadError(`the sockets of ${platform} cannot be read: Linux, macOS and Windows can`);
  }
  const { readOtherSystem } = await import('./other-system.ts');
  return await readOtherSystem(platform);
}
