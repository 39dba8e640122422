import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import * as Flags from '@oclif/core/flags';
import { InputError } from '../../core/errors/input-error.ts';
import { LabModel } from '../../core/model/lab-model.ts';
import { type Planned, type PlanResult, plan } from '../../features/plan/plan.ts';
import { renderPlan } from '../../features/plan/render/text.ts';
import { renderProblems } from '../../output/problems.ts';
import { loadLabFiles, refuseArchives } from '../../world/files/lab-files.ts';
import { loadText } from '../../world/files/load-text.ts';
import { encodeText, type Utf16 } from '../../world/files/text-encoding.ts';
import { writeWhole } from '../../world/files/write-file.ts';
import { BaseCommand } from '../base-command.ts';
import { assumptionFlags, assumptionsFrom, labArgs } from '../lab-flags.ts';
import { parsePortRange } from '../port-range.ts';

export default class Plan extends BaseCommand {
  static override summary = 'Propose the smallest change of ports with which the labs can run at once.';
  static override description =
    'Moves UDP bases, control ports, consoles and AUX ports that collide or lie where they must not, shows the lines that change with the reasons, and checks the changed labs again. Writes nothing without --write. Exits 1 if an error or a warning is left that no such change mends, or if there is no room.';
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
      description: 'Ask the DNS for the hosts of the lab, to see whether two names are one machine.',
    }),
    write: Flags.string({
      helpValue: '<file>',
      description:
        'Write the changed lab into this file; - prints it to standard output, and the plan to standard error.',
    }),
    yes: Flags.boolean({
      char: 'y',
      description: 'Let --write overwrite a file, the lab itself too.',
      dependsOn: ['write'],
    }),
    ...assumptionFlags,
    wide: Flags.boolean({ char: 'W', description: 'Do not fold lines to the width of the terminal.' }),
  };
  static override examples = [
    '<%= config.bin %> plan lab.net',
    '<%= config.bin %> plan monday.net tuesday.net --headroom 50',
    '<%= config.bin %> plan lab.net --range 10000-19999 --write lab.net --yes',
  ];

  async run(): Promise<PlanResult> {
    const parsed = await this.parse(Plan);
    const { flags } = parsed;
    const paths = this.typed(parsed);
    if (flags.write !== undefined) this.refuseUnclearWrite(paths, flags.write);
    await refuseTwice(paths);
    const range = flags.range === undefined ? undefined : parsePortRange(flags.range);
    const { files, warnings } = await loadLabFiles(paths, (path) => loadText(path, () => process.stdin));
    if (flags.write !== undefined) refuseArchives(files);
    if (warnings.length > 0) process.stderr.write(`${renderProblems(warnings)}\n`);
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
    const result = await this.written(planned, { ...flags, encoding: files[0]?.encoding });
    if (flags.write !== '-') return this.finish(result, () => renderPlan(result, this.page(flags)));
    // Standard output has the lab.
    process.stderr.write(`${renderPlan(result, this.page({ ...flags, color: false }))}\n`);
    this.end(result);
    return result;
  }

  /** One text goes into one file; what is on standard output is one thing. */
  private refuseUnclearWrite(paths: readonly string[], target: string): void {
    if (paths.length > 1) {
      throw new InputError('BAD_WRITE', `--write writes one lab file, and here are ${paths.length}`, {
        next: 'look at the plan without --write, and change the lines that it shows',
      });
    }
    if (target === '-' && this.jsonEnabled()) {
      throw new InputError('BAD_WRITE', '--write - and --json both want standard output', {
        next: 'name a file to write to',
      });
    }
  }

  /** Half a plan is not written: where something found no room the file would not be what it seems to be. */
  private async written(
    { result, texts }: Planned,
    { write, yes, encoding }: { write: string | undefined; yes: boolean; encoding: Utf16 | undefined },
  ): Promise<PlanResult> {
    const [text = ''] = texts;
    if (write === undefined) return result;
    if (result.obstacles.length > 0) return { ...result, notWritten: 'no room' };
    const { nextCommand: _, ...done } = result;
    if (write === '-') {
      process.stdout.write(encodeText(text, encoding));
      return done;
    }
    await writeWhole(write, encodeText(text, encoding), { overwrites: yes });
    return { ...done, written: write };
  }
}

/**
 * Two labs in one file cannot be given different ports, and a proof that they run at once would prove
 * nothing.
 */
async function refuseTwice(paths: readonly string[]): Promise<void> {
  const seen = new Map<string, string>();
  for (const path of paths) {
    // A file that is not there is told of when it is loaded.
    const place = path === '-' ? path : await realpath(path).catch(() => resolve(path));
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
