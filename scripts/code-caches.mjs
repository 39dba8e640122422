// Writes V8's code cache of every chunk: what a run of the program has compiled.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const LAB = 'scenarios/full-mesh-3-routers.yaml';

/**
 * Runs that read files and socket tables of this machine and nothing else. Commands that are not named here
 * would talk to others, or go on until they are interrupted; they are run as far as to their flags.
 */
const TYPICAL = {
  check: [LAB],
  checks: [],
  completion: ['bash'],
  explain: ['NIO001'],
  firewall: [LAB],
  links: [LAB],
  plan: [LAB],
  preflight: ['--list', LAB],
  scenarios: [],
  simulate: [LAB],
};

/** Each run adds what it compiles to the caches of the runs before it. */
export function writeCodeCaches(commands) {
  const runs = [['--version'], ['--help'], ...commands.map((name) => [name, ...(TYPICAL[name] ?? ['--no-such-flag'])])];
  for (const args of runs) {
    const { error } = spawnSync(process.execPath, ['bin/run.js', ...args], {
      cwd: ROOT,
      stdio: 'ignore',
      env: { ...process.env, NIOSTAT_WRITE_CODE_CACHE: '1' },
    });
    if (error) throw error;
  }
}
