import { hostPortText } from '../core/address/host-port.ts';
import { InputError } from '../core/errors/input-error.ts';
import { type Gns3Target, parseGns3Target } from '../core/open-project/gns3-target.ts';
import { listed } from '../core/text/listed.ts';
import { commandWord } from '../core/text/shell-word.ts';
import type { Ui } from '../core/ui.ts';
import { type HopsOptions, openProjectOf, projectsOf, watchHops } from '../features/hops/hops.ts';
import { renderProjects } from '../features/hops/render/projects.ts';
import { HOPS_FORMATS, renderHops } from '../features/hops/render/render.ts';
import type { Telling } from '../features/hops/render/stories.ts';
import type { HopsResult, ProjectsResult } from '../features/hops/result.ts';
import type { PageProgram } from '../output/page/page-program.ts';
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
  readonly write: string | undefined;
  readonly format: string;
}

/** What makes a prediction of a lab file, and netstat's tables of sockets. */
const OF_LABS = ['allocator', 'dynamips', 'kernel', 'os', 'server-conf', 'all', 'listening', 'tcp', 'timeout'] as const;

/** The links of a GNS3 server: how they are looked at, once or again and again, and how they are shown. */
export interface LiveLinks {
  /** One look, or with a second call another. */
  start(ui: Ui): () => Promise<LiveResult>;
  show(result: LiveResult, page: Page, previous?: LiveResult): string;
  /** With --format html: the result as a page. */
  readonly page?: (result: LiveResult, time: PageTime, program: PageProgram) => string;
}

/** When it was looked, and how soon a page will be written anew. */
interface PageTime {
  /** ISO 8601. */
  readonly at: string;
  readonly reloadSeconds?: number;
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
    return target === undefined ? undefined : await liveLinks(target, word, flags, server);
  }
  if (another !== undefined) {
    throw new InputError('USAGE', 'a gns3:// target stands alone: its links are not compared with a lab', {
      next: 'name one target, or labs only',
    });
  }
  refuseFlagsOfLabs(flags);
  const target = parseGns3Target(word);
  return target === undefined ? undefined : await liveLinks(target, word, flags, serverOptionsFrom(flags, names));
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

async function liveLinks(
  target: Gns3Target,
  word: string,
  flags: LiveFlags,
  server: ServerOptions,
): Promise<LiveLinks> {
  const command = ['niostat links', commandWord(word), ...typedAgain(flags)].join(' ');
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
  if (target.project === undefined) return projectList(target, options, baseOf(word), flags.format);
  const telling: Telling = {
    command,
    firewall: `niostat firewall ${commandWord(word)}`,
    timeText: (atMs) => localTime(new Date(atMs)).slice(0, 19).replace('T', ' '),
  };
  const start: LiveLinks['start'] = (ui) => watchHops(target, options, ui);
  const { format } = flags;
  if (format === 'html') {
    const { hopsHtml } = await import('../features/hops/render/html.ts');
    const page: LiveLinks['page'] = (result, time, program) =>
      'links' in result ? hopsHtml(result, time, telling, program) : '';
    return { start, page, show: () => '' };
  }
  if (format === 'svg') {
    const { hopsSvg } = await import('../features/hops/render/svg.ts');
    return { start, show: (result) => ('links' in result ? hopsSvg(result) : '') };
  }
  const { explain, hops, ssh, program: processes } = flags;
  const style = { ...telling, explain, hops, ssh, processes, header: !flags['no-header'] };
  return {
    start,
    show: (result, page, previous) => {
      const before = previous !== undefined && 'links' in previous ? previous.links : undefined;
      const known = HOPS_FORMATS.find((one) => one === format) ?? 'table';
      return 'links' in result ? renderHops(result, known, page, { ...style, previous: before }) : '';
    },
  };
}

/** Flags without which a command that is printed would not be let in, or see less than this one. */
function typedAgain({ ca, insecure, ssh, host = [], interval, continuous }: LiveFlags): string[] {
  return [
    ...(ca === undefined ? [] : [`--ca ${commandWord(ca)}`]),
    ...(insecure ? ['--insecure'] : []),
    ...(ssh ? ['--ssh'] : []),
    ...host.map((one) => `--host ${commandWord(one)}`),
    ...(interval === undefined || continuous ? [] : [`--interval ${interval / 1000}s`]),
  ];
}

/** What `gns3://` lists, with what comes before the names of projects. */
function projectList(target: Gns3Target, options: HopsOptions, base: string, format: string): LiveLinks {
  if (format !== 'table') {
    throw new InputError('USAGE', `--format ${format} shows links, and this target names no project`, {
      next: `name one, as in ${base}PROJECT; --json lists the projects for scripts`,
    });
  }
  return {
    start: (ui) => async () => await projectsOf(target, options, ui),
    show: (result, page) => ('projects' in result ? renderProjects(result, page, base) : ''),
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
