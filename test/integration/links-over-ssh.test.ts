/**
 * `niostat links` on two hosts: network namespaces with a cable between them, and a real sshd on one. Needs
 * root and a build.
 */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { LinkEnd } from '../../src/features/links/link-table.ts';
import type { LinksResult } from '../../src/features/links/result.ts';
import {
  ip,
  makeTwoHosts,
  NAMESPACES_LACK,
  type NetworkNamespace,
  type SshAccess,
  startSshd,
  type TwoHosts,
} from '../support/network-namespace.ts';

/** Each host has all ports to itself, so that these are nobody else's. */
const CONTROL_PORT = 7200;
const NEAR_BASE = 10_000;
const FAR_BASE = 10_100;

const R1_R2 = 'R1 f0/0 -- R2 f0/0';

interface LinksRun extends LinksResult {
  readonly code: number | string;
}

/** `R1 on localhost: niostat hypervi 198.18.0.1:10000>198.18.0.2:10100`. */
function endText(end: LinkEnd | undefined): string {
  if (end === undefined) return 'none';
  const { host, device, localAddress, localPort, remoteAddress, remotePort, present } = end;
  const process = present ? end.process : 'missing';
  return `${device ?? '-'} on ${host}: ${process} ${localAddress}:${localPort}>${remoteAddress}:${remotePort}`;
}

function rowTexts({ links }: LinksResult): string[] {
  return links.map(({ state, a, b }) => `${state} ${endText(a)} | ${endText(b)}`).sort();
}

describe('niostat links over ssh', () => {
  if (NAMESPACES_LACK === undefined) describeTwoHosts();
  else if (process.env['NIOSTAT_REQUIRE_NETNS'] === '1') {
    it('between network namespaces', () => {
      expect.fail(`NIOSTAT_REQUIRE_NETNS=1 asks for network namespaces, but ${NAMESPACES_LACK}`);
    });
  }
});

