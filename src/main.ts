import { askedFor } from './cli/command-line.ts';
import { findShell } from './cli/find-shell.ts';
import { Program } from './cli/program/program.ts';
import { runCommand } from './cli/run-command.ts';
import { ownStandardOutput, print } from './cli/standard-output.ts';
import { EXIT } from './core/errors/exit-code.ts';
import { writeFor } from './core/text/readers-shell.ts';
import { type CarriedFiles, carryOwnFiles } from './world/files/own-files.ts';

/**
 * Runs the command that the arguments name. `root` is the folder of the package, or the path of the one file
 * that is the program and carries its files.
 */
export async function main(root: string, carried?: CarriedFiles): Promise<void> {
  if (carried !== undefined) carryOwnFiles(root, carried);
  ownStandardOutput();
  writeFor(findShell(process.platform, process.env));
  process.once('beforeExit', tellTooEarly);
  await runCommandLine(process.argv.slice(2), new Program(root));
  process.removeListener('beforeExit', tellTooEarly);
}

/** Where nothing goes on that could still settle what is awaited, Node ends with 0, as if all were well. */
function tellTooEarly(): void {
  process.stderr.write('niostat: it ended before there was a result\n  this is a bug in niostat\n');
  process.exitCode = EXIT.bug;
}

/**
 * Runs one command line, the words behind the name of the program. Leaves the exit code in
 * `process.exitCode` and never rejects.
 */
export async function runCommandLine(argv: string[], program: Program): Promise<void> {
  try {
    await answer(argv, program);
  } catch (error) {
    const { reportError } = await import('./cli/report-error.ts');
    await reportError(error as Error, { asJson: argv.includes('--json') });
  }
}

async function answer(argv: readonly string[], program: Program): Promise<void> {
  const asked = askedFor(argv);
  if (asked.kind === 'version') {
    print(`${program.userAgent}\n`);
  } else if (asked.kind === 'help') {
    const { showHelp } = await import('./cli/help/show-help.ts');
    showHelp(asked.command, program, { color: colorOf(argv) });
  } else {
    await runCommand(asked.argv, program);
  }
}

/** What the last of the flags about colours says; help is asked for before a command reads its flags. */
function colorOf(argv: readonly string[]): boolean | undefined {
  const last = argv.findLast((word) => word === '--color' || word === '--no-color');
  return last === undefined ? undefined : last === '--color';
}
