import { stat } from 'node:fs/promises';
import * as Flags from '@oclif/core/flags';
import { InputError } from '../../core/errors/input-error.ts';
import { LabModel } from '../../core/model/lab-model.ts';
import { commandWord } from '../../core/text/shell-word.ts';
import { type Planned, type PlanResult, plan } from '../../features/plan/plan.ts';
import { planSummary, renderPlan } from '../../features/plan/render/text.ts';
import { patchOf, plannedBytes, type WriteTarget, writePlan } from '../../features/plan/write-plan.ts';
import { NO_PAINT } from '../../output/paint.ts';
import { renderProblems } from '../../output/problems.ts';
import { type LabFile, loadLabFiles, refuseArchives } from '../../world/files/lab-files.ts';
import { loadText } from '../../world/files/load-text.ts';
import { BaseCommand } from '../base-command.ts';
import { assumptionFlags, assumptionsFrom, labArgs } from '../lab-flags.ts';
import { parsePortRange } from '../port-range.ts';
import { say, tell } from '../remarks.ts';
import { standardOutput } from '../standard-output.ts';
import { pageFor } from '../terminal.ts';

export default class Plan extends BaseCommand {
  static override summary = 'Propose new ports with which labs can run at once.';
  static override description =
    'Moves as few UDP bases, control ports, consoles and AUX ports as possible, says why, shows the lines that change, and checks the changed labs again. Writes nothing without --write or --write-dir; exits 1 if an error or a warning is left, or if there is no room.';
  static override strict = false;
  static override args = labArgs;
  static override flags = {
    headroom: Flags.integer({
      min: 0,
      max: 65_535,
      helpValue: '<n>',
      description: 'UDP ports to be kept free behind each range. Default: 20 behind those that move.',
    }),
    stride: Flags.integer({
      min: 1,
      max: 65_535,
      helpValue: '<n>',
      description: 'New UDP bases are multiples of it. Default: 100, or less where that does not fit.',
    }),
    range: Flags.string({
      helpValue: '<first-last>',
      description: 'Where all UDP ranges must lie. Default: outside privileged and ephemeral ports.',
    }),
    avoid: Flags.option({
      options: ['live'] as const,
      description: 'Keep clear of the ports that other programs on this host use now.',
    })(),
    resolve: Flags.boolean({
      description: 'Ask the resolver for the hosts of the lab, to see whether two names are one machine.',
    }),
    write: Flags.string({
      helpValue: '<file>',
      description:
        'Write the changed lab into this file; - prints it to standard output, and the plan to standard error.',
    }),
    'write-dir': Flags.string({
      helpValue: '<dir>',
      description: 'Write each lab that changes into this folder, under its own name; makes the folder.',
      exclusive: ['write'],
    }),
    yes: Flags.boolean({
      char: 'y',
      description: 'Let --write and --write-dir overwrite files, the labs themselves too.',
    }),
    format: Flags.option({
      options: ['text', 'patch', 'html'] as const,
      default: 'text' as const,
      description: 'How to print; patch prints one patch of all labs, for `patch -p0`; html is a page for a browser.',
    })(),
    ...assumptionFlags,
    wide: Flags.boolean({ char: 'W', description: 'Do not fold lines to the width of the terminal.' }),
  };
  static override examples = [
    '<%= config.bin %> plan lab.net',
    '<%= config.bin %> plan monday.net tuesday.net --headroom 50',
    '<%= config.bin %> plan lab.net --range 10000-19999 --write lab.net --yes',
    '<%= config.bin %> plan monday.net tuesday.yaml --write-dir planned',
    '<%= config.bin %> plan monday.net tuesday.yaml --format patch > ports.patch && patch -p0 < ports.patch',
  ];

  async run(): Promise<PlanResult> {
    const parsed = await this.parse(Plan);
    const { flags } = parsed;
    const paths = await this.namedLabs(parsed);
    this.refuseUnclearOutput(paths, flags);
    await refuseTwice(paths);
    const program = flags.format === 'html' ? await this.pageProgram() : undefined;
    const range = flags.range === undefined ? undefined : parsePortRange(flags.range);
    const loaded = await loadLabFiles(paths, (path) => loadText(path, () => process.stdin));
    const files = loaded.files.map((file) => ({ ...file, labs: this.called(file.labs) }));
    if (flags.write !== undefined || flags['write-dir'] !== undefined) refuseArchives(files);
    if (loaded.warnings.length > 0) tell(renderProblems(loaded.warnings));
    const labs = files.flatMap((file) => file.labs);
    const model = LabModel.of(labs, {
      ...assumptionsFrom(flags),
      ...(flags.resolve ? await this.resolved(labs) : {}),
    });
    const planned = await plan(model, {
      files,
      names: this.names,
      headroom: flags.headroom,
      stride: flags.stride,
      range,
      avoidLive: flags.avoid === 'live',
    });
    const patch = flags.format === 'patch' && isWhole(planned) ? patchOf(planned, files) : undefined;
    const result = await this.written(planned, files, flags);
    if (program !== undefined) {
      const { planHtml } = await import('../../features/plan/render/html.ts');
      return this.finish(result, () => planHtml(model, { ...planned, result }, program));
    }
    if (flags.write !== '-' && flags.format !== 'patch') {
      return this.finish(result, () => renderPlan(result, this.page(flags)));
    }
    // Standard output has the lab, or the patch.
    standardOutput().write(patch ?? '');
    this.remark(result, flags, patch !== undefined);
    this.end(result);
    return result;
  }

