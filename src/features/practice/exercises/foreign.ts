import type { Random } from '../../../core/teach/random.ts';
import type { Exercise, Place, Staged } from '../exercise.ts';
import { castOf, meshOf } from './cast.ts';
import { type Draft, textOf } from './draft.ts';
import { baseOf, hasChanged } from './slips.ts';

export const foreign: Exercise = {
  id: 'foreign',
  title: 'A port of another program',
  minutes: 5,
  after: ['reading-the-table'],
  generation: 'before-0.2.18',
  stage,
};

const ENDS = 6;

const PROGRAMS = ['backupd', 'printd', 'musicd', 'camerad'];

/** A mesh of three routers, and one of its six ports is taken. */
function stage(random: Random, place: Place): Staged {
  const routers = castOf(random, 3) as [string, string, string];
  const hypervisor = `localhost:${place.control}`;
  const base = place.udp + 4 * random.int(0, 24);
  // Neither the first port, which base + 1 leaves out, nor the last one.
  const held = base + random.int(1, ENDS - 2);
  const program = random.pick(PROGRAMS);
  const links = meshOf(random, routers);
  const draftWith = (baseUdp: number): Draft => ({
    name: 'Three routers and another program',
    hypervisors: [{ address: hypervisor, baseUdp }],
    devices: routers.map((name) => ({ name, hypervisor })),
    links,
  });
  const keep = { goal: 'keep', what: 'program', name: program } as const;
  return {
    story: [
      `Another program, ${program}, runs on this machine. Somebody needs it, so it must go on.`,
      'One link of the lab is dead.',
    ],
    files: [{ name: 'lab.yaml', text: textOf(draftWith(base), place), isLab: true }],
    trouble: [{ trouble: 'held port', port: held, program }],
    goals: [{ goal: 'links' }, keep, { goal: 'lines', most: 1 }],
    hints: [
      'Which program has the port of the end that has no socket?',
      'Dynamips answers 206 to a bind that is refused. It names no owner, and takes no other port instead.',
      'The six ports are base to base + 5. The port of the other program must not be among them.',
    ],
    slips: [
      {
        belief: 'next-free',
        isMade: (seen) => hasChanged(seen) && isWithin(held, baseOf(seen)),
        says: `The six ports begin elsewhere, but port ${held} is still one of them: no counter passes over it.`,
      },
      {
        isMade: ({ isProgramThere }) => !isProgramThere,
        says: `${program} has ended, and its port is free. But ${program} was to go on: press o, and move the lab instead.`,
      },
    ],
    mend: { 'lab.yaml': textOf(draftWith(base + 100), place) },
    because: `The counter begins past port ${held}, so that ${program} and the lab are not in each other's way.`,
  };
}

function isWithin(port: number, base: number | undefined): boolean {
  return base !== undefined && base <= port && port < base + ENDS;
}
