import { expect } from 'chai';
import { nextFreePort } from '../../../../src/core/address/next-free-port.ts';
import { TakenPorts } from '../../../../src/core/allocation/taken-ports.ts';

describe('nextFreePort', () => {
  const taken = (...ports: number[]): TakenPorts => {
    const all = new TakenPorts();
    for (const port of ports) all.take(port);
    return all;
  };
  const next = (after: number, ports = taken()) => nextFreePort(after, ports);

  it('is the next above that nobody has', () => {
    expect(next(2001)).to.equal(2002);
    expect(next(2001, taken(2002, 2003))).to.equal(2004);
    expect(next(0)).to.equal(1024);
  });

  it('begins again at 1024 instead of naming a port above 65535', () => {
    expect(next(65_534)).to.equal(65_535);
    expect(next(65_535)).to.equal(1024);
    expect(next(65_535, taken(1024))).to.equal(1025);
    expect(next(70_000)).to.equal(1024);
  });

  it('is nothing where every port is taken', () => {
    const all = Array.from({ length: 65_536 }, (_, port) => port);
    expect(next(2001, taken(...all))).to.equal(undefined);
    expect(next(2001, taken(...all.filter((port) => port !== 1500)))).to.equal(1500);
  });
});
