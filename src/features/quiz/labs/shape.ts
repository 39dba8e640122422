import type { Difficulty, Topic } from '../topics.ts';

/** What a random lab has. */
export interface Shape {
  readonly hypervisors: readonly [fewest: number, most: number];
  readonly routers: readonly [fewest: number, most: number];
  readonly links: readonly [fewest: number, most: number];
  /** How the bases of one host lie: a hundred apart, all one, a few ports apart, or any of these. */
  readonly bases: 'apart' | 'same' | 'near' | 'any';
  readonly hosts: 1 | 2;
  /** A link that is removed and one that is added, a hypervisor that stops, two links by hand. */
  readonly extras: ReadonlyArray<'again' | 'stop' | 'by hand'>;
  /** True where a GNS3 server gives the ports, and the routers have a uBridge. */
  readonly isPool: boolean;
  /** True where some routers have a console of their own in the file. */
  readonly hasConsoles: boolean;
}

const ONE: Shape = {
  hypervisors: [1, 1],
  routers: [2, 3],
  links: [1, 3],
  bases: 'apart',
  hosts: 1,
  extras: [],
  isPool: false,
  hasConsoles: false,
};
const TWO: Shape = { ...ONE, hypervisors: [2, 2], links: [2, 3] };
const MANY: Shape = { ...TWO, routers: [3, 4], links: [3, 4], bases: 'any' };
const POOL: Shape = { ...ONE, routers: [2, 2], links: [1, 1], isPool: true };

/**
 * How large the lab of a question is, and what happens in it. A topic that one hypervisor cannot show has two
 * of them also where it is easy.
 */
export const SHAPES: Readonly<Record<Topic, Readonly<Record<Difficulty, Shape>>>> = {
  ports: { easy: ONE, medium: { ...TWO, bases: 'any' }, hard: { ...MANY, extras: ['again', 'by hand'] } },
  rows: {
    easy: { ...ONE, routers: [3, 3], links: [2, 3] },
    medium: { ...TWO, routers: [3, 3], extras: ['stop'] },
    hard: { ...MANY, extras: ['stop', 'again'] },
  },
  frames: { easy: { ...TWO, links: [1, 2], bases: 'same' }, medium: { ...TWO, bases: 'any' }, hard: MANY },
  consoles: {
    easy: { ...TWO, routers: [3, 3], links: [1, 2] },
    medium: { ...TWO, routers: [3, 4] },
    hard: { ...MANY, hypervisors: [2, 3], hasConsoles: true },
  },
  bases: {
    easy: { ...TWO, links: [1, 2], bases: 'same' },
    medium: { ...TWO, bases: 'any' },
    hard: { ...MANY, hypervisors: [2, 3] },
  },
  firewall: {
    easy: { ...TWO, links: [1, 2], hosts: 2, bases: 'any' },
    medium: { ...TWO, hosts: 2, bases: 'any' },
    hard: { ...MANY, hosts: 2 },
  },
  gns3: {
    easy: POOL,
    medium: { ...POOL, routers: [2, 3], links: [2, 2] },
    hard: { ...POOL, routers: [3, 3], links: [2, 3] },
  },
};
