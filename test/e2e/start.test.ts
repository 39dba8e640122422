/** Which chunks of the built program a run loads; needs a build. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { Folder, niostatAll, type Run } from '../support/cli.ts';
import { commandFiles } from '../support/command-files.ts';

/** As they are typed: `teach`, `teach walk`. */
const COMMANDS = commandFiles().map((file) => file.replace('/', ' '));

/** The name of the chunk of a command: the last of its words. */
function chunkOf(command: string): string {
  return command.replace(/^.* /, '');
}

/** What only some formats need, by words that are in its code. */
const SOUGHT = {
  page: 'Content-Security-Policy',
  picture: 'hypervisor-title',
  trace: 'its counter stands at',
} as const;

/**
 * A module that is loaded before the program and names on standard error every chunk that is called, what of
 * the sought is in it, and every file of pages and part of the program that is read.
 */
const TELLER = `
const fs = require('node:fs');
const { writeSync, readFileSync } = fs;
fs.readFileSync = (path, ...words) => {
  const name = /[/\\\\]dist[/\\\\]page[/\\\\](.*)$/.exec(path);
  if (name !== null) writeSync(2, 'file ' + name[1] + '\\n');
  const part = /[/\\\\]dist[/\\\\](\\w+)\\.cjs$/.exec(path);
  if (part !== null) writeSync(2, 'part ' + part[1] + '\\n');
  return readFileSync(path, ...words);
};
require('node:module').syncBuiltinESMExports();
const { Script } = require('node:vm');
const { runInThisContext } = Script.prototype;
const telling = ([name, chunk]) => [
  name,
  (...words) => {
    writeSync(2, 'chunk ' + name + '\\n');
    for (const [what, text] of Object.entries(${JSON.stringify(SOUGHT)})) {
      if (String(chunk).includes(text)) writeSync(2, 'code ' + what + '\\n');
    }
    return chunk(...words);
  },
];
Script.prototype.runInThisContext = function () {
  const parts = runInThisContext.call(this);
  return parts.map((part) => (...words) => Object.fromEntries(Object.entries(part(...words)).map(telling)));
};`;

/** The chunks that a run has loaded, in order. */
function chunksOf({ stderr }: Run): string[] {
  return [...stderr.matchAll(/^chunk (.*)\.cjs$/gm)].map(([, name = '']) => name);
}

/** The files of the program that a run has read, in order. */
function partsOf({ stderr }: Run): string[] {
  return [...stderr.matchAll(/^part (.*)$/gm)].map(([, name = '']) => name);
}

/** What of the sought is in the code that a run has loaded, and which files of pages it has read. */
function lateOf({ stderr }: Run): string[] {
  return [...stderr.matchAll(/^(?:code|file) (.*)$/gm)].map(([, name = '']) => name);
}

/** Those among them that are commands. */
function commandsOf(run: Run): string[] {
  return chunksOf(run).filter((name) => COMMANDS.map(chunkOf).includes(name));
}

