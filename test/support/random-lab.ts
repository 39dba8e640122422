import type { Device, Hypervisor, Lab, LabEvent, Link } from '../../src/core/lab/lab.ts';
import { type Connection, Wiring } from '../../src/core/lab/wiring.ts';
import { fc } from './property.ts';

/**
 * A random lab in the plainest terms: what a lab file would say, before any reader or allocator has touched
 * it.
 */
export interface RandomLab {
  readonly hypervisors: ReadonlyArray<{ readonly host: string; readonly baseUdp: number }>;
  /** Index of the hypervisor of each device. */
  readonly devices: readonly number[];
  /** Pairs of device indexes; the two ends may be one device. */
  readonly links: ReadonlyArray<readonly [number, number]>;
}

const HOSTS = ['127.0.0.1', 'localhost', 'alpha', 'beta', '10.0.0.7'];

export interface RandomLabShape {
  readonly hosts?: readonly string[];
  readonly baseUdp?: fc.Arbitrary<number>;
  readonly maxLinks?: number;
}

/** Random labs; by default bases are close together, so that ranges meet often. */
export function randomLabs({
  hosts = HOSTS,
  baseUdp = fc.integer({ min: 10_000, max: 10_040 }),
  maxLinks = 25,
}: RandomLabShape = {}): fc.Arbitrary<RandomLab> {
  return fc
    .record({
      hypervisors: fc.array(fc.record({ host: fc.constantFrom(...hosts), baseUdp }), { minLength: 1, maxLength: 6 }),
      devices: fc.array(fc.nat(), { minLength: 1, maxLength: 10 }),
      links: fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: maxLinks }),
    })
    .map(({ hypervisors, devices, links }) => ({
      hypervisors,
      devices: devices.map((number) => number % hypervisors.length),
      links: links.map(([a, b]) => [a % devices.length, b % devices.length] as const),
    }));
}

/** The hypervisors of a random lab: each on a TCP port of its own. */
function hypervisorsOf(random: RandomLab): Hypervisor[] {
  return random.hypervisors.map(({ host, baseUdp }, index) => ({
    kind: 'dynamips',
    host,
    port: 7200 + index,
    name: `${host}:${7200 + index}`,
    baseUdp,
    baseConsole: 2000,
    baseAux: 2100,
  }));
}

/**
 * The interface that the n-th link of a random lab uses at its first (0) or second (1) end: no two links
 * share one.
 */
function interfaceOf(link: number, end: 0 | 1): string {
  return `f${link}/${end}`;
}

/**
 * Builds the lab of a random lab. Then, as events, the links with the numbers in `removed` go, and as many
 * new ones as `added` says come between the first device and itself.
 */
export function labOf(random: RandomLab, removed: readonly number[] = [], added = 0): Lab {
  const hypervisors = hypervisorsOf(random);
  const devices = random.devices.map(
    (hypervisor, index): Device => ({
      name: `R${index}`,
      kind: 'router',
      hypervisor: hypervisors[hypervisor] as Hypervisor,
    }),
  );
  const wiring = new Wiring(new Map(devices.map((device) => [device.name, device])));
  const connection = ([a, b]: readonly [number, number], number: number): Connection => ({
    deviceName: `R${a}`,
    interface: interfaceOf(number, 0),
    to: { deviceName: `R${b}`, interface: interfaceOf(number, 1) },
  });
  const connections = random.links.map(connection);
  const links = connections.map((one) => wiring.connect(one) as Link);
  const events: LabEvent[] = removed.map((index) => ({
    type: 'remove',
    link: wiring.disconnect(connections[index] as Connection) as Link,
  }));
  for (let number = 0; number < added; number++) {
    events.push({ type: 'add', link: wiring.connect(connection([0, 0], random.links.length + number)) as Link });
  }
  return { name: 'random', file: 'random', format: 'scenario', hypervisors, images: [], devices, links, events };
}
