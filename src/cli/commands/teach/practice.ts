import * as Args from '@oclif/core/args';
import { InputError } from '../../../core/errors/input-error.ts';
import { BaseCommand } from '../../base-command.ts';

export default class Practice extends BaseCommand {
  static override summary = 'Mend a broken lab on real sockets.';
  static override description = 'Without an EXERCISE it lists the exercises.';
  static override args = {
    exercise: Args.string({ description: 'Id of an exercise.' }),
  };

  async run(): Promise<void> {
    await this.parse(Practice);
    throw new InputError('USAGE', 'teach practice cannot do anything yet', {
      next: 'niostat --help lists the commands',
    });
  }
}
