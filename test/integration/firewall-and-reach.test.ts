/**
 * The whole way on two hosts: `respond` over there, `reach` here, and between them the rules that `firewall`
 * writes, in real nftables and iptables. Needs root and a build.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { FIREWALLS_LACK } from '../support/firewalls.ts';
import { makeTwoHosts, type TwoHosts } from '../support/network-namespace.ts';
import { SideBySide } from '../support/side-by-side.ts';
import { file } from '../support/text.ts';

const TOKEN = 'token-of-these-tests';

/** Open before, as that of ssh would be: there the responder is heard. */
const OPEN = 9999;

const LAB = file`
  [198.18.0.1:7200]
  udp = 10000
  [[ROUTER R1]]
  f0/0 = R2 f0/0
  f0/1 = R2 f0/1
  [198.18.0.2:7200]
  udp = 10100
  [[ROUTER R2]]
  `;

/**
 * By hand: the far host has the control port, console 2001 and AUX 2101 of R2, and the NIOs of two link ends.
 */
const NEEDED = ['tcp 2001', 'tcp 2101', 'tcp 7200', 'udp 10100', 'udp 10101'];

/** One beside each that is needed. */
const NEIGHBOURS = ['tcp 2000', 'tcp 2002', 'tcp 2100', 'tcp 2102', 'tcp 7199', 'tcp 7201', 'udp 10099', 'udp 10102'];

const DROP_BY_NFT = `
  table inet filter {
    chain input {
      type filter hook input priority filter; policy drop;
      udp dport ${OPEN} accept
    }
  }
  `;

const DROP_BY_IPTABLES = `
  iptables -w -P INPUT DROP
  iptables -w -A INPUT -p udp --dport ${OPEN} -j ACCEPT
  `;

describe('firewall and reach together', () => {
  if (FIREWALLS_LACK !== undefined) {
    if (process.env['NIOSTAT_REQUIRE_FIREWALLS'] === '1') {
      it('are there', () => expect.fail(FIREWALLS_LACK));
    }
    return;
  }

  const atOnce = new SideBySide();
  for (const { dialect, close, listing } of [
    { dialect: 'nft', close: `nft -f - <<'X'\n${DROP_BY_NFT}\nX`, listing: ['nft', 'list', 'ruleset'] },
    { dialect: 'iptables', close: DROP_BY_IPTABLES, listing: ['iptables', '-S'] },
  ] as const) {
    atOnce.it(`${dialect} turns exactly the ports of the lab from filtered to open, and back`, () =>
      withResponder(close, async (hosts, lab) => {
        const before = await hosts.far.run(listing[0], listing.slice(1));
        const allShut = { open: [`udp ${OPEN}`], filtered: [...NEEDED, ...NEIGHBOURS].sort() };
        expect(await reached(hosts, lab)).to.deep.equal(allShut);
        const forFar = ['firewall', lab, '--format', dialect, '--host', '198.18.0.2'];
        await sh(hosts, await niostat(hosts, ...forFar));
        expect(await reached(hosts, lab)).to.deep.equal({
          open: [...NEEDED, `udp ${OPEN}`].sort(),
          filtered: NEIGHBOURS.toSorted(),
        });
        await sh(hosts, await niostat(hosts, ...forFar, '--undo'));
        expect(await reached(hosts, lab)).to.deep.equal(allShut);
        expect(await hosts.far.run(listing[0], listing.slice(1))).to.deep.equal(before);
      }),
    );
  }
});

/** Two hosts, of which the far one is closed by a script and runs a responder, and the file of the lab. */
async function withResponder(close: string, work: (hosts: TwoHosts, lab: string) => Promise<void>): Promise<void> {
  const hosts = await makeTwoHosts();
  try {
    const lab = join(hosts.directory, 'two.net');
    writeFileSync(lab, LAB);
    await sh(hosts, close);
    const ports = { udp: [10_099, 10_100, 10_101, 10_102, OPEN], tcp: [7199, 7200, 7201] };
    const others = [2000, 2001, 2002, 2100, 2101, 2102];
    const words = ['--udp', ports.udp.join(','), '--tcp', [...ports.tcp, ...others].join(',')];
    await hosts.far.start(
      process.execPath,
      ['bin/run.js', 'respond', '--token', TOKEN, ...words],
      /^ {2}niostat reach /m,
    );
    await work(hosts, lab);
  } finally {
    await hosts.remove();
  }
}

/** Runs a script on the far host. */
async function sh({ far, directory }: TwoHosts, script: string): Promise<void> {
  const path = join(directory, 'script.sh');
  writeFileSync(path, script);
  const { code, stderr } = await far.run('sh', [path]);
  expect(code, stderr).to.equal(0);
}

async function niostat({ near }: TwoHosts, ...args: string[]): Promise<string> {
  return (await near.run(process.execPath, ['bin/run.js', ...args])).stdout;
}

/** The ports of the far host by their states, as `reach` prints them. */
async function reached(hosts: TwoHosts, lab: string): Promise<Record<string, string[]>> {
  const ports = ['--udp', `10099,10102,${OPEN}`, '--tcp', '2000,2002,2100,2102,7199,7201'];
  const result = JSON.parse(await niostat(hosts, 'reach', lab, ...ports, '--token', TOKEN, '--json'));
  const states: Record<string, string[]> = {};
  for (const { host, ports: all } of result.hosts) {
    if (host !== '198.18.0.2') continue;
    for (const { protocol, port, state } of all) {
      states[state] = [...(states[state] ?? []), `${protocol} ${port}`];
    }
  }
  for (const all of Object.values(states)) all.sort();
  return states;
}
