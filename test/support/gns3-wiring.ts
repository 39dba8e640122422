/**
 * Wires programs as GNS3 2.2 and 3.0 do (docs/FACTS.md, "A live GNS3"): a hypervisor for each router and
 * switch, a uBridge for each router and started VPCS, the ports of a link in GNS3's order. Nothing of niostat
 * but the embedded programs is used, and VPCS is the real one.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmulatorProcess } from './emulator-process.ts';
import type { FakeWorld } from './fake-gns3-server.ts';
import { freeTcpPort } from './real-sockets.ts';
import { VpcsConsole } from './vpcs-console.ts';

type NodeType = 'dynamips' | 'ethernet_switch' | 'vpcs';

/** Each kind's ports, as the server names them. */
const PORTS: Readonly<Record<NodeType, readonly string[]>> = {
  dynamips: ['f0/0'],
  ethernet_switch: ['e0', 'e1', 'e2', 'e3'],
  vpcs: ['e0'],
};

export interface WiredNode {
  readonly id: string;
  readonly name: string;
  readonly type: NodeType;
  /** Where its programs work. */
  readonly directory: string;
  /** Of a router and a switch. */
  readonly dynamips?: EmulatorProcess;
  /** Of a router and a started VPCS. */
  ubridge?: EmulatorProcess;
  vpcs?: RunningVpcs;
}

export interface RunningVpcs {
  readonly child: ChildProcess;
  readonly commandLine: string;
  readonly console: VpcsConsole;
}

interface WiredEnd {
  readonly node: WiredNode;
  readonly portNumber: number;
  /** UDP: of this end, and of the other. */
  readonly local: number;
  readonly remote: number;
}

export interface WiredLink {
  readonly id: string;
  readonly ends: readonly [WiredEnd, WiredEnd];
  isSuspended: boolean;
  filters: Record<string, readonly number[]>;
}

export class Gns3Wiring {
  readonly projectId = randomUUID();
  readonly nodes: WiredNode[] = [];
  readonly links: WiredLink[] = [];
  private readonly emulators: EmulatorProcess[] = [];
  private readonly folder = mkdtempSync(join(tmpdir(), 'niostat-gns3-'));
  private readonly pool: number[];
  private readonly given: number[] = [];

  private constructor(pool: number[]) {
    this.pool = pool;
  }

  /** A project without nodes. The ports of its pool are free now, and ascending. */
  static async open(): Promise<Gns3Wiring> {
    return new Gns3Wiring(await freeUdpPorts(40));
  }

  get path(): string {
    return join(this.folder, this.projectId);
  }

  async node(name: string, type: NodeType): Promise<WiredNode> {
    const id = randomUUID();
    const module = type === 'vpcs' ? 'vpcs' : 'dynamips';
    const files = join(this.path, 'project-files', module);
    // A switch has no directory of its own.
    const directory = type === 'ethernet_switch' ? files : join(files, id);
    mkdirSync(directory, { recursive: true });
    const node: WiredNode = { id, name, type, directory };
    if (type !== 'vpcs') Object.assign(node, { dynamips: await this.start('dynamips', directory) });
    if (type === 'dynamips') {
      await node.dynamips?.wire(`vm create ${name} 1 c7200`, `vm slot_add_binding ${name} 0 0 C7200-IO-FE`);
      node.ubridge = await this.start('ubridge', directory);
    }
    if (type === 'ethernet_switch') await node.dynamips?.wire(`ethsw create ${name}`);
    this.nodes.push(node);
    return node;
  }

  /** Makes a link between two ports: the port of each end, and then the tunnels of routers. */
  async link([a, portA]: readonly [WiredNode, number], [b, portB]: readonly [WiredNode, number]): Promise<WiredLink> {
    const [portOfA, portOfB] = [this.port(), this.port()];
    const ends = [
      { node: a, portNumber: portA, local: portOfA, remote: portOfB },
      { node: b, portNumber: portB, local: portOfB, remote: portOfA },
    ] as const;
    for (const end of ends) await this.wireEnd(end);
    const link: WiredLink = { id: randomUUID(), ends, isSuspended: false, filters: {} };
    this.links.push(link);
    return link;
  }

