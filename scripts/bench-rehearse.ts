// Benchmark of `rehearse`: 500 links between two embedded hypervisors on this host. Prints figures and never
// fails.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { report, summary } from './bench/row.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const LINKS = 500;
const RUNS = 3;
const LIMIT_SECONDS = 10;

/** Starts a hypervisor on a port that the system chooses, and gives that. */
function startHypervisor(): Promise<{ child: ChildProcess; port: string }> {
  const child = spawn(process.execPath, ['bin/run.js', 'hypervisor', '--listen', '127.0.0.1:0'], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the hypervisor ended with ${code}`)));
    child.stderr.on('data', (chunk) => {
      const port = /^Listening on 127\.0\.0\.1:(\d+),/.exec(String(chunk))?.[1];
      if (port !== undefined) resolve({ child, port });
    });
  });
}

function labOf([one = '', other = '']: readonly string[]): string {
  const numbers = Array.from({ length: LINKS }, (_, index) => index);
  const routers = (letter: string): string => numbers.map((number) => `[[ROUTER ${letter}${number}]]\n`).join('');
  const linked = numbers.map((number) => `[[ROUTER A${number}]]\nf0/0 = B${number} f0/0\n`).join('');
  return `[127.0.0.1:${one}]\nudp = 10000\n${linked}[127.0.0.1:${other}]\nudp = 11000\n${routers('B')}`;
}

function rehearse(lab: string): Promise<{ seconds: number; code: number | null }> {
  const start = performance.now();
  const child = spawn(process.execPath, ['bin/run.js', 'rehearse', lab], { cwd: ROOT, stdio: 'ignore' });
  return new Promise((resolve) => {
    child.once('exit', (code) => resolve({ seconds: (performance.now() - start) / 1000, code }));
  });
}

const hypervisors = [await startHypervisor(), await startHypervisor()];
const directory = mkdtempSync(join(tmpdir(), 'niostat-bench-'));
try {
  const lab = join(directory, 'lab.net');
  writeFileSync(lab, labOf(hypervisors.map(({ port }) => port)));
  const runs: Awaited<ReturnType<typeof rehearse>>[] = [];
  for (let run = 0; run < RUNS; run++) runs.push(await rehearse(lab));
  report({
    name: `${LINKS} links on two embedded hypervisors`,
    ...summary(runs.map(({ seconds }) => seconds)),
    unit: 's',
    limit: LIMIT_SECONDS,
    remark: `exit codes ${runs.map(({ code }) => code).join(', ')}`,
  });
} finally {
  for (const { child } of hypervisors) child.kill('SIGKILL');
  rmSync(directory, { recursive: true, force: true });
}
