import { expect } from 'chai';
import { TcpPorts } from '../../src/core/allocation/tcp-ports.ts';
import { CheckContext } from '../../src/core/checks/context.ts';
import { firstOnes, type Places, place } from '../../src/core/checks/first-ones.ts';
import { RangeFinder } from '../../src/core/checks/range-finder.ts';
import type { UsedRange } from '../../src/core/checks/used-range.ts';
import { NO_SOCKET, type PredictedSocket } from '../../src/core/kernel/socket.ts';
import type { Hypervisor, Lab } from '../../src/core/lab/lab.ts';
import { check } from '../../src/features/check/check.ts';
import { findings } from '../support/findings.ts';
import { modelOf } from '../support/model.ts';
import { fc } from '../support/property.ts';
import { labOf, type RandomLab, randomLabs } from '../support/random-lab.ts';

const hypervisor: Hypervisor = {
  kind: 'dynamips',
  host: 'a',
  port: 1,
  name: 'a:1',
  baseUdp: 0,
  baseConsole: 0,
  baseAux: 0,
};

const ranges: fc.Arbitrary<UsedRange[]> = fc.array(
  fc
    .record({ machine: fc.constantFrom('a', 'b'), first: fc.nat(40), length: fc.nat(8) })
    .map(({ machine, first, length }): UsedRange => {
      return { lab: {} as Lab, machine, hypervisor, first, next: first + length, given: length };
    }),
  { maxLength: 12 },
);

/** Hypervisors of one machine whose bases are far apart or meet, with links between any of them. */
const labs = randomLabs({ hosts: ['127.0.0.1', 'localhost', 'alpha'] });

