import { expect } from 'chai';
import { TcpPorts } from '../../src/core/allocation/tcp-ports.ts';
import { PlaceMap } from '../../src/core/bases/place-map.ts';
import { fc } from '../support/property.ts';

/** The lowest number from `from` to `last` that is a multiple of `step` and well; by trying all. */
function lowest(from: number, last: number, step: number, isWell: (one: number) => boolean): number | undefined {
  for (let one = from; one <= last; one++) if (one % step === 0 && isWell(one)) return one;
  return undefined;
}

const PORTS = fc.uniqueArray(fc.integer({ min: 1100, max: 1200 }), { maxLength: 40 });

describe('free places', () => {
  it('for pieces are the lowest there are, also when places are taken between two searches', () => {
    const search = fc.record({
      start: fc.integer({ min: 1090, max: 1210 }),
      length: fc.integer({ min: 1, max: 4 }),
      stride: fc.constantFrom(1, 2, 5, 20),
      takes: fc.boolean(),
    });
    const avoided = [{ first: 1150, last: 1160 }];
    fc.assert(
      fc.property(PORTS, fc.array(search, { minLength: 1, maxLength: 20 }), (ports, searches) => {
        const places = new PlaceMap();
        const taken = new Set(ports);
        for (const port of ports) places.take({ first: port, last: port });
        for (const { start, length, stride, takes } of searches) {
          const base = places.firstFree(start, { length, stride, avoided });
          const isWell = (one: number): boolean =>
            Array.from({ length }, (_, offset) => one + offset).every(
              (port) => !taken.has(port) && (port < 1150 || port > 1160),
            );
          expect(base).to.equal(lowest(start, 2000, stride, isWell));
          if (!takes) continue;
          places.take({ first: base, last: base + length - 1 });
          for (let port = base; port < base + length; port++) taken.add(port);
        }
      }),
    );
  });

  it('for pieces are those of a map and of its copy, whatever is taken in the other one', () => {
    // From the first ports to the last, and over all places where blocks of a power of two could end.
    const near = fc.constantFrom(0, 1024, 4096, 65_500).chain((at) => fc.integer({ min: at - 12, max: at + 40 }));
    const range = fc.tuple(near, fc.nat(20)).map(([first, more]) => ({ first, last: first + more }));
    const take = fc.record({ range, inCopy: fc.boolean() });
    fc.assert(
      fc.property(fc.array(range, { maxLength: 4 }), fc.array(take), fc.array(near), (before, takes, starts) => {
        const [map, taken] = [new PlaceMap(), new Set<number>()];
        const enter = (
          places: PlaceMap,
          ports: Set<number>,
          { first, last }: { first: number; last: number },
        ): void => {
          places.take({ first, last });
          for (let port = first; port <= last; port++) if (port <= 65_535) ports.add(port);
        };
        for (const one of before) enter(map, taken, one);
        const [copy, takenInCopy] = [new PlaceMap(map), new Set(taken)];
        for (const { range: one, inCopy } of takes)
          if (inCopy) enter(copy, takenInCopy, one);
          else enter(map, taken, one);
        for (const start of starts.map((one) => Math.max(one, 0))) {
          for (const [places, ports] of [[map, taken] as const, [copy, takenInCopy] as const]) {
            const isWell = (one: number): boolean => ![0, 1, 2].some((offset) => ports.has(one + offset));
            expect(places.firstFree(start, { length: 3, stride: 1, avoided: [] })).to.equal(
              lowest(start, 70_000, 1, isWell),
            );
          }
        }
      }),
    );
  });

  it('for the consoles of a base are the lowest there are', () => {
    const offsets = fc.uniqueArray(fc.nat(12), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(PORTS, offsets, fc.constantFrom(1, 20, 100), (ports, all, step) => {
        const taken = new TcpPorts();
        for (const port of ports) taken.take('here', port);
        const first = Math.ceil(1090 / step) * step;
        const isWell = (base: number): boolean => all.every((offset) => !ports.includes(base + offset));
        for (const highest of [1150, 1300]) {
          expect(taken.freeBase('here', all, { first, highest, step })).to.equal(lowest(first, highest, step, isWell));
        }
        expect(taken.freeBase('elsewhere', all, { first, highest: 1300, step })).to.equal(first);
      }),
    );
  });
});
