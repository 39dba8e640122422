import { expect } from 'chai';
import type { LiveLink } from '../../../../src/core/open-project/live-link.ts';
import { outcomeOfHops } from '../../../../src/features/hops/result.ts';
import { selectionOf } from '../../../../src/features/hops/selection.ts';
import { worstFirst } from '../../../../src/features/hops/worst-first.ts';
import { CAMPUS_BROKEN } from '../../../support/campus-links.ts';

/** The names of the links that a filter keeps. */
function kept(options: Parameters<typeof selectionOf>[0]): string[] {
  return CAMPUS_BROKEN.filter(selectionOf(options)).map(({ name }) => name);
}

describe('the filter of links of an open project', () => {
  const filters: Readonly<Record<string, readonly string[]>> = {
    'state suspended': ['PC1 e0 -- SW1 e2'],
    'sport = :20006': ['R1 f2/0 -- R2 f0/0'],
    'sport = :20014 and dport = :20015': ['PC1 e0 -- SW1 e2'],
    // The second chain of parallel links counts too.
    'sport = :20009': ['SW2 e1 -- SW1 e3'],
    'device PC2': ['PC2 e0 -- HUB1 e0'],
    'pid 8436': ['R2 f2/1 -- CLOUD1 UDP tunnel 1'],
    'process vpcs': ['PC1 e0 -- SW1 e2', 'PC2 e0 -- HUB1 e0'],
    'link "HUB1 e1"': ['HUB1 e1 -- SW2 e2'],
    'state broken and dport = :31001': ['R2 f2/1 -- CLOUD1 UDP tunnel 1'],
  };
  for (const [filter, names] of Object.entries(filters)) {
    it(filter, () => {
      expect(kept({ filter })).to.deep.equal(names);
    });
  }

  it('has families of addresses', () => {
    expect(kept({ family: 4 })).to.have.length(CAMPUS_BROKEN.length);
    expect(kept({ family: 6 })).to.deep.equal([]);
  });

  it('refuses a state that no link has', () => {
    expect(() => selectionOf({ filter: 'state borken' })).to.throw(/borken/);
  });
});

describe('the outcome of links of an open project', () => {
  const outcome = (states: readonly LiveLink['state'][], more = {}) => {
    const links = states.map((state) => ({ ...(CAMPUS_BROKEN[0] as LiveLink), state }));
    return outcomeOfHops({ links, notRead: [], orphans: [], ...more });
  };

  it('is clean for what is on purpose', () => {
    expect(outcome(['FILTERED', 'SUSPENDED', 'STOPPED', 'IDLE', 'ESTABLISHED'])).to.equal('clean');
  });

  it('is findings for every state that is not', () => {
    const bad = [
      'BROKEN',
      'ORPHAN',
      'SHARED',
      'SELF',
      'FOREIGN',
      'CROSSED',
      'HALF-OPEN',
      'MISSING',
      'STALLED',
      'ONE-WAY',
    ];
    for (const state of bad) expect(outcome(['IDLE', state as LiveLink['state']]), state).to.equal('findings');
  });

  it('is unknown where something was not seen, whatever else was found', () => {
    expect(outcome(['BROKEN', 'UNKNOWN'])).to.equal('unknown');
    expect(outcome(['BROKEN'], { notRead: [{ computeId: '1', name: 'vm', why: '' }] })).to.equal('unknown');
  });

  it('is findings for processes whose ports are given out twice, and clean for others that are left', () => {
    const left = { host: 'localhost', process: { pid: 1, program: 'vpcs', args: [] }, udpPorts: [1], tcpPorts: [] };
    expect(outcome(['IDLE'], { orphans: [{ ...left, givenOut: [], toBeGivenOut: [1] }] })).to.equal('findings');
    expect(outcome(['IDLE'], { orphans: [{ ...left, givenOut: [], toBeGivenOut: [] }] })).to.equal('clean');
  });
});

describe('the order of links of an open project', () => {
  it('is the worst first, and that of the server among equals', () => {
    const mixed = [...CAMPUS_BROKEN].reverse();
    expect(worstFirst(mixed).map(({ name }) => name)).to.deep.equal([
      ...mixed.filter(({ state }) => state === 'BROKEN').map(({ name }) => name),
      'R1 s1/0 -- FR1 1',
      'PC1 e0 -- SW1 e2',
      'SW2 e1 -- SW1 e3',
      'HUB1 e1 -- SW2 e2',
      'PC2 e0 -- HUB1 e0',
    ]);
  });
});
