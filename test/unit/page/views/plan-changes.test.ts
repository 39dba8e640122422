import { expect } from 'chai';
import type { Element } from '../../../../src/output/markup/markup.ts';
import { toHtml } from '../../../../src/output/markup/to-html.ts';
import type { PlanOnPage } from '../../../../src/output/page/plan-on-page.ts';
import { planChanges } from '../../../../src/page/views/plan-changes.ts';
import { allOf, handMade, ofClass, textOf } from './hand-made.ts';

const PLAN: PlanOnPage = {
  headline: '1 change would remove 1 finding',
  isWell: true,
  changes: [
    {
      ...{ owner: 'localhost:7201', what: 'base UDP', from: 10_000, to: 10_100, place: 'lab.net:6' },
      reasons: ['has the base of localhost:7200'],
    },
  ],
  files: [
    {
      file: 'lab.net',
      lines: [
        { kind: 'removed', text: '-udp = 10000' },
        { kind: 'added', text: '+udp = 10100' },
      ],
    },
  ],
  obstacles: [],
  proof: 'Checked again with these changes: no errors and no warnings.',
  left: [],
  limits: [],
  command: 'niostat plan lab.net --write lab.planned.net',
};

function changes(plan: PlanOnPage): Element {
  const data = { version: 1, kind: 'plan', title: 'Two', labs: [], plan } as const;
  return planChanges(handMade({ data })) as Element;
}

describe('the changes of a plan', () => {
  it('say what moves from where to where, at which line, and why', () => {
    const [change] = allOf(changes(PLAN), ofClass('change'));
    expect(textOf(change as Element)).to.equal(
      'localhost:7201: base UDP from 10000 →  to 10100 lab.net:6why: has the base of localhost:7200',
    );
  });

  it('show the lines of the file, and the command that writes them', () => {
    const root = changes(PLAN);
    const lines = allOf(root, ofClass('line')).map((line) => [line.tag, textOf(line)]);
    expect(lines).to.deep.equal([
      ['del', '-udp = 10000\n'],
      ['ins', '+udp = 10100\n'],
    ]);
    const copies = allOf(root, ({ attributes }) => attributes['data-do'] === 'copy');
    expect(copies.map(({ attributes }) => attributes['data-text'])).to.deep.equal([PLAN.command]);
  });

  it('say how many lines of the file are not shown', () => {
    const files = PLAN.files.map((file) => ({ ...file, more: 2_504 }));
    const [lines] = allOf(changes({ ...PLAN, files }), ofClass('diff'));
    expect(textOf(lines as Element)).to.match(/\+udp = 10100\nand 2504 more lines: niostat plan prints them$/);
    expect(allOf(changes(PLAN), ofClass('more'))).to.deep.equal([]);
  });

  it('list a hundred numbers, and count the others', () => {
    const [change] = PLAN.changes;
    const many = Array.from({ length: 140 }, () => ({ ...change, reasons: [] })) as PlanOnPage['changes'];
    const [list] = allOf(changes({ ...PLAN, changes: many }), ofClass('changes-list'));
    expect(allOf(list as Element, ofClass('change'))).to.have.length(100);
    expect(textOf(list as Element)).to.match(/and 40 more: niostat plan lists them$/);
  });

  it('say that a number stays and is only written down', () => {
    const written = { ...PLAN, changes: PLAN.changes.map((change) => ({ ...change, to: 10_000 })) };
    expect(textOf(changes(written))).to.include('base UDP 10000, now written down');
  });

  it('tell what found no room and what is left', () => {
    const { command: _, ...rest } = PLAN;
    const text = textOf(
      changes({
        ...rest,
        obstacles: ['host a has no room for 70000 ports'],
        left: [{ severity: 'error', id: 'NIO050', slug: 'bad-link', message: 'R9 is not there', remedy: 'mend it' }],
        advice: 'allow more ports with --range',
      }),
    );
    expect(text).to.include('✗ No room: host a has no room for 70000 ports');
    expect(text).to.include('✗ error NIO050 bad-linkR9 is not thereWhat to do: mend it');
    expect(text).to.include('What to do: allow more ports with --range');
  });

  it('tell a hundred findings that are left, and count the others', () => {
    const { command: _, ...rest } = PLAN;
    const told = (count: number): string[] => {
      const finding = { severity: 'error', id: 'NIO050', slug: 'bad-link', remedy: 'mend it' } as const;
      const left = Array.from({ length: count }, (_, index) => ({ ...finding, message: `R${index} is not there` }));
      const [list] = allOf(changes({ ...rest, left }), ofClass('left-list'));
      return allOf(list as Element, ({ tag }) => tag === 'li').map(textOf);
    };
    expect(told(100)).to.have.length(100);
    const [last, ...others] = told(1_107).slice(99);
    expect(last).to.include('R99 is not there');
    expect(others).to.deep.equal(['and 1007 more']);
  });

  it('show lines of a lab as text', () => {
    const lines = [{ kind: 'added', text: '+<script>alert(1)</script>' }] as const;
    expect(toHtml(changes({ ...PLAN, files: [{ file: '<b>', lines }] }))).to.not.match(/<script|<b>/);
  });
});
