import { isLiveWell, type LiveLink } from '../../../core/open-project/live-link.ts';
import { counted } from '../../../core/text/counted.ts';
import { someOf } from '../../../core/text/listed.ts';
import type { Page } from '../../../output/paint.ts';
import { indent } from '../../../output/prose.ts';
import { shortLink } from '../../../output/short-name.ts';
import type { HopsResult } from '../result.ts';
import { stoppedNodes } from './remark.ts';

/** As many names are told. */
const MOST_NAMES = 4;

/**
 * Where nothing is broken: links that pass no frames, or not all, because they are set so in GNS3, and how
 * they are set back. A link that is broken is told first, and alone.
 */
export function silentByIntent({ links }: HopsResult, { paint, width }: Page): string[] {
  if (links.some(({ state }) => !isLiveWell(state))) return [];
  const of = (state: LiveLink['state']): LiveLink[] => links.filter((link) => link.state === state);
  const lines = [
    told(
      of('FILTERED'),
      'filters that drop or delay frames',
      'right-click the link in GNS3, Packet filters: 0 or an empty field is none',
    ),
    told(of('SUSPENDED'), 'been suspended: no frame passes', 'right-click the link in GNS3, Resume'),
    stopped(of('STOPPED')),
  ].flat();
  if (lines.length === 0) return [];
  return [
    lines
      .map(({ what, remedy }) =>
        [indent(what, 0, width), indent(`${paint.good('What to do:')} ${remedy}`, 2, width)].join('\n'),
      )
      .join('\n'),
  ];
}

interface Told {
  readonly what: string;
  readonly remedy: string;
}

function told(links: readonly LiveLink[], has: string, remedy: string): Told[] {
  const names = someOf(
    links.map(({ name }) => shortLink(name)),
    MOST_NAMES,
  );
  return links.length === 0 ? [] : [{ what: `${names} ${links.length === 1 ? 'has' : 'have'} ${has}.`, remedy }];
}

function stopped(links: readonly LiveLink[]): Told[] {
  const nodes = [...new Set(links.flatMap(stoppedNodes))];
  if (nodes.length === 0) return [];
  const dead = `${counted(links.length, 'link')} ${links.length === 1 ? 'passes' : 'pass'}`;
  return [
    {
      what: `${dead} no frame until ${someOf(nodes, MOST_NAMES)} ${nodes.length === 1 ? 'is' : 'are'} started.`,
      remedy: `start ${nodes.length === 1 ? 'it' : 'them'} in GNS3`,
    },
  ];
}
