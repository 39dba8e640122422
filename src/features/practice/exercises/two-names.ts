import type { Random } from '../../../core/teach/random.ts';
import type { Exercise, Place, Staged } from '../exercise.ts';
import { castOf, meshOf } from './cast.ts';
import { type Draft, textOf } from './draft.ts';
import { brokenCount, hasChanged } from './slips.ts';

export const twoNames: Exercise = {
  id: 'two-names',
  title: 'One machine, two addresses',
  minutes: 5,
  after: ['two-hosts'],
  generation: 'from-0.2.18',
  stage,
};

/** Two hypervisors of this machine, under two of its addresses. */
function stage(random: Random, place: Place): Staged {
  const [a, b, far] = castOf(random, 3) as [string, string, string];
  const other = `127.0.0.${random.int(2, 9)}`;
  const ports = [place.control, place.control + 1] as const;
  const base = place.udp + 4 * random.int(0, 24);
  const links = meshOf(random, [a, b, far]);
  const draftWith = (host: string): Draft => {
    const addresses = [`127.0.0.1:${ports[0]}`, `${host}:${ports[1]}`] as const;
    return {
      name: 'One machine and two addresses',
      hypervisors: addresses.map((address, index) => ({ address, baseUdp: base + 100 * index })),
      devices: [a, b, far].map((name) => ({ name, hypervisor: addresses[name === far ? 1 : 0] })),
      links,
    };
  };
  return {
    story: [`127.0.0.1 and ${other} are both this machine. Every end has its socket, and still ${far} is cut off.`],
    files: [{ name: 'lab.yaml', text: textOf(draftWith(other), place), isLab: true }],
    trouble: [],
    goals: [{ goal: 'links' }, { goal: 'clean' }, { goal: 'lines', most: 2 }],
    hints: [
      'Compare four addresses: where each of the two ends sends, and what the other one has.',
      'The kernel chooses the address that a socket sends from: 127.0.0.1 towards every 127.x. A peer takes frames of its own peer only.',
      'If both hypervisors have one host, each end is told 127.0.0.1. Write both hosts alike.',
    ],
    slips: [
      {
        isMade: (seen) => hasChanged(seen) && brokenCount(seen) > 0,
        says: 'The ports were no fault. The two ends still send to addresses that the other one does not send from.',
      },
      {
        isMade: (seen) => hasChanged(seen) && brokenCount(seen) === 0 && hostCount(seen) > 1,
        says: 'The frames arrive, by luck. To Dynagen these are still two hosts: write both alike, letter by letter.',
      },
    ],
    mend: { 'lab.yaml': textOf(draftWith('127.0.0.1'), place) },
    because: 'Both hypervisors have one host, so each end is told 127.0.0.1 and sends from 127.0.0.1.',
  };
}

function hostCount({ model }: Parameters<typeof hasChanged>[0]): number {
  return new Set(model?.hypervisors.map(({ host }) => host)).size;
}
