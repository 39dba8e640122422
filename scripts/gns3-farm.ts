// Stands for a host with a large open project of GNS3: a folder like /proc, logs, and one process that
// answers on the ports of all its uBridges and Dynamips. `gns3-farm.ts ROUTERS VPCS LINKS`; sends its parent
// what `readOpenProject` needs, and ends with it.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ServerLink, ServerLinkEnd, ServerNode, ServerSays } from '../src/core/open-project/server.ts';

/** What the farm tells its parent. */
export interface Gns3Farm {
  readonly proc: string;
  readonly says: ServerSays;
}

const [routers = 0, vpcs = 0, links = 0] = process.argv.slice(2).map(Number);
const root = mkdtempSync(join(tmpdir(), 'niostat-gns3-farm-'));
const proc = join(root, 'proc');
const project = join(root, 'projects', 'p');
const SERVER_PID = 10;
const RANGE_FROM = 10_000;

/** A node with the ends of its links: its NIO, the tunnel's end of its uBridge, and the end of the link. */
interface Node {
  readonly index: number;
  readonly said: ServerNode;
  readonly ends: { nio: number; tunnel: number; own: number; peer: number }[];
}

const nodes = [...Array(routers + vpcs).keys()].map((index): Node => {
  const isRouter = index < routers;
  const id = `${index.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`;
  const [type, name] = isRouter ? ['dynamips', `R${index}`] : ['vpcs', `PC${index}`];
  const directory = join(project, 'project-files', type as string, id);
  return {
    index,
    said: {
      id,
      name: name as string,
      type: type as string,
      computeId: 'local',
      status: 'started',
      directory,
      ports: [],
    },
    ends: [],
  };
});

let nextPort = RANGE_FROM;
const saidLinks = wire();
const rows: string[] = [];
const listeners: string[] = [];
let nextPid = 100;
let nextInode = 1000;
const servers: Server[] = [];
write(join(proc, String(SERVER_PID)), {
  name: 'python3',
  words: ['python3', '-m', 'gns3server'],
  parent: 1,
  cwd: root,
});
for (const node of nodes) await (node.index < routers ? addRouter(node) : addVpcs(node));
const HEAD = 'sl local_address rem_address\n';
mkdirSync(join(proc, 'net'), { recursive: true });
writeFileSync(join(proc, 'net', 'udp'), HEAD + rows.join(''));
writeFileSync(join(proc, 'net', 'tcp'), HEAD + listeners.join(''));

process.once('disconnect', () => {
  rmSync(root, { recursive: true });
  process.exit();
});
process.send?.({ proc, says: saysOf() } satisfies Gns3Farm);

/** VPCS have one link each; the other links go from router to router. */
function wire(): ServerLink[] {
  const made: ServerLink[] = [];
  for (let link = 0; link < links; link++) {
    const a = nodes[link < vpcs ? routers + link : link % routers] as Node;
    const b = nodes[(link < vpcs ? link : link + 1 + Math.floor(link / routers)) % routers] as Node;
    const [own, peer] = [nextPort++, nextPort++];
    const ends = [a, b].map((node, side): ServerLinkEnd => {
      const number = node.ends.length;
      const [nio, tunnel] = [nextPort++, nextPort++];
      node.ends.push({ nio, tunnel, own: side === 0 ? own : peer, peer: side === 0 ? peer : own });
      return { nodeId: node.said.id, adapter: number >> 3, port: number & 7 };
    });
    made.push({ id: `link-${link}`, ends, isSuspended: false, filters: new Map(), isCapturing: false });
  }
  return made;
}

async function addRouter(node: Node): Promise<void> {
  const { said, ends, index } = node;
  const folder = dirname(said.directory as string);
  const log = join(folder, `dynamips_i${index}_log.txt`);
  const names = ends.map((_, number) => `udp-${number}-${said.id}`);
  const port = await serve((line) => {
    if (line === 'hypervisor version') return '100-0.2.24-amd64\r\n';
    if (line === 'nio list') return many([...names].reverse());
    if (line === 'vm list') return many([`${said.name} (c7200)`]);
    return line.startsWith('nio get_stats') ? '100-8 7 612 550\r\n' : many([]);
  });
  const pid = nextPid++;
  const words = ['dynamips', '-N1', '-l', `dynamips_i${index}_log.txt`, '-H', `127.0.0.1:${port}`];
  const fd = ends.map(({ nio, tunnel }) => socketRow(nio, tunnel));
  write(join(proc, String(pid)), {
    name: 'dynamips',
    words,
    parent: SERVER_PID,
    cwd: said.directory as string,
    fd,
    log,
  });
  const time = '2026-11-26T21:26:09.742Z HYPERVISOR:';
  const told = ends.flatMap(({ nio, tunnel }, number) => [
    `${time} exec_cmd: nio create_udp ${names[number]} ${nio} 127.0.0.1 ${tunnel} `,
    `${time} exec_cmd: vm slot_add_nio_binding ${said.name} ${number >> 3} ${number & 7} ${names[number]} `,
  ]);
  mkdirSync(said.directory as string, { recursive: true });
  writeFileSync(log, [`${time} Started on IP = 127.0.0.1, TCP port = ${port}.`, ...told, ''].join('\n'));
  await addUBridge(node, ({ nio, tunnel }) => `DYNAMIPS-${nio}-${tunnel}`);
}

