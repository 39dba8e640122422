import { markdownTable } from 'markdown-table';
import { escapeMarkdown } from '../../../output/escape-markdown.ts';
import type { NameStyle } from '../../../output/socket-address.ts';
import type { SimulateResult } from '../simulate.ts';
import { gradeLine, linkSummary, NIO_TITLES, nioCells, premise } from './rows.ts';

/** The NIO table for a wiki or an issue. */
export function simulateMarkdown(result: SimulateResult, names: NameStyle): string {
  const title = result.labs.map((lab) => escapeMarkdown(lab.name)).join(' + ');
  const rows = result.nios.map((nio) => nioCells(nio, names).map(escapeMarkdown));
  const grades = gradeLine(result);
  return [
    `# ${title}`,
    '',
    `${linkSummary(result)} (${premise(result)})`,
    '',
    markdownTable([[...NIO_TITLES], ...rows]),
    ...(grades === undefined ? [] : ['', escapeMarkdown(grades)]),
  ].join('\n');
}
