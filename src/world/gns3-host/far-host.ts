import type { OpenProject } from '../../core/open-project/open-project.ts';
import type { ServerSays } from '../../core/open-project/server.ts';
import { commandWord } from '../../core/text/shell-word.ts';
import type { Ui } from '../../core/ui.ts';
import { SocketReadError } from '../sockets/socket-read-error.ts';
import { type OtherHost, otherHost } from './other-host.ts';
import { type FarPlace, hostIn } from './places.ts';
import { type HostLook, readHost } from './read-host.ts';
import { NoRelay } from './relay.ts';

/** A host that was read over ssh, or the computes on it that were not. */
export interface FarHost {
  readonly look?: HostLook;
  readonly notRead: OpenProject['notRead'];
  /** Ends ssh. */
  close(): Promise<void>;
}

/** The command with `--host root@…`, in place of the `--host` that it has for the host. */
export function asRoot(command: string, destination: string): string {
  const typed = ` --host ${commandWord(destination)}`;
  const rest = `${command} `.replace(`${typed} `, ' ').trimEnd();
  return `${rest} --host ${commandWord(`root@${hostIn(destination)}`)}`;
}

/** Reads a host over ssh. Throws nothing that another host can cause. */
export async function readFarHost(
  { destination, computes }: FarPlace,
  says: Pick<ServerSays, 'project' | 'nodes'>,
  { timeoutMs, command }: { readonly timeoutMs: number; readonly command: string },
  ui: Ui,
): Promise<FarHost> {
  const why = (reason: string): FarHost => ({
    notRead: computes.map(({ id, name }) => ({ computeId: id, name, why: `ssh ${destination}: ${reason}` })),
    close: async () => undefined,
  });
  const remedy = asRoot(command, destination);
  const computeIds = computes.map(({ id }) => id);
  try {
    const host = await otherHost(destination, { computeIds, remedy, signal: ui.signal });
    try {
      const { reading, again } = await unlessCut(host, readHost(host, says, { timeoutMs }, ui));
      const look: HostLook = { reading, again: (later) => unlessCut(host, again(later)) };
      return { look, notRead: [], close: () => host.close() };
    } catch (error) {
      await host.close();
      throw error;
    }
  } catch (error) {
    if (error instanceof NoRelay || error instanceof SocketReadError) return why(error.message);
    throw error;
  }
}

/**
 * What was read of a host, unless ssh has ended before the end: then programs seem to be silent that are not.
 */
async function unlessCut<T>(host: OtherHost, reading: Promise<T>): Promise<T> {
  const read = await reading;
  if (host.hasEnded()) throw new SocketReadError('the connection of ssh has ended');
  return read;
}
