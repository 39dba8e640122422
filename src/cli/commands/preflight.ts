import * as Flags from '@oclif/core/flags';
import { LabModel } from '../../core/model/lab-model.ts';
import type { Gns3Target } from '../../core/open-project/gns3-target.ts';
import { labOfServer } from '../../core/open-project/lab-of-server.ts';
import { commandWord } from '../../core/text/shell-word.ts';
import {
  findServer,
  type PreflightOptions,
  portsBefore,
  preflight,
  QUESTIONS,
} from '../../features/preflight/preflight.ts';
import { PREFLIGHT_FORMATS, renderPreflightAs } from '../../features/preflight/render/render.ts';
import { renderQuestions } from '../../features/preflight/render/text.ts';
import type { PreflightResult } from '../../features/preflight/result.ts';
import { HostNames } from '../../world/network/host-names.ts';
import { BaseCommand } from '../base-command.ts';
import { durationFlag } from '../duration.ts';
import { type Gns3Flags, gns3Flags, serverOptionsFrom } from '../gns3-flags.ts';
import { gns3TargetOf } from '../gns3-project.ts';
import { kernelFlag, kernelFrom } from '../kernel-file.ts';
import { assumptionFlags, assumptionsFrom, labArgs, verboseFlag } from '../lab-flags.ts';
import { serverConfFlag, serverConfFrom } from '../server-conf.ts';
import { tokenFlags, tokenFrom } from '../token.ts';

/** Those of the result, and the page, which carries the lab too. */
const FORMATS = [...PREFLIGHT_FORMATS, 'html'] as const;

interface Printing {
  readonly format: (typeof FORMATS)[number];
  readonly color: boolean;
  readonly wide: boolean;
  readonly verbose: boolean;
}

type Rendered = (model: LabModel, result: PreflightResult) => string;

/** Flags that mean nothing for a project that a server has told. */
const OF_LABS = [
  ...['allocator', 'dynamips', 'os', 'server-conf', 'kernel'],
  ...['rehearse', 'token', 'token-file'],
] as const;

interface ProjectFlags extends Gns3Flags {
  readonly only: string[] | undefined;
  readonly skip: string[] | undefined;
  readonly timeout: number;
  readonly deadline: number;
}

/** With --list. */
interface QuestionList {
  readonly schemaVersion: 1;
  readonly outcome: 'clean';
  readonly questions: readonly { readonly id: string; readonly title: string }[];
}

/** `a,b` and repeated flags alike. */
const idsFlag = (description: string) =>
  Flags.string({ multiple: true, multipleNonGreedy: true, delimiter: ',', helpValue: '<id,...>', description });

export default class Preflight extends BaseCommand {
  static override summary = 'Ask everything that can be known before a lab starts.';
  static override description =
    'Prints what is wrong, each cause once, what is ok and what was not looked at, and the next command; -v lists every question. Changes nothing, unless --rehearse or --only rehearsal asks for it; exits 1 if something is wrong, 3 if something could not be determined.';
  static override strict = false;
  static override args = labArgs;
  static override flags = {
    ...assumptionFlags,
    ...verboseFlag,
    ...serverConfFlag,
    ...kernelFlag,
    ...gns3Flags,
    only: idsFlag('Ask only these questions.'),
    skip: idsFlag('Leave these questions out.'),
    list: Flags.boolean({ description: 'List the questions, and ask none.' }),
    rehearse: Flags.boolean({ description: 'Try the wiring too, on hypervisors that are empty; see rehearse.' }),
    ...tokenFlags('The token of the responders on the other hosts; see respond.'),
    timeout: durationFlag({
      default: 2000,
      defaultHelp: async () => '2s',
      description: 'Time limit for each name and each connection.',
    }),
    deadline: durationFlag({
      default: 60_000,
      defaultHelp: async () => '60s',
      description: 'Time limit for everything; what has not ended by then is not known.',
    }),
    format: Flags.option({
      options: FORMATS,
      default: 'text' as const,
      description:
        'How to print; json is the same as --json; sarif, junit and github are for CI; html is a page for a browser.',
    })(),
    wide: Flags.boolean({ char: 'W', description: 'Do not fold lines to the width of the terminal.' }),
  };
  static override examples = [
    '<%= config.bin %> preflight lab.net',
    '<%= config.bin %> preflight lab.net --rehearse',
    '<%= config.bin %> preflight gns3:///Campus',
    '<%= config.bin %> preflight lab.net --skip orphans,ranges',
    '<%= config.bin %> preflight lab.net --format html > preflight.html',
  ];

