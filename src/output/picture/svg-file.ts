import { type Element, el } from '../markup/markup.ts';
import { toXml } from '../markup/to-xml.ts';
import { safeText } from '../safe-text.ts';
import { FATE_LOOK, FATE_NAMES, type FateName } from './fate-look.ts';
import { hint } from './hint.ts';
import { hatch } from './lanes.ts';
import { type Layout, layout } from './layout.ts';
import { arrowHead } from './lines.ts';
import type { Look } from './look.ts';
import { FONT } from './measures.ts';
import { MARGIN, picture } from './picture.ts';
import { fileStyle } from './picture-style.ts';
import { fitted, textWidth } from './text-width.ts';
import type { Topology } from './topology.ts';

/** What a file says beside its picture. */
export interface Caption {
  /** The names of the labs. */
  readonly title: string;
  /** The result in a sentence or two, for those who do not see the picture. */
  readonly description: string;
}

const LEGEND_HEIGHT = 34;

/** A picture as a file of its own: an SVG document, with a legend of the strokes that are in it. */
export function svgFile(topology: Topology, look: Look, { title, description }: Caption): string {
  const drawn = layout(topology);
  const { attributes, children } = picture(drawn, look);
  const fates = shownFates(look);
  const legend = drawn.hosts.length === 0 ? sentence(description) : legendOf(fates, drawn);
  const width = Math.max(drawn.width, legend.width) + 2 * MARGIN;
  const height = drawn.height + 2 * MARGIN + legend.height;
  const document = el(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      ...attributes,
      'aria-label': undefined,
      viewBox: `${-MARGIN} ${-MARGIN} ${width} ${height}`,
      width,
      height,
    },
    hint(title),
    el('desc', {}, safeText(description)),
    el('style', {}, fileStyle()),
    el('rect', { class: 'ground', x: -MARGIN, y: -MARGIN, width, height }),
    children,
    legend.items,
  );
  // The style has lines; names in attributes may hold what does something to a terminal.
  const lines = toXml(document).split('\n').map(safeText).join('\n');
  return `<?xml version="1.0" encoding="UTF-8"?>\n${lines}`;
}

function shownFates({ ends }: Look): FateName[] {
  const shown = new Set<FateName>();
  for (const { link } of ends.values()) if (link?.fate !== undefined) shown.add(link.fate);
  return FATE_NAMES.filter((name) => shown.has(name));
}

/** Where there is nothing to draw, the description stands in its place. */
function sentence(text: string): Legend {
  const shown = fitted(text, FONT.text, 1000);
  return { items: [el('text', { x: 6, y: 24 }, shown)], width: textWidth(shown, FONT.text) + 12, height: 40 };
}

interface Legend {
  readonly items: readonly Element[];
  readonly width: number;
  readonly height: number;
}

/** A stroke and a word for each fate, in as many lines as the picture's width asks for. */
function legendOf(fates: readonly FateName[], { width, height }: Layout): Legend {
  const room = Math.max(width, 320);
  let [x, y, widest] = [0, height + LEGEND_HEIGHT - 8, 0];
  const items = fates.map((fate): Element => {
    const { word, sign, stroke } = FATE_LOOK[fate];
    const text = `${sign} ${word}`;
    const own = 60 + textWidth(text, FONT.text) + 20;
    if (x > 0 && x + own > room) [x, y] = [0, y + LEGEND_HEIGHT - 6];
    const [left, middle] = [x, y - 5];
    x += own;
    widest = Math.max(widest, x);
    const line = el('path', {
      class: `lane fate-${fate}`,
      'stroke-dasharray': stroke || undefined,
      d: `M${left} ${middle}h46`,
    });
    const head = el('path', {
      class: `head fate-${fate}`,
      d: arrowHead({ x: left, y: middle }, { x: left + 50, y: middle }),
    });
    const hasHead = fate === 'peer' || fate === 'other' || fate === 'self';
    const none = fate === 'refused' && el('path', { class: 'hatched', d: hatch(left + 20, middle - 13) });
    return el('g', {}, none, fate !== 'refused' && line, hasHead && head, el('text', { x: left + 58, y }, text));
  });
  return { items, width: widest, height: fates.length === 0 ? 0 : y + 12 - height };
}
