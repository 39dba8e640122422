import type { Random } from '../../../core/teach/random.ts';
import type { Exercise, Place, Staged } from '../exercise.ts';
import { deedsText } from '../gns3/deeds.ts';
import type { StagedServer } from '../gns3/staged-server.ts';
import { castOf } from './cast.ts';
import { brokenCount, doesAny } from './slips.ts';

export const suspendedLink: Exercise = {
  id: 'suspended-link',
  title: 'Two suspended links',
  minutes: 4,
  after: ['dead-ubridge'],
  generation: 'from-0.2.18',
  stage,
};

/** Two links are suspended: that between two switches lets frames pass all the same. */
function stage(random: Random, place: Place): Staged {
  const [a, b] = castOf(random, 2) as [string, string];
  const way = [`${a} f0/0 -- SW1 1`, 'SW1 2 -- SW2 1', `SW2 2 -- ${b} f0/0`] as const;
  const second = `${a} f1/0 -- ${b} f1/0`;
  const silent = random.pick([way[0], way[2]]);
  const server: StagedServer = {
    nodes: [
      { name: a, kind: 'router' },
      { name: b, kind: 'router' },
      { name: 'SW1', kind: 'ethernet-switch' },
      { name: 'SW2', kind: 'ethernet-switch' },
    ],
    links: random.shuffled([...way, second]),
    pool: place.udp + 4 * random.int(0, 24),
    before: random.shuffled([silent, way[1]]).map((link) => ({ does: 'suspend', link }) as const),
  };
  const text = deedsText(server);
  return {
    server,
    story: [
      `Two links are suspended in GNS3. No frame of ${a} comes to ${b} through the switches. Do one thing, and leave ${second} alone.`,
    ],
    files: [{ name: 'gns3.txt', text, isLab: true }],
    trouble: [],
    goals: [{ goal: 'links' }, { goal: 'keep', what: 'link', name: second }, { goal: 'lines', most: 1 }],
    hints: [
      'GNS3 says of two links that they are suspended. At which of them does a program drop frames?',
      'A suspended link has a filter in a uBridge. Routers have one, and switches do not.',
      'Resume the suspended link that has a router at one end.',
    ],
    slips: [
      {
        isMade: (seen) => doesAny(seen, 'resume') && brokenCount(seen) > 0,
        says: 'No uBridge is on the way between two switches, so nothing was dropped there. The other suspended link still drops every frame.',
      },
      {
        isMade: (seen) => doesAny(seen, 'start') && brokenCount(seen) > 0,
        says: 'A link stays suspended when its router is stopped and started.',
      },
      {
        isMade: (seen) => doesAny(seen, 'make') && brokenCount(seen) === 0,
        says: 'A link that is made again is not suspended. To resume it does the same in one line, and leaves its ports alone.',
      },
    ],
    mend: { 'gns3.txt': `${text}resume ${silent}\n` },
    because:
      'The filter is gone from the uBridge of the router. The link between the switches has passed frames all the time.',
  };
}
