import { expect } from 'chai';
import { FREE, PortMap } from '../../../../src/core/kernel/port-map.ts';
import { fc } from '../../../support/property.ts';

/** Machines on both sides of those that are listed, and ports at both ends of a page. */
const machines = fc.constantFrom(0, 1, 255, 256, 257, 100_000);
const ports = fc.constantFrom(0, 1, 15, 16, 17, 10_000, 65_535);

describe('PortMap', () => {
  it('keeps a number for each port of each machine apart, as a map of both does', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(machines, ports, fc.integer({ min: -9, max: 9 }))), (entries) => {
        const map = new PortMap();
        const twin = new Map<string, number>();
        for (const [machine, port, value] of entries) {
          expect(map.get(machine, port)).to.equal(twin.get(`${machine} ${port}`) ?? FREE);
          map.set(machine, port, value);
          twin.set(`${machine} ${port}`, value);
        }
        for (const [key, value] of twin) {
          const [machine, port] = key.split(' ').map(Number) as [number, number];
          expect(map.get(machine, port)).to.equal(value);
        }
      }),
    );
  });

  it('takes memory for the ports in use: one port on each of 100,000 machines', () => {
    const before = process.memoryUsage().arrayBuffers;
    const map = new PortMap();
    for (let machine = 0; machine < 100_000; machine++) map.set(machine, 10_000, machine);
    expect(map.get(99_999, 10_000)).to.equal(99_999);
    // 16 numbers for each; as a table of 65,536 ports for each it would be 25 GB.
    expect(process.memoryUsage().arrayBuffers - before).to.be.lessThan(64 * 1024 * 1024);
  });
});
