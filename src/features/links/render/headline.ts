import { privilegeFor } from '../../../core/sockets/host-view.ts';
import { counted } from '../../../core/text/counted.ts';
import { safeText } from '../../../output/safe-text.ts';
import { LINK_STATES } from '../link-table.ts';
import type { LinksResult } from '../result.ts';

/**
 * `6 links: 2 SHARED, 4 ESTABLISHED`. A lab's links are counted as `simulate` counts them: those that are
 * never made too, and tunnels by themselves.
 */
export function linksHeadline(result: LinksResult): string {
  const { links, labs, notMade = [] } = result;
  const title = labs.length === 0 ? '' : `${safeText(labs.join(' + '))}: `;
  if (links.length + notMade.length === 0) return title + nothingFound(result);
  const counts = new Map<string, number>(notMade.length === 0 ? [] : [[NOT_MADE, notMade.length]]);
  for (const { state } of links) counts.set(state, (counts.get(state) ?? 0) + 1);
  const tunnels = links.filter(({ isTunnel }) => isTunnel).length;
  const noun = counted(links.length - tunnels + notMade.length, 'link');
  const nouns = tunnels === 0 ? noun : `${noun} and ${counted(tunnels, 'tunnel')}`;
  const [first] = counts.keys();
  if (counts.size === 1) return `${title}${nouns}, ${links.length + notMade.length === 1 ? '' : 'all '}${first}`;
  const sums = [NOT_MADE, ...LINK_STATES].flatMap((state) =>
    counts.has(state) ? [`${counts.get(state)} ${state}`] : [],
  );
  return `${title}${nouns}: ${sums.join(', ')}`;
}

const NOT_MADE = 'never made';

/** Why there is no row, as far as it is known, and what to do. */
function nothingFound({ labs, hosts, filteredOut }: LinksResult): string {
  if (filteredOut > 0) return `no link matches the filter (${counted(filteredOut, 'link')} in all)`;
  if (labs.length > 0) return 'the lab has no links';
  const hidden = hosts.reduce((sum, host) => sum + (host.hiddenSockets ?? 0), 0);
  if (hidden > 0) {
    const privilege = privilegeFor({ hiddenFromRoot: hosts.some(({ hiddenFromRoot }) => hiddenFromRoot === true) });
    return `no links that this user may see: the owner of ${counted(hidden, 'UDP socket')} is hidden; run it ${privilege}`;
  }
  if (hosts.some(({ isCut }) => isCut === true))
    return 'no links among the sockets that were read: there are more, see below';
  if (hosts.some(({ source }) => source === undefined)) return 'no links: a host could not be read, see below';
  return 'no links: no hypervisor has a UDP socket here. Start one and load a lab; a LAB says what is missing';
}
