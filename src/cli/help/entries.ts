import { widthOf } from '../../output/cut-text.ts';
import type { Page } from '../../output/paint.ts';
import { indent } from '../../output/prose.ts';

const MARGIN = 2;
const GAP = 2;

/** A text beside a name is read in a glance only if it has this many columns. */
const NARROWEST_TEXT = 28;

export function heading(title: string, page: Page): string {
  return page.paint.strong(title);
}

/**
 * Names, each with a text beside it that goes on below itself; where a name leaves too little room, the text
 * begins below the name. `widest`: the column of names is at least as wide.
 */
export function entries(rows: readonly (readonly [string, string])[], page: Page, widest = 0): string {
  const room = page.width - MARGIN - GAP - NARROWEST_TEXT;
  const names = rows.map(([name]) => widthOf(name)).filter((width) => width <= room);
  const column = MARGIN + Math.max(widest, ...names) + GAP;
  return rows
    .map(([name, text]) => {
      const left = ' '.repeat(MARGIN) + name;
      const isBeside = widthOf(left) + GAP <= column;
      const below = indent(text, isBeside ? column : MARGIN + 2 * GAP, page.width);
      return isBeside ? left + below.slice(widthOf(left)) : `${left}\n${below}`;
    })
    .join('\n');
}
