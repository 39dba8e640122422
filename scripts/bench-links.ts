// Benchmark of `links`: the whole command against `netstat -unap` on the same sockets. Prints figures and
// never fails.
import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { ReadHosts } from '../src/core/sockets/read-hosts.ts';
import type { SocketRow, SocketTable } from '../src/core/sockets/socket-table.ts';
import { emulatorSockets, pairObserved } from '../src/features/links/pair-observed.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const WANTED = 18_000;
const PAIRS = 15;

function seconds(command: string, args: readonly string[]): number {
  const start = performance.now();
  const { error } = spawnSync(command, args, { cwd: ROOT, stdio: 'ignore' });
  if (error !== undefined) throw error;
  return (performance.now() - start) / 1000;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
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

const farm = fork(fileURLToPath(new URL('socket-farm.ts', import.meta.url)), [String(WANTED)], {
  execArgv: ['--import', 'tsx'],
});
const [count] = (await once(farm, 'message')) as [number];
const pairs: { netstat: number; links: number }[] = [];
for (let pair = 0; pair <= PAIRS; pair++) {
  const run = { netstat: seconds('netstat', ['-unap']), links: seconds(process.execPath, ['bin/run.js', 'links']) };
  if (pair > 0) pairs.push(run);
}
farm.disconnect();
const ratio = median(pairs.map(({ netstat, links }) => links / netstat));
console.log(
  `links: ${count} connected sockets in one process: ${median(pairs.map(({ links }) => links)).toFixed(3)} s, start included; netstat -unap ${median(pairs.map(({ netstat }) => netstat)).toFixed(3)} s; ${ratio.toFixed(2)} × (median of ${PAIRS} pairs; at most 1.00)`,
);
const first = tableOf('host-0');
const more = Array.from({ length: 9 }, (_, index) => tableOf(`host-${index + 1}`));
joinSeconds(first, []);
const growth = [0, 1, 2, 3, 4].map(() => joinSeconds(first, more) / joinSeconds(first, []));
console.log(`links: ten times the sockets are paired in ${median(growth).toFixed(1)} × the time (linear: 10)`);
