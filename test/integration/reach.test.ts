/**
 * `niostat reach` and `respond` on two hosts: network namespaces with a cable between them, and real nft
 * rules. Needs root and a build.
 */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { HostReach, ReachResult } from '../../src/features/reach/result.ts';
import { HYPERVISOR_PROGRAMS } from '../support/hypervisor-process.ts';
import { LineClient } from '../support/line-client.ts';
import { flood, makeBusy } from '../support/load.ts';
import {
  ip,
  makeTwoHosts,
  NAMESPACES_LACK,
  startSshd,
  type TwoHosts,
  whatIsMissing,
} from '../support/network-namespace.ts';
import { freePorts } from '../support/real-sockets.ts';
import { niostat } from '../support/run-in-process.ts';
import { withHypervisor } from '../support/subjects.ts';

const LACK = whatIsMissing(['ip', 'nft']);

const TOKEN = 'correct-horse-battery-staple';

/** Each host has all ports to itself. */
const CONTROL_PORT = 7200;
const ALL = '10000-10099';

/** `udp 10050-10099 filtered (no-response)`, neighbours together. */
function summary({ ports }: HostReach): string[] {
  const lines: { first: number; last: number; what: string; protocol: string }[] = [];
  for (const { protocol, port, state, reason } of ports) {
    const what = `${state} (${reason})`;
    const line = lines.at(-1);
    if (line?.what === what && line.protocol === protocol && line.last + 1 === port) line.last = port;
    else lines.push({ first: port, last: port, what, protocol });
  }
  return lines.map(
    ({ first, last, what, protocol }) => `${protocol} ${first === last ? first : `${first}-${last}`} ${what}`,
  );
}

describe('niostat reach', () => {
  describe('on this host', () => {
    for (const program of HYPERVISOR_PROGRAMS) {
      it(`calls a NIO of ${program.name} unfiltered, and never closed`, () =>
        withHypervisor(program, async ({ port, pid }) => {
          const [local = 0, remote = 0] = await freePorts(2);
          const client = await LineClient.connect(port);
          await client.must(`nio create_udp n0 ${local} 127.0.0.1 ${remote}`);
          const { code, stdout } = await niostat(['reach', '127.0.0.1', '--udp', `${local},${remote}`, '--json']);
          client.close();
          const { hosts } = JSON.parse(stdout) as ReachResult;
          expect(hosts[0]?.ports.map(({ state }) => state)).to.deep.equal(['unfiltered', 'closed']);
          expect(hosts[0]?.ports[0]?.detail).to.equal(
            `${program.wholeName} (pid ${pid}) has the port, connected to 127.0.0.1:${remote}, and refuses all other senders`,
          );
          // The other port was named, and nobody is there.
          expect(code).to.equal(1);
        }));
    }
  });

  describe('between two hosts', () => {
    if (LACK === undefined) describeTwoHosts();
    else if (process.env['NIOSTAT_REQUIRE_NETNS'] === '1') {
      it('between network namespaces', () => {
        expect.fail(`NIOSTAT_REQUIRE_NETNS=1 asks for network namespaces, but ${LACK}`);
      });
    }
  });
});

