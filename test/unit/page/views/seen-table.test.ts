import { expect } from 'chai';
import type { Element } from '../../../../src/output/markup/markup.ts';
import { toHtml } from '../../../../src/output/markup/to-html.ts';
import { seenTable } from '../../../../src/page/views/seen-table.ts';
import { allOf, handMade, rowsOf, textOf } from './hand-made.ts';
import { absentEnd, linksData, seenEnd, seenLink } from './rooms.ts';

const isRow = ({ tag }: Element): boolean => tag === 'tr';

const HALF_OPEN = seenLink([seenEnd('R1 f0/0'), absentEnd('R2 f0/0', 'none')]);

function table(parts: Parameters<typeof linksData>[0], choices: Parameters<typeof handMade>[0] = {}): Element {
  return seenTable(handMade({ ...choices, data: linksData(parts) })) as Element;
}

describe('the table of seen links', () => {
  it('has what the lab says of each end beside what was seen', () => {
    expect(rowsOf(table({ links: [HALF_OPEN] }), isRow)).to.deep.equal([
      ['State', 'Link', 'End', 'The lab says', 'Seen'],
      [
        '✕ HALF-OPEN',
        'R1 f0/0 -- R2 f0/0no socket on 10001',
        'R1 f0/0this host',
        '10000 →  sends to localhost:10001',
        '127.0.0.1:10000 →  sends to 127.0.0.1:10001dynamips (pid 7)',
      ],
      ['R2 f0/0this host', '10001 →  sends to localhost:10000', '✗ no socket'],
    ]);
  });

  it('says of an end that nobody looked for that it is not known, and never that it is not there', () => {
    const unknown = seenLink([seenEnd('R1 f0/0'), absentEnd('R2 f0/0', 'not known')], {
      ...{ state: 'UNKNOWN', fates: ['not known'], remark: 'far was not read' },
    });
    const text = textOf(table({ links: [unknown] }));
    expect(text).to.include('? UNKNOWN').and.include('not known: it was not looked for');
    expect(text).to.not.include('no socket');
  });

  it('tells whose socket has the port of an end', () => {
    const socket = { local: '0.0.0.0:10001', peer: '*', owner: 'webmin (pid 812)' };
    const other = seenEnd('R2 f0/0', { seen: 'other', socket });
    expect(textOf(table({ links: [seenLink([seenEnd('R1 f0/0'), other])] }))).to.match(
      /somebody else: 0\.0\.0\.0:10001.*webmin \(pid 812\)/,
    );
  });

  it('has no column of a lab where none was named', () => {
    const data = linksData({ links: [HALF_OPEN] }, { labs: [] });
    expect(rowsOf(seenTable(handMade({ data })) as Element, isRow)[0]).to.deep.equal(['State', 'Link', 'End', 'Seen']);
  });

  it('finds links by what stands in them', () => {
    const other = seenLink([seenEnd('R3 f0/0')], { name: 'R3 f0/0 -- R4 f0/0', state: 'ESTABLISHED' });
    const found = (find: string): number =>
      rowsOf(table({ links: [HALF_OPEN, other] }, { choices: { find } }), isRow).length - 1;
    expect([found('r3'), found('half-open 10001'), found('nothing')]).to.deep.equal([1, 2, -1]);
  });

  it('shows a hundred links at once, the worst first, and the others behind buttons', () => {
    const links = Array.from({ length: 150 }, (_, index) => seenLink([seenEnd(`R${index} f0/0`)]));
    const first = table({ links });
    expect(rowsOf(first, isRow)).to.have.length(101);
    expect(textOf(first)).to.include('R0 f0/0').and.include('1–100 of 150');
    const second = table({ links }, { choices: { tablePage: 1 } });
    expect(rowsOf(second, isRow)).to.have.length(51);
    expect(textOf(second)).to.include('R149 f0/0');
  });

  it('shows the names of a lab as text, and short', () => {
    const hostile = seenLink([seenEnd('<script>alert(1)</script>', { at: 'x' })], {
      name: `"><img>${'x'.repeat(10_000)}`,
    });
    const html = toHtml(table({ links: [hostile] }));
    expect(html).to.not.include('<script').and.not.include('<img');
    expect(html.length).to.be.below(5000);
  });

  it('names each of its columns for those who do not see it', () => {
    const root = table({ links: [HALF_OPEN] });
    const headers = allOf(root, ({ tag }) => tag === 'th');
    expect(headers.every(({ attributes }) => attributes['scope'] !== undefined)).to.equal(true);
  });
});
