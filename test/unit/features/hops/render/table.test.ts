import { expect } from 'chai';
import type { HopFault, LiveLink } from '../../../../../src/core/open-project/live-link.ts';
import type { Orphan } from '../../../../../src/core/open-project/orphans.ts';
import { renderHops } from '../../../../../src/features/hops/render/render.ts';
import type { HopsStyle } from '../../../../../src/features/hops/render/table.ts';
import type { HopsResult } from '../../../../../src/features/hops/result.ts';
import { NO_PAINT } from '../../../../../src/output/paint.ts';
import { bridge, CAMPUS_BROKEN, end, hop, link, resultOf } from '../../../../support/campus-links.ts';

const STYLE: HopsStyle = {
  command: 'niostat links gns3:///Campus',
  firewall: 'niostat firewall gns3:///Campus',
  timeText: (atMs) => `T${atMs}`,
  ...{ explain: false, hops: false, ssh: false, header: true, processes: false },
};

function screen(result: HopsResult, style: Partial<HopsStyle> = {}, width = 80): string {
  return renderHops(result, 'table', { width, paint: NO_PAINT }, { ...STYLE, ...style });
}

/** A screen without its breaks of lines. */
function said(...words: Parameters<typeof screen>): string {
  return screen(...words).replace(/\s+/g, ' ');
}

/** PC1 e0 -- SW1 e2 with a fault at one of its hops. */
function faulty(state: LiveLink['state'], fault: HopFault, more: Partial<LiveLink['hops'][number]> = {}): LiveLink {
  return link(['PC1', 'e0'], ['SW1', 'e2'], {
    state,
    ports: [20_014, 20_015],
    hops: [
      hop('vpcs', 'PC1', [20_016, 20_017]),
      ...bridge('PC1', [20_017, 20_016], [20_014, 20_015]),
      hop('dynamips', 'SW1', [20_015, 20_014], { fault, ...more }),
    ],
  });
}

describe('the table of the links of an open project', () => {
  it('says first what is wrong and what helps, then has one line for each link', () => {
    expect(screen(resultOf(CAMPUS_BROKEN))).to.equal(
      [
        '✗ Campus: 9 links: 4 BROKEN, 1 FILTERED, 1 SUSPENDED, 1 IDLE, 2 ESTABLISHED',
        '',
        "R2's uBridge has ended: 4 links are dead, though GNS3 says that R2 is started.",
        '  What to do: delete all links of R2 in GNS3, and only then make them again; or',
        '  close the project and open it again. Stopping and starting R2 does not start',
        '  its uBridge',
        '',
        'State       Link                           UDP Ports   In/Out Remark',
        "BROKEN      FR1 2 -- R2 s1/0               20026 20027 0/0    R2's uBridge ended",
        "BROKEN      R2 f2/1 -- CLOUD1 UDP tunnel 1 20030 20031 0/0    R2's uBridge ended",
        "BROKEN      R1 f2/0 -- R2 f0/0             20002 20003 0/0    R2's uBridge ended",
        "BROKEN      R2 f2/0 -- R1 f0/0             20010 20011 0/0    R2's uBridge ended",
        'FILTERED    R1 s1/0 -- FR1 1               20022 20023 0/0    packet_loss 30,',
        '                                                              delay 50 5, 0',
        '                                                              frames dropped',
        'SUSPENDED   PC1 e0 -- SW1 e2               20014 20015 10/8   2 frames dropped',
        'IDLE        SW2 e1 -- SW1 e3               20000 20001 0/0    one of 20000 20001',
        '                                                              and 20009 20008',
        'ESTABLISHED PC2 e0 -- HUB1 e0              20018 20019 8/7',
        'ESTABLISHED HUB1 e1 -- SW2 e2              20020 20021 8/7',
        '',
        'Next: niostat links gns3:///Campus --explain',
      ].join('\n'),
    );
  });

  it('is rows alone with -H', () => {
    const rows = screen(resultOf(CAMPUS_BROKEN), { header: false }).split('\n');
    expect(rows[0]).to.match(/^BROKEN +FR1 2/);
    expect(rows.at(-1)).to.match(/^ESTABLISHED HUB1/);
  });

  it('keeps ports, interfaces and states whole down to 40 columns', () => {
    for (const width of [40, 50, 60, 72]) {
      const text = screen(resultOf(CAMPUS_BROKEN), { processes: true }, width);
      for (const line of text.split('\n')) expect(line.length, line).to.be.at.most(width);
      for (const port of ['20002 20003', '20030 20031']) expect(text).to.include(port);
      expect(text).to.include('ESTABLISHED').and.include('f2/1');
    }
  });

  it('marks with -c what has changed since the picture before', () => {
    const previous = CAMPUS_BROKEN.map((one) => (one.a.node === 'FR1' ? { ...one, state: 'IDLE' as const } : one));
    const text = screen(resultOf(CAMPUS_BROKEN), { previous });
    expect(text.match(/^\*\w+/gm)).to.deep.equal(['*BROKEN']);
    expect(text).to.include('* the state has changed since the last picture');
  });

  it('shows hosts where there are several', () => {
    const far = link(['R1', 'f0/0'], ['R2', 'f0/0'], { state: 'ESTABLISHED', b: end('R2', 'f0/0', { host: 'vm2' }) });
    expect(screen(resultOf([far], { outcome: 'clean' }), {}, 120)).to.match(/Far Host\n.*localhost +vm2/);
  });

  it('shows text from outside without control characters', () => {
    const hostile = link(['R\u001b[2J1', 'f0/0'], ['R2', 'f0/0'], { state: 'IDLE' });
    const result = { ...resultOf([hostile]), project: { id: 'x', name: 'a\u0007b' }, limits: ['c\u001b]0;d'] };
    for (const style of [{}, { hops: true }, { explain: true }])
      expect(screen(result, style)).to.match(/^[^\u0000-\u0009\u000b-\u001f\u007f-\u009f]*$/);
  });
});

