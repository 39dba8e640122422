import type { Random } from '../../../core/teach/random.ts';
import type { Exercise, Place, Seen, Staged } from '../exercise.ts';
import { deedsText } from '../gns3/deeds.ts';
import { serverStateOf } from '../gns3/server-state-of.ts';
import type { StagedServer } from '../gns3/staged-server.ts';
import { castOf, meshOf } from './cast.ts';
import { brokenCount, doesAny } from './slips.ts';

export const deadUBridge: Exercise = {
  id: 'dead-ubridge',
  title: 'A dead uBridge',
  minutes: 6,
  after: ['dead-ubridge'],
  generation: 'from-0.2.18',
  stage,
};

/** Three routers, each linked with each, and the uBridge of one has ended: two links are dead. */
function stage(random: Random, place: Place): Staged {
  const routers = castOf(random, 3) as [string, string, string];
  const dead = random.pick(routers);
  const links = meshOf(random, routers);
  const broken = links.filter((link) => isAt(link, dead));
  const busy = links.find((link) => !isAt(link, dead)) ?? '';
  const server: StagedServer = {
    nodes: routers.map((name) => ({ name, kind: 'router' })),
    links,
    pool: place.udp + 4 * random.int(0, 24),
    before: [{ does: 'uBridge dies', node: dead }],
  };
  const text = deedsText(server);
  const [one, other] = broken as [string, string];
  return {
    server,
    story: [
      'A GNS3 server 2.2 has this project open. It says that all is started, and two links are dead.',
      `A class works over ${busy}: leave that link alone.`,
    ],
    files: [{ name: 'gns3.txt', text, isLab: true }],
    trouble: [],
    goals: [{ goal: 'links' }, { goal: 'keep', what: 'link', name: busy }, { goal: 'lines', most: 4 }],
    hints: [
      'Which program is missing, and which links went through it?',
      'A router starts its uBridge when a link is made. A new uBridge has none of the bridges of the old one.',
      `Delete every link of ${dead} while it has no uBridge. Then make them.`,
    ],
    slips: [
      {
        isMade: (seen) => doesAny(seen, 'reopen'),
        says: `Closed and opened again all links work. But the class over ${busy} was cut off: delete and make the dead links instead.`,
      },
      {
        isMade: isOneAfterTheOther,
        says: 'The link that was made first has started a new uBridge. It lacks the bridge of the other link, which so cannot be deleted: delete both first.',
      },
      {
        isMade: (seen) => doesAny(seen, 'start') && brokenCount(seen) > 0,
        says: 'To stop and start a router leaves its links as they are. No uBridge has come of it.',
      },
      {
        isMade: (seen) => doesAny(seen, 'make') && brokenCount(seen) > 0,
        says: 'One link has its bridge again. A uBridge has one for each link of its router: the other is still missing.',
      },
    ],
    mend: { 'gns3.txt': `${text}delete ${one}\ndelete ${other}\nmake ${one}\nmake ${other}\n` },
    because: `The links of ${dead} are made again, which has started a uBridge with a bridge for each.`,
  };
}

function isAt(link: string, router: string): boolean {
  return link.split(' -- ').some((end) => end.startsWith(`${router} `));
}

function isOneAfterTheOther({ staged, files }: Seen): boolean {
  return serverStateOf(staged, files)?.refused.some((why) => why.includes('409')) === true;
}
