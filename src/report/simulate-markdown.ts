import { markdownTable } from 'markdown-table';
import type { SimulateResult } from '../services/simulate.ts';
import { escapeMarkdown } from './escape-markdown.ts';
import { linkSummary, NIO_TITLES, nioCells, premise } from './simulate-rows.ts';
import type { NameStyle } from './socket-address.ts';

/** The NIO table for a wiki or an issue. */
export function simulateMarkdown(result: SimulateResult, names: NameStyle): string {
  const title = result.labs.map((lab) => escapeMarkdown(lab.name)).join(' + ');
  const rows = result.nios.map((nio) => nioCells(nio, names).map(escapeMarkdown));
  return [
    `# ${title}`,
    '',
    `${linkSummary(result)} (${premise(result)})`,
    '',
    markdownTable([[...NIO_TITLES], ...rows]),
  ].join('\n');
}
