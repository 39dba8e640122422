// Benchmark of `links`: the whole command beside `netstat -unap` and `ss -unap` on the same sockets, with a
// lab and without, with ten times the sockets, and with -c. Prints figures and never fails.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ReadHosts } from '../src/core/sockets/read-hosts.ts';
import type { SocketRow, SocketTable } from '../src/core/sockets/socket-table.ts';
import { emulatorSockets, pairObserved } from '../src/features/links/pair-observed.ts';
import { niostatWithPeak } from '../test/support/peak-memory.ts';
import { report, summary } from './bench/row.ts';
import { versionOf } from './bench/run.ts';
import { SocketFarms } from './bench/socket-farms.ts';
import { LabBuilder } from './curve-shapes/lab-builder.ts';
import { netText } from './curve-shapes/net-text.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SOCKETS = 18_000;
const PAIRS = 15;
const CONTROL_PORT = 7200;

/** `links` may take so many times the time of these, which print the same sockets with their owners. */
const PEERS = [
  { program: 'netstat', limit: 0.85 },
  { program: 'ss', limit: 1.5 },
];

/** Undefined if there is no such program. */
function seconds(command: string, args: readonly string[]): number | undefined {
  const start = performance.now();
  const { error } = spawnSync(command, args, { cwd: ROOT, stdio: 'ignore' });
  if ((error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') return undefined;
  if (error !== undefined) throw error;
  return (performance.now() - start) / 1000;
}

function linksSeconds(args: readonly string[]): number {
  return seconds(process.execPath, ['bin/run.js', 'links', ...args]) as number;
}

/** One run of each in turn, the first of which is not counted. */
function besidePeers(what: string, args: readonly string[]): void {
  const runs = Array.from({ length: PAIRS + 1 }, () => ({
    links: linksSeconds(args),
    others: PEERS.map(({ program }) => seconds(program, ['-unap'])),
  })).slice(1);
  report({ name: what, ...summary(runs.map(({ links }) => links)), unit: 's', remark: 'start included' });
  for (const [index, { program, limit }] of PEERS.entries()) {
    const times = runs.flatMap(({ others }) => others[index] ?? []);
    const name = `${what}, by ${program} -unap`;
    if (times.length < runs.length) {
      report({ name, unit: 'x', limit, remark: `${program} is not installed` });
      continue;
    }
    const ratios = runs.map(({ links, others }) => links / (others[index] as number));
    const remark = `${summary(times).figure.toFixed(3)} s; ${versionOf(program)}`;
    report({ name, ...summary(ratios), unit: 'x', limit, remark });
  }
}

async function peak(what: string, args: readonly string[], limit?: number): Promise<void> {
  const { peakMib } = await niostatWithPeak(['links', ...args]);
  report({ name: `${what}: peak memory`, figure: peakMib, unit: 'MiB', ...(limit === undefined ? {} : { limit }) });
}

/** The lab whose sockets a farm has: its links are made one after the other, between neighbouring ports. */
function labOf(sockets: number): string {
  const builder = new LabBuilder();
  const hypervisor = builder.hypervisor('127.0.0.1', CONTROL_PORT, { baseUdp: 10_000 });
  const [one, other] = [builder.device(hypervisor), builder.device(hypervisor)];
  for (let link = 0; link < sockets / 2; link++) builder.link(one, other);
  return netText(builder.lab());
}

async function oneProcess(farms: SocketFarms, folder: string): Promise<void> {
  await farms.open(SOCKETS, '127.0.0.1', CONTROL_PORT);
  const what = `${farms.count} sockets in one process`;
  besidePeers(what, []);
  await peak(what, [], 200);
  const lab = join(folder, 'lab.net');
  writeFileSync(lab, labOf(farms.count));
  besidePeers(`${what}, with their lab`, [lab]);
  await peak(`${what}, with their lab`, [lab], 200);
  await farms.close();
}

const MANY = { farms: 10, each: 10_000 };

/** Ten processes take ten times as long as one. */
async function manyProcesses(farms: SocketFarms): Promise<void> {
  const median = (): number => summary([0, 1, 2, 3, 4].map(() => linksSeconds([]))).figure;
  const start = median();
  await farms.open(MANY.each, '127.0.0.1', CONTROL_PORT);
  const first = { count: farms.count, time: median() };
  for (let farm = 1; farm < MANY.farms; farm++) await farms.open(MANY.each, `127.0.0.${1 + farm}`, CONTROL_PORT);
  const time = median();
  report({ name: `${first.count} sockets`, figure: first.time, unit: 's', pairs: 5 });
  report({ name: `${farms.count} sockets in ${MANY.farms} processes`, figure: time, unit: 's', pairs: 5 });
  const times = farms.count / first.count;
  const figure = (time - start) / (first.time - start);
  report({ name: `${times.toFixed(1)} times the sockets, without the start`, figure, unit: 'x', limit: 1.5 * times });
  await peak(`${farms.count} sockets`, []);
  await farms.close();
}

const WATCHED_LINKS = 500;
const SETTLED_MS = 10_000;
const WATCHED_MS = 60_000;

/** What a process and the ss that it has run have used of the processor, in seconds. */
function cpuSecondsOf(pid: number | undefined): number {
  const ticks = Number(spawnSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }).stdout);
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const times = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 15);
  return times.reduce((sum, time) => sum + Number(time), 0) / ticks;
}

