import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { type FakeGns3Server, startFakeGns3Server } from '../support/fake-gns3-server.ts';
import { Gns3Wiring, type WiredNode } from '../support/gns3-wiring.ts';
import { hasTool } from '../support/tools.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** What uBridge and Dynamips may be told, if the lab is to stay as it is. */
const HARMLESS =
  /^(hypervisor (version|module_list|close)|(bridge|iol_bridge|nio|vm|ethsw) list|bridge (show|get_stats) \S+|nio get_stats \S+)$/;

interface Told {
  readonly code: number | null;
  readonly text: string;
  readonly links: ReadonlyMap<string, LinkTold>;
}

interface LinkTold {
  readonly name: string;
  readonly state: string;
  readonly in?: number;
  readonly out?: number;
  readonly broken?: { readonly program: string; readonly node: string };
}

/** Runs the built program. */
async function niostat(...args: string[]): Promise<{ code: number | null; text: string }> {
  const child = spawn(process.execPath, ['bin/run.js', ...args], { cwd: ROOT, stdio: ['ignore', 'pipe', 'ignore'] });
  let text = '';
  child.stdout.on('data', (chunk) => {
    text += chunk;
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, text };
}

const LACK = hasTool('vpcs') ? undefined : 'there is no vpcs on the PATH';

describe('an open project on real sockets', () => {
  if (LACK !== undefined || process.platform !== 'linux') {
    it.skip(`is not tested here: ${LACK ?? 'its processes are read on Linux'}`);
    return;
  }

  let wiring: Gns3Wiring;
  let server: FakeGns3Server;
  let nodes: Readonly<Record<'sw' | 'r1' | 'r2' | 'pc1' | 'pc2' | 'pc3', WiredNode>>;

  before(async () => {
    wiring = await Gns3Wiring.open();
    const [sw, r1, r2, pc1, pc2, pc3] = [
      await wiring.node('SW1', 'ethernet_switch'),
      await wiring.node('R1', 'dynamips'),
      await wiring.node('R2', 'dynamips'),
      await wiring.node('PC1', 'vpcs'),
      await wiring.node('PC2', 'vpcs'),
      await wiring.node('PC3', 'vpcs'),
    ];
    nodes = { sw, r1, r2, pc1, pc2, pc3 };
    await wiring.link([pc1, 0], [sw, 0]);
    await wiring.link([pc2, 0], [sw, 1]);
    await wiring.link([pc3, 0], [sw, 2]);
    await wiring.link([r1, 0], [r2, 0]);
    await Promise.all([wiring.startVpcs(pc1, '10.0.0.1'), wiring.startVpcs(pc2, '10.0.0.2')]);
    server = await startFakeGns3Server(wiring.world());
  });

  after(async () => {
    await server?.stop();
    await wiring?.close();
  });

  /** What `niostat links --json` says now. */
  async function links(...more: string[]): Promise<Told> {
    Object.assign(server.world, wiring.world());
    const { code, text } = await niostat('links', `${server.url}/Campus`, '--json', ...more);
    const told = JSON.parse(text) as { links: LinkTold[] };
    return { code, text, links: new Map(told.links.map((link) => [link.name, link])) };
  }

  function states({ links: found }: Told): Record<string, string> {
    return Object.fromEntries([...found].map(([name, { state }]) => [name, state]));
  }

  const HEALTHY = {
    'PC1 e0 -- SW1 e0': 'ESTABLISHED',
    'PC2 e0 -- SW1 e1': 'ESTABLISHED',
    'PC3 e0 -- SW1 e2': 'STOPPED',
    'R1 f0/0 -- R2 f0/0': 'IDLE',
  };

  it('is healthy: a ping arrives, a VPCS that is not started is no fault', async () => {
    expect(await wiring.ping(nodes.pc1, '10.0.0.2', 3)).to.match(/icmp_seq=3 ttl=64/);
    expect(states(await links())).to.deep.equal(HEALTHY);
  });

  it('is asked what changes nothing, by GETs alone, and keeps no descriptor of the questions', async () => {
    const descriptors = (): number[] => wiring.running.map(({ pid }) => readdirSync(`/proc/${pid}/fd`).length);
    const before = descriptors();
    await links();
    for (const { commands } of wiring.running) {
      expect(commands.at(-1)).to.equal('hypervisor close');
      for (const command of commands) expect(command).to.match(HARMLESS);
    }
    expect(descriptors()).to.deep.equal(before);
    expect(new Set(server.requests.map(({ method }) => method))).to.deep.equal(new Set(['GET']));
  });

  it('says the same of a server of 3.0, after one login', async () => {
    const login = { user: 'admin', password: 'not the usual one' };
    const third = await startFakeGns3Server(wiring.world(), { api: 'v3', login });
    const secrets = { NIOSTAT_GNS3_USER: login.user, NIOSTAT_GNS3_PASSWORD: login.password };
    Object.assign(process.env, secrets);
    try {
      const { text } = await niostat('links', `${third.url}/Campus`, '--json');
      const told = JSON.parse(text) as { links: LinkTold[] };
      expect(Object.fromEntries(told.links.map(({ name, state }) => [name, state]))).to.deep.equal(HEALTHY);
      const others = third.requests.filter(({ method }) => method !== 'GET');
      expect(others.map(({ method, path }) => `${method} ${path}`)).to.deep.equal([
        'POST /v3/access/users/authenticate',
      ]);
    } finally {
      for (const name of Object.keys(secrets)) delete process.env[name];
      await third.stop();
    }
  });

  it('names a suspended link', async () => {
    const [link] = wiring.links;
    await nodes.pc1.ubridge?.wire(`bridge add_packet_filter VPCS-${nodes.pc1.id} filter0 frequency_drop -1`);
    if (link !== undefined) link.isSuspended = true;
    const told = await links();
    expect(states(told)).to.deep.equal({ ...HEALTHY, 'PC1 e0 -- SW1 e0': 'SUSPENDED' });
    await nodes.pc1.ubridge?.wire(`bridge reset_packet_filters VPCS-${nodes.pc1.id}`);
    if (link !== undefined) link.isSuspended = false;
  });

  it('names the uBridge that was killed, and its node', async () => {
    await nodes.r2.ubridge?.kill();
    const told = await links();
    expect(states(told)).to.deep.equal({ ...HEALTHY, 'R1 f0/0 -- R2 f0/0': 'BROKEN' });
    expect(told.links.get('R1 f0/0 -- R2 f0/0')?.broken).to.include({ program: 'ubridge', node: 'R2' });
    expect(told.code).to.equal(1);
  });
});
