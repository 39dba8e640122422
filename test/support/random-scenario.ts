import type { Lab } from '../../src/core/lab/lab.ts';
import { fc } from './property.ts';
import { scenarioLab } from './read.ts';

/** Around everything that a base may lie in, and near each other. */
const BASES = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 10_000, max: 10_060 }) },
  fc.constantFrom(900, 1020, 9_990, 19_990, 20_000, 20_995, 29_995, 30_000, 32_760, 40_000, 60_000, 60_995, 65_530),
);
/** Consoles that meet each other, control ports, and what is behind the last port. */
const CONSOLES = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 2000, max: 2012 }) },
  fc.constantFrom(7200, 7201, 7203, 65_530, 65_540, 23),
);
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });

const HYPERVISOR = fc.record({
  host: fc.constantFrom('127.0.0.1', '127.0.0.1', '10.0.0.7'),
  port: fc.integer({ min: 7200, max: 7205 }),
  baseUdp: maybe(BASES),
  baseConsole: maybe(CONSOLES),
  baseAux: maybe(CONSOLES),
});

const LAB = fc.record({
  hypervisors: fc.uniqueArray(HYPERVISOR, {
    minLength: 1,
    maxLength: 6,
    selector: ({ host, port }) => `${host}:${port}`,
  }),
  devices: fc.array(fc.record({ on: fc.nat(), console: maybe(CONSOLES), aux: maybe(CONSOLES) }), {
    minLength: 1,
    maxLength: 8,
  }),
  links: fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 20 }),
  tunnels: fc.array(fc.tuple(fc.nat(), fc.integer({ min: 9_995, max: 10_080 })), { maxLength: 2 }),
});

type RandomScenario = typeof LAB extends fc.Arbitrary<infer T> ? T : never;

/**
 * The texts of labs that run at once, with bases, consoles and control ports that get in each other's way.
 */
export const RANDOM_SCENARIOS: fc.Arbitrary<string[]> = fc
  .array(LAB, { minLength: 1, maxLength: 2 })
  .map((all) => all.map(textOf));

/** The labs of such texts. */
export function scenariosOf(texts: readonly string[]): Lab[] {
  return texts.map((text, index) => scenarioLab(text, `lab ${index}.yaml`));
}

function textOf({ hypervisors, devices, links, tunnels }: RandomScenario, number: number): string {
  const addresses = hypervisors.map(({ host, port }) => `${host}:${port}`);
  const written = (values: Record<string, number | undefined>): string =>
    Object.entries(values)
      .flatMap(([key, value]) => (value === undefined ? [] : `, ${key}: ${value}`))
      .join('');
  const device = (index: number): string => `R${index % devices.length}`;
  return [
    `name: lab ${number}`,
    'hypervisors:',
    ...hypervisors.map(
      ({ host: _, port: __, ...bases }, index) => `  - { address: "${addresses[index]}"${written(bases)} }`,
    ),
    'devices:',
    ...devices.map(
      ({ on, ...ports }, index) =>
        `  - { name: R${index}, hypervisor: "${addresses[on % addresses.length]}"${written(ports)} }`,
    ),
    links.length + tunnels.length === 0 ? 'links: []' : 'links:',
    ...links.map(([a, b], index) => `  - ${device(a)} f${index}/0 -- ${device(b)} f${index}/1`),
    ...tunnels.map(([a, port], index) => `  - ${device(a)} s${index}/0 -- NIO_udp:${port}:10.9.9.9:${port}`),
  ].join('\n');
}
