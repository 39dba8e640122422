import { expect } from 'chai';
import { TcpPorts } from '../../../../src/core/allocation/tcp-ports.ts';

describe('the next free TCP port', () => {
  const taken = (...ports: number[]): TcpPorts => {
    const all = new TcpPorts();
    for (const port of ports) all.take('here', port);
    return all;
  };
  const next = (after: number, ports = taken()) => ports.takeNext('here', after + 1);

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

  it('is given out once, on its machine', () => {
    const ports = taken();
    expect([ports.takeNext('here', 2000), ports.takeNext('here', 2000)]).to.deep.equal([2000, 2001]);
    expect(ports.takeNext('elsewhere', 2000)).to.equal(2000);
  });
});
