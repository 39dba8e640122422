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
