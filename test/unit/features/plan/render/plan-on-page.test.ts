import { expect } from 'chai';
import type { PlanResult } from '../../../../../src/features/plan/plan.ts';
import { planOnPage } from '../../../../../src/features/plan/render/plan-on-page.ts';

const PLAN: PlanResult = {
  schemaVersion: 1,
  outcome: 'clean',
  labs: [{ name: 'lab', file: 'lab.net' }],
  changes: [
    {
      lab: 'lab',
      file: 'lab.net',
      hypervisor: 'localhost:7201',
      setting: 'udp',
      from: 10_000,
      to: 10_100,
      reasons: ['has the base of localhost:7200 (NIO001 same-base-udp)'],
      location: { file: 'lab.net', line: 5, column: 1 },
    },
  ],
  files: [{ file: 'lab.net', hunks: [{ line: 6, removed: ['udp = 10000'], added: ['udp = 10100'], changes: [0] }] }],
  obstacles: [],
  isLeast: true,
  findingsBefore: 1,
  left: [],
  limits: [],
  nextCommand: 'niostat plan lab.net --write lab.planned.net',
};

describe('a plan on a page', () => {
  it('says of each change the line that changes, not the section that it is in', () => {
    expect(planOnPage(PLAN).changes).to.deep.equal([
      {
        owner: 'localhost:7201',
        what: 'base UDP',
        from: 10_000,
        to: 10_100,
        place: 'lab.net:6',
        reasons: ['has the base of localhost:7200 (NIO001 same-base-udp)'],
      },
    ]);
  });

  it('tells the lines of the file by what becomes of them, whatever stands in them', () => {
    const hunk = { line: 6, removed: ['--- x'], added: ['+++ y', '@@ z'], changes: [0] };
    const [file] = planOnPage({ ...PLAN, files: [{ file: 'lab.net', hunks: [hunk] }] }).files;
    expect(file?.lines).to.deep.equal([
      { kind: 'file', text: '--- lab.net' },
      { kind: 'file', text: '+++ lab.net' },
      { kind: 'place', text: '@@ -6 +6,2 @@' },
      { kind: 'removed', text: '---- x' },
      { kind: 'added', text: '++++ y' },
      { kind: 'added', text: '+@@ z' },
    ]);
  });

  it('has of a line of 10 kB what changes in it', () => {
    const line = (port: number): string => `${'a: 1, '.repeat(1_700)}udp: ${port}, ${'b: 2, '.repeat(1_700)}`;
    const hunk = { line: 1, removed: [line(10_000)], added: [line(10_100)], changes: [0] };
    const [file] = planOnPage({ ...PLAN, files: [{ file: 'lab.yaml', hunks: [hunk] }] }).files;
    const [removed, added, ...none] = file?.lines.slice(3).map(({ text }) => text) ?? [];
    expect(removed)
      .to.match(/^-….*udp: 10000, .*…$/)
      .and.to.have.length.below(100);
    expect(added)
      .to.match(/^\+….*udp: 10100, .*…$/)
      .and.to.have.length.below(100);
    expect(none).to.deep.equal([]);
  });

  it('has the first 500 lines of a file, and counts the others', () => {
    const linesOf = (hunks: number): readonly [number, number | undefined] => {
      const hunk = { removed: ['udp = 10000'], added: ['udp = 10100'], changes: [] };
      const all = Array.from({ length: hunks }, (_, index) => ({ ...hunk, line: 10 * index + 1 }));
      const [file] = planOnPage({ ...PLAN, files: [{ file: 'lab.net', hunks: all }] }).files;
      return [file?.lines.length ?? 0, file?.more];
    };
    // Two lines name the file, and each change has three.
    expect([166, 167, 1_000].map(linesOf)).to.deep.equal([
      [500, undefined],
      [500, 3],
      [500, 2_502],
    ]);
  });

  it('ends with the command that writes the lab, or with what was written, or with what to do', () => {
    const { nextCommand: command, ...done } = PLAN;
    const ends = [PLAN, { ...done, written: 'new.net' }, { ...done, obstacles: [{ host: 'a', message: 'no room' }] }];
    expect(ends.map(planOnPage).map((plan) => [plan.command, plan.written, plan.advice])).to.deep.equal([
      [command, undefined, undefined],
      [undefined, 'Written: new.net', undefined],
      [undefined, undefined, 'allow more ports with --range, or use a smaller --headroom or --stride'],
    ]);
  });

  it('names the lab of a change only where there are several', () => {
    const labs = [...PLAN.labs, { name: 'other', file: 'other.net' }];
    expect(planOnPage({ ...PLAN, labs }).changes[0]).to.have.property('lab', 'lab');
    expect(planOnPage(PLAN).changes[0]).to.not.have.property('lab');
  });
});
