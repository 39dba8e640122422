import type { LinksResult } from '../../src/features/links/result.ts';
import type { PreflightResult } from '../../src/features/preflight/result.ts';
import type { RehearseResult } from '../../src/features/rehearse/result.ts';

/** The states of all rows. */
export function statesOf({ links }: LinksResult): string[] {
  return links.map(({ state }) => state);
}

/** All that a result says of links, in words. */
export function wordsOf({ links }: LinksResult | RehearseResult): string {
  return JSON.stringify(links);
}

/** What became of the frames of each direction. */
export function verdictsOf({ links }: RehearseResult): string[] {
  return links.flatMap(({ directions }) => directions.map(({ verdict }) => verdict));
}

/** Details as `checks: error NIO022`. */
export function detailsOf({ answers }: PreflightResult): string[] {
  return answers.flatMap(({ id, details }) => details.map(({ severity, rule }) => `${id}: ${severity} ${rule}`));
}
