import { expect } from 'chai';
import { PLACE_COUNT, PLACE_SIZE, placeOf } from '../../../../src/features/practice/places.ts';

const ALL = Array.from({ length: PLACE_COUNT }, (_, number) => placeOf(number));

function portsOf(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}

describe('places', () => {
  it('are a hundred', () => {
    expect(ALL.map(({ number }) => number)).to.deep.equal(portsOf(0, 100));
  });

  it('begin where Dynagen counts from, past the control ports of other hypervisors', () => {
    expect(placeOf(0)).to.deep.equal({ number: 0, control: 7300, udp: 10_000, console: 2000 });
    expect(placeOf(74)).to.deep.equal({ number: 74, control: 8040, udp: 32_200, console: 5700 });
    expect(placeOf(75)).to.deep.equal({ number: 75, control: 8050, udp: 2500, console: 5750 });
    expect(placeOf(99)).to.deep.equal({ number: 99, control: 8290, udp: 9700, console: 6950 });
  });

  it('have no UDP port in common, from 1024 to 32767', () => {
    const ports = ALL.flatMap(({ udp }) => portsOf(udp, PLACE_SIZE.udp));
    expect(new Set(ports).size).to.equal(100 * 300);
    expect(Math.min(...ALL.map(({ udp }) => udp))).to.be.at.least(1024);
    expect(Math.max(...ALL.map(({ udp }) => udp + 299))).to.be.at.most(32_767);
  });

  it('have no TCP port in common, consoles and control ports together, nor any of 7200 to 7220', () => {
    const ports = ALL.flatMap(({ control, console }) => [...portsOf(control, 10), ...portsOf(console, 50)]);
    expect(new Set(ports).size).to.equal(100 * 60);
    expect(ports.filter((port) => port >= 7200 && port <= 7220)).to.deep.equal([]);
    expect(ports.filter((port) => port < 1024 || port > 32_767)).to.deep.equal([]);
  });

  it('have no other numbers', () => {
    for (const number of [-1, 100, 0.5, Number.NaN]) expect(() => placeOf(number)).to.throw(RangeError);
  });
});
