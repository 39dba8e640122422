import { InputError } from '../../../core/errors/input-error.ts';
import { BaseCommand } from '../../base-command.ts';

export default class Quiz extends BaseCommand {
  static override summary = 'Answer questions on random labs, or print them.';
  static override description = 'The answers are computed from the labs, and explained.';

  async run(): Promise<void> {
    await this.parse(Quiz);
    throw new InputError('USAGE', 'teach quiz cannot do anything yet', { next: 'niostat --help lists the commands' });
  }
}