describe('what to do about a link of an open project', () => {
  const remedies: readonly (readonly [string, LiveLink, RegExp])[] = [
    [
      'a VPCS whose uBridge has ended is stopped and started',
      { ...faulty('BROKEN', 'process ended'), broken: { program: 'ubridge', node: 'PC1', nodeType: 'vpcs' } },
      /stop PC1 in GNS3 and start it again/,
    ],
    [
      'a switch whose Dynamips has ended comes back with the project',
      {
        ...faulty('BROKEN', 'process ended'),
        broken: { program: 'dynamips', node: 'SW1', nodeType: 'ethernet_switch' },
      },
      /close the project in GNS3 and open it again/,
    ],
    [
      'another program is stopped, by its name',
      faulty('FOREIGN', 'foreign', { holder: 'python3 (pid 312)', holderPid: 312 }),
      /python3 \(pid 312\) has port 20015.*stop python3 \(pid 312\); then delete the link in GNS3 and make it again/,
    ],
    [
      'the other program is ended where a port is shared: a link made again gets the same port (seen on 2.2.59)',
      faulty('SHARED', 'shared', { holder: 'dynamips (pid 2123)', holderPid: 2123 }),
      /dynamips \(pid 2123\) has port 20015 too.*if it was deleted, end the program\..*kill 2123/,
    ],
    ['a process that was stopped goes on', faulty('STALLED', 'process stopped'), /let it run: kill -CONT 8328/],
    [
      'a socket that is not there is made again',
      faulty('HALF-OPEN', 'no socket', { isPresent: false }),
      /no socket on 20015.*delete the link/,
    ],
  ];
  for (const [name, one, wanted] of remedies) {
    it(name, () => {
      expect(said(resultOf([one]))).to.match(wanted);
    });
  }

  it('says how a link passes frames again that is set in GNS3 to pass none', () => {
    const one = (state: LiveLink['state']): LiveLink => ({ ...faulty(state, 'not seen'), filters: ['delay 50 5'] });
    const text = (state: LiveLink['state']): string => said(resultOf([one(state)], { outcome: 'clean' }));
    expect(text('SUSPENDED')).to.match(/PC1 e0 -- SW1 e2 has been suspended: .*What to do: .*Resume State/);
    expect(text('FILTERED')).to.match(
      /PC1 e0 -- SW1 e2 has filters .*What to do: .*Packet filters: 0 or an empty field is none State/,
    );
    expect(text('STOPPED')).to.match(
      /1 link passes no frame until PC1 is started\. What to do: start it in GNS3 State/,
    );
  });

  it('says nothing of links set so by the user where others are broken', () => {
    expect(said(resultOf(CAMPUS_BROKEN))).not.to.include('Resume');
  });

  it('names the firewall where frames die between two hosts', () => {
    const one = faulty('ONE-WAY', 'not seen');
    const hops = one.hops.map(({ fault: _, ...rest }, index) => (index === 3 ? { ...rest, host: 'vm2' } : rest));
    const deaths = [{ direction: 'a to b', after: 2, before: 3, lost: 5 }] as const;
    const text = said(resultOf([{ ...one, hops, deaths }]));
    expect(text).to.include("5 frames lost from PC1's uBridge (20014) to SW1's Dynamips (20015)");
    expect(text).to.include('let UDP from localhost in at vm2, port 20015: niostat firewall gns3:///Campus');
  });

  it('opens the project anew first, and says nothing else of what that mends', () => {
    const ended = { ...faulty('BROKEN', 'process ended'), broken: { ...SW1_BROKEN } };
    const text = said(resultOf([...CAMPUS_BROKEN, ended]));
    expect(text).to.match(
      /SW1's Dynamips has ended: .*What to do: close the project in GNS3 and open it again.*R2's uBridge/,
    );
    expect(text.match(/What to do/g)).to.have.length(1);
  });

  it('counts a link at each of the programs on its way that have ended', () => {
    const [first] = CAMPUS_BROKEN;
    const both = { ...(first as LiveLink), id: 'both', broken: { ...SW1_BROKEN } };
    expect(said(resultOf([...CAMPUS_BROKEN, both]))).to.include("R2's uBridge has ended: 5 links are dead");
  });

  it('tells with --explain how the log of what has ended ends, and since when', () => {
    const broken = { ...R2_BROKEN, lastWords: 'send: Network is unreachable', atMs: 7 };
    const text = said(resultOf([{ ...faulty('BROKEN', 'process ended'), broken }]), { explain: true });
    expect(text).to.include('its log ends with "send: Network is unreachable"');
    expect(text).to.include('its log was last written at T7: it ended then, or later');
  });

  it('quotes with --explain what other uBridges complain about', () => {
    const text = said(resultOf(CAMPUS_BROKEN), { explain: true });
    expect(text).to.include('ubridge.log says "recv: Connection refused": no socket has the port');
  });

  it('reads the other hosts next where one was not read', () => {
    const unknown = faulty('UNKNOWN', 'not seen', { isPresent: false, program: 'other', host: 'vm2' });
    const notRead = [{ computeId: '2', name: 'vm2', why: 'it runs on 10.0.0.2' }];
    const text = screen(resultOf([unknown], { outcome: 'unknown', notRead }));
    expect(text).to.include('1 link not known: vm2 was not read.');
    expect(text).to.match(/^Next: niostat links gns3:\/\/\/Campus --ssh$/m);
    expect(screen(resultOf([unknown], { outcome: 'unknown', notRead }), { ssh: true })).to.match(
      /^Next: .*--explain$/m,
    );
  });

  it('looks where frames go next where every socket is there', () => {
    const well = CAMPUS_BROKEN.filter(({ state }) => state !== 'BROKEN');
    expect(screen(resultOf(well, { outcome: 'clean' }))).to.match(/^Next: .*--interval 2s$/m);
    expect(screen(resultOf(well, { outcome: 'clean', intervalMs: 2000 }))).not.to.include('Next:');
  });
});

