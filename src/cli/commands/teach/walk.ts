import { InputError } from '../../../core/errors/input-error.ts';
import { BaseCommand } from '../../base-command.ts';
import { labArgs } from '../../lab-flags.ts';

export default class Walk extends BaseCommand {
  static override summary = 'Step through a lab: counters, sockets, and why.';
  static override description =
    'Shows one step of a lab at a time: the port that is given, the counter it comes from, the sockets so far, and one sentence that says why.';
  static override strict = false;
  static override args = labArgs;

  async run(): Promise<void> {
    await this.parse(Walk);
    throw new InputError('USAGE', 'teach walk cannot do anything yet', { next: 'niostat --help lists the commands' });
  }
}
