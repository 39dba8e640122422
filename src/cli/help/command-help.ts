import type { Page } from '../../output/paint.ts';
import { indent } from '../../output/prose.ts';
import { FLAG_GROUPS, type FlagGroup, groupOf } from '../program/flag-groups.ts';
import {
  type ArgumentModel,
  type CommandModel,
  commandsBelow,
  type FlagModel,
  flagText,
  type ProgramModel,
} from '../program/model.ts';
import { entries, heading } from './entries.ts';

/**
 * What `niostat COMMAND --help` shows. `pathOf` says where a page of the program is, if on this machine.
 */
export function commandHelp(
  command: CommandModel,
  program: ProgramModel,
  page: Page,
  pathOf: (page: string) => string | undefined,
): string {
  const { name, summary, description, arguments: args, flags, examples } = command;
  const paragraph = (text: string): string => indent(text, 0, page.width);
  const usage = [program.name, name, '[OPTIONS]', ...args.map(usageOf)].join(' ');
  const path = command.page === undefined ? undefined : pathOf(command.page);
  const more = path === undefined ? [] : [`${page.paint.strong('More:')} ${path}`];
  return [
    paragraph(summary),
    '',
    `${page.paint.strong('Usage:')} ${usage}`,
    ...section('Arguments', args.map(argumentRow), page),
    ...section('Commands below it', belowRows(program, command), page),
    ...description.flatMap((text) => ['', paragraph(text)]),
    ...flagSections(flags, page),
    ...(examples.length === 0 ? [] : ['', heading('Examples', page), ...examples.map((one) => `  ${one}`)]),
    ...(more.length === 0 ? [] : ['', ...more]),
  ].join('\n');
}

function usageOf({ name, isRequired, isRepeatable }: ArgumentModel): string {
  const word = `${name.toUpperCase()}${isRepeatable ? '...' : ''}`;
  return isRequired ? word : `[${word}]`;
}

function argumentRow({ name, description }: ArgumentModel): [string, string] {
  return [name.toUpperCase(), description];
}

function belowRows(program: ProgramModel, command: CommandModel): [string, string][] {
  return commandsBelow(program, command).map(({ command: { name, summary } }) => [
    `${program.name} ${name}`,
    summary.replace(/\.$/, ''),
  ]);
}

function flagSections(flags: readonly FlagModel[], page: Page): string[] {
  // Switches with a letter first, as in the manual of netstat.
  const sorted = flags.toSorted((a, b) => Number(a.char === undefined) - Number(b.char === undefined));
  return (Object.keys(FLAG_GROUPS) as FlagGroup[]).flatMap((group) => {
    const rows = sorted.filter((flag) => groupOf(flag) === group).map(flagRow);
    return section(FLAG_GROUPS[group], rows, page);
  });
}

function flagRow(flag: FlagModel): [string, string] {
  const { name, char, isNegatable, value } = flag;
  const letter = char === undefined ? '    ' : `-${char}, `;
  const taken = value === undefined ? '' : ` <${value.name}>`;
  return [`${letter}--${isNegatable ? '[no-]' : ''}${name}${taken}`, flagText(flag)];
}

function section(title: string, rows: readonly (readonly [string, string])[], page: Page): string[] {
  return rows.length === 0 ? [] : ['', heading(title, page), entries(rows, page)];
}
