import { expect } from 'chai';
import type { FindingSlug } from '../../../../../src/features/probe/finding-kinds.ts';
import { renderProbe } from '../../../../../src/features/probe/render/text.ts';
import type { HypervisorProbe, ProbeResult } from '../../../../../src/features/probe/result.ts';
import { NO_PAINT } from '../../../../../src/output/paint.ts';
import { file, squeezedLines } from '../../../../support/text.ts';

const WIDE = { width: Number.POSITIVE_INFINITY, paint: NO_PAINT };

const EMPTY: HypervisorProbe = {
  target: '127.0.0.1:7200',
  labs: [],
  tcp: { state: 'open', reason: 'syn-ack', latencyMs: 0.25 },
  address: '127.0.0.1',
  version: '0.2.14-amd64',
  generation: 'before-0.2.18',
  nios: [],
  bridges: [],
  switches: [],
  vms: [],
  consoles: [],
  findings: [],
};

function rendered(...hypervisors: readonly Partial<HypervisorProbe>[]): string {
  const result: ProbeResult = {
    schemaVersion: 1,
    outcome: hypervisors.some(({ findings = [] }) => findings.length > 0) ? 'findings' : 'clean',
    hypervisors: hypervisors.map((one) => ({ ...EMPTY, ...one })),
  };
  return renderProbe(result, WIDE);
}

/** One that has everything, and one that is refused. */
const SMALL = [
  {
    nios: [
      {
        name: 'n1',
        ...{ packetsIn: 1, packetsOut: 2, bytesIn: 60, bytesOut: 120 },
        ...{ localPort: 10_001, remoteHost: '127.0.0.1', remotePort: 10_000, boundTo: 'R1 1/0' },
      },
      { name: 'gone' },
    ],
    bridges: ['br'],
    switches: ['SW1'],
    vms: [
      { name: 'R1', platform: 'c7200', status: 'running', consolePort: 2001 },
      { name: 'R2', platform: 'c3600', status: 'inactive' },
    ],
    consoles: [
      { vm: 'R1', type: 'console', port: 2001, tcp: { state: 'open', reason: 'syn-ack', latencyMs: 0.1 } },
      { vm: 'R1', type: 'aux', port: 2101, tcp: { state: 'refused', reason: 'conn-refused' } },
    ],
    saved: { file: '/tmp/saved.cfg', outcome: 'read' },
    findings: [{ slug: 'console-closed', severity: 'warning', message: 'It does not answer', remedy: 'look' }],
  },
  {
    target: 'bender:7201',
    tcp: { state: 'refused', reason: 'conn-refused' },
    ...{ version: undefined, generation: undefined, nios: undefined, bridges: undefined, switches: undefined },
    ...{ vms: undefined, consoles: undefined },
    findings: [{ slug: 'refused', severity: 'error', message: 'Nothing listens', remedy: 'start it' }],
  } as unknown as HypervisorProbe,
] as unknown as readonly HypervisorProbe[];

