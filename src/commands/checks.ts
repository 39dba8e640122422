import { BaseCommand } from '../cli/base-command.ts';
import { renderCheckList } from '../report/check-list.ts';
import { type CheckListResult, listChecks } from '../services/check-list.ts';

export default class Checks extends BaseCommand {
  static override summary = 'List all checks.';
  static override examples = ['<%= config.bin %> checks'];

  async run(): Promise<CheckListResult> {
    const { flags } = await this.parse(Checks);
    const result = listChecks();
    this.show(() => renderCheckList(result, this.page(flags)));
    return result;
  }
}
