// Benchmark of teaching: a class that is graded, the key presses of a walk, a long quiz, and practices that
// nobody touches: one, and thirty at once, as on the machine of a class.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { report, summary } from './bench/row.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const RUN = fileURLToPath(new URL('bench/teach-run.ts', import.meta.url));

/** For so long practices are watched. */
const IDLE_S = 60;
const CLOCK_TICKS = Number(spawnSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }).stdout) || 100;

function run(...words: string[]): { seconds: number[]; peakMib: number } {
  const { status, stdout } = spawnSync(process.execPath, [...process.execArgv, RUN, ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`${words.join(' ')}: ended with ${status}`);
  return JSON.parse(stdout.toString());
}

/** In turn, so that what else the machine does lengthens both. */
function growth(what: string, small: number, large: number, rounds: number): { times: number[]; ratios: number[] } {
  const pairs = Array.from({ length: rounds }, () =>
    [small, large].map((count) => run(what, `${count}`).seconds[0] ?? Number.NaN),
  );
  return { times: pairs.map(([, b = 0]) => b), ratios: pairs.map(([a = 0, b = 0]) => b / a) };
}

const grading = growth('grade', 100, 1000, 3);
report({ name: '1,000 result files graded', ...summary(grading.times), unit: 's', limit: 6 });
report({ name: '1,000 result files graded: growth from 100', ...summary(grading.ratios), unit: 'x', limit: 10 });

const walks = [500, 4000].map((links) => {
  // The first keys compile.
  const keys = run('walk', `${links}`)
    .seconds.slice(90)
    .map((one) => one * 1000);
  const p99 = [...keys].sort((a, b) => a - b)[Math.floor(0.99 * keys.length)] ?? Number.NaN;
  const name = `key press of a walk, ${links.toLocaleString('en')} links`;
  report({ name, ...summary(keys), unit: 'ms', limit: 16 });
  report({ name: `${name}: slowest of a hundred`, figure: p99, unit: 'ms', limit: 50 });
  return summary(keys).figure;
});
const [few = Number.NaN, many = Number.NaN] = walks;
report({ name: 'key press of a walk: growth from 500 to 4,000 links', figure: many / few, unit: 'x', limit: 12 });

const quizzes = growth('quiz', 100, 1000, 3);
report({ name: 'quiz of 1,000 questions', ...summary(quizzes.times), unit: 's', limit: 10 });
report({ name: 'quiz of 1,000 questions: growth from 100', ...summary(quizzes.ratios), unit: 'x', limit: 12 });

for (const count of [1, 30]) await idle(count);

/** Practices whose students do nothing: their processor time in percent of a core, and their memory. */
async function idle(count: number): Promise<void> {
  const name = count === 1 ? 'an idle practice' : `${count} idle practices`;
  if (process.platform !== 'linux') {
    report({ name, unit: '%', remark: 'needs /proc' });
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'niostat-bench-practice-'));
  const children: ChildProcess[] = [];
  try {
    await Promise.all(Array.from({ length: count }, (_, index) => begun(join(folder, `${index}`), index, children)));
    const pids = children.map(({ pid }) => pid ?? 0);
    // What starts late is over by then.
    await setTimeout(5000);
    const before = pids.map(ticks);
    await setTimeout(IDLE_S * 1000);
    const shares = pids.map((pid, index) => (100 * (ticks(pid) - (before[index] ?? 0))) / CLOCK_TICKS / IDLE_S);
    const sum = shares.reduce((one, other) => one + other, 0);
    report({ name: `${name}: of a core`, figure: sum, unit: '%', limit: 2 * count, remark: `in ${IDLE_S} s` });
    const mib = pids.map(proportionalMib).reduce((one, other) => one + other, 0);
    report({ name: `${name}: memory (PSS)`, figure: mib, unit: 'MiB', limit: 60 * count });
  } finally {
    for (const child of children) child.kill('SIGTERM');
    await Promise.all(children.map(ended));
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A practice that has loaded its labs. */
async function begun(folder: string, index: number, children: ChildProcess[]): Promise<void> {
  const words = ['teach', 'practice', 'same-base-new', '--plain', '--folder', folder, '--seed', `bench-${index}`];
  const child = spawn(process.execPath, ['bin/run.js', ...words], {
    cwd: ROOT,
    env: { ...process.env, XDG_STATE_HOME: join(folder, 'state') },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  let said = '';
  await new Promise<void>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`a practice has ended with ${code}: ${said}`)));
    child.stdout?.on('data', (chunk) => {
      said += chunk;
      if (/NIOs? made/.test(said)) resolve();
    });
  });
}

function ended(child: ChildProcess): Promise<unknown> | undefined {
  if (child.exitCode !== null || child.signalCode !== null) return undefined;
  return new Promise((resolve) => child.once('exit', resolve));
}

/** Of the processor, by a process in all its threads; see proc(5), stat: utime and stime. */
function ticks(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

/** Memory that is its own, and its share of what it has with others. */
function proportionalMib(pid: number): number {
  return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]) / 1024;
}
