import { expect } from 'chai';
import { renderReach } from '../../../../../src/features/reach/render/text.ts';
import type { HostReach, PortReach, ReachResult } from '../../../../../src/features/reach/result.ts';
import { NO_PAINT } from '../../../../../src/output/paint.ts';
import { squeezedLines } from '../../../../support/text.ts';

const page = { width: Number.POSITIVE_INFINITY, paint: NO_PAINT };

function udp(first: number, last: number, verdict: Partial<PortReach>): PortReach[] {
  return Array.from({ length: last - first + 1 }, (_, index) => ({
    protocol: 'udp',
    port: first + index,
    purpose: 'nio',
    state: 'open',
    reason: 'responder',
    isFinding: false,
    ...verdict,
  }));
}

const host: HostReach = {
  host: 'alpha',
  address: '192.0.2.1',
  responder: 'heard',
  isSample: false,
  ports: udp(10_000, 10_001, {}),
  limits: [],
  findings: [],
  remedies: [],
  verdict: 'clean',
};

function lines(changes: Partial<HostReach>, more: Partial<ReachResult> = {}): string[] {
  return squeezedLines(
    renderReach(
      {
        schemaVersion: 1,
        outcome: 'findings',
        labs: [],
        hosts: [{ ...host, ...changes }],
        notTriedFromHere: [],
        ...more,
      },
      page,
    ),
  );
}

describe('renderReach', () => {
  it('says one line of a host that all gets through to', () => {
    expect(lines({})).to.deep.equal(['✓ alpha (192.0.2.1): 2 ports: 2 open']);
  });

  it('puts neighbours of one state together, and what to do behind', () => {
    const dropped = { state: 'filtered', reason: 'no-response', isFinding: true } as const;
    const ports = [...udp(10_000, 10_001, {}), ...udp(10_002, 10_005, dropped), ...udp(10_007, 10_007, dropped)];
    expect(lines({ ports, verdict: 'findings', remedies: ['open them'] })).to.deep.equal([
      '✗ alpha (192.0.2.1): 7 ports: 2 open, 5 filtered',
      'Ports State Reason For Remark',
      'udp/10002-10005 filtered no-response NIOs',
      'udp/10007 filtered no-response NIOs',
      'What to do: open them',
    ]);
  });

  it('says in words on which way datagrams were lost', () => {
    const lost = (reason: string) => ({ state: 'filtered', reason, isFinding: true }) as const;
    const ports = [
      ...udp(10_000, 10_001, lost('lost-there')),
      ...udp(10_002, 10_003, lost('lost-back')),
      ...udp(10_004, 10_004, { state: 'open|filtered', reason: 'not-answered' }),
    ];
    expect(lines({ ports, verdict: 'findings' }).slice(2)).to.deep.equal([
      'udp/10000-10001 filtered lost-there NIOs lost on the way there: the responder receives nothing',
      'udp/10002-10003 filtered lost-back NIOs lost on the way back: the responder receives it and answers',
      'udp/10004 open|filtered not-answered NIOs it arrives, and the responder had too much to answer',
    ]);
  });

  it('says first that the responder was not heard', () => {
    const [first, second] = lines({ responder: 'not heard', verdict: 'unknown' });
    expect(first).to.equal(
      '! alpha (192.0.2.1): the responder was not heard on any port: is it running, with this token?',
    );
    expect(second).to.equal('2 ports: 2 open');
  });

  it('says that a sample is one', () => {
    const ports = [...udp(1, 1, {}), ...udp(2, 9, { state: 'not tried', reason: 'sample' })];
    expect(lines({ ports, isSample: true })[1]).to.equal('This is a sample: 1 of 9 UDP ports were tried.');
  });

  it('tells of the path, and of a frame that is lost', () => {
    const frame = {
      payloadBytes: 1514,
      result: 'lost on the way back',
      largestPayloadBytes: 1472,
      interface: { name: 'eth0', mtu: 1500 },
      inFragments: true,
    } as const;
    const path = { sent: 20, lost: 1, roundTripMs: { min: 0.1, average: 0.2, max: 0.3 }, frame };
    expect(lines({ path }).slice(1).join(' ')).to.equal(
      'Path: 1 of 20 datagrams lost; round trip 0.1/0.2/0.3 ms (least, average, most)' +
        ' Full-size frame: 1514 bytes are lost on the way back, in fragments, for eth0 takes 1500 bytes at ' +
        'once; the largest that passes has 1472',
    );
  });

  it('names the hosts on which the rest can be tried', () => {
    const flow = { protocol: 'udp', purpose: 'nio', ports: [{ first: 1, last: 2 }] } as const;
    const notTriedFromHere = [
      { from: 'beta', to: 'alpha', ...flow },
      { from: 'beta', to: 'localhost', ...flow },
    ];
    expect(lines({}, { notTriedFromHere }).at(-1)).to.equal(
      'Not tried from here: beta to alpha, localhost. Run niostat reach on beta.',
    );
  });

  it('shows no control characters of names and details', () => {
    const [port] = udp(1, 1, { state: 'unfiltered', reason: 'port-unreach', detail: 'evil\u001b[2J has it' });
    const text = lines({ host: 'a\u0007b', ports: [port as PortReach] }).join('\n');
    expect(text).to.include('evil·[2J has it').and.include('a·b');
  });
});
