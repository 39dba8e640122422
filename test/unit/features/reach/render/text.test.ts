import { expect } from 'chai';
import { renderReach } from '../../../../../src/features/reach/render/text.ts';
import type { HostFinding, HostReach, PortReach, ReachResult } from '../../../../../src/features/reach/result.ts';
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

function screen(hosts: readonly HostReach[], more: Partial<ReachResult> = {}, width = page.width): string {
  const outcome = hosts.some(({ verdict }) => verdict === 'unknown')
    ? 'unknown'
    : hosts.some(({ verdict }) => verdict === 'findings')
      ? 'findings'
      : 'clean';
  const result: ReachResult = { schemaVersion: 1, outcome, labs: ['Two'], hosts, notTriedFromHere: [], ...more };
  return renderReach(result, { ...page, width });
}

function lines(changes: Partial<HostReach>, more: Partial<ReachResult> = {}): string[] {
  return squeezedLines(screen([{ ...host, ...changes }], more));
}

/** A host of which these UDP ports are lost on the way there. */
function lostThere(name: string, first: number, last: number): HostReach {
  const finding: HostFinding = {
    kind: 'lost-there',
    ports: [{ protocol: 'udp', ports: [{ first, last }] }],
    remedy: `open them on ${name}`,
  };
  const lost = { state: 'filtered', reason: 'lost-there', isFinding: true } as const;
  const ports = [...udp(9_000, 9_000, {}), ...udp(first, last, lost)];
  return { ...host, host: name, ports, findings: [finding], remedies: [`open them on ${name}`], verdict: 'findings' };
}

