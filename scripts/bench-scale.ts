// Benchmark of large labs: each is allocated, modelled and checked in a process of its own, whose peak of
// memory holds the lab itself too.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { LabSize } from './bench/large-lab.ts';
import { report, summary } from './bench/row.ts';

const RUN = fileURLToPath(new URL('bench/scale-run.ts', import.meta.url));

function run({ links, hosts, perHost }: LabSize, rounds: number): { seconds: number[]; peakMib: number } {
  const args = [...process.execArgv, RUN, ...[links, hosts, perHost, rounds].map(String)];
  const { status, stdout } = spawnSync(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  if (status !== 0) throw new Error(`${links} links: ended with ${status}`);
  return JSON.parse(stdout.toString());
}

const LARGE = { links: 500_000, hosts: 64, perHost: 16 };
const LARGEST = { links: 5_000_000, hosts: 256, perHost: 40 };
const MEASURED = 'links allocated, modelled and checked';

const large = run(LARGE, 1);
// A first round compiles; the others are those of a program that runs for longer.
const warm = run(LARGE, 4).seconds.slice(1);
const tenth = run({ ...LARGE, links: LARGE.links / 10 }, 8).seconds.slice(3);
const usual = summary(warm);
report({ name: `500,000 ${MEASURED}, the first time`, figure: large.seconds[0] ?? Number.NaN, unit: 's', limit: 1.2 });
report({ name: `500,000 ${MEASURED}`, ...usual, unit: 's', limit: 1.2 });
report({ name: `500,000 ${MEASURED}: peak memory`, figure: large.peakMib, unit: 'MiB', limit: 450 });
report({
  name: `500,000 ${MEASURED}: growth from 50,000`,
  figure: usual.figure / summary(tenth).figure,
  unit: 'x',
  limit: 12,
});
const largest = run(LARGEST, 1);
const [seconds = Number.NaN] = largest.seconds;
report({ name: `5,000,000 ${MEASURED}`, figure: seconds, unit: 's', limit: 15 });
report({ name: `5,000,000 ${MEASURED}: peak memory`, figure: largest.peakMib, unit: 'MiB', limit: 4096 });
report({ name: `5,000,000 ${MEASURED}: growth from 500,000`, figure: seconds / usual.figure, unit: 'x', limit: 13 });
