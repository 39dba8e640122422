import { join } from 'node:path';
import * as Args from '@oclif/core/args';
import { type ExplainResult, explain, listWords } from '../../features/explain/explain.ts';
import { renderExplained } from '../../features/explain/render/text.ts';
import { readOwnFile } from '../../world/files/own-files.ts';
import { BaseCommand } from '../base-command.ts';

export default class Explain extends BaseCommand {
  static override summary = 'Explain a word, a reply code of Dynamips, or a check.';
  static override description =
    'Tells what it means, with an example, and what to do; without a WORD it lists all words and checks. Letter case, blanks and hyphens do not matter: "half open" is HALF-OPEN.';
  static override args = {
    word: Args.string({
      description: 'Such as SHARED, half-open, 206, "base UDP", or a check: NIO001, same-base-udp.',
    }),
  };
  static override strict = false;
  static override examples = [
    '<%= config.bin %> explain',
    '<%= config.bin %> explain SHARED',
    '<%= config.bin %> explain 206',
    '<%= config.bin %> explain base UDP',
    '<%= config.bin %> explain NIO001',
  ];

  async run(): Promise<ExplainResult> {
    const parsed = await this.parse(Explain);
    const name = this.typed(parsed).join(' ');
    const readPage = (path: string) => readOwnFile(join(this.program.root, 'docs', path));
    const result = name === '' ? listWords(readPage) : explain(name, readPage);
    return this.finish(result, () => renderExplained(result, this.page(parsed.flags)));
  }
}