  private async wireEnd({ node, portNumber, local, remote }: WiredEnd): Promise<void> {
    const nio = `udp-${randomUUID()}`;
    const socket = `${local} 127.0.0.1 ${remote}`;
    if (node.type === 'ethernet_switch') {
      await node.dynamips?.wire(
        `nio create_udp ${nio} ${socket}`,
        `ethsw add_nio ${node.name} ${nio}`,
        `ethsw set_access_port ${node.name} ${nio} 1`,
      );
    }
    if (node.type !== 'dynamips') return;
    const [inner, outer] = [this.port(), this.port()];
    await node.dynamips?.wire(
      `nio create_udp ${nio} ${inner} 127.0.0.1 ${outer}`,
      `vm slot_add_nio_binding ${node.name} 0 ${portNumber} ${nio}`,
    );
    await bridged(node.ubridge, `DYNAMIPS-${inner}-${outer}`, `${outer} 127.0.0.1 ${inner}`, socket);
  }

  /** Starts a VPCS, which takes two ports more, and gives it an address. */
  async startVpcs(node: WiredNode, address: string): Promise<void> {
    const end = this.links.flatMap(({ ends }) => ends).find((one) => one.node === node);
    if (end === undefined) throw new Error(`${node.name} has no link`);
    const [inner, outer] = [this.port(), this.port()];
    const consolePort = await freeTcpPort();
    // Debian's VPCS does not know -R, which GNS3 gives too.
    const number = this.nodes.indexOf(node);
    const words = `-p ${consolePort} -m ${number} -i 1 -F -s ${inner} -c ${outer} -t 127.0.0.1`;
    const log = openSync(join(node.directory, 'vpcs.log'), 'w');
    const child = spawn('vpcs', words.split(' '), { cwd: node.directory, stdio: ['ignore', log, log] });
    process.once('exit', () => killVpcs(child));
    node.vpcs = { child, commandLine: `/usr/bin/vpcs ${words}`, console: await VpcsConsole.open(consolePort) };
    node.ubridge = await this.start('ubridge', node.directory);
    const socket = `${end.local} 127.0.0.1 ${end.remote}`;
    await bridged(node.ubridge, `VPCS-${node.id}`, `${outer} 127.0.0.1 ${inner}`, socket);
    await node.vpcs.console.type(`ip ${address}/24`);
  }

  /** Stops it as GNS3 does: VPCS and its uBridge end. */
  async stopVpcs(node: WiredNode): Promise<void> {
    if (node.vpcs !== undefined) await ended(node.vpcs.child);
    delete node.vpcs;
    await node.ubridge?.kill();
    delete node.ubridge;
    rmSync(join(node.directory, 'ubridge.log'), { force: true });
    rmSync(join(node.directory, 'vpcs.log'), { force: true });
  }

  /** Pings from a VPCS, so often, and waits a fifth of a second for each answer; returns what it says. */
  async ping(node: WiredNode, address: string, count: number): Promise<string> {
    return (await node.vpcs?.console.type(`ping ${address} -c ${count} -w 200`)) ?? '';
  }

  /** A uBridge that an earlier server has left: it holds the same ports in the same directory. */
  async orphanOf(node: WiredNode): Promise<EmulatorProcess> {
    const end = this.links.flatMap(({ ends }) => ends).find((one) => one.node === node);
    const orphan = await EmulatorProcess.start('ubridge', node.directory, { isOrphan: true });
    this.emulators.push(orphan);
    const socket = `${end?.local} 127.0.0.1 ${end?.remote}`;
    await bridged(orphan, `VPCS-${node.id}`, `${this.port()} 127.0.0.1 ${this.port()}`, socket);
    return orphan;
  }

  /** What the server says of it, as 2.2 and 3.0 do. */
  world(): FakeWorld {
    const project = { project_id: this.projectId, name: 'Campus', status: 'opened', path: this.path };
    return {
      projects: [{ ...project, filename: 'Campus.gns3', auto_close: true }],
      nodes: { [this.projectId]: this.nodes.map((node) => told(node)) },
      links: { [this.projectId]: this.links.map((link) => toldLink(link)) },
      computes: [{ ...LOCAL }],
      ports: {
        local: {
          udp_port_range: [this.pool[0] ?? 0, this.pool.at(-1) ?? 0],
          udp_ports: this.given,
          console_port_range: [5000, 10_000],
          console_ports: [],
        },
      },
    };
  }

