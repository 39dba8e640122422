import { join } from 'node:path';
import { setInterval } from 'node:timers/promises';
import * as Flags from '@oclif/core/flags';
import { InputError } from '../../../core/errors/input-error.ts';
import { LabModel } from '../../../core/model/lab-model.ts';
import { labWords } from '../../../core/model/lab-words.ts';
import { counted } from '../../../core/text/counted.ts';
import { readVocabulary } from '../../../core/words/vocabulary.ts';
import { traceLines, traceText } from '../../../features/simulate/render/trace.ts';
import { stepText } from '../../../features/walk/render/step-text.ts';
import { ticked, type Walk as WalkThrough, walk } from '../../../features/walk/walk.ts';
import type { Way } from '../../../features/walk/ways.ts';
import { readOwnFile } from '../../../world/files/own-files.ts';
import { BaseCommand } from '../../base-command.ts';
import { kernelFlag, kernelFrom } from '../../kernel-file.ts';
import { assumptionFlags, assumptionsFrom, labArgs } from '../../lab-flags.ts';
import { plainFlag } from '../../screen/plain-flag.ts';
import { runScreen } from '../../screen/run-screen.ts';
import { serverConfFlag, serverConfFrom } from '../../server-conf.ts';
import { outputDevice } from '../../standard-output.ts';

/** How long a step stays while a walk plays, in ms. */
const PACE_MS = 1500;

export default class Walk extends BaseCommand {
  static override summary = 'Step through a lab: counters, sockets, and why.';
  static override description =
    'Shows one step of a lab at a time: the port that is given, the counter it comes from, the sockets so far, and why. Arrow keys go forward and back, ? lists all keys. Several labs are taken to run at once, started in the order given. Where output is no terminal it prints all steps, as simulate --trace does.';
  static override strict = false;
  static override args = labArgs;
  static override flags = {
    ...assumptionFlags,
    ...serverConfFlag,
    ...kernelFlag,
    resolve: Flags.boolean({
      description:
        'Ask the resolver and the kernel of this machine for the hosts of the lab: which addresses they have, and from which address this machine sends.',
    }),
    step: Flags.string({
      helpValue: '<step>',
      description: 'Print one step and end: its number, or its moment as in a trace, such as 1b.port.',
    }),
    ...plainFlag,
  };
  static override examples = [
    '<%= config.bin %> teach walk lab.net',
    '<%= config.bin %> teach walk one-base --dynamips 0.2.14',
    '<%= config.bin %> teach walk one-base --step 5',
  ];

  async run(): Promise<void> {
    const parsed = await this.parse(Walk);
    const { flags } = parsed;
    const { labs } = await this.labs(await this.namedLabs(parsed));
    const assumptions = {
      ...assumptionsFrom(flags),
      serverConf: await serverConfFrom(flags),
      kernel: await kernelFrom(flags),
      ...(flags.resolve ? await this.resolved(labs) : {}),
    };
    const isWatched = outputDevice().isTTY === true || flags.plain;
    if (flags.step === undefined && (this.jsonEnabled() || !isWatched)) {
      await this.printAll(LabModel.of(labs, assumptions), this.page(flags));
      return;
    }
    const vocabulary = () => readVocabulary(readOwnFile(join(this.program.root, 'docs', 'VOCABULARY.md')));
    const walked = walk({ labs, assumptions, vocabulary });
    if (flags.step === undefined) await this.play(walked, flags);
    else await this.printStep(walked.way, stepCalled(flags.step, walked.way), this.page(flags));
  }

  /** All steps, as `simulate --trace` prints them. */
  private async printAll(model: LabModel, page: ReturnType<Walk['page']>): Promise<void> {
    const files = labWords(model, { takesServerConf: true });
    const style = { numeric: false, programs: false, header: true, files };
    await this.stream(this.jsonEnabled() ? traceLines(model) : traceText(model, page, style));
    this.end({ outcome: 'clean' });
  }

  private async printStep(way: Way, step: number, page: ReturnType<Walk['page']>): Promise<void> {
    if (this.jsonEnabled()) await this.stream(traceLines(way.model, step));
    else this.show(() => stepText(way, step, page));
    this.end({ outcome: 'clean' });
  }

  private async play(walked: WalkThrough, { plain, color }: { plain: boolean; color: boolean }): Promise<void> {
    const { isInterrupted } = await runScreen(walked.program, {
      plain,
      color,
      live: async (post, signal) => {
        for await (const _ of setInterval(PACE_MS, undefined, { signal })) post((state) => ticked(walked, state));
      },
    });
    this.end({ outcome: 'clean' }, isInterrupted);
  }

  override logJson(json: unknown): void {
    // Of a trace every event was printed when it happened.
    if (json !== undefined) super.logJson(json);
  }
}

/** The step that the flag names. Throws `InputError` if there is none such. */
function stepCalled(text: string, way: Way): number {
  const { lastStep } = way;
  const step = /^\d+$/.test(text) ? Number(text) : stepOfMoment(text, way);
  if (step !== undefined && step <= lastStep) return step;
  throw new InputError('USAGE', `there is no step "${text}"`, {
    next: `the lab has ${counted(lastStep, 'step')}: name one by its number, from 0 to ${lastStep}, or its moment, such as ${way.anchorOf(Math.min(1, lastStep))}`,
  });
}

/** A trace without that moment, as with other rules, has the last one before it. */
function stepOfMoment(text: string, way: Way): number | undefined {
  const step = way.stepOf(text);
  return step > 0 || text === way.anchorOf(0) ? step : undefined;
}
