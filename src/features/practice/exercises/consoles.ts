import type { Random } from '../../../core/teach/random.ts';
import type { Exercise, Place, Staged } from '../exercise.ts';
import { castOf, Interfaces } from './cast.ts';
import { AUX_ABOVE, type Draft, textOf } from './draft.ts';
import { consolesClash, hasChanged } from './slips.ts';

export const consoles: Exercise = {
  id: 'consoles',
  title: 'Two routers, one console',
  minutes: 4,
  after: ['consoles'],
  generation: 'from-0.2.18',
  stage,
};

/** One router has a console written that another one gets by its number. */
function stage(random: Random, place: Place): Staged {
  const routers = castOf(random, 4) as [string, string, string, string];
  const addresses = [`localhost:${place.control}`, `localhost:${place.control + 1}`] as const;
  const first = place.console + random.int(0, 8);
  // The one that is written comes later in the file; else the other one would pass over it.
  const late = random.int(2, 3);
  const early = random.int(0, late - 1);
  const [lower, upper] = [place.udp, place.udp + 100];
  const plug = new Interfaces();
  const homes = routers.map((_, index) => (index === 0 ? 0 : index === late ? 1 : random.int(0, 1)));
  const link = plug.link(routers[0], routers[late] as string);
  const draftWith = (console: number | undefined): Draft => ({
    name: 'Consoles',
    hypervisors: [lower, upper].map((baseUdp, index) => ({
      address: addresses[index] as string,
      baseUdp,
      baseConsole: first,
      baseAux: first + AUX_ABOVE,
    })),
    devices: routers.map((name, index) => ({
      name,
      hypervisor: addresses[homes[index] ?? 0] as string,
      ...(index === late && console !== undefined && { console }),
    })),
    links: [link],
  });
  const [taken, twin] = [first + early, routers[late]];
  return {
    story: [
      `Who opens the console of ${twin} meets another router. No error was shown.`,
      'Both hypervisors have one base console, which is no fault: routers are numbered over the whole lab.',
    ],
    files: [{ name: 'lab.yaml', text: textOf(draftWith(taken), place), isLab: true }],
    trouble: [],
    goals: [{ goal: 'consoles' }, { goal: 'clean' }, { goal: 'lines', most: 1 }],
    hints: [
      `Which name answers on TCP port ${taken}?`,
      'A console is base console + number of the router, counted from 0 over the whole lab. What is written wins, taken or not.',
      'List the consoles and the AUX ports of all four routers: any number that is on neither list is free.',
    ],
    slips: [
      {
        belief: 'base-console-too',
        isMade: (seen) => hasChanged(seen) && consolesClash(seen),
        says: `Two routers still claim one TCP port, a console or an AUX port. Only the router that was started first has it.`,
      },
    ],
    mend: { 'lab.yaml': textOf(draftWith(undefined), place) },
    because: `Without a number of its own ${twin} gets base console + its number, which no other router has.`,
  };
}