  /** Every program that was started and runs. */
  get running(): readonly EmulatorProcess[] {
    return this.emulators.filter(({ isGone }) => !isGone);
  }

  async close(): Promise<void> {
    for (const { vpcs } of this.nodes) if (vpcs !== undefined) await ended(vpcs.child);
    await Promise.all(this.running.map((emulator) => emulator.kill()));
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async start(program: 'dynamips' | 'ubridge', directory: string): Promise<EmulatorProcess> {
    const emulator = await EmulatorProcess.start(program, directory);
    this.emulators.push(emulator);
    return emulator;
  }

  /** The next port of the pool. */
  private port(): number {
    const port = this.pool[this.given.length];
    if (port === undefined) throw new Error('the pool is used up');
    this.given.push(port);
    return port;
  }
}

const LOCAL = {
  compute_id: 'local',
  name: 'gns3host',
  host: '127.0.0.1',
  port: 3080,
  protocol: 'http',
  connected: true,
  capabilities: { version: '2.2.59', platform: 'linux', node_types: ['dynamips', 'vpcs'] },
};

/** The first NIO of a bridge is the tunnel, the second the end of the link. */
async function bridged(
  ubridge: EmulatorProcess | undefined,
  name: string,
  tunnel: string,
  socket: string,
): Promise<void> {
  await ubridge?.wire(
    `bridge create ${name}`,
    `bridge add_nio_udp ${name} ${tunnel}`,
    `bridge add_nio_udp ${name} ${socket}`,
    `bridge start ${name}`,
  );
}

function told({ id, name, type, directory, vpcs }: WiredNode): object {
  const isStarted = type === 'ethernet_switch' || vpcs !== undefined;
  return {
    node_id: id,
    name,
    node_type: type,
    compute_id: 'local',
    status: isStarted ? 'started' : 'stopped',
    console: 5000,
    console_host: '127.0.0.1',
    console_type: type === 'ethernet_switch' ? 'none' : 'telnet',
    node_directory: type === 'ethernet_switch' ? null : directory,
    command_line: vpcs?.commandLine ?? null,
    properties: {},
    ports: PORTS[type].map((short_name, port_number) => ({
      adapter_number: 0,
      port_number,
      name: short_name,
      short_name,
      link_type: 'ethernet',
    })),
  };
}

function toldLink({ id, ends, isSuspended, filters }: WiredLink): object {
  return {
    link_id: id,
    link_type: 'ethernet',
    suspend: isSuspended,
    filters,
    capturing: false,
    nodes: ends.map(({ node, portNumber }) => ({ node_id: node.id, adapter_number: 0, port_number: portNumber })),
  };
}

/** UDP ports that nobody has now, ascending. */
async function freeUdpPorts(count: number): Promise<number[]> {
  const sockets = Array.from({ length: count }, () => createSocket('udp4').bind(0));
  await Promise.all(sockets.map((socket) => once(socket, 'listening')));
  const ports = sockets.map((socket) => socket.address().port);
  await Promise.all(sockets.map((socket) => new Promise<void>((resolve) => socket.close(() => resolve()))));
  return ports.sort((a, b) => a - b);
}

/** VPCS is two processes: its child holds the socket, and goes on when its parent is killed. */
function killVpcs({ pid }: ChildProcess): void {
  const own = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry) && isOrHasParent(entry, pid));
  // All are known before one is ended.
  for (const entry of own.reverse()) {
    try {
      process.kill(Number(entry), 'SIGKILL');
    } catch {
      // It has ended meanwhile.
    }
  }
}

function isOrHasParent(entry: string, pid: number | undefined): boolean {
  if (Number(entry) === pid) return true;
  try {
    const stat = readFileSync(`/proc/${entry}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')')).split(' ')[2] === String(pid);
  } catch {
    return false;
  }
}

async function ended(child: ChildProcess): Promise<void> {
  const isGone = child.exitCode !== null || child.signalCode !== null;
  const closed = isGone ? Promise.resolve() : once(child, 'close');
  killVpcs(child);
  await closed;
}
