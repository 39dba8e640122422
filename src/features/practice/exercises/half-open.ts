import type { Random } from '../../../core/teach/random.ts';
import type { Exercise, Place, Staged } from '../exercise.ts';
import { castOf, meshOf } from './cast.ts';
import { textOf } from './draft.ts';
import { hasChanged } from './slips.ts';

export const halfOpen: Exercise = {
  id: 'half-open',
  title: 'Half of a link',
  minutes: 3,
  after: ['reading-the-table'],
  generation: 'from-0.2.18',
  stage,
};

/** The file is right; one hypervisor was started again, and has forgotten its NIOs. */
function stage(random: Random, place: Place): Staged {
  const [a, b, far] = castOf(random, 3) as [string, string, string];
  const addresses = random.shuffled([`localhost:${place.control}`, `localhost:${place.control + 1}`]) as [
    string,
    string,
  ];
  const [near, gone] = addresses;
  const base = place.udp + 4 * random.int(0, 24);
  const links = meshOf(random, [a, b, far]);
  const text = textOf(
    {
      name: 'Half of a link',
      hypervisors: [...addresses].sort().map((address, index) => ({ address, baseUdp: base + 100 * index })),
      devices: [a, b, far].map((name) => ({ name, hypervisor: name === far ? gone : near })),
      links,
    },
    place,
  );
  return {
    story: [
      'This lab was well until a moment ago. The file has not changed.',
      'Two of its three links are dead now. Get them back without changing the file.',
    ],
    files: [{ name: 'lab.yaml', text, isLab: true }],
    trouble: [{ trouble: 'started again', hypervisor: gone }],
    goals: [{ goal: 'links' }, { goal: 'lines', most: 0 }],
    hints: [
      'Is a socket missing, or is one wrong? Look at the end that has none.',
      'A hypervisor that was started again has no NIOs. The other one keeps its own, and is told nothing.',
      'The file is right. What it says must be made once more: press r.',
    ],
    slips: [
      {
        belief: 'stop-is-told',
        isMade: hasChanged,
        says: 'The links are there again because the lab was loaded again. The new number had no part in it: put it back.',
      },
    ],
    mend: {},
    because: 'Loading the lab again makes the NIOs that the hypervisor had forgotten. No number was wrong.',
  };
}
