import type { Random } from '../../../core/teach/random.ts';
import type { Exercise, Place, Staged } from '../exercise.ts';
import { castOf, eitherWay, Interfaces } from './cast.ts';
import { type Draft, textOf } from './draft.ts';
import { basesAreEqual, hasChanged, hasNoRoom } from './slips.ts';

export const block: Exercise = {
  id: 'block',
  title: 'A full block',
  minutes: 6,
  after: ['full-block'],
  generation: 'from-0.2.18',
  stage,
};

/** Three hypervisors with room for 6 ends each; the first one has 8. */
const GAP = 6;

function stage(random: Random, place: Place): Staged {
  const [a1, a2, b1, b2, c1, c2] = castOf(random, 6) as [string, string, string, string, string, string];
  const addresses = [0, 1, 2].map((index) => `localhost:${place.control + index}`) as [string, string, string];
  const base = place.udp + 4 * random.int(0, 19);
  const plug = new Interfaces();
  const pairs = random.shuffled<readonly [string, string]>([
    [a1, a2],
    [a1, a2],
    [a1, a2],
    [a1, a2],
    [b1, b2],
    [c1, c2],
  ]);
  const links = pairs.map(([one, other]) => plug.link(...eitherWay(random, one, other)));
  const draftWith = (second: number, third: number): Draft => ({
    name: 'Three blocks',
    hypervisors: [base, second, third].map((baseUdp, index) => ({ address: addresses[index] as string, baseUdp })),
    devices: [a1, a2, b1, b2, c1, c2].map((name, index) => ({ name, hypervisor: addresses[index >> 1] as string })),
    links,
  });
  return {
    story: [
      'Three hypervisors count from three bases, and still two links are broken.',
      'Mend them, and leave room for 20 more ends on each hypervisor.',
    ],
    files: [{ name: 'lab.yaml', text: textOf(draftWith(base + GAP, base + 2 * GAP), place), isLab: true }],
    trouble: [],
    goals: [{ goal: 'links' }, { goal: 'clean' }, { goal: 'room', ends: 20 }, { goal: 'lines', most: 2 }],
    hints: [
      'Look at the numbers between one base and the next: how many ends fit there?',
      'An end takes a port of its own hypervisor. Nothing stops a counter at the base of the next one.',
      'The first hypervisor has 8 ends. Its block ends at base + 8, and 20 more are to fit before the next base.',
    ],
    slips: [
      {
        isMade: (seen) => hasChanged(seen) && basesAreEqual(seen),
        says: 'Two hypervisors count from one base now. Of two equal sockets the one connected last takes every frame.',
      },
      {
        belief: 'hundred-is-hundred-links',
        isMade: (seen) => hasChanged(seen) && hasNoRoom(seen, 20),
        says: 'A block is full, or soon full: count the ends, two for each link, and add 20 before the next base begins.',
      },
    ],
    mend: { 'lab.yaml': textOf(draftWith(base + 100, base + 200), place) },
    because: 'A block must hold all ends of its hypervisor: 8 here. Bases 100 apart hold 50 links each.',
  };
}
