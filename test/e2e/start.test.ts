/** Which files of the built program a run loads; needs a build. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { niostatAll, type Run } from '../support/cli.ts';

const DIST = fileURLToPath(new URL('../../dist/', import.meta.url));

const COMMANDS = readdirSync(new URL('../../src/cli/commands/', import.meta.url)).map((file) =>
  file.replace('.ts', ''),
);

/** A module that is loaded before the program and names on standard error every file that is read. */
const READER = `data:text/javascript,${encodeURIComponent(`
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
const { readFileSync } = fs;
fs.readFileSync = (path, ...rest) => {
  fs.writeSync(2, 'read ' + path + '\\n');
  return readFileSync(path, ...rest);
};
syncBuiltinESMExports();`)}`;

/** The chunks that a run has loaded, as paths in dist/. */
function chunksOf({ stderr }: Run): string[] {
  return [...stderr.matchAll(/^read (.*\.cjs)$/gm)]
    .map(([, path = '']) => path)
    .filter((path) => path.startsWith(DIST))
    .map((path) => path.slice(DIST.length).replaceAll('\\', '/'));
}

function startAll(all: readonly (readonly string[])[]): Promise<Run[]> {
  return niostatAll(all, { env: { NODE_OPTIONS: `--import=${READER}` } });
}

describe('a start of the program', () => {
  it('loads the chunk of the command that runs, and of no other', async () => {
    // Parsing the flags is already the command's own matter, and it goes no further here.
    const runs = await startAll(COMMANDS.map((command) => [command, '--no-such-flag']));
    for (const [index, command] of COMMANDS.entries()) {
      const chunks = chunksOf(runs[index] as Run);
      expect(chunks, command).to.include('niostat.cjs');
      expect(chunks.filter((path) => path.startsWith('commands/'))).to.deep.equal([`commands/${command}.cjs`]);
    }
  });

  it('loads no command to say what there is, and no other to say what one takes', async () => {
    const questions = [['--version'], ['--help'], ...COMMANDS.map((command) => [command, '--help'])];
    for (const [index, run] of (await startAll(questions)).entries()) {
      const [asked = ''] = questions[index] ?? [];
      expect(run.code, asked).to.equal(0);
      const others = chunksOf(run).filter((path) => path.startsWith('commands/') && path !== `commands/${asked}.cjs`);
      expect(others, asked).to.deep.equal([]);
    }
  });

  it('loads each chunk once', async () => {
    const [run] = await startAll([['simulate', 'scenarios/full-mesh-3-routers.yaml']]);
    const chunks = chunksOf(run as Run);
    expect(chunks).to.include('commands/simulate.cjs');
    expect(new Set(chunks).size).to.equal(chunks.length);
  });
});
