import type { Random } from '../../../core/teach/random.ts';
import type { Exercise, Place, Staged } from '../exercise.ts';
import { castOf } from './cast.ts';
import { type Draft, textOf } from './draft.ts';
import { brokenCount, hasChanged } from './slips.ts';

export const crossed: Exercise = {
  id: 'crossed',
  title: 'Crossed ends',
  minutes: 5,
  after: ['by-hand'],
  generation: 'from-0.2.18',
  stage,
};

/** Four ends in a ring: each sends to the next one, and hears nobody. */
function stage(random: Random, place: Place): Staged {
  const routers = castOf(random, 4);
  const hypervisor = `localhost:${place.control}`;
  const first = place.udp + 100 + random.int(0, 9);
  // Not one after the other, so that no number follows from the one before.
  const ports = random.shuffled([0, 1, 2, 3]).map((tens) => first + 10 * tens + random.int(0, 3));
  const order = random.shuffled([0, 1, 2, 3]);
  const linesWith = (peerOf: readonly number[]): string[] =>
    order.map((end) => `${routers[end]} f0/0 -- NIO_udp:${ports[end]}:127.0.0.1:${ports[peerOf[end] ?? 0]}`);
  const draftWith = (peerOf: readonly number[]): Draft => ({
    name: 'Two cables by hand',
    hypervisors: [{ address: hypervisor, baseUdp: place.udp }],
    devices: [...routers].sort().map((name) => ({ name, hypervisor })),
    links: linesWith(peerOf),
  });
  return {
    story: [
      'Two cables between four routers, with ports written by hand: NIO_udp:LOCAL:HOST:REMOTE. No frame arrives.',
      'Any two cables will do.',
    ],
    files: [{ name: 'lab.yaml', text: textOf(draftWith([1, 2, 3, 0]), place), isLab: true }],
    trouble: [],
    goals: [{ goal: 'links' }, { goal: 'clean' }, { goal: 'lines', most: 2 }],
    hints: [
      'Follow one arrow: from REMOTE of one line to the line that has this number as its LOCAL.',
      'Two ends fit when each names the other: my REMOTE is your LOCAL, and your REMOTE is my LOCAL.',
      'Write the four LOCAL numbers in a ring, with an arrow to each REMOTE, and turn every second arrow round.',
    ],
    slips: [
      {
        isMade: (seen) => hasChanged(seen) && brokenCount(seen) === 2,
        says: 'One cable fits now. The two other ends still send to somebody who does not send back.',
      },
    ],
    mend: { 'lab.yaml': textOf(draftWith([1, 0, 3, 2]), place) },
    because: 'Of each cable both lines name the other one: REMOTE here is LOCAL there, both ways.',
  };
}
