import type { Random } from '../../../core/teach/random.ts';
import type { Exercise, Place, Slip, Staged } from '../exercise.ts';
import { castOf, eitherWay, Interfaces } from './cast.ts';
import { AUX_ABOVE, type Draft, textOf } from './draft.ts';
import { basesAreEqual, blocksMeet, hasChanged } from './slips.ts';

export const twoLabs: Exercise = {
  id: 'two-labs',
  title: 'Two labs at once',
  minutes: 5,
  after: ['same-base-new'],
  generation: 'from-0.2.18',
  stage,
};

const [MORNING, AFTERNOON] = ['morning.yaml', 'afternoon.yaml'] as const;

/** Two labs, each well by itself, that count from one base on one machine. */
function stage(random: Random, place: Place): Staged {
  const names = castOf(random, 5) as [string, string, string, string, string];
  const [m1, m2, m3, n1, n2] = names;
  const base = place.udp + 4 * random.int(0, 24);
  const plug = new Interfaces();
  const morning: Draft = {
    name: 'Morning',
    hypervisors: [{ address: `localhost:${place.control}`, baseUdp: base, ...consolesFrom(place.console) }],
    devices: [m1, m2, m3].map((name) => ({ name, hypervisor: `localhost:${place.control}` })),
    links: random
      .shuffled<readonly [string, string]>([
        [m1, m2],
        [m2, m3],
      ])
      .map(([one, other]) => plug.link(...eitherWay(random, one, other))),
  };
  const links = [plug.link(...eitherWay(random, n1, n2))];
  const afternoonWith = (baseUdp: number): Draft => ({
    name: 'Afternoon',
    hypervisors: [{ address: `localhost:${place.control + 1}`, baseUdp, ...consolesFrom(place.console + 10) }],
    devices: [n1, n2].map((name) => ({ name, hypervisor: `localhost:${place.control + 1}` })),
    links,
  });
  const [starving = ''] = morning.links;
  return {
    story: [
      `${MORNING} was well until ${AFTERNOON} was started on the same machine. Now two links are broken.`,
      `${MORNING} is somebody else's: leave it as it is.`,
    ],
    files: [
      { name: MORNING, text: textOf(morning, place), isLab: true },
      { name: AFTERNOON, text: textOf(afternoonWith(base), place), isLab: true },
    ],
    trouble: [],
    goals: [
      { goal: 'links' },
      { goal: 'clean' },
      { goal: 'keep', what: 'file', name: MORNING },
      { goal: 'lines', most: 1 },
    ],
    hints: [
      'Which router hears nothing any more, and who has the same ports as it?',
      'Each file counts from its own base, and knows nothing of the other file.',
      `${MORNING} has four ends. Take a base for ${AFTERNOON} that is past its ports.`,
    ],
    slips: slipsOf(starving),
    mend: { [AFTERNOON]: textOf(afternoonWith(base + 100), place) },
    because: 'Labs that run at once on one machine share its ports: each needs a base past those of the other.',
  };
}

function consolesFrom(first: number): { baseConsole: number; baseAux: number } {
  return { baseConsole: first, baseAux: first + AUX_ABOVE };
}

function slipsOf(starving: string): Slip[] {
  return [
    {
      belief: 'any-gap-will-do',
      isMade: (seen) => hasChanged(seen) && blocksMeet(seen),
      says: 'The two blocks of ports still meet: a port that one lab gives is given by the other one too.',
    },
    {
      belief: 'base-console-too',
      isMade: (seen) => hasChanged(seen) && basesAreEqual(seen),
      says: `Both labs still count their UDP ports from one base: ${starving} still hears nothing. Consoles and control ports have no part in it.`,
    },
  ];
}
