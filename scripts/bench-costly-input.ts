// Benchmark of what costs much: bad files that must be refused, and large labs, each as processor time beyond
// a plain start; that is nearly the same on a busy machine as on an idle one. Prints figures and never fails.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Folder } from '../test/support/cli.ts';
import { COSTLY_FILES } from '../test/support/costly-files.ts';
import { report } from './bench/row.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** A module that is loaded before the program and says at its end, on descriptor 3, what it has cost. */
const METER = `data:text/javascript,${encodeURIComponent(`
import { writeSync } from 'node:fs';
process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  writeSync(3, String((user + system) / 1000));
});`)}`;

/** Milliseconds of the processor that a command takes, user and system. */
function cost(...args: readonly string[]): number {
  const { output, error } = spawnSync(process.execPath, ['--import', METER, 'bin/run.js', ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  if (error !== undefined) throw error;
  return Number(output[3]);
}

const plain = Math.min(...[1, 2, 3].map(() => cost('checks')));

function show(what: string, limit: number, ...args: readonly string[]): void {
  report({ name: `${what}, beyond a start`, figure: cost(...args) - plain, unit: 'ms of CPU', limit });
}

const folder = new Folder();
for (const { title, write } of Object.values(COSTLY_FILES).flat())
  show(`check of a file that ${title}`, 1000, 'check', write(folder));

const keys = Array.from({ length: 40_000 }, (_, index) => `key${index}: 1\n`).join('');
show('check of a scenario with 40,000 unknown keys', 2500, 'check', folder.file('keys.yaml', keys));

const links = Array.from({ length: 15_000 }, (_, index) => `f${index}/0 = R2 f${index}/0`).join('\n');
const large = `[198.18.0.1]\n[[ROUTER R1]]\n${links}\n[198.18.0.2]\nudp = 30000\n[[ROUTER R2]]\n`;
const firewall = ['firewall', '--format', 'nft', '--host', '198.18.0.2', folder.file('large.net', large)];
show('firewall for a lab with 30,000 NIOs', 1000, ...firewall);
