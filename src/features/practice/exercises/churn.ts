import type { Random } from '../../../core/teach/random.ts';
import type { Exercise, Place, Staged } from '../exercise.ts';
import { castOf, eitherWay } from './cast.ts';
import { type Draft, textOf } from './draft.ts';
import { eventsAreKept, hasChanged, hasNoRoom } from './slips.ts';

export const churn: Exercise = {
  id: 'churn',
  title: 'Made again and again',
  minutes: 5,
  after: ['made-again', 'full-block'],
  generation: 'from-0.2.18',
  stage,
};

/** One link is deleted and made again, until its ports are those of the next hypervisor. */
function stage(random: Random, place: Place): Staged {
  const [a1, a2, b1, b2] = castOf(random, 4) as [string, string, string, string];
  const addresses = [`localhost:${place.control}`, `localhost:${place.control + 1}`] as const;
  const base = place.udp + 4 * random.int(0, 24);
  const times = random.int(3, 5);
  const [one, other] = eitherWay(random, a1, a2);
  const again = `${one} f0/0 -- ${other} f0/0`;
  const [left, right] = eitherWay(random, b1, b2);
  const links = random.shuffled([again, `${left} f0/0 -- ${right} f0/0`]);
  const events = Array.from({ length: times - 1 }, () => [`remove: ${again}`, `add: ${again}`]).flat();
  const draftWith = (second: number): Draft => ({
    name: 'Made again and again',
    hypervisors: [
      { address: addresses[0], baseUdp: base },
      { address: addresses[1], baseUdp: second },
    ],
    devices: [a1, a2, b1, b2].map((name, index) => ({ name, hypervisor: addresses[index < 2 ? 0 : 1] })),
    links,
    events,
  });
  const textWith = (second: number): string => textOf(draftWith(second), place);
  return {
    story: [
      `The link of ${one} and ${other} was deleted and made again: see the events at the end of the file.`,
      'Since the last time two links are broken. The events are history: they stay.',
    ],
    files: [{ name: 'lab.yaml', text: textWith(base + 2 * (times - 1)), isLab: true }],
    trouble: [],
    goals: [
      { goal: 'links' },
      { goal: 'clean' },
      { goal: 'room', ends: 20 },
      { goal: 'keep', what: 'events', name: 'lab.yaml' },
      { goal: 'lines', most: 1 },
    ],
    hints: [
      'What is the next port of the first hypervisor after the last event?',
      'Counters never go down: a port that was given once is not given again.',
      'A link takes two ports each time that it is made. Count the times, and leave room for 20 more ends.',
    ],
    slips: [
      {
        belief: 'ports-come-back',
        isMade: (seen) => hasChanged(seen) && eventsAreKept(seen) && hasNoRoom(seen, 20),
        says: 'The first counter stands at the next base, or near it. It never goes down: leave room for 20 more ends.',
      },
      {
        isMade: (seen) => !eventsAreKept(seen),
        says: 'Without the events it looks well, but they have happened. The lab must bear them.',
      },
    ],
    mend: { 'lab.yaml': textWith(base + 100) },
    because: `The link was made ${times} times, so the first counter has given ${2 * times} ports. The second base is far past them.`,
  };
}
