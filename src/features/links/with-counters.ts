import type { LinkEnd, ObservedLink } from './link-table.ts';
import { idle, oneWay } from './verdicts.ts';

/** Refines what looks well by what the hypervisors have counted: nothing at all, or one direction only. */
export function withCounters(row: ObservedLink): ObservedLink {
  const { state, a, b } = row;
  if (state !== 'ESTABLISHED' || b === undefined || !isCounted(a) || !isCounted(b)) return row;
  if ([a, b].every(({ packetsIn, packetsOut }) => packetsIn === 0 && packetsOut === 0)) return { ...row, ...idle() };
  for (const [sender, receiver] of [
    [a, b],
    [b, a],
  ] as const) {
    if ((sender.packetsOut ?? 0) > 0 && receiver.packetsIn === 0) return { ...row, ...oneWay(sender, receiver) };
  }
  return row;
}

function isCounted({ packetsIn, packetsOut }: LinkEnd): boolean {
  return packetsIn !== undefined && packetsOut !== undefined;
}
