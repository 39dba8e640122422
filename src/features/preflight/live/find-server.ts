import { dirname, resolve } from 'node:path';
import { isGns3Server, type Lab } from '../../../core/lab/lab.ts';
import type { RunningServer } from '../../../core/model/assumptions.ts';
import { runningServer } from '../../../core/open-project/reopening.ts';
import type { Ui } from '../../../core/ui.ts';
import { Gns3ServerError } from '../../../world/gns3-server/gns3-server-error.ts';
import type { ServerOptions } from '../../../world/gns3-server/server-options.ts';
import type { ServerHere, SilentServer } from '../server-here.ts';

/** Nothing listens there, or something else does: as if there were no GNS3. */
const QUIET: ReadonlySet<string> = new Set(['NOT_REACHED', 'NOT_GNS3']);

/**
 * The GNS3 server of this host, if it would run one of the labs; undefined where none runs. Only this host is
 * asked, at the address that its gns3_server.conf says, only for projects of GNS3, and nobody for a password.
 */
export async function findServer(
  labs: readonly Lab[],
  options: ServerOptions,
  ui: Ui,
): Promise<ServerHere | SilentServer | undefined> {
  if (!labs.some(({ format, allocator }) => format === 'gns3' && allocator !== undefined && isGns3Server(allocator))) {
    return undefined;
  }
  // Most labs are no projects of GNS3, and need none of this.
  const { readServerAlone } = await import('../../../world/gns3-server/read-server.ts');
  try {
    const unasked = { ...options, prompt: undefined, credentials: undefined };
    const alone = await readServerAlone({ text: 'gns3://' }, unasked, ui);
    const folders = new Set(labs.map(({ file }) => dirname(resolve(file))));
    const own = alone.projects.filter(({ path }) => path !== undefined && folders.has(resolve(path)));
    return { ...alone, own };
  } catch (error) {
    if (!(error instanceof Gns3ServerError)) throw error;
    return QUIET.has(error.code) ? undefined : { why: error.message };
  }
}

/**
 * What the server has given out, for the ports of the labs; where one of them is open already, its own ports
 * cannot be told from those of others, and only the ranges count.
 */
export function portsBefore(server: ServerHere | SilentServer | undefined): RunningServer | undefined {
  if (server === undefined || 'why' in server) return undefined;
  return runningServer(server, server.own.some(({ status }) => status === 'opened') ? undefined : new Map());
}
