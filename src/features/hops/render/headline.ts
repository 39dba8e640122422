import { LIVE_STATES } from '../../../core/open-project/live-link.ts';
import { counted } from '../../../core/text/counted.ts';
import { shortTitle } from '../../../output/short-name.ts';
import type { HopsResult } from '../result.ts';

/** `Campus: 10 links: 4 BROKEN, 1 FILTERED, 5 ESTABLISHED` */
export function hopsHeadline({ project, links, filteredOut }: HopsResult): string {
  const title = `${shortTitle(project.name)}: `;
  if (links.length === 0) {
    return filteredOut > 0
      ? `${title}no link matches the filter (${counted(filteredOut, 'link')} in all)`
      : `${title}the project has no links`;
  }
  const counts = new Map<string, number>();
  for (const { state } of links) counts.set(state, (counts.get(state) ?? 0) + 1);
  const noun = counted(links.length, 'link');
  const [only, another] = counts.keys();
  if (another === undefined) return `${title}${noun}, ${links.length === 1 ? '' : 'all '}${only}`;
  const sums = LIVE_STATES.flatMap((state) => (counts.has(state) ? [`${counts.get(state)} ${state}`] : []));
  return `${title}${noun}: ${sums.join(', ')}`;
}
