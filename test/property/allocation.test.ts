import { expect } from 'chai';
import { ALLOCATORS, allocate } from '../../src/core/allocation/allocate.ts';
import { ALLOCATOR_NAMES, type AllocatorName, type Lab } from '../../src/core/lab/lab.ts';
import { fc } from '../support/property.ts';
import { labOf, type RandomLab, randomLabs } from '../support/random-lab.ts';

/** `gen_connect` of Dynagen in GNS3 0.8.3.1, written down line by line; ports in the order of creation. */
function portsByGenConnect(random: RandomLab): number[] {
  const servers = random.hypervisors.map(({ host, baseUdp }, index) => ({ host, port: 7200 + index, udp: baseUdp }));
  const ports: number[] = [];
  for (const [a, b] of random.links) {
    const src = servers[random.devices[a] as number] as (typeof servers)[number];
    const dst = servers[random.devices[b] as number] as (typeof servers)[number];
    if (src.host === dst.host && src.port !== dst.port && Math.abs(src.udp - dst.udp) <= 500) dst.udp = dst.udp + 1000;
    ports.push(src.udp);
    src.udp = src.udp + 1;
    ports.push(dst.udp);
    dst.udp = dst.udp + 1;
  }
  return ports;
}

function localPorts(random: RandomLab, name: AllocatorName): number[] {
  return [...allocate(labOf(random), name).created].map(({ localPort }) => localPort);
}