describe('what checks look up', () => {
  it('finds the first range around a port, as going through all of them does', () => {
    fc.assert(
      fc.property(ranges, fc.nat(5), fc.constantFrom('a', 'b', 'c'), (all, headroom, machine) => {
        const finder = new RangeFinder(all, headroom);
        for (let port = -1; port < 60; port++) {
          const wanted = all.find((one) => one.machine === machine && port >= one.first && port < one.next + headroom);
          expect(finder.find(machine, port)).to.equal(wanted);
        }
      }),
    );
  });

  it('finds the next free port, as trying one after the other does', () => {
    const ports = fc.array(fc.integer({ min: 65_500, max: 65_540 }).map((port) => (port % 2 ? port : port - 64_480)));
    fc.assert(
      fc.property(
        ports,
        fc.array(fc.integer({ min: 1000, max: 1060 })),
        fc.integer({ min: 0, max: 70_000 }),
        (a, b, after) => {
          const [taken, names] = [new TcpPorts(), new Set([...a, ...b])];
          for (const port of names) taken.take('here', port);
          const inOrder = [...Array(65_536).keys()].slice(1024);
          const above = inOrder.find((port) => port > after && !names.has(port));
          const wanted = above ?? inOrder.find((port) => port <= after && !names.has(port));
          expect(taken.takeNext('here', after + 1)).to.equal(wanted);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('counts the different things of several lists, and names those that are met first', () => {
    const lists = fc.array(fc.array(fc.tuple(fc.nat(9), fc.nat(40)), { maxLength: 8 }), { maxLength: 5 });
    fc.assert(
      fc.property(lists, (all) => {
        // Each place belongs to one thing, as each socket has one port.
        const at = all.map((list) => list.map(([thing, where]) => [thing, where * 10 + thing] as const));
        const sorted = at.map((list) => [...list].sort(([, a], [, b]) => a - b));
        const places = sorted.map((list) => {
          const one: Places = new Map();
          for (const [thing, where] of list) place(one, thing, where);
          return one;
        });
        const inOrder = [
          ...new Set(
            sorted
              .flat()
              .sort(([, a], [, b]) => a - b)
              .map(([thing]) => thing),
          ),
        ];
        expect(firstOnes(places)).to.deep.equal({ count: inOrder.length, first: inOrder.slice(0, 3) });
      }),
    );
  });
});

describe('what collides on hypervisors', () => {
  /** Both generations of every random lab, and every choice of up to three of its hypervisors. */
  function eachChoice(
    see: (seen: { context: CheckContext; sockets: PredictedSocket[]; chosen: Hypervisor[] }) => void,
  ): void {
    const choices = fc.array(fc.nat(), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(labs, choices, fc.constantFrom('0.2.14', '0.2.24'), (random, numbers, dynamips) => {
        const model = modelOf(labOf(random), { dynamips });
        const context = new CheckContext(model);
        const chosen = numbers.map((number) => model.hypervisors[number % model.hypervisors.length] as Hypervisor);
        const [generation] = model.generations as [(typeof model.generations)[number]];
        see({ context, sockets: [...model.prediction(generation).sockets()], chosen });
      }),
    );
  }

  it('are the ports, and those that answer 206, of a walk through all sockets', () => {
    eachChoice(({ context, sockets, chosen }) => {
      const [generation] = context.generations as [(typeof context.generations)[number]];
      const index = context.collisions(generation);
      const concerned = new Set(chosen);
      const colliding = sockets.filter((one) => one.holder !== NO_SOCKET && concerned.has(one.nio.hypervisor));
      for (const outcome of ['all', 'refused', 'unknown'] as const) {
        const ports = [
          ...new Set(colliding.filter(({ bind }) => outcome === 'all' || bind === outcome).map(({ port }) => port)),
        ];
        expect(index.collidingPorts(concerned, outcome)).to.deep.equal({
          count: ports.length,
          first: ports.slice(0, 3),
        });
      }
      const refused = colliding.filter(({ bind }) => bind === 'refused').map(({ nio }) => nio.hypervisor);
      expect(index.refusing(concerned)).to.deep.equal([...new Set(refused)]);
    });
  });

  it('harms them if one of them has what another one needs, pair by pair', () => {
    eachChoice(({ context, sockets, chosen }) => {
      const [generation] = context.generations as [(typeof context.generations)[number]];
      const broken = new Set(context.brokenLinks(generation).map(({ link }) => link));
      const isHarm = sockets.some((socket) => {
        const taker = socket.holder === NO_SOCKET ? socket.receiver : socket.holder;
        const other = sockets.find(({ index }) => index === taker);
        if (!broken.has(socket.nio.link) || other === undefined || other.index === socket.index) return false;
        return chosen.includes(socket.nio.hypervisor) && chosen.includes(other.nio.hypervisor);
      });
      expect(context.collisions(generation).isHarmAmong(new Set(chosen))).to.equal(isHarm);
    });
  });
});

describe('findings about many things', () => {
  it('little-headroom: the next range of the lab on the machine, found by looking at all of them', () => {
    fc.assert(
      fc.property(labs, (random) => {
        const lab = labOf(random);
        const context = new CheckContext(modelOf(lab));
        const expected = context.ranges.filter((range) => {
          const above = context.ranges.filter((one) => one.machine === range.machine && one.first > range.first);
          const next = Math.min(...above.map(({ first }) => first));
          return range.given > 0 && next >= range.next && next - range.next < 20;
        });
        expect(findings('little-headroom', lab)).to.have.length(expected.length);
      }),
    );
  });

  it('nio-not-mutual: each that points at a port where none points back, by comparing every two', () => {
    const end = fc.tuple(
      fc.integer({ min: 9000, max: 9004 }),
      fc.constantFrom('127.0.0.1', '10.0.0.9'),
      fc.integer({ min: 9000, max: 9004 }),
    );
    fc.assert(
      fc.property(fc.array(end, { maxLength: 12 }), (ends) => {
        const found = findings('nio-not-mutual', withNios(ends));
        const here = ends.map(([local, host, remote]) => ({ local, remote, isHere: host === '127.0.0.1' }));
        const astray = here.filter((one) => {
          const there = here.filter((other) => one.isHere && other.local === one.remote);
          return (
            there.length > 0 &&
            one.local !== one.remote &&
            !there.some((other) => other.isHere && other.remote === one.local)
          );
        });
        expect(found).to.have.length(astray.length);
      }),
    );
  });

  it('console-twice: 60,000 consoles on one port get a port of their own each, as long as there are ports', () => {
    const lab = labWith(60_000, () => ({ console: 2000 }));
    const [found, ...others] = check(modelOf(lab), { rules: ['console-twice'] }).findings;
    const proposed = (found?.remedy.paste ?? '').match(/console = (\d+)/g) ?? [];
    expect([others.length, found?.evidence.devices.length, new Set(proposed).size]).to.deep.equal([0, 60_000, 59_999]);
    expect(proposed.slice(0, 2)).to.deep.equal(['console = 2001', 'console = 2002']);
    expect(found?.message).to.include(
      'the console of D0, the console of D1 and 59998 more have the same TCP port 2000 on one',
    );
  });

  it('control-port-shared: 60,000 hypervisors on one port are told another one each', () => {
    const lab = labOf({ hypervisors: [], devices: [], links: [] });
    const hypervisors = Array.from({ length: 60_000 }, () => ({ ...hypervisor, host: '127.0.0.1', port: 7200 }));
    const found = check(modelOf({ ...lab, hypervisors }), { rules: ['control-port-shared'] }).findings;
    const proposed = found.map(({ remedy }) => /such as (\d+)/.exec(remedy.text)?.[1]);
    expect([found.length, new Set(proposed).size, proposed[0]]).to.deep.equal([59_999, 59_999, '7201']);
  });

  it('same-base-udp: 30,000 hosts of two hypervisors, each pair with what it will see of its own link', () => {
    const pairs = 30_000;
    const random: RandomLab = {
      hypervisors: Array.from({ length: 2 * pairs }, (_, index) => ({
        host: `10.${index >> 17}.${(index >> 9) & 255}.${(index >> 1) & 255}`,
        baseUdp: 10_000,
      })),
      devices: Array.from({ length: 2 * pairs }, (_, index) => index),
      links: Array.from({ length: pairs }, (_, index) => [2 * index, 2 * index + 1] as const),
    };
    const found = check(modelOf(labOf(random), { dynamips: '0.2.14' }), { rules: ['same-base-udp'] }).findings;
    expect(found).to.have.length(pairs);
    expect(found.map(({ consequences }) => consequences[0]?.text.includes('port 10000'))).to.not.include(false);
    expect(new Set(found.map(({ consequences }) => consequences[0]?.text)).size).to.equal(pairs);
  });
});

/** Devices with these settings on one hypervisor, and nothing else. */
function labWith(count: number, settings: (index: number) => object): Lab {
  const lab = labOf({ hypervisors: [{ host: '127.0.0.1', baseUdp: 10_000 }], devices: [], links: [] });
  const devices = Array.from({ length: count }, (_, index) => ({
    name: `D${index}`,
    kind: 'ethernet-switch' as const,
    hypervisor: lab.hypervisors[0] as Hypervisor,
    ...settings(index),
  }));
  return { ...lab, format: 'dynagen', devices };
}

/** A lab whose links are these NIOs, `local port, host, remote port`. */
function withNios(ends: ReadonlyArray<readonly [number, string, number]>): Lab {
  const lab = labWith(ends.length, () => ({}));
  const links = ends.map(([localPort, remoteHost, remotePort], index) => ({
    name: `L${index}`,
    a: { type: 'device', deviceName: `D${index}`, device: lab.devices[index], interface: '1' } as const,
    b: { type: 'nio', text: '', udp: { localPort, remoteHost, remotePort } } as const,
  }));
  return { ...lab, links };
}
