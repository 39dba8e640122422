import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { InputError } from '../../core/errors/input-error.ts';
import { LabModel } from '../../core/model/lab-model.ts';
import type { Outcome } from '../../core/outcome.ts';
import { commandWord } from '../../core/text/shell-word.ts';
import type { Ui } from '../../core/ui.ts';
import { isCalledLocalhost } from '../../core/words/loopback-name.ts';
import { type LinksWatch, links, watchLinks } from '../../features/links/links.ts';
import type { LinksOptions } from '../../features/links/options.ts';
import { LINKS_FORMATS, renderLinks } from '../../features/links/render/render.ts';
import type { LinksStyle } from '../../features/links/render/table.ts';
import type { LinksResult } from '../../features/links/result.ts';
import type { PageProgram } from '../../output/page/page-program.ts';
import { safeJsonLine } from '../../output/safe-text.ts';
import { BaseCommand } from '../base-command.ts';
import { durationFlag } from '../duration.ts';
import { gns3Flags } from '../gns3-flags.ts';
import type { LiveFlags, LiveLinks, LiveResult } from '../gns3-links.ts';
import { isGns3Word } from '../gns3-word.ts';
import { kernelFlag, kernelFrom } from '../kernel-file.ts';
import { assumptionFlags, assumptionsFrom } from '../lab-flags.ts';
import { localTime } from '../local-time.ts';
import { netstatArguments } from '../netstat-arguments.ts';
import { say } from '../remarks.ts';
import { repeated } from '../repeat.ts';
import { serverConfFlag, serverConfFrom } from '../server-conf.ts';
import { standardOutput } from '../standard-output.ts';
import { canErase, ERASE_WINDOW } from '../terminal.ts';

/** Those of the result alone; the picture, which knows the lab, and the page, which carries it. */
const FORMATS = [...LINKS_FORMATS, 'svg', 'html'] as const;