function describeTwoHosts(): void {
  let hosts: TwoHosts;
  let access: SshAccess;
  let pids: { near: number; far: number };

  before(async () => {
    hosts = await makeTwoHosts();
    access = await startSshd(hosts);
    pids = { near: await startHypervisor(hosts.near), far: await startHypervisor(hosts.far) };
  });

  after(async () => {
    // If they could not be made, nothing is left of them.
    if (hosts !== undefined) await hosts.remove();
  });

  beforeEach(async () => {
    await access.knowHost(true);
    await access.letIn(true);
    for (const host of [hosts.near, hosts.far]) await host.command(CONTROL_PORT, 'hypervisor reset');
  });

  async function startHypervisor(host: NetworkNamespace): Promise<number> {
    const directory = join(hosts.directory, `work-${host.address}`);
    // On every address, as Dynamips listens unless it is told otherwise.
    const args = ['bin/run.js', 'hypervisor', '--listen', `0.0.0.0:${CONTROL_PORT}`, '--working-dir', directory];
    const { pid } = await host.start(process.execPath, args, /^Listening on /);
    return pid as number;
  }

  /** A link from R1 of the near host to R2 of the other, as both hypervisors are told to make it. */
  async function makeLink(nearPeer: string = hosts.far.address, farPeer: string = hosts.near.address): Promise<void> {
    await hosts.near.command(CONTROL_PORT, `nio create_udp n0 ${NEAR_BASE} ${nearPeer} ${FAR_BASE}`);
    await hosts.far.command(CONTROL_PORT, `nio create_udp n0 ${FAR_BASE} ${farPeer} ${NEAR_BASE}`);
  }

  async function labFile(near: string, far: string): Promise<string> {
    const path = join(hosts.directory, 'lab.yaml');
    await writeFile(
      path,
      `name: lab
hypervisors:
  - { address: '${near}:${CONTROL_PORT}', baseUdp: ${NEAR_BASE} }
  - { address: '${far}:${CONTROL_PORT}', baseUdp: ${FAR_BASE} }
devices:
  - { name: R1, hypervisor: '${near}:${CONTROL_PORT}' }
  - { name: R2, hypervisor: '${far}:${CONTROL_PORT}' }
links: ['${R1_R2}']
`,
    );
    return path;
  }

  /** Runs the built program on the near host. How long ssh takes is up to what else the machine does. */
  async function linksOf(...args: string[]): Promise<LinksRun> {
    const { code, stdout, stderr } = await hosts.near.run(
      process.execPath,
      ['bin/run.js', 'links', '--json', '--timeout', '10m', ...args],
      access.env,
    );
    expect(stderr).to.equal('');
    return { ...(JSON.parse(stdout) as LinksResult), code };
  }

  const R1_END = `R1 on localhost: niostat hypervi 198.18.0.1:${NEAR_BASE}>198.18.0.2:${FAR_BASE}`;
  const R2_END = `R2 on 198.18.0.2: niostat hypervi 198.18.0.2:${FAR_BASE}>198.18.0.1:${NEAR_BASE}`;

  it('pairs the ends of a link between two hosts, and names both hypervisors', async () => {
    await makeLink();
    const run = await linksOf(await labFile('198.18.0.1', '198.18.0.2'), '--ssh');
    expect(run.code).to.equal(0);
    expect(rowTexts(run)).to.deep.equal([`ESTABLISHED ${R1_END} | ${R2_END}`]);
    expect(run.links[0]?.a).to.include({ pid: pids.near, hypervisor: '198.18.0.1:7200' });
    expect(run.links[0]?.b).to.include({ pid: pids.far, hypervisor: '198.18.0.2:7200' });
    expect(run.hosts.map(({ host, source }) => [host, source])).to.deep.equal([
      ['localhost', '/proc'],
      ['198.18.0.2', '/proc over ssh'],
    ]);
    expect(run.hosts.flatMap(({ limits }) => limits)).to.deep.equal([]);
  });

  it("pairs them without a lab, with the host's name from the user's ssh configuration", async () => {
    await makeLink();
    const run = await linksOf('--host', 'far');
    expect(run.code).to.equal(0);
    expect(run.links).to.have.length(1);
    const { state, a, b } = run.links[0] ?? {};
    expect(state).to.equal('ESTABLISHED');
    expect([a?.hypervisor, b?.hypervisor].sort()).to.deep.equal(['far:7200', 'localhost:7200']);
    expect([a?.pid, b?.pid].sort()).to.deep.equal([pids.near, pids.far].sort());
  });

  it('misses the end that the other host does not have', async () => {
    await hosts.near.command(CONTROL_PORT, `nio create_udp n0 ${NEAR_BASE} 198.18.0.2 ${FAR_BASE}`);
    const run = await linksOf(await labFile('198.18.0.1', '198.18.0.2'), '--ssh');
    expect(run.code).to.equal(1);
    expect(run.links.map(({ state }) => state)).to.deep.equal(['HALF-OPEN']);
    expect(run.links[0]?.b).to.include({ present: false, host: '198.18.0.2', localPort: FAR_BASE });
    expect(run.links[0]?.explanation).not.to.include('TCP port');
  });

  it('--counters: knows those of this host, and says why not those of the other', async () => {
    await makeLink();
    const run = await linksOf(await labFile('198.18.0.1', '198.18.0.2'), '--ssh', '--counters');
    expect([run.code, run.links.map(({ state }) => state)]).to.deep.equal([0, ['ESTABLISHED']]);
    const [row] = run.links;
    expect(row?.a).to.include({ device: 'R1', nio: 'n0', packetsIn: 0, packetsOut: 0 });
    // Which socket a NIO has is told by the log of its hypervisor, which is over there.
    expect(row?.b).to.include({ device: 'R2', present: true }).and.not.have.property('packetsIn');
    expect(run.hosts[0]?.limits.join()).to.include('no counters of 198.18.0.2:').and.include('log');
  });

  it('knows less, and says so with 3, when the other host is not to be read', async () => {
    await makeLink();
    const run = await linksOf(await labFile('198.18.0.1', '198.18.0.2'));
    expect(run.code).to.equal(3);
    expect(run.links.map(({ state }) => state)).to.deep.equal(['UNKNOWN']);
    expect(run.links[0]?.a).to.include({ present: true, pid: pids.near });
    expect(run.links[0]?.remedy).to.include('--ssh').and.to.include('--host 198.18.0.2');
    expect(run.hosts).to.have.length(1);
  });

  for (const [accident, prepare, sentence] of [
    ['a host key that is not known', () => access.knowHost(false), 'Host key verification failed.'],
    ['a login that is refused', () => access.letIn(false), 'Permission denied (publickey)'],
  ] as const) {
    it(`ends with 3 and ssh's own words after ${accident}`, async () => {
      await makeLink();
      await prepare();
      const lab = await labFile('198.18.0.1', '198.18.0.2');
      const run = await linksOf(lab, '--ssh');
      expect(run.code).to.equal(3);
      expect(run.links.map(({ state }) => state)).to.deep.equal(['UNKNOWN']);
      const [, far] = run.hosts;
      expect(far).to.have.all.keys('host', 'limits');
      expect(far?.limits.join()).to.include(sentence);
      const { code, stdout } = await hosts.near.run(
        process.execPath,
        ['bin/run.js', 'links', lab, '--ssh', '--timeout', '10m'],
        access.env,
      );
      expect(code).to.equal(3);
      expect(stdout).to.include(sentence);
    });
  }

  it('UNREACHABLE?: localhost as the host of one hypervisor of a lab on two hosts', async () => {
    // What Dynagen tells them: each end gets the other hypervisor's host as it is written.
    await makeLink('198.18.0.2', '127.0.0.1');
    const run = await linksOf(await labFile('localhost', '198.18.0.2'), '--ssh');
    expect(run.code).to.equal(1);
    expect(rowTexts(run)).to.deep.equal([
      `UNREACHABLE? ${R1_END} | R2 on 198.18.0.2: niostat hypervi 127.0.0.1:${FAR_BASE}>127.0.0.1:${NEAR_BASE}`,
    ]);
    expect(run.links[0]?.remedy).to.include('localhost');
  });

  it('CROSSED: a NIO that was told an address that is not in the lab', async () => {
    await makeLink('198.18.0.2', '198.18.0.99');
    const run = await linksOf(await labFile('198.18.0.1', '198.18.0.2'), '--ssh');
    expect(run.code).to.equal(1);
    expect(run.links.map(({ state }) => state)).to.deep.equal(['CROSSED']);
    expect(run.links[0]?.evidence.join()).to.include('198.18.0.99:10000').and.to.include('198.18.0.1:10000');
  });

  it('UNREACHABLE?: a host that sends from another of its addresses', async () => {
    ip('-n', hosts.near.name, 'address', 'add', '198.19.0.1/32', 'dev', 'lo');
    ip('-n', hosts.far.name, 'route', 'add', '198.19.0.1/32', 'via', '198.18.0.1');
    try {
      await makeLink('198.18.0.2', '198.19.0.1');
      const run = await linksOf(await labFile('198.19.0.1', '198.18.0.2'), '--ssh');
      expect(run.code).to.equal(1);
      expect(rowTexts(run)).to.deep.equal([
        `UNREACHABLE? ${R1_END} | R2 on 198.18.0.2: niostat hypervi 198.18.0.2:${FAR_BASE}>198.19.0.1:${NEAR_BASE}`,
      ]);
    } finally {
      ip('-n', hosts.far.name, 'route', 'del', '198.19.0.1/32');
      ip('-n', hosts.near.name, 'address', 'del', '198.19.0.1/32', 'dev', 'lo');
    }
  });
}
