import { expectedLinks } from '../../../core/allocation/expected-links.ts';
import { readLab } from '../../../core/lab/read-lab.ts';
import { LabModel } from '../../../core/model/lab-model.ts';
import type { Random } from '../../../core/teach/random.ts';
import type { Exercise, Place, Seen, Slip, Staged } from '../exercise.ts';
import { readPortTable } from '../port-table.ts';
import { castOf, meshOf } from './cast.ts';
import { type Draft, textOf } from './draft.ts';

const LAB = 'lab.yaml';
const TABLE = 'ports.yaml';

export const count: Exercise = {
  id: 'count',
  title: 'Count the ports',
  minutes: 4,
  after: ['three-routers'],
  generation: 'from-0.2.18',
  stage,
};

/** A mesh of three routers on one hypervisor, in any order of links. */
function stage(random: Random, place: Place): Staged {
  const routers = castOf(random, 3) as [string, string, string];
  const hypervisor = `localhost:${place.control}`;
  const base = place.udp + 4 * random.int(0, 24);
  const links = meshOf(random, routers);
  const draft: Draft = {
    name: 'Three routers',
    hypervisors: [{ address: hypervisor, baseUdp: base }],
    devices: routers.map((name) => ({ name, hypervisor })),
    links,
  };
  const lab = textOf(draft, place);
  const ends = routers.flatMap((router) =>
    links
      .flatMap((link) => link.split(' -- '))
      .filter((end) => end.startsWith(`${router} `))
      .sort(),
  );
  return {
    story: [
      `${LAB} in the same folder has the links. Before the lab starts, say which UDP port each end will get:`,
      `write the six numbers into ${TABLE} and save. Then the lab starts.`,
    ],
    files: [
      { name: LAB, text: lab, isLab: true },
      { name: TABLE, text: tableText(ends), isLab: false },
    ],
    trouble: [{ trouble: 'not loaded' }],
    goals: [
      { goal: 'ports', file: TABLE },
      { goal: 'keep', what: 'file', name: LAB },
    ],
    hints: [
      'Go through the links in the order of their lines, not router by router.',
      'In each link the end on the left gets its port first, then the end on the right.',
      'Base + 2 for each link above, and 1 more for the end on the right.',
    ],
    slips: slipsOf(links, ends, base),
    mend: { [TABLE]: tableText(ends, portsOf(lab)) },
    because: 'Ports are given link by link, in the order of the file. In each link the end on the left goes first.',
  };
}

function tableText(ends: readonly string[], ports: ReadonlyMap<string, number> = new Map()): string {
  const rows = ends.map((end) => `${end}: ${ports.get(end) ?? ''}`.trimEnd());
  return `# The UDP port of each end: write it behind the colon, and save.\n${rows.join('\n')}\n`;
}

/** What Dynagen gives. */
function portsOf(lab: string): ReadonlyMap<string, number> {
  const { allocations } = LabModel.of(readLab(lab, LAB).labs);
  const ends = expectedLinks(allocations).flatMap(({ a, b }) => (b === undefined ? [a] : [a, b]));
  return new Map(ends.map((end) => [`${end.device} ${end.interface}`, end.localPort]));
}

/** Tables that come of another idea of how ports are given. */
function slipsOf(links: readonly string[], ends: readonly string[], base: number): Slip[] {
  const both = links.map((link) => link.split(' -- '));
  const onePort = new Map(both.flatMap((pair, index) => pair.map((end) => [end, base + index] as const)));
  const twoForLink = new Map(both.flatMap((pair, index) => pair.map((end) => [end, base + 2 * index] as const)));
  const byRouter = new Map(ends.map((end, index) => [end, base + index]));
  const rightFirst = new Map(both.flatMap((pair) => pair.toReversed()).map((end, index) => [end, base + index]));
  return [
    {
      belief: 'one-port-per-link',
      isMade: (seen) => isTable(seen, onePort) || isTable(seen, twoForLink),
      says: 'Both ends of a link cannot have one port of one machine. Each end takes a port of its own.',
    },
    {
      belief: 'by-router',
      isMade: (seen) => isTable(seen, byRouter),
      says: 'These numbers go router by router. Ports are given link by link, and the far end takes its port at once.',
    },
    {
      isMade: (seen) => isTable(seen, rightFirst),
      says: 'In each link the two numbers are swapped. The end on the left gets its port first.',
    },
  ];
}

function isTable({ files }: Seen, table: ReadonlyMap<string, number>): boolean {
  const written = readPortTable(files[TABLE] ?? '');
  return [...table].every(([end, port]) => written.get(end) === port);
}
