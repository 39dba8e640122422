import { expect } from 'chai';
import { Machines } from '../../src/core/address/host.ts';
import { parseNetwork } from '../../src/core/address/network.ts';
import { portRanges } from '../../src/core/address/port-ranges.ts';
import { allocate } from '../../src/core/allocation/allocate.ts';
import { isLoopbackFlow, neededFlows } from '../../src/core/allocation/needed-flows.ts';
import type { PortRange } from '../../src/core/lab/lab.ts';
import { DIALECT_NAMES, DIALECTS, type DialectName } from '../../src/features/firewall/dialects.ts';
import type { HostRule } from '../../src/features/firewall/host-rules.ts';
import { fc } from '../support/property.ts';
import { labOf, randomLabs } from '../support/random-lab.ts';

function portsOf(ranges: readonly PortRange[]): number[] {
  return ranges.flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, index) => first + index));
}

/**
 * How each firewall writes ports, read with nothing but the syntax of that firewall; one list for each rule.
 */
const RULE_PORTS: Readonly<Record<DialectName, RegExp>> = {
  nft: /dport \{ ([\d\-, ]+) \}/g,
  iptables: /--dports ([\d:,]+)/g,
  ufw: /to any port ([\d:,]+)/g,
  firewalld: /port port="([\d-]+)"/g,
  windows: /-LocalPort ([\d\-,']+)/g,
  netsh: /localport=([\d\-,]+)/g,
  pf: /to any port \{ ([\d:, ]+) \}/g,
};

function listsIn(script: string, dialect: DialectName): string[][] {
  return [...script.matchAll(RULE_PORTS[dialect])].map(([, list = '']) => list.replace(/['\s]/g, '').split(','));
}

const somePorts = fc.uniqueArray(fc.integer({ min: 1, max: 65_535 }), { minLength: 1, maxLength: 400 });

/** Ports that lie close together, so that there are ranges. */
const closePorts = fc.uniqueArray(fc.integer({ min: 10_000, max: 10_100 }), { minLength: 1, maxLength: 80 });

describe('properties of firewalls', () => {
  it('the flows of a lab have exactly the ports of its NIOs, consoles and hypervisors, in as few ranges as there can be', () => {
    fc.assert(
      // A loopback name in a lab of several hosts leads frames elsewhere (NIO020), which is a matter of its
      // own.
      fc.property(randomLabs({ hosts: ['alpha', 'beta', '10.0.0.7'] }), (random) => {
        const allocation = allocate(labOf(random), 'dynagen');
        const machines = new Machines();
        const flows = neededFlows([allocation], machines);
        const found = new Set<string>();
        for (const { to, protocol, ports } of flows) {
          for (const port of portsOf(ports)) found.add(`${to} ${protocol} ${port}`);
          for (const [index, { first, last }] of ports.entries()) {
            expect(first).to.be.at.most(last);
            // A gap of one port at the least: they neither touch nor overlap.
            expect(first).to.be.above((ports[index - 1]?.last ?? -1) + 1);
          }
        }
        const needed = new Set([
          ...[...allocation.created].map((nio) => `${machines.machineOf(nio.hypervisor.host)} udp ${nio.localPort}`),
          ...allocation.consoles.map(({ hypervisor, port }) => `${machines.machineOf(hypervisor.host)} tcp ${port}`),
          ...allocation.hypervisors.map(({ host, port }) => `${machines.machineOf(host)} tcp ${port}`),
        ]);
        expect([...found].sort()).to.deep.equal([...needed].sort());
        for (const flow of flows) {
          const isOwn = 'machine' in flow.from && flow.from.machine === flow.to;
          expect(isLoopbackFlow(flow)).to.equal(isOwn);
        }
      }),
    );
  });

  for (const dialect of DIALECT_NAMES) {
    it(`a script for ${dialect} opens each port that is needed, once, and no other`, () => {
      fc.assert(
        fc.property(
          fc.oneof(somePorts, closePorts),
          fc.constantFrom('tcp' as const, 'udp' as const),
          (ports, protocol) => {
            const rule: HostRule = {
              ...{ source: '10.0.0.5', family: 4, sender: 'R', protocol, purpose: 'nio', neededBy: ['R'] },
              ports: portRanges(ports),
            };
            const host = { host: 'h', labSlug: 'lab', labs: ['lab'], rules: [rule] };
            const lists = listsIn(DIALECTS[dialect].script(host, { undo: false }), dialect);
            const opened = lists.flat().flatMap((text) => {
              const [first, last] = text.split(/[:-]/).map(Number);
              return portsOf([{ first: first ?? 0, last: last ?? first ?? 0 }]);
            });
            const ascending = (one: number, other: number): number => one - other;
            expect(opened.sort(ascending)).to.deep.equal([...ports].sort(ascending));
            if (dialect !== 'iptables' && dialect !== 'ufw') return;
            // iptables-extensions(8): up to 15 ports, a range counting as two.
            for (const list of lists) expect(list.join(':').split(':')).to.have.length.at.most(15);
          },
        ),
        { numRuns: 50 },
      );
    });
  }

  it('a network that is read is the same when it is read again, and has no bits behind its prefix', () => {
    const networks = fc.oneof(
      fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 })),
      fc.tuple(
        fc
          .array(fc.integer({ min: 0, max: 0xffff }), { minLength: 8, maxLength: 8 })
          .map((units) => units.map((unit) => (unit % 3 === 0 ? 0 : unit).toString(16)).join(':')),
        fc.integer({ min: 0, max: 128 }),
      ),
    );
    fc.assert(
      fc.property(networks, ([address, prefix]) => {
        const network = parseNetwork(`${address}/${prefix}`);
        expect(network?.prefix).to.equal(prefix);
        expect(parseNetwork(network?.text ?? '')).to.deep.equal(network);
        // Whatever the last bit of the prefix covers is all that counts.
        expect(parseNetwork(`${network?.text.split('/')[0]}/${prefix}`)).to.deep.equal(network);
      }),
    );
  });
});
