// `npm run bench`: all benchmarks one after the other, or those that are named, such as `curves`. Prints
// their rows as tables and never fails for a limit.
//   npm run bench -- [NAME...] [--slow] [--json [FILE]] [--against FILE] [FLAG...]
// With --slow those too that take minutes; with --json the rows go to FILE or, alone, to standard output;
// with --against they are shown next to those that --json left in FILE. Other flags go to the benchmarks.
import { type ChildProcess, fork } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Row } from './bench/row.ts';
import { isRun, type MeasuredRow, type Run, settingOf } from './bench/run.ts';
import { comparisonOf, tableOf } from './bench/table.ts';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const ALL = readdirSync(FOLDER).flatMap((file) => /^bench-(.+)\.ts$/.exec(file)?.[1] ?? []);

/** They take minutes, and have to be named, or asked for with --slow. */
const SLOW = ['curves', 'nmap'];

/** Of a table that goes to no terminal. */
const WIDTH = 120;

const words = process.argv.slice(2);
const isSlow = takeFlag('--slow');
const json = takeValue('--json');
const against = takeValue('--against');
// What follows the first flag may be its value.
const flag = words.findIndex((word) => word.startsWith('-'));
const named = words.splice(0, flag === -1 ? words.length : flag);
const unknown = named.filter((name) => !ALL.includes(name));
if (unknown.length > 0) refuse(`there is no benchmark ${unknown.join(', ')}; there are ${ALL.join(', ')}`);
const older = against === undefined ? undefined : readRun(against);
if (json) tryToWrite(json);

// With the rows as JSON on standard output, tables are remarks.
const show = json === '' ? console.error : console.log;
const width = process.stdout.columns ?? WIDTH;
const setting = settingOf();
const rows: MeasuredRow[] = [];
let running: ChildProcess | undefined;
let isInterrupted = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    isInterrupted = true;
    endGroup(running);
  });
}

const started = new Date();
const { peers, ...machine } = setting;
show(Object.values(machine).join(', '));
for (const name of named.length > 0 ? named : ALL.filter((one) => isSlow || !SLOW.includes(one))) {
  if (isInterrupted) break;
  show(`\n${name}`);
  const measured = await run(name);
  rows.push(...measured);
  const toShow = older === undefined ? measured.filter(({ isPrinted }) => !isPrinted) : measured;
  if (toShow.length > 0) show(older === undefined ? tableOf(toShow, width) : comparisonOf(toShow, older.rows, width));
}
if (older !== undefined) for (const line of differences(older)) show(line);
if (json !== undefined) {
  const result: Run = { schemaVersion: 1, measuredAt: started.toISOString(), setting, rows };
  const text = `${JSON.stringify(result, null, 2)}\n`;
  if (json === '') process.stdout.write(text);
  else writeFileSync(json, text);
}
if (isInterrupted) process.exitCode = 130;

/**
 * Runs a benchmark to its end. It has a group of processes and a folder for temporary files of its own, so
 * that nothing is left of it, however it ends.
 */
async function run(name: string): Promise<MeasuredRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'niostat-bench-'));
  const measured: MeasuredRow[] = [];
  try {
    await new Promise<void>((resolve, reject) => {
      const child = fork(join(FOLDER, `bench-${name}.ts`), words, {
        detached: true,
        env: { ...process.env, TMPDIR: folder },
        stdio: ['ignore', json === '' ? 2 : 'inherit', 'inherit', 'ipc'],
      });
      running = child;
      child.on('message', (row: Row) => measured.push({ benchmark: name, ...row }));
      child.once('error', reject);
      child.once('exit', (code) => {
        endGroup(child);
        if (code !== 0 && !isInterrupted) {
          console.error(`the benchmark ${name} has failed`);
          process.exitCode = 1;
        }
      });
      // Its rows are all here when its channel is closed.
      child.once('close', () => resolve());
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return measured;
}

/** Kills a benchmark with all programs that it has started. */
function endGroup(child: ChildProcess | undefined): void {
  if (child?.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Nothing of it is left.
  }
}

/** What else has changed between the runs, and so may be the reason. */
function differences({ setting: before, rows: olds }: Run): string[] {
  const changed = (['node', 'cpu', 'cores', 'memoryGib', 'kernel'] as const).flatMap((key) =>
    before[key] === setting[key] ? [] : [`measured with another ${key}: ${before[key]}, now ${setting[key]}`],
  );
  const peersChanged = Object.entries(before.peers).flatMap(([peer, version]) =>
    setting.peers[peer] === version
      ? []
      : [`another ${peer}: ${version || 'none'}, now ${setting.peers[peer] || 'none'}`],
  );
  const benchmarks = new Set(rows.map(({ benchmark }) => benchmark));
  const gone = olds
    .filter(
      ({ benchmark, name }) =>
        benchmarks.has(benchmark) && !rows.some((row) => row.benchmark === benchmark && row.name === name),
    )
    .map(({ benchmark, name }) => `no longer measured: ${benchmark}: ${name}`);
  return [...changed, ...peersChanged, ...gone];
}

/** Takes a flag out of the words. */
function takeFlag(name: string): boolean {
  const index = words.indexOf(name);
  if (index !== -1) words.splice(index, 1);
  return index !== -1;
}

/** Takes a flag with its value out of the words: undefined if it is not there, empty if it has no value. */
function takeValue(name: string): string | undefined {
  const index = words.indexOf(name);
  if (index === -1) return undefined;
  const value = words[index + 1]?.startsWith('-') ? '' : (words[index + 1] ?? '');
  words.splice(index, value === '' ? 1 : 2);
  return value;
}

function readRun(file: string): Run {
  try {
    const run: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (isRun(run)) return run;
  } catch (error) {
    return refuse(`--against ${file}: ${(error as Error).message}`);
  }
  return refuse(`--against ${file}: it is no result of --json`);
}

/** A file that cannot be written must be known before, not after an hour. */
function tryToWrite(file: string): void {
  try {
    closeSync(openSync(file, 'a'));
  } catch (error) {
    refuse(`--json ${file}: ${(error as Error).message}`);
  }
}

function refuse(message: string): never {
  console.error(message);
  process.exit(2);
}
