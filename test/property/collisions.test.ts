import { expect } from 'chai';
import { Machines } from '../../src/core/address/host.ts';
import { allocate } from '../../src/core/allocation/allocate.ts';
import { overlapGroups, type UsedRange } from '../../src/core/checks/used-range.ts';
import { knowledgeOf } from '../../src/core/kernel/knowledge.ts';
import { predict } from '../../src/core/kernel/predict.ts';
import type { Lab } from '../../src/core/lab/lab.ts';
import { check } from '../../src/features/check/check.ts';
import { simulate } from '../../src/features/simulate/simulate.ts';
import { modelOf } from '../support/model.ts';
import { fc } from '../support/property.ts';
import { labOf, type RandomLab, randomLabs } from '../support/random-lab.ts';

const ranges: fc.Arbitrary<UsedRange[]> = fc.array(
  fc
    .record({ machine: fc.constantFrom('a', 'b'), first: fc.nat(60), length: fc.nat(8) })
    .map(({ machine, first, length }): UsedRange => {
      const hypervisor = {
        kind: 'dynamips',
        host: machine,
        port: 1,
        name: '',
        baseUdp: first,
        baseConsole: 0,
        baseAux: 0,
      } as const;
      return { lab: {} as Lab, machine, hypervisor, first, next: first + length, given: length };
    }),
  { maxLength: 12 },
);

/**
 * The plain definition: two ranges collide if some port is in both, and belong together if a chain of
 * collisions joins them.
 */
function groupsByBruteForce(all: readonly UsedRange[]): UsedRange[][] {
  const portsOf = (range: UsedRange): number[] =>
    Array.from({ length: range.next - range.first }, (_, index) => range.first + index);
  const collide = (a: UsedRange, b: UsedRange): boolean =>
    a.machine === b.machine && portsOf(a).some((port) => portsOf(b).includes(port));
  const left = new Set(all);
  const groups: UsedRange[][] = [];
  for (const start of all) {
    if (!left.delete(start)) continue;
    const group = [start];
    for (const member of group) {
      for (const other of [...left]) {
        if (!collide(member, other)) continue;
        left.delete(other);
        group.push(other);
      }
    }
    if (group.length > 1) groups.push(group);
  }
  return groups;
}

/**
 * The UDP ports that two hypervisors of one machine both give out, found by comparing every NIO with every
 * other.
 */
function collidingPorts(lab: Lab, machines: Machines): string[] {
  const nios = [...allocate(lab, 'dynagen').created];
  const found = new Set<string>();
  for (const a of nios) {
    for (const b of nios) {
      if (
        a === b ||
        a.localPort !== b.localPort ||
        machines.machineOf(a.hypervisor.host) !== machines.machineOf(b.hypervisor.host)
      )
        continue;
      found.add(`${machines.machineOf(a.hypervisor.host)} ${a.localPort}`);
    }
  }
  return [...found].sort();
}

describe('properties of the collision finders', () => {
  it('groups of overlapping ranges are those of a pairwise comparison, port by port', () => {
    const names = (groups: UsedRange[][], all: readonly UsedRange[]): string[] =>
      groups
        .map((group) =>
          group
            .map((range) => all.indexOf(range))
            .sort((a, b) => a - b)
            .join(),
        )
        .sort();
    fc.assert(
      fc.property(ranges, (all) => {
        expect(names(overlapGroups(all), all)).to.deep.equal(names(groupsByBruteForce(all), all));
      }),
      { numRuns: 1000 },
    );
  });

  it('the kernel model finds the ports that a pairwise comparison of all NIOs finds', () => {
    fc.assert(
      fc.property(randomLabs(), (random) => {
        const lab = labOf(random);
        const machines = new Machines();
        const prediction = predict([allocate(lab, 'dynagen')], {
          kernel: knowledgeOf('linux'),
          machines,
          generationOf: () => 'before-0.2.18',
        });
        const found = new Set([...prediction.collidingSockets()].map((socket) => `${socket.machine} ${socket.port}`));
        expect([...found].sort()).to.deep.equal(collidingPorts(lab, machines));
        expect(prediction.hasCollisions).to.equal(found.size > 0);
      }),
    );
  });

  it('check reports an error about UDP ports exactly when two NIOs want one port', () => {
    const portErrors = new Set(['same-base-udp', 'overlapping-ranges', 'port-collision']);
    fc.assert(
      fc.property(randomLabs(), (random) => {
        const lab = labOf(random);
        const errors = check(modelOf(lab)).findings.filter(
          (finding) => finding.severity === 'error' && portErrors.has(finding.slug),
        );
        expect(errors.length > 0).to.equal(collidingPorts(lab, new Machines()).length > 0);
      }),
    );
  });

  it('adding a hypervisor never removes a collision', () => {
    const extra = fc.record({
      host: fc.constantFrom('127.0.0.1', 'alpha'),
      baseUdp: fc.integer({ min: 10_000, max: 10_040 }),
    });
    fc.assert(
      fc.property(randomLabs(), extra, fc.nat(), (random, hypervisor, device) => {
        const last = random.devices.length;
        const larger: RandomLab = {
          hypervisors: [...random.hypervisors, hypervisor],
          devices: [...random.devices, random.hypervisors.length],
          links: [...random.links, [last, device % (last + 1)]],
        };
        const collisions = (one: RandomLab): string[] => [
          ...new Set(
            simulate(modelOf(labOf(one), { dynamips: '0.2.17' }))
              .nios.filter((nio) => nio.bind.outcome === 'refused')
              .map((nio) => `${nio.hypervisor} ${nio.localPort}`),
          ),
        ];
        expect(collisions(larger)).to.include.members(collisions(random));
      }),
    );
  });
});

describe('properties of well separated bases', () => {
  const separated = fc
    .tuple(randomLabs({ hosts: ['127.0.0.1'] }), fc.constantFrom('0.2.17', '0.2.24'))
    .map(([random, dynamips]) => ({
      dynamips,
      random: {
        ...random,
        hypervisors: random.hypervisors.map(({ host }, index) => ({ host, baseUdp: 10_000 + 100 * index })),
      },
    }));

  it('never collide, and every frame reaches its peer', () => {
    fc.assert(
      fc.property(separated, ({ random, dynamips }) => {
        const { nios, links } = simulate(modelOf(labOf(random), { dynamips }));
        for (const nio of nios) {
          expect(nio.bind.outcome).to.equal('bound');
          expect(nio.frames.to).to.equal('peer');
        }
        expect(links.every((link) => link.verdict === 'ok')).to.equal(true);
        const labErrors = check(modelOf(labOf(random))).findings.filter((finding) => finding.severity === 'error');
        expect(labErrors).to.deep.equal([]);
      }),
    );
  });
});
