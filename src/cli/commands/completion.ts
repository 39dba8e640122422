import { join } from 'node:path';
import * as Args from '@oclif/core/args';
import { readOwnFile } from '../../world/files/own-files.ts';
import { BaseCommand } from '../base-command.ts';
import { completionFile, SHELLS, type Shell } from '../program/shells.ts';

export default class Completion extends BaseCommand {
  static override summary = 'Print a script for a shell that completes commands, flags and labs.';
  static override description =
    'The script starts no program when it completes. Print it again after each update of niostat. The line for PowerShell belongs into its profile, and is always up to date; the script itself is not to go there with >>, which mixes encodings in Windows PowerShell 5.1.';
  static override enableJsonFlag = false;
  static override args = {
    shell: Args.custom<Shell>({ options: SHELLS })({
      description: `One of ${SHELLS.join(', ')}.`,
      required: true,
    }),
  };
  static override examples = [
    'source <(<%= config.bin %> completion bash)',
    '<%= config.bin %> completion bash > ~/.local/share/bash-completion/completions/niostat',
    '<%= config.bin %> completion zsh > ~/.zfunc/_niostat',
    '<%= config.bin %> completion fish > ~/.config/fish/completions/niostat.fish',
    '<%= config.bin %> completion powershell | Out-String | Invoke-Expression',
  ];

  async run(): Promise<void> {
    const { args } = await this.parse(Completion);
    this.show(() => readOwnFile(join(this.program.root, completionFile(args.shell))).trimEnd());
  }
}
