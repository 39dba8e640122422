import { expect } from 'chai';
import { choosePorts, freePortsOf } from '../../../../src/features/kernel/choose-ports.ts';
import { fc } from '../../../support/property.ts';

const LINUX = [{ first: 32_768, last: 60_999 }];

/** Numbers that look random, one after the other. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

describe('the ports that niostat kernel takes', () => {
  it('are nobody’s, and far from labs and from what the system gives away', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 61_000, max: 65_535 }), { maxLength: 4500 }),
        fc.nat(),
        (held, seed) => {
          const taken = new Set(held);
          const ports = choosePorts(7, freePortsOf({ taken, systems: LINUX }).usual, randomFrom(seed)) ?? [];
          expect(new Set(ports).size).to.equal(7);
          for (const port of ports) {
            expect(taken.has(port)).to.equal(false);
            // What is left: 31000-32767 and 61000-65535.
            expect(port < 32_768 || port > 60_999, `${port}`).to.equal(true);
            expect(port).to.be.greaterThan(30_999);
          }
        },
      ),
    );
  });

  it('come from what the system gives away only where nothing else is free', () => {
    const systems = [{ first: 1024, last: 65_535 }];
    const ports = choosePorts(7, freePortsOf({ taken: new Set(), systems }).usual, randomFrom(1)) ?? [];
    expect(ports).to.have.length(7);
    for (const port of ports) expect(port).to.be.greaterThan(30_999);
  });

  it('are none if there are too few', () => {
    const free = Array.from({ length: 2 }, (_, index) => 61_000 + index);
    const taken = new Set(Array.from({ length: 65_536 }, (_, port) => port).filter((port) => !free.includes(port)));
    expect(choosePorts(2, freePortsOf({ taken, systems: LINUX }).usual, randomFrom(1))).to.have.members(free);
    expect(choosePorts(3, freePortsOf({ taken, systems: LINUX }).usual, randomFrom(1))).to.equal(undefined);
    expect(choosePorts(1, freePortsOf({ taken, systems: LINUX }).privileged, randomFrom(1))).to.equal(undefined);
  });

  it('is one below 1024 where that is what is asked', () => {
    const taken = new Set(Array.from({ length: 323 }, (_, index) => 700 + index));
    expect(choosePorts(1, freePortsOf({ taken, systems: LINUX }).privileged, randomFrom(1))).to.deep.equal([1023]);
  });
});
