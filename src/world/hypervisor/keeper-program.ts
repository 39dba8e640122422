import { ENDING_SIGNALS } from '../../core/signals.ts';

/**
 * What the keeper of a started Dynamips runs: it makes a directory, starts the program in it, tells its pid,
 * and when its own input ends, it kills the program and deletes the directory. The input ends with the
 * process that started it, also when that is killed.
 */
export const KEEPER_PROGRAM = `
const { spawn } = require('node:child_process');
const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const [program, listen] = process.argv.slice(1);
const tell = (line) => process.stdout.write(line + '\\n');
process.stdout.on('error', () => {});
let directory;
const leave = () => {
  if (directory !== undefined) rmSync(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  process.exit();
};
try {
  directory = mkdtempSync(join(tmpdir(), 'niostat-kernel-'));
} catch (error) {
  tell('keeper ' + error.message);
  leave();
}
try {
  const child = spawn(program, ['-H', listen], { cwd: directory, stdio: ['ignore', 'ignore', 'pipe'], windowsHide: true });
  let said = '';
  child.stderr.on('data', (chunk) => { if (said.length < 1000) said += chunk; });
  let isLeaving = false;
  const stop = () => {
    isLeaving = true;
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) leave();
    else child.kill('SIGKILL');
  };
  child.once('spawn', () => tell('pid ' + child.pid));
  child.once('error', (error) => tell('failed ' + ({ ENOENT: 'there is no such program', EACCES: 'it may not be run' }[error.code] ?? error.message)));
  child.once('close', (code, signal) => {
    if (isLeaving) leave();
    const why = said.trim().split(/[\\r\\n]+/).at(-1);
    tell('ended it ended with ' + (signal ?? 'exit code ' + code) + (why ? ': ' + why : ''));
  });
  process.stdin.on('end', stop).on('error', stop).resume();
  for (const signal of ${JSON.stringify(ENDING_SIGNALS)}) process.on(signal, stop);
} catch (error) {
  tell('failed ' + error.message);
  leave();
}
`;