describe('properties of allocation', () => {
  for (const name of ALLOCATOR_NAMES) {
    describe(name, () => {
      it('gives no port twice by one hypervisor', () => {
        fc.assert(
          fc.property(randomLabs(), (random) => {
            const seen = new Set<string>();
            for (const nio of allocate(labOf(random), name).created) {
              const key = `${nio.hypervisor.name} ${nio.localPort}`;
              expect(seen.has(key), key).to.equal(false);
              seen.add(key);
            }
          }),
        );
      });

      it('gives two ports for each link, and two more for each end behind uBridge', () => {
        const perLink = name.startsWith('gns3-server-') && name !== 'gns3-server-1.3' ? 6 : 2;
        fc.assert(
          fc.property(randomLabs(), (random) => {
            const { used, created } = allocate(labOf(random), name);
            const given = used.reduce((sum, ports) => sum + ports.given, 0);
            expect(given).to.equal(perLink * random.links.length);
            expect(created.length).to.equal(perLink * random.links.length);
          }),
        );
      });

      it('is the same every time', () => {
        fc.assert(
          fc.property(randomLabs(), (random) => {
            const rows = () =>
              [...allocate(labOf(random), name).created].map(
                (nio) => `${nio.hypervisor.name} ${nio.localPort} ${nio.remoteHost} ${nio.remotePort}`,
              );
            expect(rows()).to.deep.equal(rows());
          }),
        );
      });

      it('points the two ends of every link at each other', () => {
        fc.assert(
          fc.property(randomLabs(), (random) => {
            const nios = [...allocate(labOf(random), name).created].filter((nio) => !nio.tunnel);
            for (const nio of nios) {
              const peers = nios.filter((other) => other.link === nio.link && other.end !== nio.end);
              expect(peers).to.have.length(1);
              expect(peers[0]?.localPort).to.equal(nio.remotePort);
              expect(peers[0]?.remotePort).to.equal(nio.localPort);
            }
          }),
        );
      });
    });
  }

  it('dynagen: the n-th port that a hypervisor gives is its base plus n', () => {
    fc.assert(
      fc.property(randomLabs(), (random) => {
        const counters = new Map<string, number>();
        const lab = labOf(random);
        const { dynagen } = ALLOCATORS;
        const placement = dynagen.place(lab);
        for (const step of dynagen.steps(lab, placement, undefined as never)) {
          if (step.type !== 'give') throw new Error('a lab without events only gives');
          const expected = counters.get(step.hypervisor.name) ?? step.hypervisor.baseUdp;
          expect(step.counterBefore).to.equal(expected);
          expect(step.port).to.equal(expected);
          counters.set(step.hypervisor.name, expected + 1);
        }
      }),
    );
  });

  const churn = fc
    .tuple(randomLabs({ hosts: ['127.0.0.1'], maxLinks: 12 }), fc.array(fc.nat(), { maxLength: 6 }), fc.nat(6))
    .map(([random, picks, added]) => {
      const removed = random.links.length === 0 ? [] : [...new Set(picks.map((pick) => pick % random.links.length))];
      return { random, removed, added, portCount: 2 * random.links.length };
    });
  const lastPorts = (lab: Lab, name: AllocatorName, count: number): number[] => {
    const ports = [...allocate(lab, name).created].map((nio) => nio.localPort);
    return count === 0 ? [] : ports.slice(-count);
  };

  it('gns3-server: ports that are given back are the next to be given out, lowest first', () => {
    fc.assert(
      fc.property(churn, ({ random, removed, added, portCount }) => {
        // Worked out by hand: link n of a fresh pool has ports 10000 + 2n and 10001 + 2n.
        const freed = removed.flatMap((index) => [10_000 + 2 * index, 10_001 + 2 * index]).sort((a, b) => a - b);
        const fresh = Array.from({ length: 2 * added }, (_, index) => 10_000 + portCount + index);
        const expected = [...freed, ...fresh].slice(0, 2 * added);
        expect(lastPorts(labOf(random, removed, added), 'gns3-server-1.3', 2 * added)).to.deep.equal(expected);
      }),
    );
  });

  it('dynagen: a removed link gives no port back', () => {
    const oneHypervisor = churn.map((lab) => ({
      ...lab,
      random: { ...lab.random, hypervisors: [{ host: '127.0.0.1', baseUdp: 10_000 }], devices: [0] },
    }));
    fc.assert(
      fc.property(oneHypervisor, ({ random: { links, ...rest }, removed, added, portCount }) => {
        const random = { ...rest, links: links.map(() => [0, 0] as const) };
        const expected = Array.from({ length: 2 * added }, (_, index) => 10_000 + portCount + index);
        expect(lastPorts(labOf(random, removed, added), 'dynagen', 2 * added)).to.deep.equal(expected);
      }),
    );
  });

  describe('dynagen-0.8.3', () => {
    it('is gen_connect of GNS3 0.8.3.1', () => {
      const baseUdp = fc.integer({ min: 10_000, max: 12_000 });
      fc.assert(
        fc.property(randomLabs({ hosts: ['127.0.0.1', 'localhost'], baseUdp, maxLinks: 60 }), (random) => {
          expect(localPorts(random, 'dynagen-0.8.3')).to.deep.equal(portsByGenConnect(random));
        }),
      );
    });

    it('is dynagen for hypervisors of different hosts', () => {
      fc.assert(
        fc.property(randomLabs(), (random) => {
          const apart = {
            ...random,
            hypervisors: random.hypervisors.map(({ baseUdp }, index) => ({ baseUdp, host: `h${index}` })),
          };
          expect(localPorts(apart, 'dynagen-0.8.3')).to.deep.equal(localPorts(apart, 'dynagen'));
        }),
      );
    });

    it('is dynagen for bases that are far apart', () => {
      fc.assert(
        fc.property(randomLabs({ hosts: ['127.0.0.1'], maxLinks: 25 }), (random) => {
          // Each gives out 50 ports at most, so that counters stay more than 500 apart.
          const apart = {
            ...random,
            hypervisors: random.hypervisors.map(({ host }, index) => ({ host, baseUdp: 10_000 + 551 * index })),
          };
          expect(localPorts(apart, 'dynagen-0.8.3')).to.deep.equal(localPorts(apart, 'dynagen'));
        }),
      );
    });
  });
});