describe('a start of the program', () => {
  it('says what is wrong where there is no program, or none that can be read', () => {
    const copy = new Folder();
    cpSync(new URL('../../bin/', import.meta.url), join(copy.path, 'bin'), { recursive: true });
    const start = () => spawnSync(process.execPath, [join(copy.path, 'bin/run.js')], { encoding: 'utf8' });
    const run = start();
    expect([run.status, run.stdout]).to.deep.equal([2, '']);
    expect(run.stderr).to.match(/^niostat: not built yet; .*\n$/);

    mkdirSync(join(copy.path, 'dist/niostat.cjs'), { recursive: true });
    const { status, stdout, stderr } = start();
    expect([status, stdout]).to.deep.equal([2, '']);
    expect(stderr).to.match(/^niostat: EISDIR: .*\n$/);
  });

  it('says which file of the package is missing or half-written, with --json too', () => {
    const copy = new Folder();
    for (const part of ['bin', 'dist'])
      cpSync(new URL(`../../${part}/`, import.meta.url), join(copy.path, part), { recursive: true });
    const start = (...args: string[]) =>
      spawnSync(process.execPath, [join(copy.path, 'bin/run.js'), ...args], { encoding: 'utf8' });
    for (const content of [undefined, '', '{"name": "nio']) {
      if (content !== undefined) copy.file('package.json', content);
      const { status, stdout, stderr } = start('--version');
      expect([status, stdout]).to.deep.equal([2, '']);
      expect(stderr).to.match(/^niostat: \S+package\.json cannot be read: .*\n {2}if niostat is being installed .*\n$/);
    }
    const { status, stdout, stderr } = start('help', '--json');
    expect([status, stderr]).to.deep.equal([2, '']);
    expect(JSON.parse(stdout)).to.have.nested.property('error.code', 'PACKAGE');
  });

  const folder = new Folder();
  const startAll = (all: readonly (readonly string[])[]): Promise<Run[]> =>
    niostatAll(all, { env: { NODE_OPTIONS: `--require=${folder.file('teller.cjs', TELLER)}` } });

  it('loads the chunk of the command that runs, and of no other', async () => {
    // Parsing the flags is already the command's own matter, and it goes no further here.
    const runs = await startAll(COMMANDS.map((command) => [...command.split(' '), '--no-such-flag']));
    for (const [index, command] of COMMANDS.entries()) {
      expect(commandsOf(runs[index] as Run)).to.deep.equal([chunkOf(command)]);
    }
  });

  it('loads no command to say what there is, and no other to say what one takes', async () => {
    const questions = [['--version'], ['--help'], ...COMMANDS.map((command) => [...command.split(' '), '--help'])];
    for (const [index, run] of (await startAll(questions)).entries()) {
      const asked = chunkOf((questions[index] ?? []).slice(0, -1).join(' '));
      expect(run.code, asked).to.equal(0);
      expect(chunksOf(run), asked).to.include('niostat');
      expect(
        commandsOf(run).filter((name) => name !== asked),
        asked,
      ).to.deep.equal([]);
    }
  });

  it('loads each chunk once', async () => {
    const [run] = await startAll([['simulate', 'scenarios/full-mesh-3-routers.yaml']]);
    const chunks = chunksOf(run as Run);
    expect(chunks).to.include('simulate');
    expect(new Set(chunks).size).to.equal(chunks.length);
  });

  it('loads what searches folders where a folder or a pattern is named, and not for a file', async () => {
    const [file, place, pattern] = await startAll(
      ['two-hypervisors-same-base.yaml', '', 'two-*.yaml'].map((name) => ['check', `scenarios/${name}`]),
    );
    const isSearching = (run?: Run): boolean => chunksOf(run as Run).some((name) => name.startsWith('lab-search'));
    expect([file, place, pattern].map(isSearching)).to.deep.equal([false, true, true]);
  });

  it('reads what asks GNS3 servers for gns3:// alone', async () => {
    const lab = 'scenarios/two-hypervisors-same-base.yaml';
    const commands = ['links', 'preflight', 'firewall', 'simulate'];
    const ofLab = await startAll(['check', ...commands].map((command) => [command, lab]));
    for (const run of ofLab) expect(partsOf(run)).to.deep.equal(['niostat', 'labs']);
    // Nothing listens on port 9.
    const ofServer = await startAll(['probe', ...commands].map((command) => [command, 'gns3://127.0.0.1:9/Campus']));
    for (const run of ofServer) expect(partsOf(run)).to.deep.equal(['niostat', 'labs', 'gns3']);
  });

  it('loads what draws pages, pictures and traces for their formats alone', async () => {
    const lab = 'scenarios/full-mesh-3-routers.yaml';
    const simulate = (...args: string[]): string[] => ['simulate', lab, ...args];
    const plain = [
      ...['table', 'csv', 'markdown', 'dot', 'mermaid'].map((format) => simulate('--format', format)),
      simulate('--json'),
      ...['text', 'sarif', 'junit'].map((format) => ['check', lab, '--format', format]),
      ...['table', 'dot', 'mermaid'].map((format) => ['links', lab, '--format', format]),
      ['plan', lab],
      ['preflight', lab, '--only', 'file,checks'],
      ['scenarios'],
    ];
    for (const [index, run] of (await startAll(plain)).entries()) {
      expect(lateOf(run), plain[index]?.join(' ')).to.deep.equal([]);
    }
    const [page, picture, trace] = await startAll([
      simulate('--format', 'html'),
      simulate('--format', 'svg'),
      simulate('--trace'),
    ]);
    expect(lateOf(page as Run)).to.include.members(['page', 'page.js', 'page.css']);
    expect(lateOf(picture as Run)).to.deep.equal(['picture']);
    expect(lateOf(trace as Run)).to.deep.equal(['trace']);
  });
});
