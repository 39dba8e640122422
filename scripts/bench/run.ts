// What a run of benchmarks leaves: its rows, and on what they were measured.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, release, tmpdir, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Row } from './row.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A row with the benchmark that measured it. */
export interface MeasuredRow extends Row {
  readonly benchmark: string;
}

/** What `bench --json` writes and `bench --against` reads. */
export interface Run {
  readonly schemaVersion: 1;
  readonly measuredAt: string;
  readonly setting: Setting;
  readonly rows: readonly MeasuredRow[];
}

/** What figures depend on: two runs can be compared if only `niostat` and `commit` differ. */
export interface Setting {
  readonly niostat: string;
  /** Of the working tree, with `-dirty` if that has changes; empty where there is no git. */
  readonly commit: string;
  readonly node: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGib: number;
  readonly kernel: string;
  /** The programs that niostat is compared with, or tried with; empty if one is not installed. */
  readonly peers: Readonly<Record<string, string>>;
}

const PEERS: readonly (readonly [string, ...string[]])[] = [
  ['netstat', '--version'],
  ['ss', '-V'],
  ['nmap', '--version'],
  ['python3', '--version'],
  ['nft', '--version'],
  ['dynamips', '--help'],
  ['vpcs', '-v'],
];

/** Whether what was read is such a run, as far as comparing needs it: other results have versions too. */
export function isRun(value: unknown): value is Run {
  if (!isRecord(value) || value.schemaVersion !== 1 || !Array.isArray(value.rows)) return false;
  const { rows, setting } = value;
  return rows.every(isRow) && isRecord(setting) && isRecord(setting.peers);
}

function isRow(row: unknown): boolean {
  if (!isRecord(row)) return false;
  const hasNames = [row.benchmark, row.name, row.unit].every((name) => typeof name === 'string');
  return hasNames && [row.figure, row.low, row.high].every((one) => one === undefined || typeof one === 'number');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

export function settingOf(): Setting {
  const { version } = JSON.parse(readFileSync(`${ROOT}/package.json`, 'utf8'));
  return {
    niostat: version,
    commit: firstLine('git', ['-C', ROOT, 'describe', '--always', '--dirty', '--exclude=*']),
    node: process.version,
    cpu: cpus()[0]?.model.trim() ?? '',
    cores: availableParallelism(),
    memoryGib: Math.round(totalmem() / 2 ** 30),
    kernel: `${type()} ${release()}`,
    peers: Object.fromEntries(PEERS.map(([program, ...args]) => [program, firstLine(program, args)])),
  };
}

/** The version of a program, as it tells it; empty if it is not installed. */
export function versionOf(program: string): string {
  const [, ...args] = PEERS.find(([name]) => name === program) ?? [program, '--version'];
  return firstLine(program, args);
}

function firstLine(program: string, args: readonly string[]): string {
  // Dynamips leaves a log where it runs.
  const cwd = mkdtempSync(join(tmpdir(), 'niostat-version-'));
  const { stdout } = spawnSync(program, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  rmSync(cwd, { recursive: true });
  const lines = (stdout ?? '').split('\n').map((line) => line.trim());
  return lines.find((line) => line !== '') ?? '';
}
