import { hostPortText } from '../core/address/host-port.ts';
import { InputError } from '../core/errors/input-error.ts';
import { type Gns3Target, parseGns3Target } from '../core/open-project/gns3-target.ts';
import { listed } from '../core/text/listed.ts';
import { commandWord } from '../core/text/shell-word.ts';
import type { Ui } from '../core/ui.ts';
import { type HopsOptions, openProjectOf, projectsOf, watchHops } from '../features/hops/hops.ts';
import { renderProjects } from '../features/hops/render/projects.ts';
import { HOPS_FORMATS, type HopsFormat, renderHops } from '../features/hops/render/render.ts';
import type { HopsResult, ProjectsResult } from '../features/hops/result.ts';
import type { Page } from '../output/paint.ts';
import type { ServerOptions } from '../world/gns3-server/server-options.ts';
import type { HostNames } from '../world/network/host-names.ts';
import { serverOptionsFrom } from './gns3-flags.ts';
import { isGns3Word } from './gns3-word.ts';
import { localTime } from './local-time.ts';
import { say } from './remarks.ts';

/** Flags of `links` that mean something for a GNS3 server, and those that do not. */
export interface LiveFlags extends Partial<Record<(typeof OF_LABS)[number], unknown>> {
  readonly ca: string | undefined;
  readonly insecure: boolean;
  readonly ssh: boolean;
  readonly host: readonly string[] | undefined;
  readonly filter: string | undefined;
  readonly ipv4: boolean;
  readonly ipv6: boolean;
  readonly program: boolean;
  readonly explain: boolean;
  readonly hops: boolean;
  readonly continuous: boolean;
  /** Milliseconds. */
  readonly interval: number | undefined;
  readonly 'no-header': boolean;
  readonly format: string;
}

/** What makes a prediction of a lab file, and netstat's tables of sockets. */
const OF_LABS = ['allocator', 'dynamips', 'kernel', 'os', 'server-conf', 'all', 'listening', 'tcp', 'write'] as const;

/** The links of a GNS3 server: how they are looked at, once or again and again, and how they are shown. */
export interface LiveLinks {
  /** One look, or with a second call another. */
  start(ui: Ui): () => Promise<LiveResult>;
  show(result: LiveResult, page: Page, previous?: LiveResult): string;
}

export type LiveResult = HopsResult | ProjectsResult;

/**
 * What the words of `links` mean where one of them is `gns3://…`, or a project that a server of this host has
 * open; undefined for labs. Throws `InputError` for flags that belong to labs.
 */
export async function liveLinksOf(
  words: readonly string[],
  flags: LiveFlags,
  names: HostNames,
  ui: Ui,
): Promise<LiveLinks | undefined> {
  const [word = '', another] = words;
  if (!words.some(isGns3Word)) {
    // Flags that ask for a prediction, or for sockets, keep the file.
    if (another !== undefined || OF_LABS.some((name) => isGiven(flags[name]))) return undefined;
    const server = serverOptionsFrom(flags, names);
    const target = await targetOfFile(word, server, ui);
    return target === undefined ? undefined : liveLinks(target, word, flags, server);
  }
  if (another !== undefined) {
    throw new InputError('USAGE', 'a gns3:// target stands alone: its links are not compared with a lab', {
      next: 'name one target, or labs only',
    });
  }
  refuseFlagsOfLabs(flags);
  const target = parseGns3Target(word);
  return target === undefined ? undefined : liveLinks(target, word, flags, serverOptionsFrom(flags, names));
}

/** The project of a file, if it is open here. Of credentials only those in the server's own file count. */
async function targetOfFile(file: string, server: ServerOptions, ui: Ui): Promise<Gns3Target | undefined> {
  const found = await openProjectOf(file, { ...server, prompt: undefined, credentials: undefined }, ui);
  if (found === undefined) return undefined;
  if ('why' in found) {
    say(`a GNS3 server runs here and does not say whether this project is open: ${found.why}`);
    return undefined;
  }
  const { server: at, target, name } = found;
  say(
    `GNS3 ${at.version} at ${hostPortText(at.host, at.port)} has ${name} open: these are its links as they are now, not as the file says`,
  );
  return target;
}

function liveLinks(target: Gns3Target, word: string, flags: LiveFlags, server: ServerOptions): LiveLinks {
  const format = formatOf(flags.format);
  const command = `niostat links ${commandWord(word)}`;
  const options: HopsOptions = {
    server,
    hosts: {
      ssh: { isAsked: flags.ssh, hosts: flags.host ?? [] },
      names: server.names,
      command,
      ...(flags.interval === undefined || flags.continuous ? {} : { intervalMs: flags.interval }),
    },
    filter: flags.filter,
    family: flags.ipv4 ? 4 : flags.ipv6 ? 6 : undefined,
  };
  if (target.project === undefined) {
    return {
      start: (ui) => async () => await projectsOf(target, options, ui),
      show: (result, page) => ('projects' in result ? renderProjects(result, page, baseOf(word)) : ''),
    };
  }
  return {
    start: (ui) => watchHops(target, options, ui),
    show: (result, page, previous) =>
      'links' in result
        ? renderHops(result, format, page, {
            command,
            timeText: (atMs) => localTime(new Date(atMs)).slice(0, 19).replace('T', ' '),
            ...{
              explain: flags.explain,
              hops: flags.hops,
              ssh: flags.ssh,
              header: !flags['no-header'],
              processes: flags.program,
            },
            previous: previous !== undefined && 'links' in previous ? previous.links : undefined,
          })
        : '',
  };
}

/** What comes before the name of a project: `gns3://host:3080/`. */
function baseOf(word: string): string {
  return (
    /^gns3s?:\/\/[^/]*\/?/i
      .exec(word)?.[0]
      .replace(/\/?$/, '/')
      .replace(/:\/\/$/, ':///') ?? 'gns3:///'
  );
}

function refuseFlagsOfLabs(flags: LiveFlags): void {
  const given = OF_LABS.filter((name) => isGiven(flags[name])).map((name) => `--${name}`);
  if (given.length === 0) return;
  throw new InputError(
    'USAGE',
    `${listed(given)} ${given.length === 1 ? 'belongs' : 'belong'} to lab files and socket tables, and a gns3:// target has neither`,
    { next: `leave ${given.length === 1 ? 'it' : 'them'} out` },
  );
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== false;
}

function formatOf(format: string): HopsFormat {
  const known = HOPS_FORMATS.find((one) => one === format);
  if (known !== undefined) return known;
  throw new InputError('USAGE', `the links of a GNS3 server are not drawn as ${format}`, {
    next: `use --format ${HOPS_FORMATS.join(', ')}`,
  });
}
