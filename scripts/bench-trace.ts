// Benchmark of the trace: every event of a large lab is made once, by several who give the ports, and where
// many ends share a port; each in a process of its own, whose peak of memory holds the lab too.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { report, summary } from './bench/row.ts';

const RUN = fileURLToPath(new URL('bench/trace-run.ts', import.meta.url));

function run(links: number, ...rest: string[]): { seconds: number[]; peakMib: number } {
  const args = [...process.execArgv, RUN, `${links}`, ...rest];
  const { status, stdout } = spawnSync(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  if (status !== 0) throw new Error(`${links} links: ended with ${status}`);
  return JSON.parse(stdout.toString());
}

/** Who gives the ports, and how the lab is made: with ports apart, or with one base for all hypervisors. */
const CASES = [
  ['dynagen', 'apart'],
  ['gns3-server-1.3', 'apart'],
  ['gns3-server-3.0', 'apart'],
  ['dynagen', 'shared'],
] as const;

for (const [allocator, shape] of CASES) {
  const name = `100,000 links traced, ${allocator}, ports ${shape}`;
  // The first round compiles.
  const large = run(100_000, allocator, shape, '4');
  const small = run(10_000, allocator, shape, '6');
  const seconds = summary(large.seconds.slice(1));
  report({ name, ...seconds, unit: 's', limit: 10 });
  const figure = seconds.figure / summary(small.seconds.slice(3)).figure;
  report({ name: `${name}: growth from 10,000`, figure, unit: 'x', limit: 15 });
  report({ name: `${name}: peak memory`, figure: large.peakMib, unit: 'MiB', limit: 350 });
}