const SW1_BROKEN = { program: 'dynamips', node: 'SW1', nodeType: 'ethernet_switch' } as const;

const R2_BROKEN = { program: 'ubridge', node: 'R2', nodeType: 'dynamips' } as const;

describe('what a server that is gone has left behind', () => {
  const orphan = (pid: number, ports: readonly number[], given: readonly number[]): Orphan => ({
    host: 'localhost',
    process: { pid, program: 'ubridge', args: [] },
    ...{ udpPorts: ports, tcpPorts: [], givenOut: given },
    toBeGivenOut: ports.filter((port) => !given.includes(port)),
  });
  const orphans = [orphan(63, [20_000, 20_003], [20_000]), orphan(93, [20_001], [20_001])];
  const shared = faulty('ORPHAN', 'orphan', { holder: 'ubridge (pid 63)', holderPid: 63 });

  it('is one story with the command that ends it, however many links have its ports', () => {
    const text = said(resultOf([shared, { ...shared, id: 'other' }], { orphans }));
    expect(text).to.include(
      '2 processes of a server that is gone are left, and share ports with 2 links: ubridge (pid 63), ubridge (pid 93).',
    );
    expect(text).to.include('The server has given out ports 20000-20001 again. It will give out port 20003 again.');
    expect(text).to.include('end them, then close the project in GNS3 and open it again: kill 63 93');
    expect(text.match(/What to do/g)).to.have.length(1);
  });
});