function describeTwoHosts(): void {
  let hosts: TwoHosts;

  before(async () => {
    hosts = await makeTwoHosts();
    await nft('add table inet test');
    await nft('add chain inet test in { type filter hook input priority 0; }');
    await nft('add chain inet test out { type filter hook output priority 0; }');
  });

  after(async () => {
    // If they could not be made, nothing is left of them.
    if (hosts !== undefined) await hosts.remove();
  });

  beforeEach(async () => {
    await nft('flush chain inet test in');
    await nft('flush chain inet test out');
  });

  /** Gives the far host a rule for what comes in. */
  function rule(text: string): Promise<void> {
    return nft(`add rule inet test in ${text}`);
  }

  /** Gives the far host a rule for what goes out. */
  function outgoing(text: string): Promise<void> {
    return nft(`add rule inet test out ${text}`);
  }

  async function nft(command: string): Promise<void> {
    const { code, stderr } = await hosts.far.run('nft', [command]);
    if (code !== 0) throw new Error(`nft ${command}: ${stderr}`);
  }

  /** Runs `work` while the responder is on the far host. */
  async function responding(args: readonly string[], work: () => Promise<void>): Promise<void> {
    const words = ['bin/run.js', 'respond', '--token', TOKEN, ...args];
    const child = await hosts.far.start(process.execPath, words, /^ {2}niostat reach /m);
    const closed = new Promise((resolve) => child.once('close', resolve));
    try {
      await work();
    } finally {
      child.kill('SIGTERM');
      expect(await closed, 'exit code of respond').to.equal(0);
    }
  }

  interface Reached {
    readonly host: HostReach;
    readonly result: ReachResult;
    readonly code: number | string;
  }

  /** Runs the built program on the near host. */
  async function reach(...args: string[]): Promise<Reached> {
    return await reachWith({}, ...args);
  }

  async function reachWith(env: Readonly<Record<string, string>>, ...args: string[]): Promise<Reached> {
    const words = ['bin/run.js', 'reach', '--json', ...args];
    const { code, stdout, stderr } = await hosts.near.run(process.execPath, words, env);
    expect(stderr).to.equal('');
    const result = JSON.parse(stdout) as ReachResult;
    return { host: result.hosts[0] as HostReach, result, code };
  }

  it('with a responder: 100 ports of which 50 are dropped, all of them right', () =>
    responding(['--udp', ALL, '--tcp', '7200'], async () => {
      await rule('udp dport 10050-10099 drop');
      const { host, code } = await reach('198.18.0.2', '--udp', ALL, '--tcp', '7200-7201', '--token', TOKEN);
      expect(summary(host)).to.deep.equal([
        'tcp 7200 open (syn-ack)',
        'tcp 7201 closed (conn-refused)',
        'udp 10000-10049 open (responder)',
        'udp 10050-10099 filtered (lost-there)',
      ]);
      expect([code, host.verdict, host.responder]).to.deep.equal([1, 'findings', 'heard']);
      expect(host.path).to.deep.include({ sent: 20, lost: 0 });
      // 1514 bytes, 8 of UDP and 20 of IP are more than the 1500 of the cable.
      expect(host.path?.frame).to.deep.equal({
        payloadBytes: 1514,
        result: 'passes',
        interface: { name: 'cable', mtu: 1500 },
        inFragments: true,
      });
    }));

  it('with a responder: 3000 ports', () =>
    responding(['--udp', '10000-12999'], async () => {
      await rule('udp dport 12000-12999 drop');
      const { host } = await reach('198.18.0.2', '--udp', '10000-12999', '--token', TOKEN);
      expect(summary(host)).to.deep.equal([
        'udp 10000-11999 open (responder)',
        'udp 12000-12999 filtered (lost-there)',
      ]);
    }));

  it('with a responder: says on which way datagrams are lost, on busy cores and beside a flood', () =>
    responding(['--udp', '10000-10299'], async () => {
      await rule('udp dport 10100-10149 drop');
      await outgoing('udp sport 10200-10249 drop');
      const busy = [makeBusy(hosts.near), makeBusy(hosts.near), flood(hosts.near, hosts.far.address, 10_000)];
      try {
        const { host, code } = await reach('198.18.0.2', '--udp', '10000-10299', '--token', TOKEN);
        expect(summary(host)).to.deep.equal([
          'udp 10000-10099 open (responder)',
          'udp 10100-10149 filtered (lost-there)',
          'udp 10150-10199 open (responder)',
          'udp 10200-10249 filtered (lost-back)',
          'udp 10250-10299 open (responder)',
        ]);
        expect(code).to.equal(1);
      } finally {
        for (const child of busy) child.kill('SIGKILL');
      }
    }));

  it('with a responder: a burst of loss is no filter, whichever way it goes', () =>
    responding(['--udp', '10000-10299'], async () => {
      // A probe is 68 bytes with its headers, an answer 60, and each port is first tried three times.
      await rule('udp dport 10000-10099 quota until 20400 bytes drop');
      await outgoing('udp sport 10200-10299 quota until 18000 bytes drop');
      const { host, code } = await reach('198.18.0.2', '--udp', '10000-10299', '--token', TOKEN);
      expect(summary(host)).to.deep.equal(['udp 10000-10299 open (responder)']);
      expect(code).to.equal(0);
    }));

  it('with a responder: a full frame that gets through is not lost where a third of all datagrams is', () =>
    responding(['--udp', '10000-10099'], async () => {
      await rule('numgen inc mod 3 < 1 drop');
      const { host } = await reach('198.18.0.2', '--udp', ALL, '--token', TOKEN);
      expect(summary(host)).to.deep.equal(['udp 10000-10099 open (responder)']);
      expect(host.path?.frame.result).to.equal('passes');
    }));

  it('with a responder: what a firewall refuses for a port that is held is filtered', () =>
    responding(['--udp', '10000-10004'], async () => {
      await rule('udp dport 10001 reject with icmpx type admin-prohibited');
      await rule('udp dport 10002 reject');
      const { host, code } = await reach('198.18.0.2', '--udp', '10000-10003,10005', '--token', TOKEN);
      expect(summary(host)).to.deep.equal([
        'udp 10000 open (responder)',
        'udp 10001 filtered (admin-prohibited)',
        'udp 10002 filtered (port-unreach)',
        'udp 10003 open (responder)',
        'udp 10005 closed (port-unreach)',
      ]);
      expect(code).to.equal(1);
    }));

  it('with a responder: a TCP port that it holds and that is refused is behind a firewall', () =>
    responding(['--udp', '10000', '--tcp', '7200-7203'], async () => {
      await rule('tcp dport 7201 reject');
      await rule('tcp dport 7202 reject with tcp reset');
      const expected = [
        'tcp 7200 open (syn-ack)',
        'tcp 7201-7202 filtered (conn-refused)',
        'tcp 7203 open (syn-ack)',
        'tcp 7204 closed (conn-refused)',
      ];
      const { host } = await reach('198.18.0.2', '--udp', '10000', '--tcp', '7200-7204', '--token', TOKEN);
      expect(summary(host)).to.deep.equal([...expected, 'udp 10000 open (responder)']);
      expect(host.ports[1]?.detail).to.equal('the responder has the port, so a firewall refuses');
      const overTcp = await reach('198.18.0.2', '--tcp', '7200-7204', '--token', TOKEN);
      expect(summary(overTcp.host)).to.deep.equal(expected);
      expect([overTcp.code, overTcp.host.responder]).to.deep.equal([1, 'heard']);
    }));

  it('with a responder that only TCP gets to: asks for as many ports as there are', () =>
    responding(['--udp', '10000-10999', '--tcp', '7200,20000-20799'], async () => {
      await rule('meta l4proto udp drop');
      // The kernel rations ICMP errors, and no resets.
      await rule('tcp dport 20000-20999 reject with tcp reset');
      const args = ['--udp', '10000-11099', '--tcp', '7200,20000-20899', '--token', TOKEN];
      const { host } = await reach('198.18.0.2', ...args);
      expect(summary(host)).to.deep.equal([
        'tcp 7200 open (syn-ack)',
        'tcp 20000-20799 filtered (conn-refused)',
        'tcp 20800-20899 closed (conn-refused)',
        'udp 10000-10999 filtered (lost-there)',
        'udp 11000-11099 open|filtered (no-response)',
      ]);
    }));

  it('a second address of a host: answers leave from the first one, until the responder is bound to the second', async () => {
    ip('-n', hosts.far.name, 'address', 'add', '198.18.0.4/24', 'dev', 'cable');
    const ports = ['--udp', '10000-10001', '--tcp', '7200'];
    const args = ['198.18.0.4', ...ports, '--token', TOKEN];
    await responding(ports, async () => {
      const { host } = await reach(...args);
      expect(summary(host)).to.deep.equal(['tcp 7200 open (syn-ack)', 'udp 10000-10001 filtered (lost-back)']);
      expect([host.answersFrom, ...host.remedies]).to.deep.equal([
        '198.18.0.2',
        'on 198.18.0.4, start `niostat respond` with `--listen 198.18.0.4`: its answers come from 198.18.0.2, where none are expected',
      ]);
    });
    await responding([...ports, '--listen', '198.18.0.4'], async () => {
      const { host } = await reach(...args);
      expect(summary(host)).to.deep.equal(['tcp 7200 open (syn-ack)', 'udp 10000-10001 open (responder)']);
    });
  });

  it('with a responder: a port that it does not hold, and that is silent, stays open|filtered', () =>
    responding(['--udp', '10000'], async () => {
      await rule('udp dport 10001 drop');
      const { host, code } = await reach('198.18.0.2', '--udp', '10000-10001', '--token', TOKEN);
      expect(summary(host)).to.deep.equal(['udp 10000 open (responder)', 'udp 10001 open|filtered (no-response)']);
      expect(code).to.equal(3);
    }));

  it('with a responder that only TCP gets to: silence of its UDP ports is a filter', () =>
    responding(['--udp', '10000-10009', '--tcp', '7200'], async () => {
      await rule('meta l4proto udp drop');
      const { host, code } = await reach('198.18.0.2', '--udp', '10000-10010', '--tcp', '7200', '--token', TOKEN);
      expect(summary(host)).to.deep.equal([
        'tcp 7200 open (syn-ack)',
        'udp 10000-10009 filtered (lost-there)',
        'udp 10010 open|filtered (no-response)',
      ]);
      expect([code, host.responder]).to.deep.equal([1, 'heard']);
    }));

  it('says which way a full frame is lost, and what passes', () =>
    responding(['--udp', '10000'], async () => {
      await rule('ip frag-off & 0x1fff != 0 drop');
      await rule('ip length > 600 drop');
      const { host, code } = await reach('198.18.0.2', '--udp', '10000', '--token', TOKEN);
      // 600 bytes without 20 of IP and 8 of UDP.
      expect(host.path?.frame).to.include({ result: 'lost on the way there', largestPayloadBytes: 572 });
      expect(code).to.equal(1);
    }));

  it('says plainly that the responder was not heard, and knows nothing for certain', () =>
    responding(['--udp', '10000-10001'], async () => {
      const args = ['198.18.0.2', '--udp', '10000-10001', '--token', 'another-token-altogether'];
      const { host, code } = await reach(...args);
      expect(summary(host)).to.deep.equal(['udp 10000-10001 open|filtered (no-response)']);
      expect([code, host.responder]).to.deep.equal([3, 'not heard']);
      const { stdout } = await hosts.near.run(process.execPath, ['bin/run.js', 'reach', ...args]);
      expect(stdout).to.include('is not heard on any port');
    }));

  it('without a responder: a sample, and nothing is open', async () => {
    await rule('udp dport 10050-10099 drop');
    const { host, code } = await reach('198.18.0.2', '--udp', ALL);
    expect(host.isSample).to.equal(true);
    const tried = host.ports.filter(({ state }) => state !== 'not tried');
    expect(tried.map(({ port, state, reason }) => [port, state, reason])).to.deep.equal([
      [10_000, 'closed', 'port-unreach'],
      [10_049, 'closed', 'port-unreach'],
      [10_099, 'open|filtered', 'no-response'],
    ]);
    expect(code).to.equal(1);
  });

  it('without a responder: eight silent ports are all tried', async () => {
    await rule('udp dport 1-65535 drop');
    const { host, code } = await reach('198.18.0.2', '--udp', '1,3,5,7,9,11,13,15');
    expect(host.ports.map(({ state }) => state)).to.deep.equal(Array(8).fill('open|filtered'));
    expect(code).to.equal(3);
  });

  it('without a responder: --all gets past the ration of ICMP errors', async () => {
    // Six at once, and then one a second.
    const { host, code } = await reach('198.18.0.2', '--udp', '10000-10008', '--all');
    expect(summary(host)).to.deep.equal(['udp 10000-10008 closed (port-unreach)']);
    expect([code, host.isSample]).to.deep.equal([1, false]);
  });

  it('without a responder: what a firewall prohibits is filtered', async () => {
    await rule('udp dport 10000 reject with icmpx type admin-prohibited');
    await rule('tcp dport 7200 drop');
    const { host, code } = await reach('198.18.0.2', '--udp', '10000', '--tcp', '7200', '--timeout', '300ms');
    expect(summary(host)).to.deep.equal(['tcp 7200 filtered (no-response)', 'udp 10000 filtered (admin-prohibited)']);
    expect(code).to.equal(1);
  });

  describe('with a lab', () => {
    let lab: string;

    before(async () => {
      lab = join(hosts.directory, 'lab.net');
      await writeFile(
        lab,
        `[198.18.0.1:7200]\nudp = 10000\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[198.18.0.2:7200]\nudp = 10100\n[[ROUTER R2]]\nconsole = 2001\n`,
      );
    });

    it('respond takes the ports of its own host, and reach finds all of them', () =>
      responding([lab], async () => {
        const { result } = await reach(lab, '--token', TOKEN);
        const far = result.hosts.find(({ host }) => host === '198.18.0.2') as HostReach;
        expect(far.ports.map(({ port, purpose, state }) => [port, purpose, state])).to.deep.include.members([
          [7200, 'control', 'open'],
          [2001, 'console', 'open'],
          [10_100, 'nio', 'open'],
        ]);
        expect([far.verdict, far.responder]).to.deep.equal(['clean', 'heard']);
        expect(result.notTriedFromHere).to.deep.include({
          from: '198.18.0.2',
          to: 'localhost',
          protocol: 'udp',
          purpose: 'nio',
          ports: [{ first: 10_000, last: 10_000 }],
        });
      }));

    it('a closed NIO port is well, and one of a hypervisor that has NIOs is unfiltered', async () => {
      const directory = join(hosts.directory, 'work');
      const args = ['bin/run.js', 'hypervisor', '--listen', `0.0.0.0:${CONTROL_PORT}`, '--working-dir', directory];
      await hosts.far.start(process.execPath, args, /^Listening on /);
      const nioPort = async (): Promise<unknown[]> => {
        const { result } = await reach(lab);
        const far = result.hosts.find(({ host }) => host === '198.18.0.2');
        const port = far?.ports.find(({ purpose }) => purpose === 'nio');
        return [far?.verdict, port?.port, port?.state, port?.detail ?? ''];
      };
      expect(await nioPort()).to.deep.equal(['clean', 10_100, 'closed', '']);
      await hosts.far.command(CONTROL_PORT, 'nio create_udp n0 10100 198.18.0.1 10000');
      expect(await nioPort()).to.deep.equal([
        'clean',
        10_100,
        'unfiltered',
        '198.18.0.2:7200 has a NIO; the port may belong to it',
      ]);
    });

    // Without sshd this cannot be seen; the sockets of this host are read in the tests above.
    if (NAMESPACES_LACK === undefined) {
      it('--ssh: the socket table of the other host says who has a port, and who has not', async () => {
        const { env } = await startSshd(hosts);
        await hosts.far.command(CONTROL_PORT, 'nio create_udp n1 10300 198.18.0.1 10001');
        const { host } = await reachWith(env, '198.18.0.2', '--udp', '10300,10301', '--ssh');
        expect(host.limits).to.deep.equal([]);
        expect(summary(host)).to.deep.equal(['udp 10300 unfiltered (port-unreach)', 'udp 10301 closed (port-unreach)']);
        expect(host.ports[0]?.detail).to.match(
          /^niostat hypervisor \(pid \d+\) has the port, connected to 198\.18\.0\.1:10001, /,
        );
      });
    }
  });
}