export default class Links extends BaseCommand {
  static override summary = 'Pair the sockets of hypervisors, and show which links are broken.';
  static override description =
    'Reads the socket tables of this host, and of others over ssh, and says for each link whether both ends are there and point at each other; without a LAB the sockets are paired by their own addresses. Changes nothing; exits 1 if a link is broken, 3 if it could not see enough.';
  static override strict = false;
  static override args = {
    lab: Args.string({
      description:
        'Lab file, or the name of a scenario; - reads standard input. gns3://[host[:port]]/PROJECT is a project that a GNS3 server has open, gns3:// lists these. Default: none, the sockets alone.',
      ignoreStdin: true,
    }),
  };
  static override flags = {
    ...assumptionFlags,
    ...serverConfFlag,
    ...kernelFlag,
    all: Flags.boolean({
      char: 'a',
      description: 'All sockets too, as netstat prints them; with -t or -u these alone.',
    }),
    listening: Flags.boolean({
      char: 'l',
      description: 'Instead of links the sockets that listen, and UDP sockets without a peer, as netstat prints them.',
    }),
    tcp: Flags.boolean({ char: 't', description: 'TCP sockets; without -a and -l those that are connected.' }),
    udp: Flags.boolean({ char: 'u', description: 'UDP sockets; without -a and -l it shows the links.' }),
    numeric: Flags.boolean({ char: 'n', description: 'Addresses as numbers: 127.0.0.1 instead of localhost.' }),
    program: Flags.boolean({ char: 'p', description: 'Process and program of each end.' }),
    ipv4: Flags.boolean({ description: 'IPv4 sockets only; -4 is the same.', exclusive: ['ipv6'] }),
    ipv6: Flags.boolean({ description: 'IPv6 sockets only; -6 is the same.' }),
    continuous: Flags.boolean({
      char: 'c',
      description: 'Repeat until Ctrl-C, every second, or at the interval that follows: -c 5 for five seconds.',
    }),
    interval: durationFlag({
      description:
        'Of a gns3:// project two readings so far apart, which show where frames die; with -c every so often.',
    }),
    'no-header': Flags.boolean({ char: 'H', description: 'Rows only.' }),
    wide: Flags.boolean({ char: 'W', description: 'Do not fold lines to the width of the terminal.' }),
    ssh: Flags.boolean({ description: "Read the lab's other hosts too, over ssh." }),
    host: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: '<name>',
      description: 'Read this host too, over ssh; may be repeated.',
    }),
    timeout: durationFlag({ description: 'Time limit for each host that is read over ssh. Default: 20s.' }),
    hops: Flags.boolean({ description: 'Of a gns3:// project the chain of each link: programs, ports, frames.' }),
    ...gns3Flags,
    counters: Flags.boolean({ description: 'Ask the hypervisors of this host for the counters of their NIOs.' }),
    filter: Flags.string({
      helpValue: '<expression>',
      description: "Only what matches, in ss's words: 'sport = :10000 and dst 127.0.0.1', 'state shared'.",
    }),
    explain: Flags.boolean({ description: 'Tell the story of each broken link, and what to do.' }),
    format: Flags.option({
      options: FORMATS,
      default: 'table' as const,
      description: 'How to print; html is a page for a browser, svg its picture.',
    })(),
    write: Flags.string({
      helpValue: '<file>',
      description: 'With --format html: write the page into this file; with -c it is replaced again and again.',
    }),
  };
  static override examples = [
    '<%= config.bin %> links',
    '<%= config.bin %> links lab.net --explain',
    "<%= config.bin %> links lab.net -np --filter 'state half-open or sport = :10000'",
    '<%= config.bin %> links lab.net --ssh -c 2s',
    '<%= config.bin %> links lab.net -c --format html --write lab.html',
    '<%= config.bin %> links gns3:///Campus --hops --interval 2s',
  ];

  async run(): Promise<LinksResult | LiveResult | undefined> {
    const parsed = await this.parse(Links, netstatArguments(this.argv));
    const { flags } = parsed;
    refuseUnclearPage(flags);
    const live = await this.liveLinks(this.typed(parsed), flags);
    if (live !== undefined) return await this.showLive(live, flags);
    refuseFlagsOfGns3(flags);
    const { labs } = await this.labs(await this.filesOf(this.typed(parsed)));
    const model = LabModel.of(labs, {
      ...assumptionsFrom(flags),
      serverConf: await serverConfFrom(flags),
      kernel: await kernelFrom(flags),
    });
    const options: LinksOptions = {
      ssh: flags.ssh,
      hosts: flags.host,
      timeoutMs: flags.timeout,
      counters: flags.counters,
      ...socketsFrom(flags),
      family: flags.ipv4 ? 4 : flags.ipv6 ? 6 : undefined,
      filter: flags.filter,
    };
    const style = {
      numeric: flags.numeric || (labs.length > 0 && !isCalledLocalhost(model.hypervisors.map(({ host }) => host))),
      processes: flags.program,
      counters: flags.counters,
      explain: flags.explain,
      header: !flags['no-header'],
      links: showsLinks(flags),
      next: nextCommand(this.typed(parsed), { explain: flags.explain, links: showsLinks(flags) }),
    };
    const { format } = flags;
    if (format === 'html') {
      const { linksHtml } = await import('../../features/links/render/html.ts');
      const start = (ui: Ui, isOnce: boolean): LinksWatch =>
        // Each time with new names: addresses may change while it watches.
        watchLinks(model, isOnce ? { ...options, names: this.names } : options, ui);
      return await this.writePages(start, (result, time, program) => linksHtml(model, result, time, program), flags);
    }
    const render =
      format === 'svg'
        ? await drawing(model)
        : (result: LinksResult, previous?: LinksStyle['previous']) =>
            renderLinks(result, format, this.page(flags), { ...style, previous });
    if (!flags.continuous) {
      const { result, isInterrupted } = await this.interruptibly((ui) =>
        links(model, { ...options, names: this.names }, ui),
      );
      return this.finish(result, () => render(result), isInterrupted);
    }
    let previous: Previous | undefined;
    return await this.watch((ui) => watchLinks(model, options, ui), {
      everyMs: flags.interval ?? EVERY_MS,
      show: (result) => {
        this.repaint(this.jsonEnabled() ? safeJsonLine(result) : render(result, previous && sincePrevious(previous)));
        previous = { result, at: performance.now() };
      },
    });
  }

  /** The links of a GNS3 server, if the words mean these: what reads and shows them is loaded only then. */
  private async liveLinks(words: readonly string[], flags: LiveFlags): Promise<LiveLinks | undefined> {
    if (!words.some((word) => isGns3Word(word) || /\.gns3$/i.test(word))) return undefined;
    const { liveLinksOf } = await import('../gns3-links.ts');
    const { result } = await this.interruptibly((ui) => liveLinksOf(words, flags, this.names, ui));
    return result;
  }

  private async showLive(live: LiveLinks, flags: LiveFlags & ShownFlags & PageFlags): Promise<LiveResult | undefined> {
    const { page } = live;
    if (page !== undefined) return await this.writePages((ui) => ({ look: live.start(ui) }), page, flags);
    if (!flags.continuous) {
      const { result, isInterrupted } = await this.interruptibly((ui) => live.start(ui)());
      return this.finish(result, () => live.show(result, this.page(flags)), isInterrupted);
    }
    let previous: LiveResult | undefined;
    return await this.watch((ui) => ({ look: live.start(ui) }), {
      everyMs: flags.interval ?? EVERY_MS,
      show: (result) => {
        this.repaint(this.jsonEnabled() ? safeJsonLine(result) : live.show(result, this.page(flags), previous));
        previous = result;
      },
    });
  }

  /** Looks again and again until Ctrl-C, which is how it ends. */
  private async watch<T extends { readonly outcome: Outcome }>(
    start: (ui: Ui) => Looks<T>,
    { everyMs, show, end }: Watching<T>,
  ): Promise<undefined> {
    let isShown = false;
    await this.interruptibly(async (ui) => {
      const watch = start(ui);
      try {
        for await (const result of repeated(watch.look, { everyMs, signal: ui.signal })) {
          await show(result);
          isShown = true;
          this.end(result);
        }
      } finally {
        await watch.close?.();
      }
      await end?.();
    });
    // Without any picture there is nothing that the exit code could speak of.
    if (!isShown) this.end({ outcome: 'clean' }, true);
  }

  /** The page, once, or with -c again and again; after Ctrl-C the last one no longer loads itself anew. */
  private async writePages<T extends { readonly outcome: Outcome }>(
    start: (ui: Ui, isOnce: boolean) => Looks<T>,
    pageOf: (result: T, time: PageTime, program: PageProgram) => string,
    { write, continuous, interval: everyMs = EVERY_MS }: PageFlags,
  ): Promise<T | undefined> {
    const { PageFile } = await import('../page-file.ts');
    const file = write === undefined ? undefined : new PageFile(write);
    const program = await this.pageProgram({ isWritten: file !== undefined });
    if (file === undefined || !continuous) {
      const text = (result: T) => pageOf(result, { at: localTime(new Date()) }, program);
      const { result, isInterrupted } = await this.interruptibly(async (ui) => {
        const seen = await onceOf(start(ui, true));
        // Ctrl-C waits until it is written: what is half written would stay beside its place.
        await file?.write(text(seen));
        return seen;
      });
      if (file === undefined) return this.finish(result, () => text(result), isInterrupted);
      say(`${file.path} is written`);
      this.end(result, isInterrupted);
      return result;
    }
    let last: { readonly result: T; readonly at: string } | undefined;
    const reloadSeconds = Math.max(1, Math.round(everyMs / 1000));
    return await this.watch((ui) => start(ui, false), {
      everyMs,
      show: async (result) => {
        const at = localTime(new Date());
        await file.writeAgain(pageOf(result, { at, reloadSeconds }, program));
        if (last === undefined) {
          say(`${file.path} is written anew every ${everyMs / 1000} s: open it in a browser. Ctrl-C ends it.`);
        }
        last = { result, at };
      },
      end: async () => {
        if (last !== undefined) await file.write(pageOf(last.result, { at: last.at }, program));
      },
    });
  }

  /** Where it can, the new picture takes the place of the old; elsewhere one follows the other. */
  private repaint(text: string): void {
    if (this.jsonEnabled()) standardOutput().write(`${text}\n`);
    else standardOutput().write(canErase(standardOutput(), process.env) ? `${ERASE_WINDOW}${text}\n` : `${text}\n\n`);
  }

  override logJson(json: unknown): void {
    // With -c every picture was printed when it was made.
    if (json !== undefined) super.logJson(json);
  }
}

