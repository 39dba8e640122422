import type { SimulateResult } from '../services/simulate.ts';
import { dot } from './dot.ts';
import { mermaid } from './mermaid.ts';
import type { Page } from './paint.ts';
import { safeResult } from './safe-text.ts';
import { simulateCsv } from './simulate-csv.ts';
import { graphOf } from './simulate-graph.ts';
import { simulateMarkdown } from './simulate-markdown.ts';
import { simulateTable } from './simulate-table.ts';
import type { NameStyle } from './socket-address.ts';

type Renderer = (result: SimulateResult, page: Page, names: NameStyle) => string;

const RENDERERS = {
  table: simulateTable,
  csv: (result) => simulateCsv(result),
  markdown: (result, _page, names) => simulateMarkdown(result, names),
  dot: (result) => dot(graphOf(result)),
  mermaid: (result) => mermaid(graphOf(result)),
} satisfies Record<string, Renderer>;

export type SimulateFormat = keyof typeof RENDERERS;

export const SIMULATE_FORMATS = Object.keys(RENDERERS) as SimulateFormat[];

/** Renders a simulation; nothing that came from a lab file reaches the terminal or a viewer unescaped. */
export function renderSimulation(result: SimulateResult, format: SimulateFormat, page: Page, names: NameStyle): string {
  return RENDERERS[format](safeResult(result), page, names);
}