async function addVpcs(node: Node): Promise<void> {
  const { said, ends } = node;
  const [{ nio, tunnel } = { nio: 0, tunnel: 0 }] = ends;
  const words = `vpcs -p 5003 -m 0 -i 1 -F -R -s ${nio} -c ${tunnel} -t 127.0.0.1`.split(' ');
  const about = { name: 'vpcs', words, cwd: said.directory as string };
  const parent = nextPid++;
  write(join(proc, String(parent)), { ...about, parent: SERVER_PID });
  write(join(proc, String(nextPid++)), { ...about, parent, fd: [socketRow(nio, 0)] });
  await addUBridge(node, () => `VPCS-${said.id}`);
}

async function addUBridge({ said, ends }: Node, nameOf: (end: Node['ends'][number]) => string): Promise<void> {
  const bridges = new Map(ends.map((end) => [nameOf(end), end]));
  const port = await serve((line) => {
    const [module = '', command = '', name = ''] = line.split(' ');
    const end = bridges.get(name);
    if (line === 'hypervisor version') return '100-0.9.19\r\n';
    if (line === 'hypervisor module_list') return many(['bridge', 'hypervisor']);
    if (line === 'bridge list') return many([...bridges.keys()].map((one) => `${one} (NIOs = 2)`));
    if (module !== 'bridge' || end === undefined) return many([]);
    if (command === 'get_stats') return many([`Source NIO:      ${COUNTERS}`, `Destination NIO: ${COUNTERS}`]);
    const { nio, tunnel, own, peer } = end;
    const sides = [`Source NIO: ${tunnel}:127.0.0.1:${nio}`, `Destination NIO: ${own}:127.0.0.1:${peer}`];
    return many([`bridge '${name}' is running`, ...sides]);
  });
  const fd = ends.flatMap(({ nio, tunnel, own, peer }) => [socketRow(tunnel, nio), socketRow(own, peer)]);
  const words = ['ubridge', '-H', `127.0.0.1:${port}`];
  write(join(proc, String(nextPid++)), {
    name: 'ubridge',
    words,
    parent: SERVER_PID,
    cwd: said.directory as string,
    fd,
  });
  mkdirSync(said.directory as string, { recursive: true });
  const started = `Hypervisor TCP control server started (IP 127.0.0.1 port ${port}).\n`;
  writeFileSync(join(said.directory as string, 'ubridge.log'), started);
}

const COUNTERS = 'IN: 8 packets (612 bytes) OUT: 8 packets (612 bytes)';

function many(lines: readonly string[]): string {
  return `${lines.map((line) => `101 ${line}\r\n`).join('')}100-OK\r\n`;
}

/** Answers each line; returns the port, TCP. */
async function serve(answer: (line: string) => string): Promise<number> {
  const server = createServer((socket) => {
    socket.setNoDelay(true).on('error', () => undefined);
    socket.on('data', (data) => {
      const asked = String(data).split('\n').slice(0, -1);
      socket.write(asked.map((line) => answer(line.trim())).join(''));
      if (asked.includes('hypervisor close')) socket.end();
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  listeners.push(row(port, 0, '0A', nextInode++));
  return port;
}

/** A row of the socket table; returns its inode. */
function socketRow(local: number, remote: number): number {
  const inode = nextInode++;
  rows.push(row(local, remote, remote === 0 ? '07' : '01', inode));
  return inode;
}

function row(local: number, remote: number, state: string, inode: number): string {
  const end = (port: number): string =>
    `${port === 0 ? '00000000' : '0100007F'}:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return `    1: ${end(local)} ${end(remote)} ${state} 00000000:00000000 00:00000000 00000000     0        0 ${inode} 2 0000000000000000 0\n`;
}

interface Written {
  readonly name: string;
  readonly words: readonly string[];
  readonly parent: number;
  readonly cwd: string;
  readonly fd?: readonly number[];
  readonly log?: string;
}

function write(folder: string, { name, words, parent, cwd, fd = [], log }: Written): void {
  mkdirSync(join(folder, 'fd'), { recursive: true });
  writeFileSync(join(folder, 'comm'), `${name}\n`);
  writeFileSync(join(folder, 'cmdline'), words.map((word) => `${word}\0`).join(''));
  writeFileSync(join(folder, 'stat'), `1 (${name}) S ${parent} 1`);
  symlinkSync(cwd, join(folder, 'cwd'));
  if (log !== undefined) symlinkSync(log, join(folder, 'fd', '3'));
  for (const [index, inode] of fd.entries()) symlinkSync(`socket:[${inode}]`, join(folder, 'fd', String(4 + index)));
}

function saysOf(): ServerSays {
  const about = { id: 'p', name: 'Farm', status: 'opened', path: project };
  return {
    server: { host: '127.0.0.1', port: 3080, protocol: 'http', api: 'v2', version: '2.2.59', isHere: true },
    projects: [about],
    project: about,
    nodes: nodes.map(({ said }) => said),
    links: saidLinks,
    computes: [{ id: 'local', name: 'local', host: '127.0.0.1', port: 3080, protocol: 'http', isConnected: true }],
    portsInUse: [],
    limits: [],
  };
}