/** One look. */
async function onceOf<T>(looks: Looks<T>): Promise<T> {
  try {
    return await looks.look();
  } finally {
    await looks.close?.();
  }
}

/** What draws a result; loaded for pictures alone. */
async function drawing(model: LabModel): Promise<(result: LinksResult) => string> {
  const { linksSvg } = await import('../../features/links/render/svg.ts');
  return (result) => linksSvg(result, model);
}

/** Looks at something again and again. */
interface Looks<T> {
  look(): Promise<T>;
  close?(): Promise<void>;
}

interface Watching<T> {
  readonly everyMs: number;
  readonly show: (result: T) => void | Promise<void>;
  /** When it is over. */
  readonly end?: () => Promise<void>;
}

/** Milliseconds between two pictures. */
const EVERY_MS = 1000;

/** What decides how a terminal is written to. */
interface ShownFlags {
  readonly color: boolean;
  readonly wide: boolean;
}

/** A lab file has no chains, and its sockets are read once. */
function refuseFlagsOfGns3({ hops, interval, continuous }: LiveFlags): void {
  if (!hops && (interval === undefined || continuous)) return;
  throw new InputError('USAGE', `${hops ? '--hops' : '--interval without -c'} needs a project that GNS3 has open`, {
    next: 'name it: niostat links gns3://host:3080/PROJECT; niostat links gns3:// lists those of this host',
  });
}

