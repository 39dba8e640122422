import type { Hop } from '../../../core/open-project/live-link.ts';

/**
 * `8 frames in, 7 out`, and with two readings what has passed between them; nothing where it is not counted.
 */
export function framesText({ counters, grown }: Hop): string | undefined {
  if (counters === undefined) return undefined;
  const more = (count: number | undefined): string => (count === undefined ? '' : ` (+${count})`);
  return `${counters.packetsIn}${more(grown?.packetsIn)} frames in, ${counters.packetsOut}${more(grown?.packetsOut)} out`;
}
