import * as Flags from '@oclif/core/flags';
import { InputError } from '../../core/errors/input-error.ts';
import { LabModel } from '../../core/model/lab-model.ts';
import { labWords } from '../../core/model/lab-words.ts';
import type { Gns3Target } from '../../core/open-project/gns3-target.ts';
import { commandWord } from '../../core/text/shell-word.ts';
import { renderSimulation, SIMULATE_FORMATS } from '../../features/simulate/render/render.ts';
import type { NioStyle } from '../../features/simulate/render/rows.ts';
import type { ReopenResult } from '../../features/simulate/reopen.ts';
import { type SimulateResult, simulate } from '../../features/simulate/simulate.ts';
import type { Page } from '../../output/paint.ts';
import { BaseCommand } from '../base-command.ts';
import { type Gns3Flags, gns3Flags, serverOptionsFrom } from '../gns3-flags.ts';
import { gns3TargetOf, type HostFlags, sshHostFlags } from '../gns3-project.ts';
import { kernelFlag, kernelFrom } from '../kernel-file.ts';
import { assumptionFlags, assumptionsFrom, labArgs } from '../lab-flags.ts';
import { serverConfFlag, serverConfFrom } from '../server-conf.ts';

/** Those of the result alone; the picture, and the page, which carry the lab itself; the lines of a trace. */
const FORMATS = [...SIMULATE_FORMATS, 'svg', 'html', 'jsonl'] as const;

/** Flags that mean nothing for an open project. */
const OF_LABS = [
  ...['allocator', 'dynamips', 'os', 'server-conf', 'kernel', 'format'],
  ...['trace', 'resolve', 'program', 'filter'],
] as const;

interface ReopenFlags extends Gns3Flags, HostFlags {
  readonly 'no-header': boolean;
  readonly color: boolean;
  readonly wide: boolean;
}

export default class Simulate extends BaseCommand {
  static override summary = 'Show every UDP socket of a lab as netstat would, before it starts.';
  static override description =
    'Gives each end of each link its UDP port as the named software does, and predicts what the kernel does with the sockets and where the frames go. Several labs are taken to run at once, started in the order given.';
  static override strict = false;
  static override args = labArgs;
  static override flags = {
    ...assumptionFlags,
    ...serverConfFlag,
    ...kernelFlag,
    ...gns3Flags,
    ...sshHostFlags,
    format: Flags.option({
      options: FORMATS,
      default: 'table' as const,
      description:
        'How to print; html is a page that steps forward and back, svg its picture, jsonl an event a line, with --trace.',
    })(),
    trace: Flags.boolean({
      description: 'Step by step: which port each end is given, what becomes of its socket, where frames come out.',
    }),
    resolve: Flags.boolean({
      description:
        'Ask the resolver and the kernel of this machine for the hosts of the lab: which addresses they have, and from which address this machine sends.',
    }),
    numeric: Flags.boolean({ char: 'n', description: 'Addresses as numbers: 127.0.0.1 instead of localhost.' }),
    program: Flags.boolean({ char: 'p', description: 'The program of each socket; no process is there yet.' }),
    'no-header': Flags.boolean({ char: 'H', description: 'Rows only.' }),
    filter: Flags.string({
      helpValue: '<expression>',
      description: "Only NIOs that match, in ss's words: 'sport = :10000', 'device R1', 'state looped'.",
      exclusive: ['trace'],
    }),
    wide: Flags.boolean({ char: 'W', description: 'Do not fold lines to the width of the terminal.' }),
  };
  static override examples = [
    '<%= config.bin %> simulate lab.net',
    '<%= config.bin %> simulate --dynamips 0.2.14 -n lab.net',
    "<%= config.bin %> simulate lab.net -np --filter 'state looped or device R1'",
    '<%= config.bin %> simulate --format html lab.net > lab.html',
    '<%= config.bin %> simulate --format svg lab.net > lab.svg',
    '<%= config.bin %> simulate lab.net --trace',
    '<%= config.bin %> simulate gns3:///Campus',
  ];

