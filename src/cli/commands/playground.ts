import { join } from 'node:path';
import { playground } from '../../features/playground/playground.ts';
import { playgroundHtml } from '../../features/playground/render/html.ts';
import { BaseCommand } from '../base-command.ts';

export default class Playground extends BaseCommand {
  static override summary = 'Print a page in which a lab is edited and its picture follows.';
  static override description =
    'One HTML file, for a browser: on the left a lab to edit, with its problems and findings, on the right its picture, its sockets and its steps. The lab is kept in the address, so that it can be handed on as a link. The page asks for nothing from any network.';
  static override enableJsonFlag = false;
  static override examples = ['<%= config.bin %> playground > playground.html'];

  async run(): Promise<void> {
    await this.parse(Playground);
    const program = await this.pageProgram({ name: 'playground' });
    const data = await playground(join(this.program.root, 'scenarios'));
    this.show(() => playgroundHtml(data, program).trimEnd());
  }
}
