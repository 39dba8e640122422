import { markdownTable } from 'markdown-table';
import { gradeSentence } from '../../../core/kernel/grade-sentence.ts';
import { escapeMarkdown } from '../../../output/escape-markdown.ts';
import type { SimulateResult } from '../result.ts';
import {
  hasSeveralLabs,
  hasSocket,
  linkSummary,
  type NioStyle,
  nameStyle,
  nioCells,
  nioTitles,
  premise,
  refusalText,
} from './rows.ts';

/** The NIO table for a wiki or an issue. */
export function simulateMarkdown(result: SimulateResult, style: NioStyle): string {
  const names = nameStyle(result, style);
  const cells = result.nios.filter(hasSocket).map((nio) => nioCells(nio, names));
  const titles = nioTitles(cells, { programs: style.programs, withLab: hasSeveralLabs(result) });
  const rows = cells.map((row) => titles.map((title) => escapeMarkdown(row[title])));
  const refused = result.nios.filter((nio) => !hasSocket(nio));
  const grades = gradeSentence(result.os, result.origins);
  return [
    `# ${result.labs.map(({ name }) => escapeMarkdown(name)).join(' + ')}`,
    '',
    `${linkSummary(result)} (${premise(result)})`,
    '',
    markdownTable([titles, ...rows]),
    ...refused.flatMap((nio) => ['', escapeMarkdown(refusalText(nio))]),
    ...(grades === undefined ? [] : ['', grades]),
  ].join('\n');
}
