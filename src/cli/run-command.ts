import type { Config } from '@oclif/core/interfaces';
import type { BaseCommand } from './base-command.ts';
import { wordsOfCommand } from './program/command-groups.ts';
import type { Program } from './program/program.ts';

/** A class in commands/, the default export of its file. */
interface CommandClass {
  id: string;
  new (argv: string[], config: Config): BaseCommand;
}

/**
 * Runs the command that the first word or two name with the words that follow. Nothing of another command is
 * loaded. Throws `InputError` if there is no such command.
 */
export async function runCommand(argv: readonly string[], program: Program): Promise<void> {
  const count = wordsOfCommand(argv);
  if (count === 0) {
    const { unknownCommand } = await import('./usage-error.ts');
    throw unknownCommand(argv[0] ?? '');
  }
  const words = argv.slice(0, count);
  const { default: Command } = (await import(`./commands/${words.join('/')}.ts`)) as { default: CommandClass };
  Command.id = words.join(' ');
  await new Command(argv.slice(count), program as unknown as Config).start();
}
