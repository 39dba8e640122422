// Looks at links again and again, as `links -c` does, while sockets come and go: it may not grow, keep a
// descriptor or show what is gone. `node --import tsx scripts/soak-links.ts [ROUNDS]`
import { LabModel } from '../src/core/model/lab-model.ts';
import { type LinksWatch, watchLinks } from '../src/features/links/links.ts';
import { renderLinks } from '../src/features/links/render/render.ts';
import type { LinksResult } from '../src/features/links/result.ts';
import { NO_PAINT } from '../src/output/paint.ts';
import { UdpSocket } from '../src/world/network/udp-socket.ts';
import { roundsFrom, soak } from './bench/soak.ts';
import { SocketFarms } from './bench/socket-farms.ts';

const SOCKETS = 200;
const ADDRESS = '127.0.0.1';
const ANYWHERE = { family: 4, localAddress: ADDRESS, localPort: 0, reuseAddress: false } as const;
const PAGE = { width: 100, paint: NO_PAINT };
const STYLE = { numeric: true, processes: true, explain: false, header: true };

const rounds = roundsFrom(process.argv, 10_000);
// Sockets of emulators make links.
process.title = 'dynamips';
const farms = new SocketFarms();
await farms.open(SOCKETS, ADDRESS, 7200);
const links: LinksWatch = watchLinks(LabModel.of([]));
let before: LinksResult | undefined;

/** One picture, with the stars of what has changed since the one before. */
async function picture(count: number): Promise<void> {
  const result = await links.look();
  const previous = before && { links: before.links, seconds: 1 };
  const text = renderLinks(result, 'table', PAGE, { ...STYLE, previous });
  if (result.links.length !== count) throw new Error(`there are ${count} links, and not these:\n${text}`);
  before = result;
}

let isOneMore = false;

/** Every other picture has one link more, whose sockets are of this process. */
async function round(): Promise<void> {
  isOneMore = !isOneMore;
  if (!isOneMore) return await picture(farms.count / 2);
  const pair = await Promise.all([0, 1].map(() => UdpSocket.open(ANYWHERE)));
  const [a, b] = pair as [UdpSocket, UdpSocket];
  try {
    await a.connect(ADDRESS, b.localPort);
    await b.connect(ADDRESS, a.localPort);
    await picture(farms.count / 2 + 1);
  } finally {
    await Promise.all(pair.map((socket) => socket.close()));
  }
}

try {
  await soak('links', rounds, {}, round);
} finally {
  await links.close();
  await farms.close();
}