  async run(): Promise<PreflightResult | QuestionList> {
    const parsed = await this.parse(Preflight);
    const { flags } = parsed;
    if (flags.list) {
      const questions = QUESTIONS.map(({ id, title }) => ({ id, title }));
      const list: QuestionList = { schemaVersion: 1, outcome: 'clean', questions };
      return this.finish(list, () => renderQuestions(QUESTIONS));
    }
    const rendered = await this.renderer(flags);
    const target = gns3TargetOf(this.typed(parsed), flags, OF_LABS);
    if (target !== undefined) return await this.ofProject(target, flags, rendered);
    const paths = await this.namedLabs(parsed);
    const token = await tokenFrom(flags, paths);
    // The first question shows them.
    const showsWarnings = (flags.only ?? ['file']).includes('file') && !(flags.skip ?? []).includes('file');
    const { labs, warnings } = await this.labs(paths, { showsWarnings });
    const names = new HostNames({ timeoutMs: flags.timeout });
    const { result: asked, isInterrupted } = await this.interruptibly(async (ui) => {
      const began = performance.now();
      const inTime = AbortSignal.any([ui.signal, AbortSignal.timeout(flags.deadline)]);
      const server = await findServer(labs, serverOptionsFrom(flags, names), { ...ui, signal: inTime });
      const model = LabModel.of(labs, {
        ...assumptionsFrom(flags),
        runningServer: portsBefore(server),
        serverConf: await serverConfFrom(flags),
        kernel: await kernelFrom(flags),
        ...(await names.assumptionsFor(labs, inTime)),
      });
      const options = {
        names,
        began,
        server,
        warnings,
        only: flags.only,
        skip: flags.skip,
        token,
        rehearse: flags.rehearse,
        timeoutMs: flags.timeout,
        deadlineMs: flags.deadline,
      };
      return { model, result: await preflight(model, options, ui) };
    });
    const { model, result } = asked;
    return this.finish(result, () => rendered(model, result), isInterrupted);
  }

  /** A project as its server has it, open or closed; what asks it is loaded only where one is named. */
  private async ofProject(target: Gns3Target, flags: ProjectFlags, rendered: Rendered): Promise<PreflightResult> {
    const { askServer } = await import('../read-project.ts');
    const names = new HostNames({ timeoutMs: flags.timeout });
    const { result: asked, isInterrupted } = await this.interruptibly(async (ui) => {
      const began = performance.now();
      const options = { ...serverOptionsFrom(flags, names), takesClosed: true };
      const { says, target: chosen } = await askServer(target, options, ui);
      const server = { ...says, own: [says.project] };
      const { lab } = labOfServer(says, chosen.text);
      const model = LabModel.of([lab], {
        runningServer: portsBefore(server),
        ...(await names.assumptionsFor([lab], ui.signal)),
      });
      const { only, skip, timeout: timeoutMs, deadline: deadlineMs } = flags;
      const asking: PreflightOptions = {
        ...{ names, began, server, only, skip, timeoutMs, deadlineMs },
        gns3Target: commandWord(chosen.text),
      };
      return { model, result: await preflight(model, asking, ui) };
    });
    const { model, result } = asked;
    return this.finish(result, () => rendered(model, result), isInterrupted);
  }

  /** How the answers are printed; what is missing for that is told before anything is asked. */
  private async renderer(flags: Printing): Promise<Rendered> {
    const { format } = flags;
    if (format === 'html') {
      const program = await this.pageProgram();
      const { preflightHtml } = await import('../../features/preflight/render/html.ts');
      return (model, result) => preflightHtml(model, result, program);
    }
    const { version, homepage } = this.program;
    const report = { version, homepage, startedAt: new Date(), paths: this.paths() };
    return (_model, result) => renderPreflightAs(result, format, this.page(flags), report);
  }
}
