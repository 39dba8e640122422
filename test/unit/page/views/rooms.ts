import type { LinksOnPage, SeenEnd, SeenLink } from '../../../../src/output/page/links-on-page.ts';
import type { PageData } from '../../../../src/output/page/page-data.ts';

/** A page of `links` for one lab of two routers. */
export function linksData(links: Partial<LinksOnPage>, more: Partial<PageData> = {}): PageData {
  return {
    version: 1,
    kind: 'links',
    title: 'Two',
    labs: [{ name: 'Two' } as PageData['labs'][number]],
    links: {
      at: '2026-03-02T08:40:05+01:00',
      outcome: 'findings',
      headline: 'Two: 1 link, HALF-OPEN',
      stories: [],
      links: [],
      notMade: [],
      hosts: [{ name: 'this host', isRead: true, limits: [] }],
      notStarted: [],
      filteredOut: 0,
      ...links,
    },
    ...more,
  };
}

export function seenEnd(name: string, more: Partial<SeenEnd> = {}): SeenEnd {
  return {
    ...{ name, host: 'this host', at: 'localhost:7200', fate: 'lost', seen: 'there' },
    expected: { port: 10_000, peer: 'localhost:10001' },
    socket: { local: '127.0.0.1:10000', peer: '127.0.0.1:10001', owner: 'dynamips (pid 7)' },
    ...more,
  };
}

export function absentEnd(name: string, seen: 'none' | 'not known'): SeenEnd {
  const { socket: _, ...end } = seenEnd(name);
  return { ...end, seen, expected: { port: 10_001, peer: 'localhost:10000' } };
}

export function seenLink(ends: readonly SeenEnd[], more: Partial<SeenLink> = {}): SeenLink {
  return {
    ...{ name: 'R1 f0/0 -- R2 f0/0', lab: 'Two', state: 'HALF-OPEN', isWell: false, fates: ['lost', 'no socket'] },
    ...{ remark: 'no socket on 10001', ends },
    ...more,
  };
}
