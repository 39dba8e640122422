import { InputError } from '../core/errors/input-error.ts';
import type { Gns3Target } from '../core/open-project/gns3-target.ts';
import type { OpenProject } from '../core/open-project/open-project.ts';
import type { ServerProject, ServerSays } from '../core/open-project/server.ts';
import { commandWord } from '../core/text/shell-word.ts';
import type { Ui } from '../core/ui.ts';
import { readOpenProject } from '../world/gns3-host/read-open-project.ts';
import { listOpenProjects, readServer } from '../world/gns3-server/read-server.ts';
import type { ServerOptions } from '../world/gns3-server/server-options.ts';
import type { HostFlags } from './gns3-project.ts';

/**
 * The target with a project: where it names none, the only one that is open. Throws `InputError` if there are
 * several, or none.
 */
async function withProject(target: Gns3Target, options: ServerOptions, ui: Ui): Promise<Gns3Target> {
  if (target.project !== undefined) return target;
  const { projects } = await listOpenProjects(target, options, ui);
  const open = projects.filter(({ status }) => status === 'opened');
  const [only] = open;
  if (only !== undefined && open.length === 1) return { ...target, ...named(target, only) };
  const words = open.map((one) => commandWord(named(target, one).text));
  throw new InputError(
    'NO_PROJECT_NAMED',
    open.length === 0 ? 'no project is open at this server' : `${open.length} projects are open at this server`,
    {
      next:
        open.length === 0
          ? `open it in GNS3; niostat links ${commandWord(target.text)} lists those that are there`
          : `name one: ${words.slice(0, MOST_LISTED).join(', ')}`,
    },
  );
}

const MOST_LISTED = 10;

function named({ text }: Gns3Target, { id, name }: ServerProject): { text: string; project: string } {
  return {
    text: `${text.replace(/\/$/, '')}${/:\/\/$/.test(text) ? '/' : ''}/${encodeURIComponent(name)}`,
    project: id,
  };
}

/** What the server of a target says of its project, and the target with this project. */
export async function askServer(
  target: Gns3Target,
  server: ServerOptions,
  ui: Ui,
): Promise<{ readonly says: ServerSays; readonly target: Gns3Target }> {
  const chosen = await withProject(target, server, ui);
  return { says: await readServer(chosen, server, ui), target: chosen };
}

/** The same with what its hosts say. `command` is what the user could type again. */
export async function readProject(
  target: Gns3Target,
  { server, flags, command }: { server: ServerOptions; flags: HostFlags; command: string },
  ui: Ui,
): Promise<{ readonly project: OpenProject; readonly target: Gns3Target }> {
  const asked = await askServer(target, server, ui);
  const ssh = { isAsked: flags.ssh, hosts: flags.host ?? [], takesHosts: flags.takesHosts ?? true };
  const options = { ssh, command: `${command} ${commandWord(asked.target.text)}`, names: server.names };
  return { project: await readOpenProject(asked.says, options, ui), target: asked.target };
}
