import { expect } from 'chai';
import stringWidth from 'string-width';
import { type Column, renderColumns } from '../../../src/output/columns.ts';
import { fc } from '../../support/property.ts';

/** The first hundred rows are laid out by cli-table3, all others by hand. */
const TABLE_ROWS = 100;

/** The lines of rows that are all in the table, and of the same rows behind the hundredth. */
function bothWays(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
): [string[], string[]] {
  const block = Array.from({ length: TABLE_ROWS }, (_, index) => rows[index % rows.length] as readonly string[]);
  const lines = renderColumns(columns, [...block, ...rows], width).split('\n');
  return [lines.slice(1, 1 + rows.length), lines.slice(1 + TABLE_ROWS)];
}

/** Cells as results have them: anything but control characters, which are taken out before. */
const CELLS = fc.oneof(
  fc.string({ unit: 'binary-ascii', maxLength: 30 }).map((text) => text.replace(/[\0-\x1f\x7f]/g, '')),
  fc.string({ unit: fc.constantFrom('a', ' ', '-', 'é', '路', '由', '器', 'ｗ', '…', '·', '→', 'ß'), maxLength: 30 }),
);

describe('renderColumns', () => {
  it('lays out as netstat does: titles, one space between columns, no lines', () => {
    const rows = [
      ['n1', '127.0.0.1:7200', '0'],
      ['a-long-name', 'h:1', '12345'],
    ];
    const columns = ['NIO', 'Hypervisor', 'In'].map((title) => ({ title }));
    expect(renderColumns(columns, rows, Number.POSITIVE_INFINITY).split('\n')).to.deep.equal([
      'NIO         Hypervisor     In',
      'n1          127.0.0.1:7200 0',
      'a-long-name h:1            12345',
    ]);
  });

  it('cuts the widest columns first, those that are kept last, and none below eight', () => {
    const columns = [{ title: 'A', keep: true }, { title: 'B' }, { title: 'C' }];
    const row = ['abcdefghijkl', 'abcdefghijklmnop', 'abcdefghij'];
    expect(renderColumns(columns, [row], 34).split('\n')[1]).to.equal('abcdefghijkl abcdefghi… abcdefghij');
    expect(renderColumns(columns, [row], 30).split('\n')[1]).to.equal('abcdefghijkl abcdefg… abcdefg…');
    expect(renderColumns(columns, [row], 10).split('\n')[1]).to.equal('abcdefg… abcdefg… abcdefg…');
  });

  for (const place of [0, 150]) {
    it(`is not made long in every row by one cell of a megabyte, in row ${place}`, () => {
      const columns = ['Name', 'Where', 'State'].map((title) => ({ title }));
      const rows = Array.from({ length: 200 }, (_, index) => [
        index === place ? 'x'.repeat(1024 * 1024) : 'n',
        'h',
        'ok',
      ]);
      const text = renderColumns(columns, rows, Number.POSITIVE_INFINITY);
      const lines = text.split('\n');
      expect(lines).to.have.length(201);
      expect(lines[place + 1]).to.match(/^x+… h +ok$/);
      // Padded to the longest cell, two hundred rows would be 200 MB.
      expect(text.length).to.be.below(1024 * 1024);
    });
  }

  it('past a hundred rows lays out as before: plain, cut, empty and wide cells', () => {
    const columns = [{ title: 'Name', keep: true }, { title: 'Where' }, { title: 'State' }];
    const rows = [
      ['n1', '127.0.0.1:7200', 'ok'],
      ['', '', ''],
      ['a name with blanks', 'somewhere-very-far-away.example:7200', 'not at all well'],
      ['路由器一', '路由器路由器路由器路由器路由器路由器', '好'],
      ['x路由器路由器路由器', 'a路b由c器d路e由f器g路h由i器j', 'ok…'],
      ['é', 'naïve café très très très long et encore plus', '-'],
    ];
    for (const width of [20, 26, 40, 41, 42, 43, 60, 80, Number.POSITIVE_INFINITY]) {
      const [table, rest] = bothWays(columns, rows, width);
      expect(rest, String(width)).to.deep.equal(table);
    }
  });

  it('past a hundred rows lays out whatever as before', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(CELLS, CELLS, CELLS), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 26, max: 70 }),
        (rows, width) => {
          const columns = [{ title: 'One', keep: true }, { title: 'Two' }, { title: 'Three' }];
          const [table, rest] = bothWays(columns, rows, width);
          expect(rest).to.deep.equal(table);
          for (const line of rest) expect(stringWidth(line)).to.be.at.most(width);
        },
      ),
      { numRuns: 40 },
    );
  });
});
