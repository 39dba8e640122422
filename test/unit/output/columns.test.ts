import { expect } from 'chai';
import Table from 'cli-table3';
import stringWidth from 'string-width';
import { type Column, renderColumns } from '../../../src/output/columns.ts';
import { plainRows } from '../../../src/output/plain-rows.ts';
import { wrapText } from '../../../src/output/wrap-text.ts';
import { fc } from '../../support/property.ts';

/** Tables of so many rows go through cli-table3, longer ones are laid out without it. */
const TABLE_ROWS = 100;

/** The lines of rows in a small table, and of the same rows behind others in a large one. */
function bothWays(widths: readonly number[], rows: readonly (readonly string[])[]): [string[], string[]] {
  const others = Array.from({ length: TABLE_ROWS }, () => ['-']);
  return [plainRows(widths, rows), plainRows(widths, [...others, ...rows]).slice(TABLE_ROWS)];
}

/** The lines that cli-table3 makes of rows when it is given every cell, broken where we break it. */
function cellByCell(widths: readonly number[], rows: readonly (readonly string[])[]): string[] {
  const sides = ['', '-mid', '-left', '-right'];
  const names = ['top', 'bottom', 'mid', 'left', 'right'].flatMap((side) => sides.map((end) => side + end));
  const chars = { ...Object.fromEntries(names.map((name) => [name, ''])), middle: ' ' };
  const style = { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 0 };
  const table = new Table({ colWidths: [...widths], chars, style });
  const broken = (cell: string, width: number): string =>
    (stringWidth(cell) <= width ? [cell] : wrapText(cell, width)).join('\n');
  table.push(...rows.map((row) => widths.map((width, index) => broken(row[index] ?? '', width))));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
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

  describe('where the rows are too long', () => {
    const SOCKETS: readonly Column[] = [
      { title: 'Proto' },
      { title: 'Local Address', address: true },
      { title: 'Foreign Address', address: true },
      { title: 'State' },
      { title: 'Hypervisor', optional: true },
      { title: 'Remark', wraps: true },
    ];
    const row = (local: string, foreign: string, hypervisor: string, remark: string): string[] => [
      'udp',
      local,
      foreign,
      'ESTABLISHED',
      hypervisor,
      remark,
    ];

    it('says once above the table what is equal on every row, as little as makes it fit', () => {
      const rows = [
        row('localhost:10000', 'localhost:10001', 'localhost:7200', 'to R2 f0/0'),
        row('localhost:10001', 'localhost:10000', 'localhost:7201', 'to R1 f0/0'),
      ];
      expect(renderColumns(SOCKETS, rows, 72).split('\n')).to.deep.equal([
        'On every row: Proto udp',
        'Local Address   Foreign Address State       Hypervisor     Remark',
        'localhost:10000 localhost:10001 ESTABLISHED localhost:7200 to R2 f0/0',
        'localhost:10001 localhost:10000 ESTABLISHED localhost:7201 to R1 f0/0',
      ]);
    });

    it('then says a host once that all addresses share, and leaves secondary columns out', () => {
      const rows = [
        row('localhost:10000', 'localhost:10001', 'localhost:7200', 'to R2 f0/0'),
        row('localhost:10001', 'localhost:10000', 'localhost:7201', 'to R1 f0/0'),
      ];
      expect(renderColumns(SOCKETS, rows, 42).split('\n')).to.deep.equal([
        'On every row: Proto udp, State',
        'ESTABLISHED, host localhost',
        'Local Address Foreign Address Remark',
        ':10000        :10001          to R2 f0/0',
        ':10001        :10000          to R1 f0/0',
      ]);
    });

    it('goes on in the next line of a cell, between words', () => {
      const columns = [{ title: 'State' }, { title: 'Remark', wraps: true }];
      expect(
        renderColumns(columns, [['SHARED', 'R2 hears all that is sent, R1 hears nothing']], 31).split('\n'),
      ).to.deep.equal(['State  Remark', 'SHARED R2 hears all that is', '       sent, R1 hears nothing']);
    });

    it('cuts hosts in their middle, as long as no two look alike, and never a port', () => {
      const columns = [{ title: 'Address', address: true }, { title: 'State' }];
      const rows = [
        ['rack-one.lab.example.org:10000', 'ok'],
        ['rack-two.lab.example.org:10001', 'ok'],
      ];
      // `rack-…` alone would be both.
      expect(renderColumns(columns, rows, 24, { header: false }).split('\n')).to.deep.equal([
        'rack-on…ple.org:10000 ok',
        'rack-tw…ple.org:10001 ok',
      ]);
    });

    it('folds the last columns below their row where nothing else helps', () => {
      const columns = ['State', 'Interface', 'Given', 'In use'].map((title) => ({ title }));
      const rows = [
        ['HALF-OPEN', 'FastEthernet0/0', '12', '-'],
        ['MISSING', 'FastEthernet1/0', '7', '3'],
      ];
      expect(renderColumns(columns, rows, 26).split('\n')).to.deep.equal([
        'State     Interface',
        'HALF-OPEN FastEthernet0/0',
        '    Given 12',
        'MISSING   FastEthernet1/0',
        '    Given 7  In use 3',
      ]);
    });

    it('moves nothing above the table with -H', () => {
      const rows = [
        ['udp', 'localhost:10000', 'R1'],
        ['udp', 'localhost:10001', 'R2'],
      ];
      const columns = [{ title: 'Proto' }, { title: 'Local Address' }, { title: 'Device' }];
      expect(renderColumns(columns, rows, 20, { header: false }).split('\n')).to.deep.equal([
        'udp localhost:10000',
        '    Device R1',
        'udp localhost:10001',
        '    Device R2',
      ]);
    });

    it('keeps every port, device and interface whole, and every line within the width', () => {
      const host = fc.constantFrom(
        'localhost',
        '10.9.0.1',
        '[2001:db8::1:2]',
        'gns3-server-in-rack-12.lab.example.org',
      );
      const device = fc.constantFrom('R1', 'ISP-BACKBONE-1', '路由器一', 'SW');
      const port = fc.integer({ min: 1, max: 65_535 });
      const end = fc.tuple(host, port, device, fc.constantFrom('f0/0', 's1/0', 'GigabitEthernet0/0'));
      fc.assert(
        fc.property(
          fc.array(fc.tuple(end, end), { minLength: 1, maxLength: 5 }),
          fc.integer({ min: 40, max: 200 }),
          (links, width) => {
            const rows = links.map(([a, b]) => [
              ...['udp', `${a[0]}:${a[1]}`, `${b[0]}:${b[1]}`, 'ESTABLISHED', a[2], a[3]],
              `to ${b[2]} ${b[3]}`,
            ]);
            const titles = ['Proto', 'Local Address', 'Foreign Address', 'State', 'Device', 'Interface', 'Sends to'];
            const columns = titles.map((title) => ({
              title,
              address: title.endsWith('Address'),
              wraps: title === 'Sends to',
            }));
            const text = renderColumns(columns, rows, width);
            for (const line of text.split('\n')) expect(stringWidth(line)).to.be.at.most(width);
            for (const [a, b] of links)
              for (const word of [`:${a[1]}`, `:${b[1]}`, a[2], a[3], b[2], b[3]]) expect(text).to.include(word);
          },
        ),
      );
    });
  });

  it('takes more rows, each with a host of its own, than a function takes arguments', () => {
    const columns: readonly Column[] = [{ title: 'Address', address: true }, { title: 'State' }];
    const rows = Array.from({ length: 150_000 }, (_, port) => [`host-${port}.example.org:7200`, 'ESTABLISHED']);
    const lines = renderColumns(columns, rows, 30).split('\n');
    expect(lines).to.include('host-149999.example.org:7200');
  });

  it('keeps the port behind a host of hundreds of letters', () => {
    const columns: readonly Column[] = [{ title: 'Address', address: true }, { title: 'State' }];
    for (const width of [40, 80, Number.POSITIVE_INFINITY])
      expect(renderColumns(columns, [[`${'h'.repeat(310)}:10002`, 'SHARED']], width)).to.match(/h:10002 +SHARED$/);
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
      expect(lines[place + 1]).to.match(/^x+…x+ h +ok$/);
      // Padded to the longest cell, two hundred rows would be 200 MB.
      expect(text.length).to.be.below(1024 * 1024);
    });
  }

  it('lays out rows as cli-table3 does cell by cell: plain, tall, empty and wide cells', () => {
    const rows = [
      ['n1', '127.0.0.1:7200', 'ok'],
      ['', '', ''],
      ['a name with blanks', 'somewhere-very-far-away.example:7200', 'not at all well'],
      ['路由器一', '路由器路由器路由器路由器路由器路由器', '好'],
      ['x路由器路由器路由器', 'a路b由c器d路e由f器g路h由i器j', 'ok…'],
      ['é', 'naïve café très très très long et encore plus', '-'],
    ];
    for (const widths of [
      [8, 8, 8],
      [10, 20, 8],
      [20, 38, 16],
    ]) {
      const expected = cellByCell(widths, rows);
      expect(bothWays(widths, rows)).to.deep.equal([expected, expected]);
    }
  });

  it('lays out whatever as cli-table3 does cell by cell', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(CELLS, CELLS, CELLS), { minLength: 1, maxLength: 4 }),
        fc.tuple(fc.integer({ min: 4, max: 30 }), fc.integer({ min: 4, max: 30 }), fc.integer({ min: 4, max: 30 })),
        (rows, widths) => {
          const expected = cellByCell(widths, rows);
          expect(bothWays(widths, rows)).to.deep.equal([expected, expected]);
          for (const line of expected)
            expect(stringWidth(line)).to.be.at.most(widths.reduce((sum, width) => sum + width, 2));
        },
      ),
      { numRuns: 40 },
    );
  });
});
