import { fc } from '../property.ts';
import { type RandomLab, randomLabs } from '../random-lab.ts';
import type { PlainLab, PlainLink } from './plain-lab.ts';

/** What a random lab leaves open: switches, written consoles and ports, and what happens afterwards. */
interface Extras {
  readonly switches: readonly boolean[];
  readonly consoles: ReadonlyArray<number | undefined>;
  readonly baseConsoles: readonly number[];
  /** Links that are written with their ports: the first device of the link, and the ports. */
  readonly byHand: ReadonlyArray<readonly [at: number, device: number, local: number, remote: number]>;
  readonly events: ReadonlyArray<readonly [kind: 'remove' | 'add', a: number, b: number]>;
  readonly stops: readonly number[];
}

const HAND_PORT = fc.integer({ min: 30_500, max: 30_503 });

const EXTRAS: fc.Arbitrary<Extras> = fc.record({
  switches: fc.array(fc.boolean(), { minLength: 10, maxLength: 10 }),
  consoles: fc.array(fc.option(fc.integer({ min: 2000, max: 2004 }), { nil: undefined, freq: 4 }), {
    minLength: 10,
    maxLength: 10,
  }),
  baseConsoles: fc.array(fc.integer({ min: 1998, max: 2004 }), { minLength: 6, maxLength: 6 }),
  byHand: fc.array(fc.tuple(fc.nat(8), fc.nat(), HAND_PORT, HAND_PORT), { maxLength: 3 }),
  events: fc.array(fc.tuple(fc.constantFrom('remove' as const, 'add' as const), fc.nat(), fc.nat()), { maxLength: 4 }),
  stops: fc.array(fc.nat(), { maxLength: 1 }),
});

/** Random labs in the plainest terms, small ones, with bases so close together that ranges meet. */
export const PLAIN_LABS: fc.Arbitrary<PlainLab> = fc
  .tuple(
    randomLabs({
      hosts: ['localhost', '10.0.0.1', '10.0.0.2', 'localhost'],
      baseUdp: fc.constantFrom(10_000, 10_000, 10_002, 10_005, 10_100),
      maxLinks: 8,
    }),
    EXTRAS,
  )
  .map(([random, extras]) => plainLab(random, extras));

function plainLab(random: RandomLab, extras: Extras): PlainLab {
  const { switches, consoles, baseConsoles } = extras;
  const devices = random.devices.map((on, index) => {
    const isRouter = switches[index] !== true || index % 2 === 0;
    const console = isRouter ? consoles[index] : undefined;
    return { name: `${isRouter ? 'R' : 'SW'}${index}`, isRouter, on, ...(console !== undefined && { console }) };
  });
  let interfaces = 0;
  const end = (device: number) => {
    const index = device % devices.length;
    // No interface is used twice.
    const number = interfaces++;
    return { device: index, interface: devices[index]?.isRouter ? `f${number}/0` : `${number}` };
  };
  const links: PlainLink[] = random.links.map(([a, b]) => ({ a: end(a), b: end(b) }));
  for (const [at, device, local, remote] of extras.byHand) {
    const link = { a: end(device), b: { local, remoteHost: '127.0.0.1', remote } };
    links.splice(at % (links.length + 1), 0, link);
  }
  return {
    hypervisors: random.hypervisors.map(({ host, baseUdp }, index) => ({
      host,
      control: 7200 + index,
      base: baseUdp,
      baseConsole: baseConsoles[index] ?? 2000,
    })),
    devices,
    links,
    events: eventsOf(links, extras, (a, b) => ({ a: end(a), b: end(b) }), random.hypervisors.length),
  };
}

function eventsOf(
  links: readonly PlainLink[],
  { events, stops }: Extras,
  connect: (a: number, b: number) => PlainLink,
  hypervisors: number,
): PlainLab['events'] {
  const there = [...links];
  const all: Array<PlainLab['events'][number]> = [];
  for (const [kind, a, b] of events) {
    if (kind === 'add') {
      const link = connect(a, b);
      there.push(link);
      all.push({ add: link });
      continue;
    }
    const [remove] = there.splice(a % Math.max(1, there.length), 1);
    if (remove !== undefined) all.push({ remove });
  }
  return [...all, ...stops.map((stop) => ({ stop: stop % hypervisors }))];
}

/** The same lab without ports that are written in it. */
export function withoutByHand(lab: PlainLab): PlainLab {
  const isGiven = (link: PlainLink): boolean => !('local' in link.b);
  return {
    ...lab,
    links: lab.links.filter(isGiven),
    events: lab.events.filter((event) => !('remove' in event) || isGiven(event.remove)),
  };
}
