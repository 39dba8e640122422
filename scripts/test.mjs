// `npm test`: all tests, or the files, folders and patterns below test/ that are named; other words go to
// mocha as they are. Builds first, unless all that is named runs from src/.
//
// Two mochas share all tests. One has test/integration/, which is about the ports, processes and sockets of
// this machine; the other has all other folders, and its lines are shown when both have ended.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Mocha from 'mocha';

/** Their tests spawn no program. */
const FROM_SOURCE = /^(\.\/)?test\/(unit|scenarios|property|contract|types|style)\//;

/** Both halves take about as long. */
const HALVES = ['test/integration/**/*.test.ts', 'test/!(integration)/**/*.test.ts'];

/** With these, mocha does not end with counts, or not at all. */
const OTHER_USE = /^(-[RwhV]|--(reporter|watch|inspect|help|version|dry-run))\b/;

const root = fileURLToPath(new URL('..', import.meta.url));
const words = process.argv.slice(2);
const named = words.filter((word) => /^(\.\/)?test\//.test(word));
const specs = named.map((word) => (isFolder(word) ? `${word.replace(/\/$/, '')}/**/*.test.ts` : word));
const others = words.filter((word) => !named.includes(word));
const isOtherUse = others.some((word) => OTHER_USE.test(word));

const folder = mkdtempSync(join(tmpdir(), 'niostat-tests-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
// The code caches of the program that is tested, not those of who tests it.
const env = { ...process.env, XDG_CACHE_HOME: join(folder, 'cache') };

if (specs.length === 0 || !specs.every((spec) => FROM_SOURCE.test(spec))) {
  const { status } = spawnSync(process.execPath, ['scripts/build.mjs'], { cwd: root, stdio: 'inherit', env });
  if (status !== 0) process.exit(status ?? 1);
}

/** The mochas that run. */
const children = new Set();
let interruption;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    interruption = signal;
    // The only signal that mocha's starter passes on to the process that runs the tests.
    for (const child of children) child.kill('SIGINT');
  });
}

const parts = specs.length > 0 ? [specs] : isOtherUse ? [HALVES] : HALVES.map((half) => [half]);
const ended = await Promise.all(parts.map(runMocha));
for (const { log } of ended) if (log !== undefined) process.stdout.write(readFileSync(log));
if (interruption !== undefined) process.exit(128 + constants.signals[interruption]);
process.exitCode = isOtherUse ? ended[0].code : summarize(ended);

function isFolder(path) {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** Runs one mocha to its end. What the first one prints is seen at once, that of another is in its `log`. */
async function runMocha(patterns, index) {
  const result = join(folder, `result-${index}.json`);
  const log = index === 0 ? undefined : join(folder, `log-${index}`);
  const output = log === undefined ? 'inherit' : openSync(log, 'w');
  const colors = log !== undefined && Mocha.reporters.Base.useColors ? ['--color'] : [];
  const child = spawn(process.execPath, ['node_modules/mocha/bin/mocha.js', ...colors, ...others, ...patterns], {
    cwd: root,
    stdio: ['inherit', output, output],
    env: isOtherUse ? env : { ...env, NIOSTAT_MOCHA_PART: result },
  });
  children.add(child);
  const [code, signal] = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (...end) => resolve(end));
  });
  children.delete(child);
  return { patterns, log, code: code ?? 1, end: signal ?? `exit code ${code}`, result };
}

/**
 * Shows the counts and failures of all mochas as one, and leaves the counts in the file that
 * NIOSTAT_MOCHA_RESULT names, if any; not if one of them ended without. Returns the exit code.
 */
function summarize(all) {
  const done = all.filter(({ result }) => existsSync(result));
  const results = done.map(({ result }) => JSON.parse(readFileSync(result, 'utf8')));
  const sum = (count) => results.reduce((total, { stats }) => total + stats[count], 0);
  const stats = {
    ...{ passes: sum('passes'), failures: sum('failures'), pending: sum('pending') },
    duration: Math.max(...results.map(({ stats: { duration } }) => duration)),
  };
  const failures = results.flatMap(({ failed }) =>
    failed.map(({ titles, error }) => ({ titlePath: () => titles, err: error })),
  );
  if (results.length > 0) Mocha.reporters.Base.prototype.epilogue.call({ stats, failures });
  for (const { patterns, end } of all.filter((one) => !done.includes(one))) {
    console.error(`mocha ended without a result for ${patterns.join(' ')}: ${end}`);
  }
  const file = process.env.NIOSTAT_MOCHA_RESULT;
  if (file !== undefined && done.length === all.length) writeFileSync(file, JSON.stringify(stats));
  return Math.max(done.length === all.length ? 0 : 1, ...all.map(({ code }) => code));
}
