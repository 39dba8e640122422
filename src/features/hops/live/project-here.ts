import { statSync } from 'node:fs';
import type { Gns3Target } from '../../../core/open-project/gns3-target.ts';
import type { Gns3Server } from '../../../core/open-project/server.ts';
import type { Ui } from '../../../core/ui.ts';
import { loadText } from '../../../world/files/load-text.ts';
import { Gns3ServerError } from '../../../world/gns3-server/gns3-server-error.ts';
import { listOpenProjects } from '../../../world/gns3-server/read-server.ts';
import type { ServerOptions } from '../../../world/gns3-server/server-options.ts';

/** The project of a file, which a server of this host has open. */
export interface ProjectHere {
  readonly target: Gns3Target;
  readonly server: Gns3Server;
  /** As the server calls it. */
  readonly name: string;
}

/** A server of this host that does not say whether it has the project open, and why, in a clause. */
export interface SilentServer {
  readonly why: string;
}

/**
 * Whether a server of this host has the project of a file open: the ids are the same. Undefined where no
 * server runs, where it has the project closed, and for a file that is no project of GNS3 2.x or 3.x. Nothing
 * is asked but this host, and nobody for a password.
 */
export async function projectHere(
  file: string,
  options: ServerOptions,
  ui: Ui,
): Promise<ProjectHere | SilentServer | undefined> {
  const id = await projectIdOf(file);
  if (id === undefined) return undefined;
  const target: Gns3Target = { text: `gns3:///${id}`, project: id };
  try {
    const { server, projects } = await listOpenProjects(target, options, ui);
    const project = projects.find((one) => one.id.toLowerCase() === id);
    return project?.status === 'opened' ? { target, server, name: project.name } : undefined;
  } catch (error) {
    if (!(error instanceof Gns3ServerError)) throw error;
    // Where nothing listens, and where something else does, the file is all there is.
    return QUIET.has(error.code) ? undefined : { why: error.message };
  }
}

const QUIET: ReadonlySet<string> = new Set(['NOT_REACHED', 'NOT_GNS3', 'NOT_THIS_HOST']);

/** GNS3 1.x has no server that could be asked; its projects have revision 4 or less, or none. */
const FIRST_REVISION = 5;

async function projectIdOf(file: string): Promise<string | undefined> {
  // A pipe can be read once, by who reads the lab.
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) return undefined;
  const loaded = await loadText(file, () => process.stdin);
  if ('failure' in loaded || loaded.within !== undefined) return undefined;
  try {
    const { project_id: id, revision } = JSON.parse(loaded.text) as { project_id?: unknown; revision?: unknown };
    const isOfServer = typeof revision === 'number' && revision >= FIRST_REVISION;
    return isOfServer && typeof id === 'string' && /^[\da-f-]{36}$/i.test(id) ? id.toLowerCase() : undefined;
  } catch {
    // What is wrong with the file is said by who reads the lab.
    return undefined;
  }
}