describe('renderReach', () => {
  it('says one line of a host that all gets through to', () => {
    expect(lines({})).to.deep.equal([
      '✓ Two: every path is open: 2 ports on 1 host',
      '✓ alpha (192.0.2.1): UDP 10000-10001 open',
    ]);
  });

  it('says in one line that nothing is started on this host yet, which is not wrong', () => {
    const closed = { state: 'closed', reason: 'conn-refused' } as const;
    const ports = [
      ...udp(2000, 2000, { protocol: 'tcp', purpose: 'console', ...closed }),
      ...udp(7200, 7200, { protocol: 'tcp', purpose: 'control', ...closed }),
    ];
    expect(lines({ host: 'near', isThisHost: true, ports, responder: 'not asked' })[1]).to.equal(
      '- near (this host): TCP 2000, 7200 closed: the path is open; nothing listens yet',
    );
  });

  it('tells what is wrong first, with what to do, then every port', () => {
    expect(squeezedLines(screen([lostThere('alpha', 10_002, 10_005)]))).to.deep.equal([
      '✗ Two: 4 of 5 ports do not get through',
      '✗ UDP 10002-10005 do not get through to alpha (192.0.2.1)',
      'The responder there is heard, and receives nothing on these ports: most likely a firewall on alpha',
      '(192.0.2.1) or on the way drops it.',
      'What to do: open them on alpha',
      'alpha (192.0.2.1):',
      'State Ports For Reason Remark',
      'filtered UDP 10002-10005 NIO lost-there the responder receives nothing',
      'open UDP 9000 NIO responder',
    ]);
  });

  it('tells a cause that several hosts have once', () => {
    const hosts = [lostThere('alpha', 10_002, 10_005), lostThere('beta', 10_100, 10_100)];
    const stories = squeezedLines(screen(hosts)).filter((line) => line.startsWith('✗') || line.startsWith('What'));
    expect(stories).to.deep.equal([
      '✗ Two: 5 of 7 ports do not get through',
      '✗ datagrams do not arrive at 2 hosts: alpha (192.0.2.1), beta (192.0.2.1)',
      'What to do: open them on alpha; the same for beta (192.0.2.1)',
    ]);
  });

  it('says in one story that nothing gets through to a host', () => {
    const one = lostThere('alpha', 10_002, 10_005);
    const all = { ...one, ports: one.ports.filter(({ isFinding }) => isFinding) };
    expect(squeezedLines(screen([all]))[1]).to.equal('✗ nothing gets through to alpha (192.0.2.1)');
  });

  it('says in words on which way datagrams were lost', () => {
    const lost = (reason: string) => ({ state: 'filtered', reason, isFinding: true }) as const;
    const ports = [
      ...udp(10_000, 10_001, lost('lost-there')),
      ...udp(10_002, 10_003, lost('lost-back')),
      ...udp(10_004, 10_004, { state: 'open|filtered', reason: 'not-answered' }),
    ];
    expect(lines({ ports, verdict: 'findings' }).slice(-3)).to.deep.equal([
      'filtered UDP 10000-10001 NIO lost-there the responder receives nothing',
      'filtered UDP 10002-10003 NIO lost-back the responder receives it and answers',
      'open|filtered UDP 10004 NIO not-answered it arrives; the responder had too much to answer',
    ]);
  });

  it('says first that the responder was not heard', () => {
    const [first, second, third] = lines({ responder: 'not heard', remedies: ['start it'], verdict: 'unknown' });
    expect(first).to.equal('! Two: the responder is not heard');
    expect(second).to.equal(
      '! the responder on alpha (192.0.2.1) is not heard on any port: is it running, with this token?',
    );
    expect(third).to.equal('What to do: start it');
  });

  it('says that a sample is one', () => {
    const ports = [...udp(1, 1, {}), ...udp(2, 9, { state: 'not tried', reason: 'sample' })];
    expect(lines({ ports, isSample: true }).slice(0, 2)).to.deep.equal([
      '✓ Two: every path that was tried is open: 1 port on 1 host',
      '- a sample: 1 of 9 UDP ports tried on alpha (192.0.2.1)',
    ]);
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
    const findings = [{ kind: 'frames-lost', ports: [] }] as const;
    const shown = lines({ path, findings, verdict: 'findings' });
    expect(shown.slice(0, 3)).to.deep.equal([
      '✗ Two: full frames are lost',
      '✗ full frames do not get through to alpha (192.0.2.1)',
      'Frames of 1514 bytes are lost on the way back; the largest that passes has 1472.',
    ]);
    expect(shown.slice(-2).join(' ')).to.equal(
      'over a port where the responder is heard: 1 of 20 datagrams lost, 0.1/0.2/0.3 ms (min/avg/max); full frames are lost on the way back, in fragments: eth0 takes 1500 bytes at once',
    );
  });

  it('names the hosts on which the rest can be tried, and this host as the lab does', () => {
    const flow = { protocol: 'udp', purpose: 'nio', ports: [{ first: 1, last: 2 }] } as const;
    const notTriedFromHere = [
      { from: 'beta', to: 'alpha', ...flow },
      { from: 'beta', to: 'localhost', ...flow },
    ];
    const own = { host: 'near', isThisHost: true } as const;
    expect(lines(own, { notTriedFromHere }).at(-1)).to.equal(
      '- not tried from here: beta to alpha, near (this host); run `niostat reach` on beta',
    );
  });

  it('ends with the command that comes next', () => {
    const nextCommand = 'niostat preflight lab.yaml';
    expect(lines({}, { nextCommand }).at(-1)).to.equal('Next: niostat preflight lab.yaml');
  });

  it('breaks long lists of ports between two of them', () => {
    const ports = Array.from({ length: 60 }, (_, index) => udp(2023 + 2 * index, 2023 + 2 * index, {})).flat();
    const text = screen([{ ...host, ports }], {}, 60);
    expect(text.split('\n').every((line) => line.length <= 60)).to.equal(true);
    const shown = new Set(text.match(/\d+/g));
    for (const { port } of ports) expect(shown.has(String(port)), String(port)).to.equal(true);
  });

  it('shows no control characters of names and details', () => {
    const [port] = udp(1, 1, { state: 'unfiltered', reason: 'port-unreach', detail: 'evil\u001b[2J has it' });
    const text = lines({ host: 'a\u0007b', ports: [port as PortReach] }).join('\n');
    expect(text).to.include('evil·[2J has it').and.include('a·b');
  });
});