/** When it was looked, and how soon a page will be written anew. */
interface PageTime {
  /** ISO 8601. */
  readonly at: string;
  readonly reloadSeconds?: number;
}

interface PageFlags {
  readonly write: string | undefined;
  readonly continuous: boolean;
  /** Milliseconds. */
  readonly interval?: number | undefined;
}

/** A page is one file: what is printed again and again, or another format, does not go into it. */
function refuseUnclearPage({ format, write, continuous }: PageFlags & { readonly format: string }): void {
  if (format !== 'html' && write !== undefined) {
    throw new InputError('USAGE', `--write writes a page, and --format ${format} is none`, {
      next: 'add --format html, or send the output to a file with >',
    });
  }
  if (format === 'html' && continuous && write === undefined) {
    throw new InputError('USAGE', 'with -c the page is written again and again, and needs a file', {
      next: 'add --write lab.html, or leave -c out',
    });
  }
  if (format === 'svg' && continuous) {
    throw new InputError('USAGE', 'with -c pictures would follow each other, and an SVG file holds one', {
      next: 'leave -c out, or use --format html --write lab.html',
    });
  }
}

interface SocketFlags {
  readonly all: boolean;
  readonly listening: boolean;
  readonly tcp: boolean;
  readonly udp: boolean;
}

/** What netstat's letters mean together. */
function socketsFrom({ all, listening, tcp, udp }: SocketFlags): Pick<LinksOptions, 'all' | 'sockets' | 'protocols'> {
  const protocols = tcp === udp ? undefined : tcp ? (['tcp'] as const) : (['udp'] as const);
  if (all) return { all, protocols };
  return { sockets: listening ? 'listening' : tcp && !udp ? 'connected' : undefined, protocols };
}

/** Links are UDP: who asks for netstat's table of listeners, or of a protocol, gets that alone. */
function showsLinks({ all, listening, tcp, udp }: SocketFlags): boolean {
  return !listening && !(tcp && !udp) && !(all && (tcp || udp));
}

/** What tells more: the links where sockets alone were shown, else the story of each; nothing after that. */
function nextCommand(
  labs: readonly string[],
  shown: { readonly explain: boolean; readonly links: boolean },
): string | undefined {
  if (shown.explain && shown.links) return undefined;
  return ['niostat links', ...labs.map(commandWord), ...(shown.links ? ['--explain'] : [])].join(' ');
}

interface Previous {
  readonly result: LinksResult;
  /** On the clock of `performance.now()`. */
  readonly at: number;
}

function sincePrevious({ result, at }: Previous): { links: LinksResult['links']; seconds: number } {
  return { links: result.links, seconds: (performance.now() - at) / 1000 };
}
