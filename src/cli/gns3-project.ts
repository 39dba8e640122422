import * as Flags from '@oclif/core/flags';
import { InputError } from '../core/errors/input-error.ts';
import { type Gns3Target, parseGns3Target } from '../core/open-project/gns3-target.ts';
import type { OpenProject } from '../core/open-project/open-project.ts';
import type { ServerProject } from '../core/open-project/server.ts';
import { listed } from '../core/text/listed.ts';
import { commandWord } from '../core/text/shell-word.ts';
import type { Ui } from '../core/ui.ts';
import { readOpenProject } from '../world/gns3-host/read-open-project.ts';
import { listOpenProjects, readServer } from '../world/gns3-server/read-server.ts';
import type { ServerOptions } from '../world/gns3-server/server-options.ts';

/** For the hosts of a project's computes, beside the flags for its server. */
export const computeFlags = {
  ssh: Flags.boolean({
    description: 'With gns3://: read the other computes of the project over ssh, too, without questions.',
  }),
};

/** The same, and by which user and name a host is reached. */
export const sshHostFlags = {
  ...computeFlags,
  host: Flags.string({
    multiple: true,
    multipleNonGreedy: true,
    helpValue: '<user@host>',
    description: 'With gns3://: read this compute over ssh, as in gns3@VM; may be repeated.',
  }),
};

export interface HostFlags {
  readonly ssh: boolean;
  readonly host?: readonly string[] | undefined;
}

/**
 * The one target of GNS3 among the words of a command; undefined if they are labs. Throws `InputError`
 * where it does not stand alone, and for flags of `lab` that are given: they belong to lab files.
 */
export function gns3TargetOf(
  words: readonly string[],
  flags: Readonly<Record<string, unknown>>,
  ofLabs: readonly string[],
): Gns3Target | undefined {
  const word = words.find((one) => /^gns3s?:\/\//i.test(one));
  if (word === undefined) return undefined;
  if (words.length > 1) {
    throw new InputError('USAGE', 'a gns3:// target stands alone', { next: 'name one target, or labs only' });
  }
  const given = ofLabs.filter((name) => flags[name] !== undefined && flags[name] !== false && flags[name] !== 0);
  if (given.length > 0) {
    const names = listed(given.map((name) => `--${name}`));
    throw new InputError('USAGE', `${names} ${given.length === 1 ? 'belongs' : 'belong'} to lab files`, {
      next: `leave ${given.length === 1 ? 'it' : 'them'} out: a server says itself what it has`,
    });
  }
  return parseGns3Target(word);
}

/**
 * The target with a project: where it names none, the only one that is open. Throws `InputError` if there are
 * several, or none.
 */
export async function withProject(target: Gns3Target, options: ServerOptions, ui: Ui): Promise<Gns3Target> {
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

/** The open project of a target, with what its hosts say. `command` is what the user could type again. */
export async function readProject(
  target: Gns3Target,
  { server, flags, command }: { server: ServerOptions; flags: HostFlags; command: string },
  ui: Ui,
): Promise<{ readonly project: OpenProject; readonly target: Gns3Target }> {
  const chosen = await withProject(target, server, ui);
  const says = await readServer(chosen, server, ui);
  const ssh = { isAsked: flags.ssh, hosts: flags.host ?? [] };
  const options = { ssh, command: `${command} ${commandWord(chosen.text)}`, names: server.names };
  return { project: await readOpenProject(says, options, ui), target: chosen };
}
