import { expect } from 'chai';
import { placeRanges } from '../../src/core/bases/place-ranges.ts';
import { doHarm, lastPort, type RangeItem } from '../../src/core/bases/range-item.ts';
import type { Lab } from '../../src/core/lab/lab.ts';
import { readLab } from '../../src/core/lab/read-lab.ts';
import { check } from '../../src/features/check/check.ts';
import { leastCover } from '../../src/features/plan/least-cover.ts';
import { plan } from '../../src/features/plan/plan.ts';
import { modelOf } from '../support/model.ts';
import { planned, portFindings } from '../support/planned.ts';
import { fc } from '../support/property.ts';
import { labOf, randomLabs } from '../support/random-lab.ts';

/**
 * Bases around everything that a base may lie in: privileged ports, each other, known and ephemeral ranges,
 * the end.
 */
const BASES = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 10_000, max: 10_040 }) },
  fc.constantFrom(0, 1000, 1020, 19_990, 32_760, 40_000, 60_990, 65_530, 70_000, 75_540),
);

/** One to three labs that run at once. Labs of one name would be renamed, which is another matter. */
const LABS = fc
  .array(fc.tuple(randomLabs({ baseUdp: BASES, maxLinks: 12 }), fc.nat(3)), { minLength: 1, maxLength: 3 })
  .map((all) => all.map(([one, added], index): Lab => ({ ...labOf(one, [], added), name: `lab ${index}` })));

