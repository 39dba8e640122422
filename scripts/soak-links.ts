// Looks at links again and again, as `links -c` does, while sockets come and go: it may not grow or keep a
// descriptor. `node --import tsx scripts/soak-links.ts [ROUNDS]`
import { LabModel } from '../src/core/model/lab-model.ts';
import { type LinksWatch, watchLinks } from '../src/features/links/links.ts';
import { renderLinks } from '../src/features/links/render/render.ts';
import type { LinksResult } from '../src/features/links/result.ts';
import { NO_PAINT } from '../src/output/paint.ts';
import { roundsFrom, soak } from './bench/soak.ts';
import { SocketFarms } from './bench/socket-farms.ts';

const SOCKETS = 200;
const PAGE = { width: 100, paint: NO_PAINT };
const STYLE = { numeric: true, processes: true, explain: false, header: true };

const rounds = roundsFrom(process.argv, 10_000);
const farms = new SocketFarms();
await farms.open(SOCKETS, '127.0.0.1', 7200);
const links: LinksWatch = watchLinks(LabModel.of([]));
let before: LinksResult | undefined;

/** One picture, with the stars of what has changed since the one before. */
async function round(): Promise<void> {
  const result = await links.look();
  const previous = before && { links: before.links, seconds: 1 };
  const text = renderLinks(result, 'table', PAGE, { ...STYLE, previous });
  if (result.links.length < SOCKETS / 2) throw new Error(`not all links are there:\n${text}`);
  before = result;
}

try {
  await soak('links', rounds, {}, round);
} finally {
  await links.close();
  await farms.close();
}
