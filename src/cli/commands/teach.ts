import * as Args from '@oclif/core/args';
import { InputError } from '../../core/errors/input-error.ts';
import { BaseCommand } from '../base-command.ts';

export default class Teach extends BaseCommand {
  static override summary = 'Learn how ports are given, lesson by lesson.';
  static override description = 'Without a LESSON it lists the lessons and what to do next.';
  static override args = {
    lesson: Args.string({ description: 'Id or number of a lesson, or a file that holds one.' }),
  };

  async run(): Promise<void> {
    await this.parse(Teach);
    throw new InputError('USAGE', 'teach cannot do anything yet', { next: 'niostat --help lists the commands' });
  }
}