describe('renderProbe', () => {
  it('shows a small result whole', () => {
    const text = rendered(...SMALL);
    expect(`${text}\n`).to.equal(file`
      ✗ 2 hypervisors: 1 open, 1 refused; 2 findings

      ✗ error refused  bender:7201
        Nothing listens
        What to do: start it

      ! warning console-closed  127.0.0.1:7200
        It does not answer
        What to do: look

      Hypervisor     State   Version      NIOs Bridges Switches VMs Reason       Latency
      127.0.0.1:7200 open    0.2.14-amd64 2    1       1        2   syn-ack      0.25 ms
      bender:7201    refused -            -    -       -        -   conn-refused -
      These versions refuse a NIO whose UDP port is in use (206).

      Device Hypervisor     Status   Console   AUX          Platform
      R1     127.0.0.1:7200 running  2001 open 2101 refused c7200
      R2     127.0.0.1:7200 inactive -         -            c3600

      NIO  Hypervisor     Local Port Foreign Address Bound To Packets In Packets Out Bytes In Bytes Out
      n1   127.0.0.1:7200 10001      127.0.0.1:10000 R1 1/0   1          2           60       120
      gone 127.0.0.1:7200 -          -               -        -          -           -        -

      Device Hypervisor     Kind
      br     127.0.0.1:7200 NIO bridge
      SW1    127.0.0.1:7200 switch

      Next: fix the failures above, then run probe again
    `);
  });

  it('has a column for what becomes of a port in use where the hypervisors differ', () => {
    const text = squeezedLines(
      rendered({}, { target: '127.0.0.1:7201', version: '0.2.24-amd64', generation: 'from-0.2.18' }),
    );
    expect(text.slice(1)).to.deep.equal([
      'Hypervisor State Version NIOs Bridges Switches VMs Port In Use Reason Latency',
      '127.0.0.1:7200 open 0.2.14-amd64 0 0 0 0 206 syn-ack 0.25 ms',
      '127.0.0.1:7201 open 0.2.24-amd64 0 0 0 0 shared silently syn-ack 0.25 ms',
    ]);
  });

  it('names the router that answers on a console port that several have', () => {
    const tcp = { state: 'open', reason: 'syn-ack', latencyMs: 0.1 } as const;
    const text = rendered({
      vms: ['R1', 'R2'].map((name) => ({ name, platform: 'c7200', status: 'running', consolePort: 2001 })),
      consoles: ['R1', 'R2'].map((vm) => ({ vm, type: 'console', port: 2001, tcp, answersAs: 'R1' })),
    });
    expect(squeezedLines(text)).to.include('R1 127.0.0.1:7200 running 2001 open - c7200');
    expect(squeezedLines(text)).to.include('R2 127.0.0.1:7200 running 2001 R1 answers - c7200');
  });

  describe('one story for each cause', () => {
    const refused = (target: string, more: Partial<HypervisorProbe> = {}): Partial<HypervisorProbe> => ({
      target,
      tcp: { state: 'refused', reason: 'conn-refused' },
      findings: [
        { slug: 'refused', severity: 'error', message: `at ${target}`, remedy: 'r', command: `dynamips -H ${target}` },
      ],
      ...more,
    });

    it('hypervisors that are not started, with a command for each on a line of its own', () => {
      const text = rendered(refused('127.0.0.1:7200'), refused('127.0.0.1:7201'));
      expect(text).to.include(file`
        ✗ error refused  127.0.0.1:7200, 127.0.0.1:7201
          the hypervisors are not started: nothing listens on these TCP ports
          What to do: start them:
            dynamips -H 127.0.0.1:7200 -l dynamips_7200.log &
            dynamips -H 127.0.0.1:7201 -l dynamips_7201.log &
      `);
    });

    it('says on which host each is to be started, and which of them is this one', () => {
      const text = rendered(refused('near:7200', { isThisHost: true }), refused('far:7200'));
      expect(text).to.include('refused  near:7200 (this host), far:7200\n');
      expect(text).to.include('    dynamips -H near:7200 # on near (this host)\n    dynamips -H far:7200 # on far\n');
    });

    it('a lab that is not loaded, with the sum of what should be there', () => {
      const findings = (routers: number, nios: number): HypervisorProbe['findings'] => [
        { slug: 'not-loaded', severity: 'warning', message: 'm', remedy: 'r', expected: { routers, nios } },
      ];
      const text = rendered(
        { labs: ['Two'], findings: findings(1, 2) },
        { labs: ['Two'], target: '127.0.0.1:7201', findings: findings(3, 1) },
      );
      expect(text).to.include(file`
        ! warning not-loaded  127.0.0.1:7200, 127.0.0.1:7201
          Two is not loaded: these hypervisors are empty and should have 4 routers and 3 NIOs together
          What to do: load the lab, or probe the hypervisors on which it is loaded
      `);
      expect(text).to.match(/\nNext: load the lab, then run probe again$/);
    });

    it('names the labs of each where there are several', () => {
      const text = rendered({ ...refused('a:7200'), labs: ['One'] }, { ...refused('a:7201'), labs: ['One', 'Two'] });
      expect(text).to.include('refused  a:7200 (One), a:7201 (One, Two)\n');
    });
  });

  it('ends with the command that looks at the links of a lab that is well', () => {
    const result: ProbeResult = { schemaVersion: 1, outcome: 'clean', hypervisors: [EMPTY] };
    expect(renderProbe(result, WIDE, 'lab.net')).to.match(/\nNext: niostat links lab\.net$/);
  });

  it('shows no table that would be empty, and no ports that nobody knows', () => {
    expect(squeezedLines(rendered({}))).to.deep.equal([
      '✓ 1 hypervisor: 1 open; no findings',
      'Hypervisor State Version NIOs Bridges Switches VMs Reason Latency',
      '127.0.0.1:7200 open 0.2.14-amd64 0 0 0 0 syn-ack 0.25 ms',
      'These versions refuse a NIO whose UDP port is in use (206).',
    ]);
    const nio = { name: 'n0', packetsIn: 0, packetsOut: 0, bytesIn: 0, bytesOut: 0 };
    expect(rendered({ nios: [nio], saved: { file: 'f', outcome: 'written' } })).to.not.include('Local Port');
  });

  it('shows hostile names without what they would do to a terminal', () => {
    const hostile = 'a\u001b[2J\u0007\r\nb\u009b31m\u202ec\u200bd';
    const text = rendered({
      target: hostile,
      labs: [hostile],
      version: hostile,
      nios: [{ name: hostile, remoteHost: hostile, remotePort: 1, localPort: 1, boundTo: hostile }],
      bridges: [hostile],
      switches: [hostile],
      vms: [{ name: hostile, platform: hostile, status: 'running', consolePort: 2001 }],
      consoles: [{ vm: hostile, type: 'console', port: 2001, tcp: { state: 'open', reason: hostile } }],
      saved: { file: hostile, outcome: 'read' },
      findings: [{ slug: hostile as FindingSlug, severity: 'error', message: hostile, remedy: hostile }],
    });
    expect(text).to.not.match(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e]/);
    expect(text).to.include('a·[2J···b·31m·c·d');
    // Every row is one line all the same.
    expect(squeezedLines(text).filter((line) => line.includes('running'))).to.have.length(1);
  });

  it('folds to the width of the page, where there is one', () => {
    const finding = { slug: 'refused', severity: 'error', message: 'word '.repeat(40).trim(), remedy: 'look' } as const;
    const result: ProbeResult = {
      schemaVersion: 1,
      outcome: 'findings',
      hypervisors: [{ ...EMPTY, findings: [finding] }],
    };
    const lines = renderProbe(result, { width: 70, paint: NO_PAINT }).split('\n');
    const folded = lines.filter((line) => line.startsWith('  word'));
    expect(folded).to.have.length.above(2);
    for (const line of folded) expect(line.length).to.be.at.most(70);
  });
});
