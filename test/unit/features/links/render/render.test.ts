import { expect } from 'chai';
import type { LinkEnd, LinkState, ObservedLink } from '../../../../../src/features/links/link-table.ts';
import { LINKS_FORMATS, type LinksFormat, renderLinks } from '../../../../../src/features/links/render/render.ts';
import { linksSvg } from '../../../../../src/features/links/render/svg.ts';
import type { LinksStyle } from '../../../../../src/features/links/render/table.ts';
import type { LinksResult, SocketSummary } from '../../../../../src/features/links/result.ts';
import { NO_PAINT } from '../../../../../src/output/paint.ts';
import { udp } from '../../../../support/socket-tables.ts';
import { squeezedLines } from '../../../../support/text.ts';

const WIDE = { width: Number.POSITIVE_INFINITY, paint: NO_PAINT };
const PLAIN: LinksStyle = { numeric: false, processes: false, explain: false, header: true };

function end(localPort: number, remotePort: number, more: Partial<LinkEnd> = {}): LinkEnd {
  return {
    ...{ host: 'localhost', present: true },
    ...{ localAddress: '127.0.0.1', localPort, remoteAddress: '127.0.0.1', remotePort },
    ...more,
  };
}

const R1 = end(10_000, 11_000, {
  ...{ pid: 7, process: 'dynamips', hypervisor: 'localhost:7200', device: 'R1', interface: 'f0/0' },
});
const R2 = end(11_000, 10_000, {
  ...{ pid: 8, process: 'dynamips', hypervisor: 'localhost:7201', device: 'R2', interface: 'f0/0' },
});
const LOST: LinkEnd = { ...end(11_000, 10_000), present: false, hypervisor: 'localhost:7201', localAddress: '' };

function row(state: LinkState, more: Partial<ObservedLink> = {}): ObservedLink {
  return {
    name: 'R1 f0/0 -- R2 f0/0',
    lab: 'lab',
    state,
    a: R1,
    b: R2,
    also: [],
    evidence: [],
    explanation: '',
    ...more,
  };
}

/** A link that two programs share, as it is found without a lab. */
const SHARED: ObservedLink = {
  state: 'SHARED',
  ...{
    a: end(10_000, 10_000, { pid: 8, process: 'dynamips' }),
    b: end(10_000, 10_000, { pid: 7, process: 'dynamips' }),
  },
  also: [],
  receiver: end(10_000, 10_000, { pid: 8, process: 'dynamips' }),
  ...{ evidence: ['a fact'], explanation: 'The newest gets every frame.', remedy: 'give every hypervisor a base' },
};

function resultOf(links: readonly ObservedLink[], more: Partial<LinksResult> = {}): LinksResult {
  return {
    schemaVersion: 1,
    outcome: 'findings',
    labs: ['lab'],
    hosts: [{ host: 'localhost', source: 'ss', socketCount: 2, limits: [] }],
    links,
    filteredOut: 0,
    ...more,
  };
}

function rendered(
  result: LinksResult,
  { format = 'table', style = {} }: { format?: LinksFormat; style?: Partial<LinksStyle> } = {},
): string {
  return renderLinks(result, format, WIDE, { ...PLAIN, ...style });
}

