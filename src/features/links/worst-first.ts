import { compareText } from './compare-text.ts';
import { isWell, LINK_STATES, type ObservedLink } from './link-table.ts';

/**
 * What is well comes last; else by hypervisor, the one with the worst link first, in it the worst first, then
 * by port.
 */
export function worstFirst(links: readonly ObservedLink[]): ObservedLink[] {
  const worst = new Map<string, number>();
  const keyed = links.map((link) => {
    const [group, rank] = [groupOf(link), LINK_STATES.indexOf(link.state)];
    worst.set(group, Math.min(worst.get(group) ?? LINK_STATES.length, rank));
    return { link, group, rank };
  });
  keyed.sort(
    (one, other) =>
      Number(isWell(one.link.state)) - Number(isWell(other.link.state)) ||
      (worst.get(one.group) ?? 0) - (worst.get(other.group) ?? 0) ||
      compareText(one.group, other.group) ||
      one.rank - other.rank ||
      compareLinks(one.link, other.link),
  );
  return keyed.map(({ link }) => link);
}

function groupOf({ a }: ObservedLink): string {
  return a.hypervisor ?? `${a.host} ${a.process ?? ''}`;
}

function compareLinks({ a, name = '' }: ObservedLink, { a: b, name: otherName = '' }: ObservedLink): number {
  return (
    a.localPort - b.localPort ||
    a.remotePort - b.remotePort ||
    compareText(a.localAddress, b.localAddress) ||
    compareText(a.remoteAddress, b.remoteAddress) ||
    compareText(name, otherName)
  );
}
