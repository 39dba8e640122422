import * as Args from '@oclif/core/args';
import { InputError } from '../../../core/errors/input-error.ts';
import { BaseCommand } from '../../base-command.ts';

export default class Grade extends BaseCommand {
  static override summary = 'Grade the result files of practice and quiz.';
  static override description = 'Every result is computed again from its seed and its answers.';
  static override strict = false;
  static override args = {
    file: Args.string({ description: 'Result file, or a folder of them.', required: true }),
  };

  async run(): Promise<void> {
    await this.parse(Grade);
    throw new InputError('USAGE', 'teach grade cannot do anything yet', { next: 'niostat --help lists the commands' });
  }
}