describe('renderLinks', () => {
  describe('as a table', () => {
    it('shows a link that is well, with the sum above', () => {
      expect(squeezedLines(rendered(resultOf([row('ESTABLISHED')], { outcome: 'clean' })))).to.deep.equal([
        '✓ lab: 1 link, ESTABLISHED',
        'State Link Local Address Foreign Address Remark Hypervisor Far Hypervisor',
        'ESTABLISHED R1 f0/0 -- R2 f0/0 localhost:10000 localhost:11000 localhost:7200 localhost:7201',
      ]);
    });

    it('says what is wrong and what to do before the rows, and which port has no socket', () => {
      const halfOpen = row('HALF-OPEN', { b: LOST, explanation: 'why', remedy: 'load the lab' });
      expect(
        squeezedLines(rendered(resultOf([halfOpen, row('ESTABLISHED', { name: 'R3 f0/0 -- R4 f0/0' })]))),
      ).to.deep.equal([
        '✗ lab: 2 links: 1 HALF-OPEN, 1 ESTABLISHED',
        'R1 f0/0 -- R2 f0/0: no socket on 11000.',
        'What to do: load the lab',
        'State Link Local Address Foreign Address Remark Hypervisor Far Hypervisor',
        'HALF-OPEN R1 f0/0 -- R2 f0/0 localhost:10000 localhost:11000 no socket on 11000 localhost:7200 localhost:7201',
        'ESTABLISHED R3 f0/0 -- R4 f0/0 localhost:10000 localhost:11000 localhost:7200 localhost:7201',
      ]);
    });

    it('ends with the command that tells more, if anything is wrong', () => {
      const style = { next: 'niostat links lab.net --explain' };
      expect(rendered(resultOf([SHARED]), { style })).to.match(/\n\nNext: niostat links lab\.net --explain$/);
      expect(rendered(resultOf([row('ESTABLISHED')], { outcome: 'clean' }), { style })).to.not.include('Next');
    });

    it('does not say who receives where it is not told', () => {
      const { receiver: _, ...untold } = SHARED;
      expect(rendered(resultOf([untold])))
        .to.include('which socket receives is not known')
        .and.not.include('hears');
    });

    it('-n: addresses as numbers', () => {
      const text = rendered(resultOf([row('ESTABLISHED')]), { style: { numeric: true } });
      expect(text).to.include(' 127.0.0.1:10000 ').and.include(' 127.0.0.1:11000 ').and.not.include('localhost:10000');
    });

    it('-p: pid and program of both ends', () => {
      const noName = row('ESTABLISHED', { b: end(11_000, 10_000, { pid: 8 }) });
      const lines = squeezedLines(
        rendered(resultOf([row('HALF-OPEN', { b: LOST }), noName]), { style: { processes: true } }),
      );
      expect(lines[2]).to.equal(
        'State Link Local Address Foreign Address Remark PID/Program Peer PID/Program Hypervisor Far Hypervisor',
      );
      expect(lines[3]).to.match(/ no socket on 11000 7\/dynamips - localhost/);
      expect(lines[4]).to.match(/ 7\/dynamips 8\/\? localhost:7200 -$/);
    });

    it('-H: rows only', () => {
      const hosts = [{ host: 'beta', limits: ['no route'] }];
      const text = rendered(resultOf([row('ESTABLISHED'), SHARED], { hosts }), { style: { header: false } });
      expect(squeezedLines(text).map((line) => line.split(' ')[0])).to.deep.equal(['ESTABLISHED', 'SHARED']);
      expect(rendered(resultOf([]), { style: { header: false } })).to.equal('');
    });

    it('says in a sentence that there is nothing', () => {
      expect(rendered(resultOf([], { labs: [] }))).to.match(/^✗ no links: no hypervisor has a UDP socket here/);
      expect(rendered(resultOf([]))).to.match(/^✗ lab: the lab has no links/);
    });

    it('says why nothing can be seen: sockets of others, a table that was cut, a host that was not read', () => {
      const host = { host: 'localhost', source: 'ss', socketCount: 1, limits: [] };
      const first = (more: Partial<typeof host & { hiddenSockets: number; isCut: true }>): string =>
        rendered(resultOf([], { labs: [], outcome: 'unknown', hosts: [{ ...host, ...more }] })).split('\n')[0] ?? '';
      expect(first({ hiddenSockets: 3 })).to.match(
        /^! no links that this user may see: .*3 UDP sockets.*run it as root/,
      );
      expect(first({ isCut: true })).to.match(/^! no links among the sockets that were read/);
      const { source: _, socketCount: __, ...unread } = host;
      expect(rendered(resultOf([], { labs: [], outcome: 'unknown', hosts: [unread] }))).to.match(
        /a host could not be read/,
      );
    });

    it('says of each host what could not be seen', () => {
      const hosts = [
        { host: 'localhost', source: 'ss', socketCount: 1, limits: ['run it as root'] },
        { host: 'beta', limits: ['Permission denied (publickey).'] },
      ];
      const text = rendered(resultOf([row('ESTABLISHED')], { hosts }));
      expect(text).to.include('! this host: run it as root\n! beta: Permission denied (publickey).');
    });

    it('--explain: the story of each broken link', () => {
      const text = rendered(resultOf([SHARED, row('ESTABLISHED')]), { style: { explain: true } });
      expect(squeezedLines(text).slice(1, 5)).to.deep.equal([
        'SHARED dynamips (pid 8), port 10000',
        'The newest gets every frame.',
        '- a fact',
        'What to do: give every hypervisor a base',
      ]);
      expect(text).to.not.include('--explain');
    });

    const SOCKETS: readonly SocketSummary[] = [
      { ...udp('127.0.0.1:10000 127.0.0.1:11000', { pid: 7 }), host: 'localhost', process: 'dynamips' },
      { ...udp('[::]:53', { unknownOwner: 'no permission' }), host: 'localhost', receiveQueue: 768 },
    ];

    it('-a: all sockets as netstat prints them, without a state where there is no peer', () => {
      const lines = squeezedLines(
        rendered(resultOf([row('ESTABLISHED')], { sockets: SOCKETS }), { style: { processes: true } }),
      );
      expect(lines.slice(-3)).to.deep.equal([
        'Proto Recv-Q Send-Q Local Address Foreign Address State PID/Program name',
        'udp 0 0 localhost:10000 localhost:11000 ESTABLISHED 7/dynamips',
        'udp6 768 0 [::]:53 0.0.0.0:* no permission',
      ]);
    });

    it('-a: programs with -p only, as netstat, and the host only where there are several', () => {
      const titles = (sockets: readonly SocketSummary[]): string | undefined =>
        squeezedLines(rendered(resultOf([], { sockets }))).find((line) => line.startsWith('Proto'));
      expect(titles(SOCKETS)).to.equal('Proto Recv-Q Send-Q Local Address Foreign Address State');
      const other = { ...udp('10.0.0.2:9'), host: 'beta' };
      expect(titles([...SOCKETS, other])).to.equal('Proto Recv-Q Send-Q Local Address Foreign Address State Host');
    });

    it('-l: netstat’s table instead of links, and how many NIOs are connected', () => {
      const result = resultOf([row('ESTABLISHED')], { sockets: SOCKETS.slice(1), connectedNios: 2 });
      expect(squeezedLines(rendered(result, { style: { links: false } })).slice(1)).to.deep.equal([
        'Proto Recv-Q Send-Q Local Address Foreign Address State',
        'udp6 768 0 [::]:53 0.0.0.0:*',
        '2 connected NIOs are not shown; -a shows them',
      ]);
    });

    it('fits into a narrow window, and keeps state and addresses', () => {
      const text = renderLinks(resultOf([row('HALF-OPEN', { b: LOST })]), 'table', { ...WIDE, width: 80 }, PLAIN);
      for (const line of text.split('\n')) expect(line.length, line).to.be.at.most(80);
      expect(text).to.include('HALF-OPEN').and.include(':10000').and.include('no socket on 11000');
    });

    it('shows counters as soon as some link has them', () => {
      const counted = row('IDLE', { a: { ...R1, packetsIn: 3, packetsOut: 0, bytesIn: 180, bytesOut: 0 } });
      const lines = squeezedLines(rendered(resultOf([row('HALF-OPEN', { b: LOST }), counted])));
      expect(lines[2]).to.match(/Remark In\/Out Peer In\/Out Hypervisor Far Hypervisor$/);
      expect(lines[3]).to.match(/ no socket on 11000 - - localhost/);
      expect(lines[4]).to.match(/ 3\/0 - localhost/);
    });
  });

  describe('with the picture before', () => {
    const counted = (packetsIn: number, packetsOut: number): ObservedLink =>
      row('ESTABLISHED', { a: { ...R1, packetsIn, packetsOut, bytesIn: 0, bytesOut: 0 } });
    const compared = (links: readonly ObservedLink[], before: readonly ObservedLink[], seconds = 2): string[] =>
      squeezedLines(rendered(resultOf(links), { style: { previous: { links: before, seconds } } }));

    it('marks what has changed with a star, and what is new', () => {
      const same = row('ESTABLISHED', { name: 'R3 f0/0 -- R4 f0/0' });
      const lines = compared([row('HALF-OPEN', { b: LOST }), same, SHARED], [row('ESTABLISHED'), same]);
      expect(lines.slice(5, 8).map((line) => line.split(' ')[0])).to.deep.equal([
        '*HALF-OPEN',
        'ESTABLISHED',
        '*SHARED',
      ]);
      expect(lines.at(-1)).to.equal('* the state has changed since the last picture');
    });

    it('marks nothing where nothing has changed', () => {
      expect(compared([SHARED, counted(1, 1)], [SHARED, counted(0, 0)]).join('\n')).to.not.include('*');
    });

    it('knows links of two labs with one name apart', () => {
      const other = row('HALF-OPEN', { lab: 'other', b: LOST });
      expect(compared([other, row('ESTABLISHED')], [other, row('ESTABLISHED')]).join('\n')).to.not.include('*E');
    });

    it('counts packets per second', () => {
      const lines = compared([counted(15, 4)], [counted(10, 4)]);
      expect(lines[1]).to.match(/Remark In\/Out Peer In\/Out In\/Out per s Hypervisor Far Hypervisor$/);
      expect(lines[2]).to.match(/ 15\/4 - 2\.5\/0\.0 localhost/);
    });

    it('counts nothing over a counter that began anew, and nothing of a new link', () => {
      expect(compared([counted(3, 4)], [counted(10, 4)])[2]).to.match(/ 3\/4 - -\/0\.0 localhost/);
      expect(compared([counted(3, 4)], [])[2]).to.match(/ 3\/4 - - localhost/);
    });
  });

  describe('as CSV', () => {
    it('has one line for each link and a column for each value', () => {
      const lines = rendered(resultOf([row('HALF-OPEN', { b: LOST }), SHARED]), { format: 'csv' }).split('\n');
      const [head = '', ...rows] = lines.map((line) => line.split(','));
      const cell = (number: number, title: string): string | undefined => rows[number]?.[head.indexOf(title)];
      expect(rows).to.have.length(2);
      expect([cell(0, 'state'), cell(0, 'lab'), cell(0, 'name')]).to.deep.equal([
        'HALF-OPEN',
        'lab',
        'R1 f0/0 -- R2 f0/0',
      ]);
      expect([cell(0, 'a.localPort'), cell(0, 'a.pid'), cell(0, 'a.device')]).to.deep.equal(['10000', '7', 'R1']);
      expect([cell(0, 'b.present'), cell(0, 'b.pid'), cell(0, 'b.localPort')]).to.deep.equal(['false', '', '11000']);
      expect([cell(1, 'a.process'), cell(1, 'name')]).to.deep.equal(['dynamips', '']);
    });

    it('shows a spreadsheet no formula, and keeps a name with commas in one cell', () => {
      const links = [row('ESTABLISHED', { name: '=HYPERLINK("x")', a: { ...R1, process: 'a,"b' } })];
      const text = rendered(resultOf(links), { format: 'csv' });
      expect(text).to.not.match(/(^|,)"?=/m);
      expect(text).to.include('"a,""b"');
    });
  });

  describe('as a graph', () => {
    it('dot: hypervisors as boxes with their devices; a broken link is dashed and marked in words', () => {
      const third = end(12_000, 9, { hypervisor: 'localhost:7200', device: 'R3', interface: 'f0/0' });
      const text = rendered(resultOf([row('ESTABLISHED'), row('HALF-OPEN', { a: third, b: LOST })]), { format: 'dot' });
      expect(text.match(/subgraph/g)).to.have.length(2);
      expect(text).to.include('label="localhost:7200"').and.include('[label="R1"]').and.include('[label="R3"]');
      expect(text).to.match(/n1 -> n2 \[label="f0\/0 10000 — 11000 f0\/0", dir=both\]/);
      expect(text).to.match(/\(HALF-OPEN\)", dir=none, color=red, fontcolor=red, style=dashed\]/);
    });

    it('mermaid: the same', () => {
      const text = rendered(resultOf([row('ESTABLISHED'), SHARED]), { format: 'mermaid' });
      expect(text.split('\n')[0]).to.equal('flowchart LR');
      expect(text)
        .to.include('["localhost:7200"]')
        .and.include('["R1"]')
        .and.match(/-\.-\|".*SHARED/);
    });

    it('shows an end alone where the other is not known', () => {
      const { b: _, ...alone } = row('UNEXPECTED');
      for (const format of ['dot', 'mermaid'] as const) {
        const text = rendered(resultOf([alone]), { format });
        expect(text)
          .to.include('R1')
          .and.not.match(/ -> |-->|---|-\.-/);
      }
    });
  });

  it('folds what stands above and below the table, and colours each line by itself', () => {
    const limits = ['another user has 3 sockets that could not be looked into, as root has not asked'];
    const hosts = [{ host: 'localhost', source: 'ss', socketCount: 2, limits }] as LinksResult['hosts'];
    const paint = { ...NO_PAINT, bad: (text: string) => `<${text}>`, warn: (text: string) => `[${text}]` };
    const labs = ['Winter term, group seven, in the big room on the second floor'];
    const text = renderLinks(
      resultOf([row('HALF-OPEN', { b: LOST })], { hosts, labs }),
      'table',
      { width: 40, paint },
      PLAIN,
    );
    const lines = text.split('\n');
    expect(lines.slice(0, 2)).to.deep.equal([
      '<✗ Winter term, group seven, in the big>',
      '<room on the second floor: 1 link,>',
    ]);
    expect(lines.slice(-3)).to.deep.equal([
      '[! this host: another user has 3 sockets]',
      '[that could not be looked into, as root]',
      '[has not asked]',
    ]);
  });

  it('as Markdown: the sum and a table', () => {
    const lines = rendered(resultOf([row('HALF-OPEN', { b: LOST })]), { format: 'markdown' }).split('\n');
    expect(lines[0]).to.equal('lab: 1 link, HALF-OPEN');
    expect(lines.slice(2)).to.have.length(3);
    expect(lines[4]).to.match(/^\| HALF-OPEN +\| R1 f0\/0 -- R2 f0\/0 \|/);
    expect(rendered(resultOf([]), { format: 'markdown' })).to.match(/^lab: the lab has no links/);
  });

  describe('text from outside', () => {
    const hostile = '\u001b[31m"]|`<b>\n\u202e*_';
    const evil = { ...R1, process: hostile, device: hostile, interface: hostile, hypervisor: hostile, host: hostile };
    const links = [
      row('FOREIGN', {
        name: hostile,
        a: evil,
        b: { ...evil, localPort: 3 },
        holder: evil,
        evidence: [hostile],
        explanation: hostile,
        remedy: hostile,
      }),
    ];
    const sockets: SocketSummary[] = [{ ...udp('127.0.0.1:1', { pid: 7 }), host: hostile, process: hostile }];
    const result = resultOf(links, { labs: [hostile], sockets, hosts: [{ host: hostile, limits: [hostile] }] });

    const harmful = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/;
    for (const format of LINKS_FORMATS) {
      it(`does nothing to a terminal: ${format}`, () => {
        const text = rendered(result, { format, style: { processes: true, explain: true } });
        expect(text).to.not.match(harmful);
      });
    }

    it('does nothing to a terminal: svg', () => {
      expect(linksSvg(result)).to.not.match(harmful);
    });

    it('breaks out of no row of the table', () => {
      const text = rendered(result, { style: { processes: true } });
      expect(text.split('\n').filter((line) => line.startsWith('FOREIGN'))).to.have.length(1);
    });

    it('is no mark in Markdown', () => {
      const lines = rendered(result, { format: 'markdown', style: { processes: true } }).split('\n');
      expect(lines).to.have.length(5);
      expect(lines[4]?.match(/(?<!\\)\|/g)?.length).to.equal(lines[2]?.match(/\|/g)?.length);
      expect(lines[4]).to.not.match(/(?<!\\)[`<]/);
    });

    it('ends no text in DOT and in Mermaid', () => {
      for (const line of rendered(result, { format: 'dot' }).split('\n'))
        expect((line.match(/(?<!\\)"/g) ?? []).length % 2, line).to.equal(0);
      for (const line of rendered(result, { format: 'mermaid' }).split('\n'))
        expect((line.match(/"/g) ?? []).length % 2, line).to.equal(0);
    });
  });

  it('counts tunnels by themselves, and links that are never made with the others', () => {
    const tunnel = row('MISSING', { name: "R1 f0/0 -- R2 f0/0 (R1's uBridge)", isTunnel: true });
    const notMade = [{ lab: 'lab', name: 'R1 f1/0 -- R9 f0/0', reason: 'a device is not in the lab' }];
    const first = (result: LinksResult): string => squeezedLines(renderLinks(result, 'table', WIDE, PLAIN))[0] ?? '';
    expect(first(resultOf([row('MISSING'), tunnel]))).to.equal('✗ lab: 1 link and 1 tunnel, all MISSING');
    expect(first(resultOf([row('ESTABLISHED'), tunnel], { notMade }))).to.equal(
      '✗ lab: 2 links and 1 tunnel: 1 never made, 1 MISSING, 1 ESTABLISHED',
    );
    expect(first(resultOf([], { notMade }))).to.equal('✗ lab: 1 link, never made');
    const text = renderLinks(resultOf([row('ESTABLISHED')], { notMade }), 'table', WIDE, PLAIN);
    expect(text).to.include('never made: R1 f1/0 -- R9 f0/0: a device is not in the lab');
  });
});
