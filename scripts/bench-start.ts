// How long each command of the built program takes to start, as a multiple of `node -e 0`, and what it loads.
//   npm run bench -- start [--node PATH] [--installed] [--pairs N] [--only WORDS]
// With another Node; packed and unpacked elsewhere, as it is installed; or only those that begin with WORDS.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { report, summary, written } from './bench/row.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const LAB = 'scenarios/full-mesh-3-routers.yaml';
const SMALL_LAB = 'scenarios/two-hypervisors-same-base.yaml';

/**
 * Runs that end by themselves and stay on this machine. Commands that are not named here serve until they are
 * interrupted, or need others: they are started as far as to their flags.
 */
const RUNS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  check: [[SMALL_LAB]],
  checks: [[]],
  completion: [['bash']],
  explain: [['NIO001']],
  firewall: [[LAB]],
  links: [[], [LAB]],
  plan: [[LAB]],
  preflight: [[SMALL_LAB]],
  probe: [['127.0.0.1:9']],
  scenarios: [[]],
  simulate: [[LAB]],
  'teach:quiz': [['--seed', 'a', '--format', 'markdown']],
  'teach:walk': [['--step', '1', LAB]],
};

/** What says something about the program, or reads and judges one lab, by the major version of Node. */
const LIMITS: Readonly<Record<string, (major: number) => number | undefined>> = {
  ...Object.fromEntries(['--version', '--help', 'explain', 'completion'].map((name) => [name, () => 1.3])),
  ...Object.fromEntries(
    ['simulate', 'check', 'links', 'preflight'].map((name) => [
      name,
      (major: number) => (major <= 20 ? 1.5 : major <= 24 ? 2 : undefined),
    ]),
  ),
};

/** What a run tells of itself at its end, on descriptor 3. */
interface Loaded {
  /** Bytes of each chunk. */
  readonly chunks: Readonly<Record<string, number>>;
  /** Modules of Node that users know, which `node` itself has not loaded. */
  readonly builtIns: readonly string[];
}

/** A module that is loaded before the program and tells what that has loaded. */
const METER = `
const { writeSync } = require('node:fs');
const { Script } = require('node:vm');
const { runInThisContext } = Script.prototype;
const before = new Set(process.moduleLoadList);
const chunks = {};
const counted = ([name, chunk]) => [
  name,
  (...words) => {
    chunks[name] = String(chunk).length;
    return chunk(...words);
  },
];
Script.prototype.runInThisContext = function () {
  const parts = runInThisContext.call(this);
  return parts.map((part) => (...words) => Object.fromEntries(Object.entries(part(...words)).map(counted)));
};
process.on('exit', () => {
  const fresh = process.moduleLoadList.filter((name) => !before.has(name));
  const builtIns = fresh.flatMap((name) => /^NativeModule (?!internal)(.*)/.exec(name)?.[1] ?? []);
  writeSync(3, JSON.stringify({ chunks, builtIns }));
});`;

const { values } = parseArgs({
  strict: false,
  options: {
    node: { type: 'string' },
    installed: { type: 'boolean' },
    pairs: { type: 'string' },
    only: { type: 'string' },
  },
});
const node = typeof values.node === 'string' ? values.node : process.execPath;
const pairs = Number(values.pairs ?? 25);
const folder = mkdtempSync(join(tmpdir(), 'niostat-bench-start-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
const meter = join(folder, 'meter.cjs');
writeFileSync(meter, METER);
const program = join(values.installed === true ? installed() : ROOT, 'bin', 'run.js');
const major = Number.parseInt(spawnSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8' }).stdout, 10);

/** Unpacks what `npm pack` makes; the program in it needs no other package. */
function installed(): string {
  const npm = ['pack', '--ignore-scripts', '--offline', '--silent', '--pack-destination', folder];
  const name = execFileSync('npm', npm, { cwd: ROOT, encoding: 'utf8' }).trim();
  execFileSync('tar', ['-xzf', join(folder, name), '-C', folder]);
  return join(folder, 'package');
}

/** Milliseconds that a run takes. */
function wall(args: readonly string[], env = process.env): number {
  const start = performance.now();
  const { error } = spawnSync(node, args, { cwd: ROOT, stdio: 'ignore', env });
  if (error !== undefined) throw error;
  return performance.now() - start;
}

function loadedBy(args: readonly string[], env: NodeJS.ProcessEnv): Loaded {
  const { output, error } = spawnSync(node, ['--require', meter, program, ...args], {
    ...{ cwd: ROOT, env, encoding: 'utf8', stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  });
  if (error !== undefined) throw error;
  return JSON.parse(output[3] ?? '');
}

function measure(args: readonly string[], isWhole: boolean, file = program): void {
  const [subject = ''] = args;
  // A folder of its own: every run but the first finds the cache of the one before.
  const home = mkdtempSync(join(folder, 'home-'));
  const env = { ...process.env, XDG_CACHE_HOME: home };
  const first = wall([file, ...args], env);
  const ratios = Array.from({ length: pairs }, () => {
    const plain = wall(['-e', '0']);
    return wall([file, ...args], env) / plain;
  });
  const remark = `first run ${first.toFixed(0)} ms${isWhole ? '' : '; as far as to its flags, without a cache'}`;
  const isOneFile = file !== program;
  const limit = isWhole && !isOneFile ? LIMITS[subject]?.(major) : undefined;
  const name = `${args.join(' ').replace('scenarios/', '')}${isOneFile ? ', as one file' : ''}`;
  report({
    name: `start of ${name}`,
    ...summary(ratios),
    unit: 'x',
    ...(limit === undefined ? {} : { limit }),
    remark,
  });
  if (isOneFile) return;
  const { chunks, builtIns } = loadedBy(args, env);
  const sizes = Object.values(chunks);
  const what = [`${sizes.length} chunks`, `a cache of ${written(cacheKiB(home))} KiB`, `loads ${builtIns.join(' ')}`];
  const total = sizes.reduce((sum, size) => sum + size, 0) / 1024;
  report({ name: `code of ${name}`, figure: total, unit: 'KiB', remark: what.join(', ') });
}

/** The size of the cache, of which the file has two copies. */
function cacheKiB(home: string): number {
  const files = readdirSync(home, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0) / 2048;
}

const manifest = JSON.parse(readFileSync(new URL('../oclif.manifest.json', import.meta.url), 'utf8'));
const commands = Object.keys(manifest.commands);
const all = [
  ...['--version', '--help'].map((word) => ({ args: [word], isWhole: true })),
  ...commands.flatMap((name) => {
    const words = name.split(':');
    const runs = RUNS[name]?.map((rest) => ({ args: [...words, ...rest], isWhole: true }));
    return runs ?? [{ args: [...words, '--no-such-flag'], isWhole: false }];
  }),
];
const only = typeof values.only === 'string' ? values.only : '';
for (const { args, isWhole } of all) if (args.join(' ').startsWith(only)) measure(args, isWhole);

// The same in the one file, which Node reads and compiles as a whole: of the smallest command and of a lab.
const oneFile = join(folder, 'niostat-portable.cjs');
const { writePortable } = await import(new URL('release/portable.mjs', import.meta.url).href);
await writePortable(oneFile);
for (const args of [['--version'], ['check', SMALL_LAB]]) {
  if (args.join(' ').startsWith(only)) measure(args, true, oneFile);
}
