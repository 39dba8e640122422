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
    outcome: 'findings',
    hypervisors: hypervisors.map((one) => ({ ...EMPTY, ...one })),
  };
  return renderProbe(result, WIDE);
}

describe('renderProbe', () => {
  it('shows a small result whole', () => {
    const text = rendered(
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
    );
    expect(`${text}\n`).to.equal(file`
      ✗ 2 hypervisors: 1 open, 1 refused; 2 findings

      ! warning console-closed  127.0.0.1:7200
        It does not answer
        What to do: look

      ✗ error refused  bender:7201
        Nothing listens
        What to do: start it

      Hypervisor     State   Reason       Latency Version      NIOs Bridges Switches VMs Port already taken
      127.0.0.1:7200 open    syn-ack      0.25 ms 0.2.14-amd64 2    1       1        2   refused (206)
      bender:7201    refused conn-refused -       -            -    -       -        -   -

      NIO  Hypervisor     Packets In Packets Out Bytes In Bytes Out Local Port Foreign Address Bound To
      n1   127.0.0.1:7200 1          2           60       120       10001      127.0.0.1:10000 R1 1/0
      gone 127.0.0.1:7200 -          -           -        -         -          -               -

      VM Hypervisor     Platform Status   Console State AUX  State
      R1 127.0.0.1:7200 c7200    running  2001    open  2101 refused
      R2 127.0.0.1:7200 c3600    inactive -       -     -    -

      Name Hypervisor     Kind
      br   127.0.0.1:7200 NIO bridge
      SW1  127.0.0.1:7200 switch
    `);
  });

  it('shows no table that would be empty, and no ports that nobody knows', () => {
    expect(squeezedLines(rendered({}))).to.deep.equal([
      '✓ 1 hypervisor: 1 open; no findings',
      'Hypervisor State Reason Latency Version NIOs Bridges Switches VMs Port already taken',
      '127.0.0.1:7200 open syn-ack 0.25 ms 0.2.14-amd64 0 0 0 0 refused (206)',
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
