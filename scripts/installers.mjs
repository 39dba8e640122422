// Packs niostat, installs the tarball in every way that is offered, each on an empty machine as it were, and
// has it work. Prints a transcript of each way, and ends with a line of counts. Needs a build and a registry.
//   node --import tsx scripts/installers.mjs [--tarball FILE] [--tools FOLDER] [--node VERSION]... [ID...]
// tries all ways or those that are named (npm10, npm11, npm12, pnpm, yarn1, yarn4, bun, deno, file); FOLDER
// keeps the installers for the next time; VERSION is a Node of the registry, or the newest of a line.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { writeLabs } from './installers/proofs.mjs';
import { Sandbox, Unexpected } from './installers/sandbox.mjs';
import { Tools } from './installers/tools.mjs';
import { waysOfBun } from './installers/ways/bun.mjs';
import { waysOfDeno } from './installers/ways/deno.mjs';
import { waysOfNpm } from './installers/ways/npm.mjs';
import { waysOfOneFile } from './installers/ways/one-file.mjs';
import { waysOfPnpm } from './installers/ways/pnpm.mjs';
import { waysOfYarn1, waysOfYarn4 } from './installers/ways/yarn.mjs';
import { writePortable } from './release/portable.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    tarball: { type: 'string' },
    tools: { type: 'string' },
    node: { type: 'string', multiple: true, default: [process.versions.node] },
  },
});
const root = new URL('..', import.meta.url);
const { version, devDependencies } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
const work = mkdtempSync(join(tmpdir(), 'niostat-installers-'));
process.once('exit', () => rmSync(work, { recursive: true, force: true }));
// So that what is told at the end of the process is done then too.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(130));

const tools = new Tools(resolve(values.tools ?? join(work, 'tools')));
const nodes = values.node.map((wanted) => {
  const path = tools.node(wanted);
  return { path, version: execFileSync(path, ['-p', 'process.versions.node'], { encoding: 'utf8' }).trim() };
});
const tarball = resolve(values.tarball ?? packed());
const registry = execFileSync('npm', ['config', 'get', 'registry'], { cwd: root, encoding: 'utf8' }).trim();
const compilers = ['typescript', '@types/node'].map((name) => `${name}@${devDependencies[name]}`);

// As it lies in the folder in which a user types the command.
const name = `niostat-${version}.tgz`;
const context = { tools, nodes, tarball: `./${name}`, version, compilers, writePortable: portable };
const ways = [waysOfNpm, waysOfPnpm, waysOfYarn1, waysOfYarn4, waysOfBun, waysOfDeno, waysOfOneFile].flatMap((some) =>
  some(context),
);
const ids = new Set(ways.map(({ id }) => id));
const tried = nodes.map((node) => node.version).join(', ');
for (const id of positionals) {
  if (!ids.has(id))
    fail(`there is no way ${id} with Node ${tried}; there are ${[...ids].join(', ')}; --node takes others`);
}

let written;
const failed = [];
const chosen = ways.filter(({ id }) => positionals.length === 0 || positionals.includes(id));
for (const way of chosen) {
  console.log(`\n== ${way.title}`);
  const startedAt = Date.now();
  const why = await failureOf(way);
  if (why !== undefined) failed.push(`${way.title}: ${why}`);
  console.log(
    `== ${why === undefined ? 'passed' : `FAILED: ${why}`} (${Math.round((Date.now() - startedAt) / 1000)} s)`,
  );
}
console.log('');
for (const line of failed) console.log(`failed: ${line}`);
console.log(`${chosen.length - failed.length} passed, ${failed.length} failed`);
process.exitCode = failed.length === 0 ? 0 : 1;

/** Why a way does not work; undefined if it does. */
async function failureOf({ programs, prove }) {
  const box = new Sandbox({ registry, programs, print: (line) => console.log(line) });
  const close = () => box.close();
  process.once('exit', close);
  try {
    copyFileSync(tarball, join(box.work, name));
    writeLabs(box);
    await prove(box);
    return undefined;
  } catch (error) {
    if (!(error instanceof Unexpected)) throw error;
    return error.message;
  } finally {
    process.removeListener('exit', close);
    close();
  }
}

/** The path of the one file, which is made when it is first needed. */
async function portable() {
  const file = join(work, 'niostat-portable.cjs');
  written ??= writePortable(file);
  await written;
  return file;
}

function packed() {
  const words = ['pack', '--ignore-scripts', '--silent', '--pack-destination', work];
  return join(work, execFileSync('npm', words, { cwd: root, encoding: 'utf8' }).trim().split('\n').at(-1));
}

function fail(message) {
  console.error(message);
  process.exit(2);
}
