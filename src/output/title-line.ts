import { widthOf } from './cut-text.ts';
import type { Page } from './paint.ts';
import { indent } from './prose.ts';

/**
 * A title and the place that it is about: in one line or, where the line is too short for both, the place in
 * a line of its own. A path is never broken.
 */
export function titleLine(title: string, place: string | undefined, { paint, width }: Page): string {
  if (place === undefined) return indent(title, 0, width);
  if (widthOf(title) + 2 + widthOf(place) <= width) return `${title}  ${paint.dim(place)}`;
  return `${indent(title, 0, width)}\n  ${paint.dim(place)}`;
}
