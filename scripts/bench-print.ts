// Benchmark of printing: small tables in a start, tables of very many rows, and very many findings. Needs the
// built program. Prints figures with their limits and never fails.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { checkRules } from '../src/cli/check-rules.ts';
import type { Device } from '../src/core/lab/lab.ts';
import { LabModel } from '../src/core/model/lab-model.ts';
import { check } from '../src/features/check/check.ts';
import { CHECK_FORMATS, renderCheckAs } from '../src/features/check/render/render.ts';
import { renderSimulation } from '../src/features/simulate/render/render.ts';
import { simulate } from '../src/features/simulate/simulate.ts';
import { type Column, renderColumns } from '../src/output/columns.ts';
import { NO_PAINT } from '../src/output/paint.ts';
import { Folder } from '../test/support/cli.ts';
import { report, summary } from './bench/row.ts';
import { LabBuilder, times } from './curve-shapes/lab-builder.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Ten times as much may take so many times as long. */
const MOST_GROWTH = 13;

const WIDTHS = { 'at 80 columns': 80, 'in a pipe': Number.POSITIVE_INFINITY };

const RUNS = 3;

interface Timing {
  /** Seconds by the clock. */
  readonly wall: number;
  /** Seconds of the processor, which are nearly the same on a busy machine as on an idle one. */
  readonly cpu: number;
}

/** What something takes, of a few runs behind one that warms up. */
function timings(work: () => unknown): Timing[] {
  return times(RUNS + 1, () => {
    globalThis.gc?.();
    const [start, before] = [performance.now(), process.cpuUsage()];
    work();
    const { user, system } = process.cpuUsage(before);
    return { wall: (performance.now() - start) / 1000, cpu: (user + system) / 1e6 };
  }).slice(1);
}

/** Reports what `size` things take, and how much longer that is than a tenth of them. */
function reportGrowth(name: string, limit: number | undefined, size: number, prepare: (size: number) => () => unknown) {
  const tenth = timings(prepare(size / 10));
  const whole = timings(prepare(size));
  const cpu = (all: readonly Timing[]): number => summary(all.map((one) => one.cpu)).figure;
  const remark = `${cpu(whole).toFixed(2)} s of the processor`;
  report({
    name,
    ...summary(whole.map(({ wall }) => wall)),
    unit: 's',
    ...(limit === undefined ? {} : { limit }),
    remark,
  });
  report({ name: `${name}, against a tenth`, figure: cpu(whole) / cpu(tenth), unit: 'x', limit: MOST_GROWTH });
}

/** Milliseconds that cli-table3 takes in one start, by a profile of the built program. */
function smallTables(folder: string): number {
  const args = ['--cpu-prof', '--cpu-prof-interval', '100', '--cpu-prof-dir', folder];
  const command = ['bin/run.js', 'simulate', 'scenarios/full-mesh-3-routers.yaml'];
  spawnSync(process.execPath, [...args, ...command], { cwd: ROOT, stdio: 'ignore' });
  const [file] = readdirSync(folder);
  const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as Profile;
  const inside = new Set<number>();
  // A node stands before those that it calls.
  for (const { id, callFrame, children = [] } of nodes) {
    const isTable = callFrame.functionName === 'toString' && callFrame.url.includes('/dist/');
    if (isTable || inside.has(id)) for (const one of [id, ...children]) inside.add(one);
  }
  const micros = samples.reduce((sum, id, at) => sum + (inside.has(id) ? (timeDeltas[at] ?? 0) : 0), 0);
  return micros / 1000;
}

interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
    readonly children?: readonly number[];
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** So many NIOs, two for each link between two hypervisors of one base, which are broken. */
function simulated(nios: number): ReturnType<typeof simulate> {
  const builder = new LabBuilder();
  const hypervisors = times(100, (index) => builder.hypervisor(`10.0.0.${index >> 1}`, 7200 + (index & 1)));
  const devices = hypervisors.map((hypervisor) => builder.router(hypervisor));
  times(nios / 2, (index) => {
    const first = (index % 50) * 2;
    return builder.link(devices[first] as Device, devices[first + 1] as Device);
  });
  return simulate(LabModel.of([builder.lab()]));
}

const COLUMNS: readonly Column[] = [
  { title: 'Proto', optional: true },
  { title: 'Local Address', address: true },
  { title: 'Foreign Address', address: true },
  { title: 'State' },
  { title: 'Hypervisor', optional: true },
  { title: 'Device' },
  { title: 'Remark', wraps: true },
];

function rowsOf(count: number): string[][] {
  return times(count, (index) => [
    ...[
      'udp',
      `10.0.0.${index % 200}:${10_000 + (index % 50_000)}`,
      `10.0.1.${index % 200}:${10_001 + (index % 50_000)}`,
    ],
    ...[
      'ESTABLISHED',
      `10.0.0.${index % 200}:7200`,
      `R${index}`,
      index % 3 === 0 ? 'the address of rack-7 is not known' : '',
    ],
  ]);
}

/** Every router has two ports that do not exist: so many findings, each with a remedy of its own. */
function labOfFindings(findings: number): string {
  const routers = times(findings / 2, (index) => `    [[ROUTER R${index}]]\n        model = 3640\n`);
  return `[127.0.0.1:7200]\n    console = 70000\n    aux = 130000\n${routers.join('')}`;
}

function checked(findings: number): ReturnType<typeof check> {
  const builder = new LabBuilder();
  const hypervisor = builder.hypervisor('127.0.0.1', 7200, { baseConsole: 70_000, baseAux: 130_000 });
  times(findings / 2, () => builder.router(hypervisor));
  return check(LabModel.of([builder.lab()]));
}

const folder = new Folder();
const profiles = times(9, (index) => smallTables(`${folder.path}/profile-${index}`));
report({ name: 'print: three small tables in a start, by cli-table3', ...summary(profiles), unit: 'ms', limit: 3 });

const style = { numeric: false, programs: false, header: true, files: 'lab.net' };
for (const [where, width] of Object.entries(WIDTHS)) {
  reportGrowth(`print: simulate, a table of 60,000 rows, ${where}`, 1, 60_000, (size) => {
    const result = simulated(size);
    return () => renderSimulation(result, 'table', { width, paint: NO_PAINT }, style);
  });
  reportGrowth(`print: 200,000 rows laid out, ${where}`, undefined, 200_000, (size) => {
    const rows = rowsOf(size);
    return () => renderColumns(COLUMNS, rows, width);
  });
}

const rules = checkRules(undefined, { root: ROOT, withPages: true });
const checkReport = {
  version: '0',
  rules,
  failOn: 'warning',
  startedAt: new Date(0),
  paths: { folder: '/', separator: '/' },
} as const;
for (const format of CHECK_FORMATS) {
  reportGrowth(`print: 100,000 findings as ${format}`, 3, 100_000, (size) => {
    const result = checked(size);
    return () => renderCheckAs(result, format, { width: 80, paint: NO_PAINT }, checkReport);
  });
}

const file = folder.file('findings.net', labOfFindings(100_000));
const whole = timings(() => {
  const { error } = spawnSync(process.execPath, ['bin/run.js', 'check', file], { cwd: ROOT, stdio: 'ignore' });
  if (error !== undefined) throw error;
});
report({
  name: 'print: niostat check of a lab with 100,000 findings',
  ...summary(whole.map(({ wall }) => wall)),
  unit: 's',
  limit: 3,
});
