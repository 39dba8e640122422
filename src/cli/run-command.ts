import type { Config } from '@oclif/core/interfaces';
import type { BaseCommand } from './base-command.ts';
import { COMMAND_GROUPS } from './program/command-groups.ts';
import type { Program } from './program/program.ts';

/** A class in commands/, the default export of its file. */
interface CommandClass {
  id: string;
  new (argv: string[], config: Config): BaseCommand;
}

/**
 * Runs the command that the first word names with the words that follow. Nothing of another command is
 * loaded. Throws `InputError` if there is no such command.
 */
export async function runCommand([name = '', ...words]: readonly string[], program: Program): Promise<void> {
  if (!COMMAND_GROUPS.some(({ commands }) => commands.includes(name))) {
    const { unknownCommand } = await import('./usage-error.ts');
    throw unknownCommand(name);
  }
  const { default: Command } = (await import(`./commands/${name}.ts`)) as { default: CommandClass };
  Command.id = name;
  await new Command(words, program as unknown as Config).start();
}
