import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as Args from '@oclif/core/args';
import { type ExplainResult, explain } from '../../features/check/check-list.ts';
import { BaseCommand } from '../base-command.ts';

export default class Explain extends BaseCommand {
  static override summary = 'Explain a check: what you see, why it happens, and what to do.';
  static override args = {
    check: Args.string({ description: 'Id or slug, such as NIO001 or same-base-udp.', required: true }),
  };
  static override examples = ['<%= config.bin %> explain NIO001', '<%= config.bin %> explain same-base-udp'];

  async run(): Promise<ExplainResult> {
    const { args } = await this.parse(Explain);
    const folder = join(this.config.root, 'docs', 'checks');
    const result = await explain(args.check, (fileName) => readFile(join(folder, fileName), 'utf8'));
    return this.finish(result, () => result.page.trimEnd());
  }
}
