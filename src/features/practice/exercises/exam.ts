import type { Random } from '../../../core/teach/random.ts';
import type { Exercise, Place, Staged } from '../exercise.ts';
import { castOf } from './cast.ts';
import { AUX_ABOVE, type Draft, textOf } from './draft.ts';
import { anyGapSlip, basesAreEqual, brokenCount, consolesClash, hasChanged } from './slips.ts';

export const exam: Exercise = {
  id: 'exam',
  title: 'Three faults at once',
  minutes: 8,
  after: ['same-base-new', 'consoles', 'by-hand'],
  generation: 'from-0.2.18',
  stage,
};

/** What differs between the lab as it is and as it should be. */
interface Numbers {
  readonly second: number;
  readonly console: number | undefined;
  /** Where the second of the two ends by hand sends to. */
  readonly remote: number;
}

function stage(random: Random, place: Place): Staged {
  const [one, far, two] = castOf(random, 3) as [string, string, string];
  const addresses = [`localhost:${place.control}`, `localhost:${place.control + 1}`] as const;
  const base = place.udp + 4 * random.int(0, 24);
  const first = place.console + random.int(0, 8);
  const hand = { one: place.udp + 250 + random.int(0, 9), two: place.udp + 280 + random.int(0, 9) };
  const draftWith = ({ second, console, remote }: Numbers): Draft => ({
    name: 'Three faults',
    hypervisors: [base, second].map((baseUdp, index) => ({
      address: addresses[index] as string,
      baseUdp,
      baseConsole: first,
      baseAux: first + AUX_ABOVE,
    })),
    devices: [
      { name: one, hypervisor: addresses[0] },
      { name: far, hypervisor: addresses[1] },
      { name: two, hypervisor: addresses[0], ...(console !== undefined && { console }) },
    ],
    links: [
      `${one} f0/0 -- ${far} f0/0`,
      `${two} f1/0 -- ${one} f1/0`,
      `${far} f1/0 -- ${two} f0/0`,
      `${one} f2/0 -- NIO_udp:${hand.one}:127.0.0.1:${hand.two}`,
      `${two} f2/0 -- NIO_udp:${hand.two}:127.0.0.1:${remote}`,
    ],
  });
  // One digit is another one: the tens.
  const slipped = hand.one + 10 * random.pick([-1, 1, 2]);
  const broken = { second: base, console: first + random.int(0, 1), remote: slipped };
  return {
    story: ['Three faults of three kinds are in this lab. Each is mended in one line.'],
    files: [{ name: 'lab.yaml', text: textOf(draftWith(broken), place), isLab: true }],
    trouble: [],
    goals: [{ goal: 'links' }, { goal: 'clean' }, { goal: 'consoles' }, { goal: 'lines', most: 3 }],
    hints: [
      'Press l: it says of each broken link what was expected and what is there.',
      'Three different kinds: a base, a pair of ports by hand, and a TCP port that links do not show.',
      'A base past the other block. REMOTE of one line is LOCAL of the other. A console is base console + number.',
    ],
    slips: [
      anyGapSlip('Two blocks of ports meet: the links look well, by luck, and up to 0.2.17 an end would be refused.'),
      {
        isMade: (seen) => hasChanged(seen) && !basesAreEqual(seen) && brokenCount(seen) > 0,
        says: 'The bases are apart now. The two ends by hand still do not name each other.',
      },
      {
        isMade: (seen) => hasChanged(seen) && brokenCount(seen) === 0 && consolesClash(seen),
        says: 'All links are well. Two routers still claim one console, and links do not show consoles.',
      },
    ],
    mend: { 'lab.yaml': textOf(draftWith({ second: base + 100, console: undefined, remote: hand.one }), place) },
    because: 'Each hypervisor has its own base, each router its own console, and by hand each end names the other.',
  };
}
