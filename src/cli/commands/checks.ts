import { type CheckListResult, listChecks } from '../../features/check/check-list.ts';
import { renderCheckList } from '../../features/check/render/list.ts';
import { BaseCommand } from '../base-command.ts';

export default class Checks extends BaseCommand {
  static override summary = 'List all checks.';
  static override description =
    'Prints the id, the severity and the name of each check, and what it reports. `niostat explain NIO001` shows the page of one.';
  static override examples = ['<%= config.bin %> checks'];

  async run(): Promise<CheckListResult> {
    const { flags } = await this.parse(Checks);
    const result = listChecks();
    return this.finish(result, () => renderCheckList(result, this.page(flags)));
  }
}
