import { type Generation, LATEST_VERSION } from '../../../core/kernel/dynamips-version.ts';
import type {
  ScenarioDevice,
  ScenarioEvent,
  ScenarioFile,
  ScenarioHypervisor,
} from '../../../core/lab/scenario/scenario-file.ts';
import { present } from '../../../core/present.ts';
import type { Random } from '../../../core/teach/random.ts';
import type { Shape } from './shape.ts';

/** Bases that are easy to count from. */
const BASES = [10_000, 12_000, 14_000, 15_000, 18_000];
/** How far apart bases lie that do not meet. */
const GAP = 100;
const BASE_CONSOLE = 2000;
const HOSTS = ['10.0.0.1', '10.0.0.2'];
/** Names that are in order, and names that are in any: neither says which port a router gets. */
const IN_ORDER = ['R1', 'R2', 'R3', 'R4'];
const IN_ANY_ORDER = [
  ['A', 'B', 'C', 'D'],
  ['Bern', 'Lima', 'Oslo', 'Rome'],
];

/** A lab of this shape: which of all that there are, the random choices say. */
export function randomScenario(shape: Shape, generation: Generation, random: Random): ScenarioFile {
  const hypervisors = hypervisorsOf(shape, random);
  const devices = devicesOf(shape, hypervisors, random);
  const wires = new Wires(devices.map(({ name }) => name));
  const count = random.int(...shape.links);
  const links = Array.from({ length: count }, (_, index) => wires.link(index, random));
  const extra = shape.extras.length === 0 ? undefined : random.pick(shape.extras);
  if (extra === 'by hand') links.push(...wires.byHand(random));
  return present({
    allocator: shape.isPool ? ('gns3-server-2.2.3' as const) : undefined,
    dynamips: LATEST_VERSION[generation],
    hypervisors,
    devices,
    links: random.shuffled(links),
    events: extra === 'by hand' ? undefined : eventsOf(extra, { hypervisors, links, wires }, random),
  });
}

function hypervisorsOf(
  { hypervisors, bases, hosts, isPool, hasConsoles }: Shape,
  random: Random,
): ScenarioHypervisor[] {
  const count = random.int(...hypervisors);
  const first = random.pick(BASES);
  const relation = bases === 'any' ? random.pick(['apart', 'same', 'near'] as const) : bases;
  const step = relation === 'apart' ? GAP : relation === 'same' ? 0 : random.int(1, 2);
  // Consoles written in a file show more where two hypervisors count from different numbers.
  const consoleStep = hasConsoles ? random.pick([0, 0, 100]) : 0;
  return Array.from({ length: count }, (_, index) => {
    const host = hosts === 1 ? 'localhost' : (HOSTS[index % HOSTS.length] as string);
    return present({
      address: `${host}:${7200 + (hosts === 1 ? index : Math.floor(index / HOSTS.length))}`,
      baseUdp: isPool ? undefined : first + index * step,
      baseConsole: isPool ? undefined : BASE_CONSOLE + index * consoleStep,
    });
  });
}

/** Routers, at least one on each hypervisor. */
function devicesOf(shape: Shape, hypervisors: readonly ScenarioHypervisor[], random: Random): ScenarioDevice[] {
  const count = Math.max(random.int(...shape.routers), hypervisors.length);
  const places = Array.from({ length: count }, (_, index) =>
    index < hypervisors.length ? index : random.int(0, hypervisors.length - 1),
  );
  const written = shape.hasConsoles ? random.int(0, count - 1) : -1;
  const names = random.pick([IN_ORDER, random.shuffled(random.pick(IN_ANY_ORDER))]);
  return random.shuffled(places).map((place, index) =>
    present({
      name: names[index] as string,
      hypervisor: hypervisors[place]?.address,
      console: index === written ? BASE_CONSOLE + random.int(0, count) : undefined,
    }),
  );
}

/** Links between routers, each end at an interface of its own. */
class Wires {
  private readonly used = new Map<string, number>();
  private readonly names: readonly string[];

  constructor(names: readonly string[]) {
    this.names = names;
  }

  /** The first links touch each router; which end is written first is chance. */
  link(index: number, random: Random): string {
    const first = this.names[index % this.names.length] as string;
    const others = this.names.filter((name) => name !== first);
    const second = index === 0 ? (this.names[1] as string) : random.pick(others);
    const [a, b] = random.shuffled([first, second]) as [string, string];
    return `${this.end(a)} -- ${this.end(b)}`;
  }

  /** Two ends by hand that fit, or of which one does not. */
  byHand(random: Random): [string, string] {
    const [a, b] = random.shuffled(this.names) as [string, string];
    const port = random.pick([30_000, 31_000, 32_000]);
    const wanted = random.pick([port + 1, port + 1, port + 2]);
    return [
      `${this.end(a)} -- NIO_udp:${port}:127.0.0.1:${wanted}`,
      `${this.end(b)} -- NIO_udp:${port + 1}:127.0.0.1:${port}`,
    ];
  }

  private end(name: string): string {
    const next = this.used.get(name) ?? 0;
    this.used.set(name, next + 1);
    return `${name} f${next}/0`;
  }
}

interface Made {
  readonly hypervisors: readonly ScenarioHypervisor[];
  readonly links: readonly string[];
  readonly wires: Wires;
}

function eventsOf(extra: 'again' | 'stop' | undefined, made: Made, random: Random): ScenarioEvent[] | undefined {
  if (extra === undefined) return undefined;
  if (extra === 'stop') return [{ stop: random.pick(made.hypervisors).address }];
  return [{ remove: random.pick(made.links) }, { add: made.wires.link(0, random) }];
}
