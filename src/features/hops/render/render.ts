import { markdownTable } from 'markdown-table';
import { dot } from '../../../output/dot.ts';
import { escapeMarkdown } from '../../../output/escape-markdown.ts';
import { mermaid } from '../../../output/mermaid.ts';
import type { Page } from '../../../output/paint.ts';
import { safeResult } from '../../../output/safe-text.ts';
import type { HopsResult } from '../result.ts';
import { hopsCsv } from './csv.ts';
import { hopsGraph } from './graph.ts';
import { hopsHeadline } from './headline.ts';
import { linkCells } from './rows.ts';
import { type HopsStyle, hopsTable } from './table.ts';

const RENDERERS = {
  table: hopsTable,
  csv: (result) => hopsCsv(safeResult(result)),
  markdown: (result, _page, style) => hopsMarkdown(safeResult(result), style),
  dot: (result) => dot(hopsGraph(safeResult(result))),
  mermaid: (result) => mermaid(hopsGraph(safeResult(result))),
} satisfies Record<string, (result: HopsResult, page: Page, style: HopsStyle) => string>;

export type HopsFormat = keyof typeof RENDERERS;

export const HOPS_FORMATS = Object.keys(RENDERERS) as HopsFormat[];

/** Renders the links of an open project; names come from outside. */
export function renderHops(result: HopsResult, format: HopsFormat, page: Page, style: HopsStyle): string {
  return RENDERERS[format](result, page, style);
}

function hopsMarkdown(result: HopsResult, style: HopsStyle): string {
  const { columns, rows } = linkCells(result, style);
  const cells = rows.map((row) => row.map((text) => escapeMarkdown(text)));
  const headline = escapeMarkdown(hopsHeadline(result));
  return rows.length === 0
    ? headline
    : [headline, '', markdownTable([columns.map(({ title }) => title), ...cells])].join('\n');
}
