// `npm test`: all tests, or the files, folders and patterns below test/ that are named; other words go to
// mocha as they are. Builds first, unless all that is named runs from src/.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Their tests spawn no program. */
const FROM_SOURCE = /^(\.\/)?test\/(unit|scenarios|property|contract|types|style)\//;

const words = process.argv.slice(2);
const named = words.filter((word) => /^(\.\/)?test\//.test(word));
const specs = named.map((word) => (isFolder(word) ? `${word.replace(/\/$/, '')}/**/*.test.ts` : word));
const others = words.filter((word) => !named.includes(word));

// The code caches of the program that is tested, not those of who tests it.
const XDG_CACHE_HOME = mkdtempSync(join(tmpdir(), 'niostat-test-cache-'));
process.once('exit', () => rmSync(XDG_CACHE_HOME, { recursive: true, force: true }));

if (specs.length === 0 || !specs.every((spec) => FROM_SOURCE.test(spec))) runNode('scripts/build.mjs');
runNode('node_modules/mocha/bin/mocha.js', ...others, ...(specs.length === 0 ? ['test/**/*.test.ts'] : specs));

function isFolder(path) {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** Runs a script of this project, and ends with its exit code if it fails. */
function runNode(...args) {
  const cwd = fileURLToPath(new URL('..', import.meta.url));
  const { status, error } = spawnSync(process.execPath, args, {
    cwd,
    stdio: 'inherit',
    env: { ...process.env, XDG_CACHE_HOME },
  });
  if (error !== undefined) throw error;
  if (status !== 0) process.exit(status ?? 1);
}
