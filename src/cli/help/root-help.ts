import type { Page } from '../../output/paint.ts';
import { indent } from '../../output/prose.ts';
import { COMMAND_GROUPS } from '../program/command-groups.ts';
import type { ProgramModel } from '../program/model.ts';
import { entries, heading } from './entries.ts';

/** Runs that a newcomer can copy: one before a lab, two while it runs, one to learn with. */
const EXAMPLES: readonly (readonly [string, string])[] = [
  ['niostat preflight lab.net', 'is everything ready for the lab?'],
  ['niostat links lab.net', 'it runs: which links are broken?'],
  ['niostat links gns3://', 'GNS3 runs: its projects, and what shows their links'],
  ['niostat teach', 'how ports are given, lesson by lesson'],
];

/**
 * What `niostat --help` shows: the commands by use, one line each where there is room. `shortName` is the
 * line after which the shell knows the program by its name, where no installer has seen to that.
 */
export function rootHelp({ name, summary, commands }: ProgramModel, page: Page, shortName?: string): string {
  const byName = new Map(commands.map((command) => [command.name, command]));
  const groups = COMMAND_GROUPS.map(({ title, commands: names }) => {
    const rows = names.flatMap((one): [string, string][] => {
      const command = byName.get(one);
      // One below another is indented, and called by its last word.
      const shown = one.replace(/^.* /, '  ');
      return command === undefined ? [] : [[shown, command.summary.replace(/\.$/, '')]];
    });
    return { title, rows };
  });
  const widest = Math.max(...groups.flatMap(({ rows }) => rows.map(([command]) => command.length)));
  return [
    indent(summary, 0, page.width),
    '',
    `${page.paint.strong('Usage:')} ${name} COMMAND [OPTIONS] [LAB...]`,
    '',
    ...groups.flatMap(({ title, rows }) => [heading(title, page), entries(rows, page, widest), '']),
    heading('Examples', page),
    entries(EXAMPLES, page),
    '',
    indent(`\`${name} COMMAND --help\` shows what a command takes.`, 0, page.width),
    ...(shortName === undefined
      ? []
      : [indent(`This ${name} is one file. To start it by its name alone, type:`, 0, page.width), `  ${shortName}`]),
  ].join('\n');
}
