// Benchmark of `probe`: 1,000 hypervisors of which 100 accept and never answer. Prints figures and never
// fails.
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { report, summary } from './bench/row.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const COUNT = 1000;
/** Every tenth is silent, so that they meet the good ones everywhere. */
const SILENT_EVERY = 10;

interface Run {
  readonly seconds: number;
  readonly peakMib: number;
  readonly reported: number;
  readonly timeouts: number;
}

/** The farm runs in a process of its own, so that its memory and its work are not the probe's. */
const farm = fork(
  fileURLToPath(new URL('hypervisor-farm.ts', import.meta.url)),
  [String(COUNT), String(SILENT_EVERY)],
  {
    execArgv: ['--import', 'tsx'],
  },
);
const [{ good, silent }] = (await once(farm, 'message')) as [{ good: string[]; silent: string[] }];

async function probe(targets: readonly string[]): Promise<Run> {
  const start = performance.now();
  const child = spawn(process.execPath, ['bin/run.js', 'probe', '--json', '--timeout', '1s', ...targets], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  let peakMib = 0;
  const watch = setInterval(() => {
    peakMib = Math.max(peakMib, peakOf(child.pid));
  }, 20);
  await once(child, 'close');
  clearInterval(watch);
  const { hypervisors } = JSON.parse(text) as { hypervisors: { tcp: { state: string } }[] };
  const timeouts = hypervisors.filter(({ tcp }) => tcp.state === 'timeout').length;
  return { seconds: (performance.now() - start) / 1000, peakMib, reported: hypervisors.length, timeouts };
}

/** The highest resident memory so far, in MiB; 0 where the system does not tell. */
function peakOf(pid: number | undefined): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

const all = [...good, ...silent].sort();
await probe(good);
const pairs: { alone: Run; mixed: Run }[] = [];
for (let pair = 0; pair < 5; pair++) pairs.push({ alone: await probe(good), mixed: await probe(all) });
const [first] = pairs;
const { reported, timeouts } = first?.mixed ?? { reported: 0, timeouts: 0 };
// A probe of silent ones takes their time limit of a second, and twice the time of the others.
report({
  name: `${COUNT} hypervisors, every tenth silent, by 1 s + 2 x those that answer`,
  ...summary(pairs.map(({ alone, mixed }) => mixed.seconds / (1 + 2 * alone.seconds))),
  unit: 'x',
  limit: 1,
  remark: `${reported} reported, ${timeouts} of them silent`,
});
report({ name: 'all of them', ...summary(pairs.map(({ mixed }) => mixed.seconds)), unit: 's' });
report({ name: 'those alone that answer', ...summary(pairs.map(({ alone }) => alone.seconds)), unit: 's' });
const peak = Math.max(...pairs.map(({ mixed }) => mixed.peakMib));
report({ name: 'peak memory', figure: peak, unit: 'MiB', limit: 250 });
farm.disconnect();
