import { markdownTable } from 'markdown-table';
import { dot } from '../../../output/dot.ts';
import { escapeMarkdown } from '../../../output/escape-markdown.ts';
import { mermaid } from '../../../output/mermaid.ts';
import type { Page } from '../../../output/paint.ts';
import { safeResult } from '../../../output/safe-text.ts';
import type { LinksResult } from '../result.ts';
import { linksCsv } from './csv.ts';
import { linksGraph } from './graph.ts';
import { linksHeadline } from './headline.ts';
import { linkCells } from './rows.ts';
import { type LinksStyle, linksTable } from './table.ts';

type Renderer = (result: LinksResult, page: Page, style: LinksStyle) => string;

const RENDERERS = {
  // The table is made safe cell by cell: of a large one, walking through all the rest would take longer than
  // laying it out.
  table: linksTable,
  csv: (result) => linksCsv(safeResult(result)),
  markdown: (result, _page, style) => linksMarkdown(safeResult(result), style),
  dot: (result) => dot(linksGraph(safeResult(result))),
  mermaid: (result) => mermaid(linksGraph(safeResult(result))),
} satisfies Record<string, Renderer>;

export type LinksFormat = keyof typeof RENDERERS;

export const LINKS_FORMATS = Object.keys(RENDERERS) as LinksFormat[];

/** Renders a table of links; names of programs are as hostile as any other text from outside. */
export function renderLinks(result: LinksResult, format: LinksFormat, page: Page, style: LinksStyle): string {
  return RENDERERS[format](result, page, style);
}

function linksMarkdown(result: LinksResult, style: LinksStyle): string {
  const { columns, rows } = linkCells(result, style);
  const cells = rows.map((row) => row.map((text) => escapeMarkdown(text)));
  const headline = escapeMarkdown(linksHeadline(result));
  return rows.length === 0
    ? headline
    : [headline, '', markdownTable([columns.map(({ title }) => title), ...cells])].join('\n');
}
