import type { Random } from '../../../core/teach/random.ts';
import type { Exercise, Place, Staged } from '../exercise.ts';
import { castOf, eitherWay, Interfaces } from './cast.ts';
import { type Draft, textOf } from './draft.ts';
import { anyGapSlip, basesAreEqual, hasChanged } from './slips.ts';

/** What differs between the two generations of Dynamips. */
interface Telling {
  readonly broken: string;
  readonly hints: Staged['hints'];
  readonly anyGap: string;
  readonly stillEqual: string;
}

const CALCULATION =
  'The first hypervisor counts on from its base with each of its ends, and 20 more are to fit: base + its ends + 20, or more.';

const OLD: Telling = {
  broken: 'Two of their three links are dead.',
  hints: [
    'Look for the row that has its own port as its peer, and for the end that has no socket.',
    'Two counters with one start give the same ports. Up to 0.2.17 the second socket on a port is refused with 206.',
    CALCULATION,
  ],
  anyGap:
    'The two counters still run into each other: a port that one of them gives is taken already, and its end has no socket.',
  stillEqual: 'Both counters still start at one port: one end hears itself, and its peer has no socket.',
};

const NEW: Telling = {
  broken: 'One of their three links is broken, and no error was shown.',
  hints: [
    'Look for two rows that are equal in all four values.',
    'Two counters with one start give the same ports. Of two equal sockets the one connected last takes every frame.',
    CALCULATION,
  ],
  anyGap:
    'Every link is ESTABLISHED, by luck: one port is taken twice, and only the peers differ. The next link may hit an equal pair.',
  stillEqual: 'Both counters still start at one port: the first link still has two equal sockets.',
};

export const sameBaseOld: Exercise = {
  id: 'same-base-old',
  title: 'One base, Dynamips up to 0.2.17',
  minutes: 5,
  after: ['same-base-old'],
  generation: 'before-0.2.18',
  stage: (random, place) => stage(random, place, OLD),
};

export const sameBaseNew: Exercise = {
  id: 'same-base-new',
  title: 'One base, Dynamips 0.2.18 and later',
  minutes: 5,
  after: ['same-base-new'],
  generation: 'from-0.2.18',
  stage: (random, place) => stage(random, place, NEW),
};

/** One router alone on its hypervisor, two on the other: the first link and the last one cross over. */
function stage(random: Random, place: Place, { broken, hints, anyGap, stillEqual }: Telling): Staged {
  const [alone, left, right] = castOf(random, 3) as [string, string, string];
  const addresses = [`localhost:${place.control}`, `localhost:${place.control + 1}`] as const;
  const [ofAlone, ofPair] = random.shuffled(addresses) as [string, string];
  const base = place.udp + 4 * random.int(0, 24);
  const plug = new Interfaces();
  const links = [
    plug.link(...eitherWay(random, alone, left)),
    plug.link(...eitherWay(random, left, right)),
    plug.link(...eitherWay(random, right, alone)),
  ];
  const draftWith = (second: number): Draft => ({
    name: 'Two hypervisors',
    hypervisors: [
      { address: addresses[0], baseUdp: base },
      { address: addresses[1], baseUdp: second },
    ],
    devices: [
      { name: alone, hypervisor: ofAlone },
      { name: left, hypervisor: ofPair },
      { name: right, hypervisor: ofPair },
    ],
    links,
  });
  return {
    story: [
      `${alone}, ${left} and ${right} run on two hypervisors. ${broken}`,
      'Mend the lab, and leave room for 20 more ends on each: 20 ports up to the next base.',
    ],
    files: [{ name: 'lab.yaml', text: textOf(draftWith(base), place), isLab: true }],
    trouble: [],
    goals: [{ goal: 'links' }, { goal: 'clean' }, { goal: 'room', ends: 20 }, { goal: 'lines', most: 1 }],
    hints,
    slips: [anyGapSlip(anyGap), { isMade: (seen) => basesAreEqual(seen) && hasChanged(seen), says: stillEqual }],
    mend: { 'lab.yaml': textOf(draftWith(base + 100), place) },
    because:
      'Each hypervisor has a base of its own now. The lower block ends, with room to spare, before the other begins.',
  };
}
