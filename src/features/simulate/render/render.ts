import { dot } from '../../../output/dot.ts';
import { mermaid } from '../../../output/mermaid.ts';
import type { Page } from '../../../output/paint.ts';
import { safeResult } from '../../../output/safe-text.ts';
import type { SimulateResult } from '../result.ts';
import { simulateCsv } from './csv.ts';
import { graphOf } from './graph.ts';
import { simulateMarkdown } from './markdown.ts';
import type { NioStyle } from './rows.ts';
import { simulateTable } from './table.ts';

type Renderer = (result: SimulateResult, page: Page, style: NioStyle) => string;

const RENDERERS = {
  table: simulateTable,
  csv: (result, _page, style) => simulateCsv(result, style),
  markdown: (result, _page, style) => simulateMarkdown(result, style),
  dot: (result) => dot(graphOf(result)),
  mermaid: (result) => mermaid(graphOf(result)),
} satisfies Record<string, Renderer>;

export type SimulateFormat = keyof typeof RENDERERS;

export const SIMULATE_FORMATS = Object.keys(RENDERERS) as SimulateFormat[];

/** Renders a simulation; nothing that came from a lab file reaches the terminal or a viewer unescaped. */
export function renderSimulation(result: SimulateResult, format: SimulateFormat, page: Page, style: NioStyle): string {
  return RENDERERS[format](safeResult(result), page, style);
}
