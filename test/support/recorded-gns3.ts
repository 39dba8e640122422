/**
 * Replays a recording of a live GNS3 server (test/fixtures/gns3-live) to the readers of the product: a server
 * that answers as recorded, a folder that stands for /proc, logs, and programs that give the recorded
 * replies.
 */
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { OpenProject } from '../../src/core/open-project/open-project.ts';
import type { ServerSays } from '../../src/core/open-project/server.ts';
import { quietUi } from '../../src/core/ui.ts';
import { type HostStage, readOpenProject } from '../../src/world/gns3-host/read-open-project.ts';
import { type Dial, dial } from '../../src/world/network/tcp.ts';
import { type FakeProject, type FakeWorld, serverSays } from './fake-gns3-server.ts';
import {
  apiText,
  bare,
  hostFolders,
  type RecordedHost,
  type RecordedProcess,
  type RecordedProgram,
  readRecordedHost,
} from './recording.ts';

/** Where a recording has its files. */
const HOME = '/home/user';

/** Reads the project of a recording as it is read where it runs. */
export async function replayRecording(folder: string): Promise<OpenProject> {
  const place = mkdtempSync(join(tmpdir(), 'niostat-recording-'));
  const servers: Server[] = [];
  try {
    const { world, version, projectId } = worldOf(folder, place);
    const says = await serverSays(world, projectId, { version, api: version.startsWith('3') ? 'v3' : 'v2' });
    const computes = says.computes.map(({ id }) => id);
    const stages = new Map<string, HostStage>();
    for (const [index, path] of hostFolders(folder).entries()) {
      const host = readRecordedHost(path);
      const id = says.computes.find(({ id, name, host: address }) => [id, name, address].includes(host.name))?.id;
      const whole = withDirectories(host, says);
      stages.set(id ?? computes[index] ?? 'local', await stageOf(whole, join(place, String(index)), servers));
    }
    return await readOpenProject(says, { stages }, quietUi());
  } finally {
    for (const server of servers) server.close();
    rmSync(place, { recursive: true });
  }
}

/** What the server says, with its paths below a folder of ours. */
function worldOf(
  folder: string,
  place: string,
): { readonly world: Partial<FakeWorld>; readonly version: string; readonly projectId: string } {
  const told = (answer: Parameters<typeof apiText>[1]): unknown => {
    const text = apiText(folder, answer);
    // All hosts have the same paths, and each its own files.
    return text === undefined ? undefined : JSON.parse(text.replaceAll(`${HOME}/`, `${join(place, '0')}${HOME}/`));
  };
  const project = told('project') as FakeProject;
  const projects = (told('projects') as FakeProject[] | undefined) ?? [project];
  const computes = told('computes') as unknown[] | undefined;
  const ports = told('ports');
  return {
    world: {
      projects,
      nodes: { [project.project_id]: told('nodes') as unknown[] },
      links: { [project.project_id]: told('links') as unknown[] },
      ...(computes === undefined || computes.length === 0 ? {} : { computes }),
      ...(ports === undefined ? {} : { ports: { local: ports } }),
    },
    version: (told('version') as { version: string }).version,
    projectId: project.project_id,
  };
}

/**
 * A recording without /proc does not say where a Dynamips works; what it says it has does: a router has a
 * folder of its own, switches and hubs share one (docs/FACTS.md, "A live GNS3").
 */
function withDirectories(host: RecordedHost, { project, nodes }: ServerSays): RecordedHost {
  const shared = `${project.path}/project-files/dynamips`;
  const processes = host.processes.map((one): RecordedProcess => {
    const port = Number(/:(\d+)$/.exec(one.args[one.args.indexOf('-H') + 1] ?? '')?.[1]);
    const program = host.programs.find((program) => program.kind === 'dynamips' && program.port === port);
    if (one.directory !== undefined || program === undefined) return one;
    const lists = ['vm list', 'ethsw list', 'nio_bridge list', 'frsw list'];
    const device = lists.flatMap((list) => /^101 (\S+)/.exec(program.replies.get(list) ?? '')?.[1] ?? [])[0];
    return { ...one, directory: nodes.find(({ name }) => name === device)?.directory ?? shared };
  });
  return { ...host, processes };
}

async function stageOf(host: RecordedHost, root: string, servers: Server[]): Promise<HostStage> {
  const proc = join(root, 'proc');
  const moved = (path: string): string => (path.startsWith(`${HOME}/`) ? root + path : path);
  for (const [path, text] of host.logs) write(moved(path), text.replaceAll(`${HOME}/`, `${root}${HOME}/`));
  for (const one of host.processes) writeProcess(join(proc, String(one.pid)), one, moved);
  write(join(proc, 'net/udp'), host.udp);
  write(join(proc, 'net/tcp'), host.tcp);
  const ports = new Map<number, number>();
  for (const program of host.programs) ports.set(program.port, await serve(program, servers));
  const toReplay: Dial = (_, port, options) => dial(['127.0.0.1'], ports.get(port) ?? 1, options);
  return { proc, dial: toReplay, host: host.name, addresses: ['127.0.0.1', ...host.addresses] };
}

function writeProcess(folder: string, one: RecordedProcess, moved: (path: string) => string): void {
  const { pid, parentPid, name, args, directory, files } = one;
  write(join(folder, 'comm'), `${name}\n`);
  write(join(folder, 'cmdline'), args.map((word) => `${word}\0`).join(''));
  write(join(folder, 'stat'), `${pid} (${name}) S ${parentPid} 1 1 0\n`);
  mkdirSync(join(folder, 'fd'));
  if (directory !== undefined) symlinkSync(moved(directory), join(folder, 'cwd'));
  for (const [number, target] of files) symlinkSync(moved(target), join(folder, 'fd', String(number)));
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** What every program answers and no recording has. */
const USUAL: Readonly<Record<RecordedProgram['kind'], Readonly<Record<string, string>>>> = {
  ubridge: {
    'hypervisor module_list': ['brctl', 'iol_bridge', 'docker', 'bridge', 'hypervisor']
      .map((name) => `101 ${name}\r\n`)
      .concat('100-OK\r\n')
      .join(''),
    'iol_bridge list': '100-OK\r\n',
  },
  dynamips: { 'atmsw list': '100-OK\r\n', 'atm_bridge list': '100-OK\r\n' },
};

/** A program that gives the recorded replies; returns its port. */
async function serve({ kind, replies }: RecordedProgram, servers: Server[]): Promise<number> {
  const server = createServer((socket) => {
    let rest = '';
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      const lines = (rest + chunk.toString('utf8')).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const request = bare(line);
        if (request === 'hypervisor close') socket.end('100-OK\r\n');
        else socket.write(replies.get(request) ?? USUAL[kind][request] ?? '202-unknown or missing command\r\n');
      }
    });
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