  /** What is said on standard error; with the patch on standard output it need not show the lines again. */
  private remark(result: PlanResult, flags: { color: boolean; wide: boolean }, isPatch: boolean): void {
    if (isPatch) say(planSummary(result, NO_PAINT));
    else tell(renderPlan(result, pageFor(process.stderr, process.env, { ...flags, verbose: false })));
  }

  /** One text goes into one file; what is on standard output is one thing. */
  private refuseUnclearOutput(paths: readonly string[], flags: OutputFlags): void {
    const { write, yes } = flags;
    refuseNoName(flags);
    if (flags.format === 'patch' && (write !== undefined || flags['write-dir'] !== undefined)) {
      throw new InputError(
        'BAD_WRITE',
        `--format patch prints a patch, and --${write === undefined ? 'write-dir' : 'write'} writes the changed lab: give one of them`,
        {
          next: `the patch goes into a file with > : niostat plan ${paths.map(commandWord).join(' ')} --format patch > ports.patch`,
        },
      );
    }
    if (write !== undefined && paths.length > 1) {
      throw new InputError('BAD_WRITE', `--write writes one lab file, and ${paths.length} are named`, {
        next: 'write all of them into a folder with --write-dir, or as one patch with --format patch',
      });
    }
    if (flags['write-dir'] !== undefined && paths.includes('-')) {
      throw new InputError('BAD_WRITE', 'what comes from standard input has no name in a folder', {
        next: 'name the lab file, or write it with --write',
      });
    }
    if (yes && write === undefined && flags['write-dir'] === undefined) {
      throw new InputError('BAD_WRITE', '--yes overwrites files, and no file is to be written', {
        next: 'add --write or --write-dir',
      });
    }
    const outputs = [
      ...(write === '-' ? ['--write -'] : []),
      ...(flags.format === 'text' ? [] : [`--format ${flags.format}`]),
      ...(this.jsonEnabled() ? ['--json'] : []),
    ];
    if (outputs.length > 1) {
      throw new InputError('BAD_WRITE', `${outputs.join(' and ')} both want standard output`, {
        next: write === '-' ? 'name a file to write to' : 'leave one of them out',
      });
    }
  }

  /** Half a plan is not written: where something found no room the file would not be what it seems to be. */
  private async written(planned: Planned, files: readonly LabFile[], flags: OutputFlags): Promise<PlanResult> {
    const { result } = planned;
    const target = targetOf(flags);
    if (target === undefined && flags.format !== 'patch') return result;
    if (!isWhole(planned)) return { ...result, notWritten: 'no room' };
    const { nextCommand: _, ...done } = result;
    if (target === undefined) return done;
    if ('file' in target && target.file === '-') {
      standardOutput().write(plannedBytes(planned, files));
      return done;
    }
    const written = await writePlan(planned, files, target, flags.yes);
    return 'file' in target ? { ...done, written: target.file } : { ...done, writtenFiles: written };
  }
}

/** An empty word is a variable of a script that is not set. */
function refuseNoName(flags: OutputFlags): void {
  for (const [flag, what] of [
    ['write', 'a file, or - for standard output'],
    ['write-dir', 'a folder'],
  ] as const) {
    if (flags[flag]?.trim() === '') {
      throw new InputError('BAD_WRITE', `--${flag} has no name: "${flags[flag]}"`, { next: `name ${what}` });
    }
  }
}

interface OutputFlags {
  readonly write: string | undefined;
  readonly 'write-dir': string | undefined;
  readonly yes: boolean;
  readonly format: 'text' | 'patch' | 'html';
}

function targetOf({ write, 'write-dir': folder }: OutputFlags): WriteTarget | undefined {
  if (write !== undefined) return { file: write };
  return folder === undefined ? undefined : { folder };
}

function isWhole({ result }: Planned): boolean {
  return result.obstacles.length === 0;
}

/**
 * Two labs in one file cannot be given different ports, and a proof that they run at once would prove
 * nothing.
 */
async function refuseTwice(paths: readonly string[]): Promise<void> {
  const seen = new Map<string, string>();
  for (const path of paths) {
    const place = path === '-' ? path : await placeOf(path);
    const first = seen.get(place);
    if (first !== undefined) {
      throw new InputError(
        'SAME_FILE',
        first === path ? `${path} is named twice` : `${first} and ${path} are one file`,
        { next: 'copy the lab first, and name the copy: two that run at once need a file each' },
      );
    }
    seen.set(place, path);
  }
}

/** One for all names of a file, hard links too. One that is not there is told of when it is loaded. */
async function placeOf(path: string): Promise<string> {
  try {
    const { dev, ino } = await stat(path, { bigint: true });
    return `${dev}:${ino}`;
  } catch {
    return path;
  }
}
