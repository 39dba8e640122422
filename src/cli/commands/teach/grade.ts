import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { grade } from '../../../features/grade/grade.ts';
import { gradeCsv } from '../../../features/grade/render/csv.ts';
import { renderGrade } from '../../../features/grade/render/text.ts';
import type { GradeResult } from '../../../features/grade/result.ts';
import { BaseCommand } from '../../base-command.ts';

export default class Grade extends BaseCommand {
  static override summary = 'Grade the result files of practice and quiz.';
  static override description =
    'Makes every exercise and quiz again from its seed, plays what was done again, and works out goals and points: no score of a file is believed. Of several files of one student that with most points counts. The code is 1 if a file does not fit.';
  static override strict = false;
  static override args = {
    file: Args.string({ description: 'Result file, or a folder of them; up to 1,000 files.', required: true }),
  };
  static override flags = {
    class: Flags.string({
      helpValue: '<name>',
      description: 'The class: a file whose seed is not that of its student in this class does not fit.',
    }),
    format: Flags.option({
      options: ['table', 'csv'] as const,
      default: 'table' as const,
      description: 'How to print; csv has a row for each student and task.',
    })(),
    wide: Flags.boolean({ char: 'W', description: 'Do not fold lines to the width of the terminal.' }),
  };
  static override examples = [
    '<%= config.bin %> teach grade results/',
    '<%= config.bin %> teach grade --class 2b results/',
    '<%= config.bin %> teach grade --class 2b --format csv results/ > 2b.csv',
  ];

  async run(): Promise<GradeResult> {
    const parsed = await this.parse(Grade);
    const { flags } = parsed;
    const expected = { class: flags.class?.normalize(), version: this.config.version };
    const { result, isInterrupted } = await this.interruptibly((ui) => grade(this.typed(parsed), expected, ui));
    const render = flags.format === 'csv' ? gradeCsv : (one: GradeResult) => renderGrade(one, this.page(flags));
    return this.finish(result, () => render(result), isInterrupted);
  }
}
