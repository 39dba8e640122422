import type { Gns3Target } from '../../../core/open-project/gns3-target.ts';
import type { OpenProject } from '../../../core/open-project/open-project.ts';
import type { Ui } from '../../../core/ui.ts';
import { type HostOptions, readOpenProject } from '../../../world/gns3-host/read-open-project.ts';
import { listOpenProjects, readServer } from '../../../world/gns3-server/read-server.ts';
import type { ServerOptions } from '../../../world/gns3-server/server-options.ts';

/** How the server and the hosts of its computes are asked. */
export interface ReadOptions {
  readonly server: ServerOptions;
  readonly hosts: HostOptions;
}

/** All that is read of the project of a target. Throws `Gns3ServerError`, and `WorldError` for this host. */
export async function readProject(target: Gns3Target, { server, hosts }: ReadOptions, ui: Ui): Promise<OpenProject> {
  const says = await readServer(target, server, ui);
  return await readOpenProject(says, hosts, ui);
}

/** The projects of a server, open and closed. Throws `Gns3ServerError`. */
export async function listProjects(
  target: Gns3Target,
  { server }: ReadOptions,
  ui: Ui,
): ReturnType<typeof listOpenProjects> {
  return await listOpenProjects(target, server, ui);
}
