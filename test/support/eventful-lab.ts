import type { Lab } from '../../src/core/lab/lab.ts';
import { fc } from './property.ts';
import { scenarioLab } from './read.ts';

const device = fc.integer({ min: 0, max: 6 }).map((number) => (number === 6 ? 'nosuch' : `R${number}`));
/** Few interfaces, so that some are in use already, and some links lead back to themselves. */
const end = fc.tuple(device, fc.integer({ min: 0, max: 5 })).map(([name, port]) => `${name} f${port}/0`);
const nio = fc.constantFrom('NIO_udp:30000:127.0.0.1:30001', 'NIO_udp:30001:127.0.0.1:30000', 'NIO_tap:tap1');
const link = fc.tuple(end, fc.oneof({ weight: 6, arbitrary: end }, nio, fc.constantFrom('LAN 1', 'LAN 2')));
const linkText = link.map(([a, b]) => `${a} -- ${b}`);

/** A lab with faulty links, explicit NIOs, LANs, removed and added links, and hypervisors that stop. */
export interface EventfulLab {
  readonly hypervisors: readonly string[];
  readonly links: readonly string[];
  readonly added: readonly string[];
  readonly removed: readonly number[];
  readonly stopped: readonly number[];
}

export const EVENTFUL_LABS: fc.Arbitrary<EventfulLab> = fc.record({
  hypervisors: fc.uniqueArray(fc.constantFrom('a:7200', 'a:7201', 'b:7200', '127.0.0.1:7200'), { minLength: 1 }),
  links: fc.array(linkText, { maxLength: 20 }),
  added: fc.array(linkText, { maxLength: 5 }),
  removed: fc.array(fc.nat(), { maxLength: 5 }),
  stopped: fc.array(fc.nat(), { maxLength: 2 }),
});

/** Its scenario; of the links that can be removed those with these numbers are. */
export function eventfulLab({ hypervisors, links, added, removed, stopped }: EventfulLab): Lab {
  const scenario = (events: readonly object[]): Lab =>
    scenarioLab(
      JSON.stringify({
        hypervisors: hypervisors.map((address) => ({ address, baseUdp: 10_000 })),
        devices: Array.from({ length: 6 }, (_, index) => ({
          name: `R${index}`,
          hypervisor: hypervisors[index % hypervisors.length],
        })),
        links,
        events,
      }),
    );
  const made = scenario([]).links.filter(({ fault }) => fault === undefined);
  const gone = new Set(made.length === 0 ? [] : removed.map((number) => made[number % made.length]?.name ?? ''));
  return scenario([
    ...[...gone].map((remove) => ({ remove })),
    ...added.map((add) => ({ add })),
    ...stopped.map((number) => ({ stop: hypervisors[number % hypervisors.length] })),
    ...added.map((add) => ({ add: add.replaceAll('f', 'g') })),
  ]);
}
