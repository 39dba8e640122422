import { expect } from 'chai';
import type { FirewallFlow, FirewallResult } from '../../../../../src/features/firewall/firewall.ts';
import { renderFirewall } from '../../../../../src/features/firewall/render/text.ts';
import { NO_PAINT } from '../../../../../src/output/paint.ts';
import { squeezedLines } from '../../../../support/text.ts';

const control: FirewallFlow = {
  from: { machine: 'localhost' },
  to: 'far',
  protocol: 'tcp',
  purpose: 'control',
  ports: [{ first: 7200, last: 7200 }],
  neededBy: ['far:7200'],
  insideHost: false,
};

function screen(flows: readonly FirewallFlow[], more: Partial<FirewallResult> = {}, page = {}): string {
  const result: FirewallResult = {
    schemaVersion: 1,
    outcome: 'clean',
    labs: [{ name: 'Two', file: 'two.yaml' }],
    os: 'linux',
    hosts: ['near', 'far'],
    operators: [],
    headroom: 0,
    flows,
    remarks: [],
    ...more,
  };
  return renderFirewall(result, { width: 80, paint: NO_PAINT, ...page }, { isOneHost: false });
}

/** A mesh of links between two devices with a port for each. */
function links(count: number): FirewallFlow {
  return {
    ...control,
    from: { machine: 'near' },
    protocol: 'udp',
    purpose: 'nio',
    ports: Array.from({ length: count }, (_, index) => ({ first: 10_000 + 2 * index, last: 10_000 + 2 * index })),
    neededBy: Array.from({ length: count }, (_, index) => `SW1 f${index}/0 -- SW2 f${index}/1`),
  };
}

describe('renderFirewall', () => {
  it('opens nothing on this host for itself, and calls it as the lab does', () => {
    const own = { ...control, to: 'near', neededBy: ['near:7200'] };
    expect(squeezedLines(screen([own, control], { thisHost: 'near' }))).to.deep.equal([
      'Two: 1 flow to open on 1 host',
      'From To Proto Ports For',
      'near (this host) far tcp 7200 control port of far:7200',
      'These stay inside their host; only a filter on the loopback stops them:',
      'From To Proto Ports For',
      'near (this host) near (this host) tcp 7200 control port of near:7200',
    ]);
  });

  it('calls a host that is none of the lab "this host"', () => {
    expect(squeezedLines(screen([control]))).to.include('this host far tcp 7200 control port of far:7200');
  });

  for (const width of [60, 80, 120]) {
    it(`shows every port and every interface whole on ${width} columns`, () => {
      const text = screen([links(51)], {}, { width });
      expect(text.split('\n').filter((line) => line.length > width)).to.deep.equal([]);
      const words = new Set(text.split(/[\s,]+/));
      const { ports, neededBy } = links(51);
      for (const { first } of ports) expect(words.has(`${first}`), `${first}`).to.equal(true);
      for (const name of neededBy) for (const word of name.split(' ')) expect(words.has(word), word).to.equal(true);
    });
  }

  it('counts what is more than anybody reads, and lists it with -v', () => {
    expect(squeezedLines(screen([links(1000)])).length).to.be.below(20);
    expect(screen([links(1000)])).to.include('and 992 more (-v lists them)');
    expect(screen([links(1000)], {}, { verbose: true }))
      .to.include('SW1 f999/0')
      .and.to.include('11998');
  });
});
