import { expect } from 'chai';
import type { Finding } from '../../src/core/checks/finding.ts';
import type { Lab } from '../../src/core/lab/lab.ts';
import { check } from '../../src/features/check/check.ts';
import { caseLab } from '../support/cases.ts';
import { modelOf } from '../support/model.ts';
import { changeLines, planned } from '../support/planned.ts';
import { fc } from '../support/property.ts';
import { RANDOM_SCENARIOS, scenariosOf } from '../support/random-scenario.ts';

/**
 * Room for all of it is on every host: a lab has 60 ports at most, and a host some 8,000 beside known
 * ranges.
 */
describe('the findings of a planned lab', () => {
  it('are none that the lab did not have, notes among them', () => {
    fc.assert(
      fc.property(RANDOM_SCENARIOS, (texts) => {
        const labs = scenariosOf(texts);
        const { labs: after, obstacles } = planned(labs);
        expect(obstacles).to.deep.equal([]);
        expect(newFindings(labs, after).join()).to.equal('');
      }),
      { numRuns: 300 },
    );
  });

  it('stay as they are when it is planned again: nothing changes then', () => {
    fc.assert(
      fc.property(RANDOM_SCENARIOS, (texts) => {
        const labs = scenariosOf(texts);
        const { labs: after } = planned(labs);
        expect(changeLines(planned(after), after)).to.deep.equal([]);
      }),
    );
  });

  it('are removed by the very bases that check proposes', () => {
    fc.assert(
      fc.property(RANDOM_SCENARIOS, ([text = '']) => {
        const labs = scenariosOf([text]);
        const { changes } = planned(labs);
        const plannedBases = new Map(
          changes.flatMap(({ setting, target, to }) =>
            setting === 'udp' && target.type === 'hypervisor' ? [[labs[0]?.hypervisors[target.index]?.name, to]] : [],
          ),
        );
        for (const { id, severity, remedy } of check(modelOf(labs)).findings) {
          const proposed = basesIn(remedy.paste);
          for (const [name, base] of proposed) {
            if (severity !== 'note') expect([id, name, plannedBases.get(name)]).to.deep.equal([id, name, base]);
            // A note changes nothing in a plan; what it proposes is free when the plan is carried out.
            else expect([name, rivals(name, base, plannedBases)]).to.deep.equal([name, []]);
          }
          if (BASE_CHECKS.includes(id) && severity !== 'note')
            expect([id, proposed.length > 0]).to.deep.equal([id, true]);
        }
      }),
    );
  });

  it('are none about headroom where only those are moved that collide', () => {
    const lab = caseLab('k1-plan-new-NIO003.yaml');
    expect(newFindings([lab], planned([lab]).labs)).to.deep.equal([]);
  });
});

/** What a base UDP mends alone, wherever it is proposed. */
const BASE_CHECKS = ['NIO001', 'NIO002', 'NIO011', 'NIO012'];

/** Other hypervisors of the host that get this base. */
function rivals(name: string, base: number, bases: ReadonlyMap<string | undefined, number>): string[] {
  const hostOf = (one = ''): string => one.replace(/:\d+$/, '');
  return [...bases].flatMap(([other = '', to]) =>
    other !== name && to === base && hostOf(other) === hostOf(name) ? [other] : [],
  );
}

/** The bases of the lines that are to be pasted, by the address of the hypervisor. */
function basesIn(paste = ''): [string, number][] {
  return [...paste.matchAll(/- address: (\S+)\n {4}baseUdp: (\d+)/g)].map(([, name = '', base]) => [
    name,
    Number(base),
  ]);
}

/**
 * What each finding says of whom; hypervisors by their places in the files, or by the names that they had,
 * for a control port is part of a name.
 */
function subjects(labs: readonly Lab[], before: readonly Lab[]): Map<string, Finding> {
  const oldNames = (name: string): string[] =>
    labs.flatMap(({ hypervisors }, lab) =>
      hypervisors.flatMap((one, index) => (one.name === name ? [before[lab]?.hypervisors[index]?.name ?? name] : [])),
    );
  return new Map(
    check(modelOf(labs)).findings.flatMap((finding): [string, Finding][] => {
      const { id, evidence, location } = finding;
      const places = evidence.locations.map(({ file, line }) => `${file}:${line}`);
      // Little headroom is that of one range in front of a port where another one begins.
      if (id === 'NIO003') return [[`${id} ${places[0]} before ${evidence.ports[1]}`, finding]];
      if (id === 'NIO013') return evidence.hypervisors.flatMap(oldNames).map((name) => [`${id} ${name}`, finding]);
      const owners = places.length > 0 ? places : [`${location?.file}:${location?.line}`];
      return [...owners, ...evidence.devices, ...evidence.links].map((one) => [`${id} ${one}`, finding]);
    }),
  );
}

function newFindings(before: readonly Lab[], after: readonly Lab[]): string[] {
  const old = subjects(before, before);
  return [...subjects(after, before)].flatMap(([subject, { severity, message }]) =>
    old.has(subject) ? [] : [`${severity} ${subject}: ${message}`],
  );
}