  async run(): Promise<SimulateResult | ReopenResult | undefined> {
    const parsed = await this.parse(Simulate);
    const { flags } = parsed;
    const { format } = flags;
    const other = { ...flags, format: format === 'table' ? undefined : format };
    const target = gns3TargetOf(this.typed(parsed), other, OF_LABS);
    if (target !== undefined) return await this.reopen(target, flags);
    checkFormat(flags);
    const { labs } = await this.labs(await this.namedLabs(parsed));
    const model = LabModel.of(labs, {
      ...assumptionsFrom(flags),
      serverConf: await serverConfFrom(flags),
      kernel: await kernelFrom(flags),
      ...(flags.resolve ? await this.resolved(labs) : {}),
    });
    const style = {
      numeric: flags.numeric,
      programs: flags.program,
      header: !flags['no-header'],
      files: labWords(model, { takesServerConf: true }),
    };
    if (format === 'jsonl' || flags.trace) {
      await this.trace(model, format === 'jsonl', this.page(flags), style);
      return undefined;
    }
    if (format === 'html') {
      const { simulateHtml } = await import('../../features/simulate/render/html.ts');
      const program = await this.pageProgram();
      // The page simulates by itself.
      this.show(() => simulateHtml(model, program));
      this.end({ outcome: 'clean' });
      return undefined;
    }
    const result = simulate(model, { filter: flags.filter });
    if (format === 'svg') {
      const { simulateSvg } = await import('../../features/simulate/render/svg.ts');
      return this.finish(result, () => simulateSvg(model, result));
    }
    return this.finish(result, () => renderSimulation(result, format, this.page(flags), style));
  }

  /** What the links of an open project get when it is opened again; loaded only where one is named. */
  private async reopen(target: Gns3Target, flags: ReopenFlags): Promise<ReopenResult> {
    const { reopen } = await import('../../features/simulate/reopen.ts');
    const { renderReopen } = await import('../../features/simulate/render/reopen-text.ts');
    const { readProject } = await import('../read-project.ts');
    const server = serverOptionsFrom(flags, this.names);
    const { result, isInterrupted } = await this.interruptibly(async (ui) => {
      const read = await readProject(target, { server, flags, command: 'niostat simulate' }, ui);
      return { found: reopen(read.project), word: commandWord(read.target.text) };
    });
    const { found, word } = result;
    const view = { target: word, header: !flags['no-header'] };
    return this.finish(found, () => renderReopen(found, this.page(flags), view), isInterrupted);
  }

  /** What no other run of the command needs is loaded here. */
  private async trace(model: LabModel, asLines: boolean, page: Page, style: NioStyle): Promise<void> {
    const { traceLines, traceText } = await import('../../features/simulate/render/trace.ts');
    await this.stream(asLines || this.jsonEnabled() ? traceLines(model) : traceText(model, page, style));
    this.end({ outcome: 'clean' });
  }

  override logJson(json: unknown): void {
    // Of a trace every event was printed when it happened.
    if (json !== undefined) super.logJson(json);
  }
}

/** A trace is text or lines; both belong to nothing else. A page has all NIOs, and finds some itself. */
function checkFormat({ trace, format, filter }: { trace: boolean; format: string; filter?: string | undefined }): void {
  if (format === 'html' && filter !== undefined) {
    throw new InputError('USAGE', '--filter chooses the rows of a table, and a page shows the whole lab', {
      next: 'leave --filter out; the page has a field that finds ends, ports and routers',
    });
  }
  if (trace && format !== 'table' && format !== 'jsonl') {
    throw new InputError('USAGE', `--trace is not written as ${format}`, {
      next:
        format === 'html'
          ? 'leave --trace out: the page goes through the steps itself'
          : 'leave --format out, or use --format jsonl',
    });
  }
  if (!trace && format === 'jsonl') {
    throw new InputError('USAGE', '--format jsonl is for --trace', { next: 'add --trace, or use --json' });
  }
}