/** `links -c`, once a second. */
async function again(farms: SocketFarms): Promise<void> {
  await farms.open(2 * WATCHED_LINKS, '127.0.0.1', CONTROL_PORT);
  const child = spawn(process.execPath, ['bin/run.js', 'links', '-c'], { cwd: ROOT, stdio: 'ignore' });
  await pause(SETTLED_MS);
  const [before, start] = [cpuSecondsOf(child.pid), performance.now()];
  await pause(WATCHED_MS);
  const used = (cpuSecondsOf(child.pid) - before) / ((performance.now() - start) / 1000);
  const end = once(child, 'close');
  child.kill('SIGINT');
  await end;
  report({ name: `links -c, ${farms.count / 2} links`, figure: 100 * used, unit: '% of a core', limit: 2 });
  await farms.close();
}

const SOCKETS_PER_HOST = 18_000;

/** A host on which every socket has its peer. */
function tableOf(host: string): SocketTable {
  const rows = Array.from(
    { length: SOCKETS_PER_HOST },
    (_, index): SocketRow => ({
      protocol: 'udp',
      family: 4,
      localAddress: '127.0.0.1',
      localPort: 10_000 + index,
      remoteAddress: '127.0.0.1',
      remotePort: 10_000 + (index ^ 1),
      state: 'ESTABLISHED',
      receiveQueue: 0,
      sendQueue: 0,
      inode: index + 1,
      age: 0,
      pid: 1,
      fd: index,
    }),
  );
  const processes = new Map([[1, { pid: 1, name: 'dynamips', args: ['dynamips', '-H', '7200'] }]]);
  return { host, source: 'bench', addresses: [], rows, processes, tellsAge: true, hidesPeers: false, limits: [] };
}

function joinSeconds(here: SocketTable, others: readonly SocketTable[]): number {
  const start = performance.now();
  const hosts = new ReadHosts(here, others);
  pairObserved(hosts, emulatorSockets(hosts), () => undefined);
  return (performance.now() - start) / 1000;
}

function joining(): void {
  const first = tableOf('host-0');
  const more = Array.from({ length: 9 }, (_, index) => tableOf(`host-${index + 1}`));
  joinSeconds(first, []);
  const growth = [0, 1, 2, 3, 4].map(() => joinSeconds(first, more) / joinSeconds(first, []));
  report({ name: 'ten hosts are paired, by the time of one', ...summary(growth), unit: 'x', limit: 15 });
}

const folder = mkdtempSync(join(tmpdir(), 'niostat-bench-'));
const farms = new SocketFarms();
try {
  await oneProcess(farms, folder);
  await manyProcesses(farms);
  await again(farms);
} finally {
  await farms.close();
  rmSync(folder, { recursive: true });
}
joining();
