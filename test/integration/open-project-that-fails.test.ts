/**
 * What goes wrong with the links of an open project, on real sockets: filters, programs that a server has
 * left behind, ports that another program has, frames that get lost, VPCS that has stopped or ended. Each
 * must be named, with the hop.
 */
import { spawn } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import type { LiveLink } from '../../src/core/open-project/live-link.ts';
import { type FakeGns3Server, startFakeGns3Server } from '../support/fake-gns3-server.ts';
import { Gns3Wiring, type WiredLink, type WiredNode } from '../support/gns3-wiring.ts';
import { LineClient } from '../support/line-client.ts';
import { hasTool } from '../support/tools.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const LACK = hasTool('vpcs') ? undefined : 'there is no vpcs on the PATH';

/** Runs the built program. */
async function niostat(...args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, ['bin/run.js', ...args], { cwd: ROOT, stdio: ['ignore', 'pipe', 'ignore'] });
  let text = '';
  child.stdout.on('data', (chunk) => {
    text += chunk;
  });
  await once(child, 'close');
  return text;
}

describe('links of an open project that fail on real sockets', () => {
  if (LACK !== undefined || process.platform !== 'linux') {
    it.skip(`are not tested here: ${LACK ?? 'its processes are read on Linux'}`);
    return;
  }

  let wiring: Gns3Wiring;
  let server: FakeGns3Server;
  let nodes: Readonly<Record<'sw' | 'pc1' | 'pc2', WiredNode>>;
  let cables: Readonly<Record<'pc1' | 'pc2', WiredLink>>;

  before(async () => {
    wiring = await Gns3Wiring.open();
    const [sw, pc1, pc2] = [
      await wiring.node('SW1', 'ethernet_switch'),
      await wiring.node('PC1', 'vpcs'),
      await wiring.node('PC2', 'vpcs'),
    ];
    nodes = { sw, pc1, pc2 };
    cables = { pc1: await wiring.link([pc1, 0], [sw, 0]), pc2: await wiring.link([sw, 1], [pc2, 0]) };
    await Promise.all([wiring.startVpcs(pc1, '10.0.0.1'), wiring.startVpcs(pc2, '10.0.0.2')]);
    server = await startFakeGns3Server(wiring.world());
  });

  after(async () => {
    await server?.stop();
    await wiring?.close();
  });

  async function ask(...more: readonly string[]): Promise<string> {
    Object.assign(server.world, wiring.world());
    return await niostat('links', `${server.url}/Campus`, ...more);
  }

  /** Both links: that of PC1, and that of PC2. */
  async function links(...more: readonly string[]): Promise<readonly [pc1: LiveLink, pc2: LiveLink]> {
    const told = JSON.parse(await ask('--json', ...more)) as { links: LiveLink[] };
    const [pc1, pc2] = ['PC1 e0 -- SW1 e0', 'SW1 e1 -- PC2 e0'].map((name) =>
      told.links.find((link) => link.name === name),
    );
    if (pc1 === undefined || pc2 === undefined) throw new Error('a link is not there');
    return [pc1, pc2];
  }

  /** Pings from PC1 while something is done. */
  async function whilePinging<T>(done: Promise<T>): Promise<T> {
    let isDone = false;
    void done.finally(() => {
      isDone = true;
    });
    while (!isDone) await wiring.ping(nodes.pc1, '10.0.0.2', 1);
    return await done;
  }

  /** Chains go from PC1 to SW1, and from SW1 to PC2: three sockets of the computer, and one of the switch. */
  it('are in the order of their ends, with the ports that GNS3 gave', async () => {
    await wiring.ping(nodes.pc1, '10.0.0.2', 2);
    const [pc1, pc2] = await links();
    expect([pc1, pc2].map(({ hops }) => hops.map(({ program }) => program))).to.deep.equal([
      ['vpcs', 'ubridge', 'ubridge', 'dynamips'],
      ['dynamips', 'ubridge', 'ubridge', 'vpcs'],
    ]);
    for (const [link, { ends }] of [[pc1, cables.pc1] as const, [pc2, cables.pc2] as const])
      expect(link.ports).to.deep.equal(ends.map(({ local }) => local));
  });

  it('are FILTERED, with the frames that the filter has dropped, by the counters of its uBridge', async () => {
    const bridge = `VPCS-${nodes.pc1.id}`;
    await nodes.pc1.ubridge?.wire(`bridge add_packet_filter ${bridge} loss frequency_drop -1`);
    cables.pc1.filters = { packet_loss: [100] };
    await wiring.ping(nodes.pc1, '10.0.0.2', 2);
    const client = await LineClient.connect(nodes.pc1.ubridge?.port ?? 0);
    const counted = await client.ask(`bridge get_stats ${bridge}`);
    client.close();
    const [pc1, pc2] = await links();
    await nodes.pc1.ubridge?.wire(`bridge reset_packet_filters ${bridge}`);
    cables.pc1.filters = {};
    expect([pc1.state, pc1.filters, pc2.state]).to.deep.equal(['FILTERED', ['packet_loss 100'], 'ESTABLISHED']);
    const [source, destination] = counted.map((line) => /IN: (\d+) .*OUT: (\d+) /.exec(line)?.slice(1).map(Number));
    const into = (source?.[0] ?? 0) + (destination?.[0] ?? 0);
    const dropped = into - (source?.[1] ?? 0) - (destination?.[1] ?? 0);
    expect(pc1.dropped).to.equal(dropped);
    expect(dropped).to.be.greaterThan(0);
  });

  it('are ORPHAN where a program that a server has left has the port too, with its process', async () => {
    const orphan = await wiring.orphanOf(nodes.pc1);
    const [pc1, pc2] = await links();
    const screen = await ask();
    await orphan.kill();
    expect([pc1.state, pc2.state]).to.deep.equal(['ORPHAN', 'ESTABLISHED']);
    const [hop, ...others] = pc1.hops.filter(({ fault }) => fault !== undefined);
    expect(hop).to.include({ node: 'PC1', side: 'destination', fault: 'orphan', holderPid: orphan.pid });
    expect(others).to.deep.equal([]);
    expect(screen).to.match(new RegExp(`kill .*\\b${orphan.pid}\\b`));
    expect((await links())[0].state).to.equal('ESTABLISHED');
  });

  it('are FOREIGN where a program of another kind has the port too, with its process', async () => {
    const [, { local, remote }] = cables.pc1.ends;
    const thief: Socket = createSocket({ type: 'udp4', reuseAddr: true });
    thief.bind(local, '127.0.0.1');
    await once(thief, 'listening');
    thief.connect(remote, '127.0.0.1');
    await once(thief, 'connect');
    const [pc1, pc2] = await links();
    thief.close();
    expect([pc1.state, pc2.state]).to.deep.equal(['FOREIGN', 'ESTABLISHED']);
    expect(pc1.hops.at(-1)).to.include({ node: 'SW1', localPort: local, fault: 'foreign', holderPid: process.pid });
  });

  it('are ONE-WAY where frames get lost, and the hop that does not take them in is told', async () => {
    // A NIO that belongs to nothing is not read: SW1's socket is there, and what PC1 sends dies at it.
    const [nio] = await niosOf(nodes.sw);
    await nodes.sw.dynamips?.wire(`ethsw remove_nio SW1 ${nio}`);
    const [pc1, pc2] = await whilePinging(links('--interval', '3s'));
    const screen = await whilePinging(ask('--interval', '3s'));
    await nodes.sw.dynamips?.wire(`ethsw add_nio SW1 ${nio}`, `ethsw set_access_port SW1 ${nio} 1`);
    expect([pc1.state, pc2.state]).to.deep.equal(['ONE-WAY', 'ESTABLISHED']);
    const [death, ...others] = pc1.deaths ?? [];
    expect(others).to.deep.equal([]);
    expect(death).to.include({ direction: 'a to b', after: 2, before: 3 });
    expect(death?.lost).to.be.greaterThan(0);
    const { ends } = cables.pc1;
    expect(screen).to.contain(`lost from PC1's uBridge (${ends[0].local}) to SW1's Dynamips (${ends[1].local})`);
  });

  it('are STOPPED where a VPCS was stopped, and BROKEN where it has ended by itself', async () => {
    nodes.pc2.vpcs?.child.kill('SIGTERM');
    await once(nodes.pc2.vpcs?.child as NonNullable<WiredNode['vpcs']>['child'], 'close');
    const [well, broken] = await links();
    expect([well.state, broken.state]).to.deep.equal(['ESTABLISHED', 'BROKEN']);
    expect(broken.broken).to.include({ program: 'vpcs', node: 'PC2' });
    await wiring.stopVpcs(nodes.pc2);
    expect((await links()).map(({ state }) => state)).to.deep.equal(['ESTABLISHED', 'STOPPED']);
  });
});

/** The NIOs of a switch as they were made: the newest is listed first. */
async function niosOf({ dynamips }: WiredNode): Promise<readonly string[]> {
  const client = await LineClient.connect(dynamips?.port ?? 0);
  const listed = await client.ask('nio list');
  client.close();
  return listed
    .slice(0, -1)
    .map((line) => line.slice(4))
    .toReversed();
}