describe('plan', () => {
  it('leaves no error and no warning about ports', () => {
    fc.assert(
      fc.property(LABS, (labs) => {
        const { labs: after, obstacles } = planned(labs);
        expect(obstacles).to.deep.equal([]);
        expect(portFindings(after).map(({ id, message }) => `${id} ${message}`)).to.deep.equal([]);
      }),
    );
  });

  it('changes nothing where there is nothing to mend, and so nothing a second time', () => {
    fc.assert(
      fc.property(LABS, (labs) => {
        const first = planned(labs);
        expect(first.changes.length === 0).to.equal(portFindings(labs).length === 0);
        expect(planned(first.labs).changes).to.deep.equal([]);
      }),
    );
  });

  it('moves as few UDP bases as any choice of hypervisors that leaves no finding and brings none near another', () => {
    const shape = { baseUdp: BASES, maxLinks: 8, hosts: ['127.0.0.1', 'localhost'] };
    fc.assert(
      fc.property(fc.array(randomLabs(shape), { minLength: 1, maxLength: 2 }), (all) => {
        const labs = all.map((one, index): Lab => ({ ...labOf(one), name: `lab ${index}` }));
        const { changes, isLeast } = planned(labs);
        const moved = changes.filter(({ setting }) => setting === 'udp').length;
        fc.pre(all.reduce((sum, { hypervisors }) => sum + hypervisors.length, 0) <= 7);
        const fewest = fewestMoves(all);
        // With several labs on a host, or a base inside the range of another, the search is not exact, and
        // says so.
        expect(moved).to.be.at.least(fewest);
        if (isLeast) expect(moved).to.equal(fewest);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps the headroom, the stride and the range that are asked for', () => {
    const rules = fc.record({ headroom: fc.nat(60), stride: fc.constantFrom(1, 7, 50, 100) });
    fc.assert(
      fc.property(LABS, rules, (labs, { headroom, stride }) => {
        const range = { first: 12_000, last: 17_999 };
        const { labs: after, changes, obstacles } = planned(labs, { headroom, stride, range });
        expect(obstacles).to.deep.equal([]);
        for (const { setting, to } of changes) if (setting === 'udp') expect(to % stride).to.equal(0);
        const ranges = rangesOf(after);
        for (const { first, last } of ranges) expect(first >= range.first && last <= range.last).to.equal(true);
        for (const [low, high] of neighbours(ranges)) expect(high.first - low.last - 1).to.be.at.least(headroom);
      }),
    );
  });

  it('finds room wherever there is any, with the fewest moves', () => {
    const item = fc.record({ base: fc.integer({ min: 0, max: 14 }), length: fc.integer({ min: 1, max: 5 }) });
    fc.assert(
      fc.property(fc.array(item, { minLength: 1, maxLength: 4 }), fc.integer({ min: 4, max: 14 }), (all, last) => {
        const window = { first: 1, last };
        const items = all.map(
          ({ base, length }, lab): RangeItem => ({
            ...{ base, length, lab, isFixed: false, windows: [window], avoided: [] },
            mustMove: base < window.first || base + length - 1 > last,
          }),
        );
        const rules = { headroom: { ports: 2, isWish: true }, stride: { ports: 4, isWish: true } };
        const found = placeRanges(items, [], rules);
        expect(found && [...found.bases].filter(([one, base]) => one.base !== base).length).to.equal(
          fewestByTrying(items, last),
        );
        if (found === undefined) return;
        const after = items.map((one) => ({ ...one, base: found.bases.get(one) ?? one.base }));
        for (const [index, one] of after.entries()) {
          expect(lastPort(one, one.base)).to.be.at.most(last);
          for (const other of after.slice(index + 1)) expect(doHarm(one, other, 0)).to.equal(false);
        }
      }),
    );
  });

  it('covers pairs with as few things as any subset does', () => {
    const pairs = fc.array(fc.tuple(fc.nat(8), fc.nat(8)), { maxLength: 14 });
    fc.assert(
      fc.property(pairs, (all) => {
        const edges = all.filter(([a, b]) => a !== b);
        const { cover } = leastCover(9, edges);
        for (const [a, b] of edges) expect(cover.has(a) || cover.has(b)).to.equal(true);
        const sizes = subsets(9)
          .filter((one) => edges.every(([a, b]) => one.has(a) || one.has(b)))
          .map(({ size }) => size);
        expect(cover.size).to.equal(Math.min(...sizes));
      }),
      { numRuns: 50 },
    );
  });
});

describe('plan in a file', () => {
  it('changes numbers and nothing else, and gives the labs that are planned', async () => {
    await fc.assert(
      fc.asyncProperty(
        randomLabs({ baseUdp: BASES, maxLinks: 10 }),
        fc.boolean(),
        fc.infiniteStream(fc.nat(7)),
        async (one, isNet, taste) => {
          const choose = <T>(...values: readonly T[]): T => values[taste.next().value % values.length] as T;
          const text = isNet ? netText(one, choose) : scenarioText(one, choose);
          const file = isNet ? 'lab.net' : 'lab.yaml';
          const { labs, problems } = readLab(text, file);
          expect(problems).to.deep.equal([]);
          const { result, texts } = await plan(modelOf(labs), { files: [{ file, text, labs }] });
          const [changed = ''] = texts;
          // What changed is read again by `plan` itself; here the text is what matters.
          expect(
            undone(
              changed,
              result.files.flatMap(({ hunks }) => hunks),
            ),
          ).to.equal(text);
          // In braces a number that was not written comes into the same line.
          const shape = (lines: readonly string[]): string =>
            lines
              .join()
              .replace(/\d+/g, 'N')
              .replace(/ ?, (base(Udp|Console|Aux)|console|aux): N/g, '');
          for (const { removed, added } of result.files.flatMap(({ hunks }) => hunks)) {
            if (removed.length > 0) expect(shape(added)).to.equal(shape(removed));
            else expect(added).to.have.length(1);
          }
        },
      ),
    );
  });
});

type PlanOf = Parameters<typeof labOf>[0];

/**
 * The smallest number of hypervisors that, put far from everything, leave no finding about UDP ports; by
 * trying all.
 */
function fewestMoves(all: readonly PlanOf[]): number {
  const total = all.reduce((sum, { hypervisors }) => sum + hypervisors.length, 0);
  const before = new Set(littleRoom(all.map((one, index): Lab => ({ ...labOf(one), name: `lab ${index}` }))));
  const sizes = subsets(total).flatMap((moved) => {
    let number = 0;
    const labs = all.map((one, index): Lab => {
      const hypervisors = one.hypervisors.map((hypervisor) => {
        const isMoved = moved.has(number++);
        return isMoved ? { ...hypervisor, baseUdp: 20_000 + number * 100 } : hypervisor;
      });
      return { ...labOf({ ...one, hypervisors }), name: `lab ${index}` };
    });
    const isWell = portFindings(labs).every(({ slug }) => slug.startsWith('console') || slug.startsWith('control'));
    return isWell && littleRoom(labs).every((one) => before.has(one)) ? [moved.size] : [];
  });
  return Math.min(...sizes);
}

/** Which range has little room (NIO003), in which lab, and where the next one begins. */
function littleRoom(labs: readonly Lab[]): string[] {
  return labs.flatMap((lab) =>
    check(modelOf([lab])).findings.flatMap(({ id, evidence }) =>
      id === 'NIO003' ? [`${lab.name} ${evidence.hypervisors[0]} ${evidence.ports[1]}`] : [],
    ),
  );
}

/** The fewest moves of any way at all to put these ranges into 1 to `last`; undefined if there is none. */
function fewestByTrying(items: readonly RangeItem[], last: number): number | undefined {
  let best: number | undefined;
  const visit = (index: number, taken: ReadonlySet<number>, moves: number): void => {
    const item = items[index];
    if (item === undefined) {
      best = Math.min(best ?? moves, moves);
      return;
    }
    for (let base = 1; base + item.length - 1 <= last; base++) {
      const ports = Array.from({ length: item.length }, (_, offset) => base + offset);
      if (ports.some((port) => taken.has(port))) continue;
      visit(index + 1, new Set([...taken, ...ports]), moves + (base === item.base ? 0 : 1));
    }
  };
  visit(0, new Set(), 0);
  return best;
}

function subsets(count: number): Set<number>[] {
  return Array.from(
    { length: 2 ** count },
    (_, bits) => new Set(Array.from({ length: count }, (__, index) => index).filter((index) => bits & (2 ** index))),
  );
}

interface Ports {
  readonly machine: string;
  readonly first: number;
  readonly last: number;
}

/** Ranges that follow each other on one machine, the lower first. */
function neighbours(ranges: readonly Ports[]): [Ports, Ports][] {
  return ranges.flatMap((low): [Ports, Ports][] => {
    const above = ranges.filter((one) => one !== low && one.machine === low.machine && one.first >= low.first);
    return above.map((high) => [low, high]);
  });
}

/**
 * The UDP ports of each hypervisor: its base and one port for each of its link ends, counted as in
 * docs/FACTS.md, "Ports by Dynagen".
 */
function rangesOf(labs: readonly Lab[]): Ports[] {
  return labs.flatMap((lab) => {
    const links = [...lab.links, ...lab.events.flatMap((event) => (event.type === 'add' ? event.link : []))];
    const ends = links.flatMap(({ a, b }) => [a, b]);
    return lab.hypervisors.map((hypervisor) => {
      const count = ends.filter((end) => end.type === 'device' && end.device?.hypervisor === hypervisor).length;
      const machine = hypervisor.host === '127.0.0.1' ? 'localhost' : hypervisor.host;
      return { machine, first: hypervisor.baseUdp, last: hypervisor.baseUdp + Math.max(count, 1) - 1 };
    });
  });
}

type Choose = <T>(...values: readonly T[]) => T;

/** A `.net` file in one of the ways in which people write them. */
function netText({ hypervisors, devices, links }: PlanOf, choose: Choose): string {
  const end = (): string => choose('', '   ', '\t', ' # why not') + choose('\n', '\r\n');
  const lines = hypervisors.flatMap(({ host, baseUdp }, index) => {
    const inside = choose('', '  ', '\t');
    const key = choose('udp', 'UDP', 'Udp');
    const value = choose(String(baseUdp), `"${baseUdp}"`);
    return [
      `${choose('', ' ')}[${host}:${7200 + index}]`,
      choose('', `${inside}workingdir = C:\\Temp\\new`, '# [localhost:7200]'),
      ...(baseUdp === 10_000 ? [] : [`${inside}${key}${choose('=', ' = ', ' =  ')}${value}`]),
      choose('', `${inside}console = 2000`),
      ...devices.flatMap((hypervisor, device) =>
        hypervisor === index
          ? [
              `${inside}[[ROUTER R${device}]]`,
              choose('', `${inside}console = 2000`, `${inside}aux = 2000`),
              ...links.flatMap(([a, b], link) => (a === device ? [`${inside}f${link}/0 = R${b} f${link}/1`] : [])),
            ]
          : [],
      ),
    ];
  });
  const text = choose('', '\uFEFF') + lines.map((line) => line + end()).join('');
  return choose(text, text.replace(/\s+$/, ''));
}

/** A scenario in blocks or in braces. */
function scenarioText({ hypervisors, devices, links }: PlanOf, choose: Choose): string {
  const end = (): string => choose('', '  ', ' # why not') + choose('\n', '\r\n');
  const item = (...pairs: readonly string[]): string => {
    const given = pairs.filter((pair) => pair !== '');
    if (choose(true, false)) return `  - { ${given.join(choose(', ', ' , '))} }${end()}`;
    return given.map((pair, index) => `  ${index === 0 ? '-' : ' '} ${pair}${end()}`).join('');
  };
  return [
    choose('', '\uFEFF'),
    `hypervisors:${end()}`,
    ...hypervisors.map(({ host, baseUdp }, index) =>
      item(
        `address: ${choose('"', "'").replace(/./, (quote) => `${quote}${host}:${7200 + index}${quote}`)}`,
        ...(baseUdp === 10_000 ? [] : [`baseUdp: ${baseUdp}`]),
        choose('', 'baseConsole: 2000', 'memoryLimit: 512'),
      ),
    ),
    `devices:${end()}`,
    ...devices.map((hypervisor, index) =>
      item(
        `name: R${index}`,
        choose('', 'console: 2000', 'aux: 2000'),
        `hypervisor: "${hypervisors[hypervisor]?.host}:${7200 + hypervisor}"`,
      ),
    ),
    `links:${links.length === 0 ? ' []' : ''}${end()}`,
    ...links.map(([a, b], link) => `  - R${a} f${link}/0 -- R${b} f${link}/1${end()}`),
  ].join('');
}

/**
 * The text as it was before: lines that came go, and those that went come back, whatever line end they had.
 */
function undone(
  text: string,
  hunks: ReadonlyArray<{ line: number; removed: readonly string[]; added: readonly string[] }>,
): string {
  const lines = text.split('\n');
  for (const { line, removed, added } of hunks) {
    const old = lines.slice(line - 1, line - 1 + added.length);
    expect(old.map((one) => one.replace(/\r$/, ''))).to.deep.equal(added);
    lines.splice(
      line - 1,
      added.length,
      ...removed.map((one, index) => one + (old[index]?.endsWith('\r') ? '\r' : '')),
    );
    // A line behind the end of a file without a line end brought the line end before it.
    if (removed.length === 0 && line > lines.length) lines.push((lines.pop() ?? '').replace(/\r$/, ''));
  }
  return lines.join('\n');
}
