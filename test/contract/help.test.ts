import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { COMMAND_GROUPS, COMMAND_PAGES } from '../../src/cli/program/command-groups.ts';
import { commandFiles } from '../support/command-files.ts';
import { MODEL, niostat, niostatAll } from '../support/run-in-process.ts';
import { squeezedLines } from '../support/text.ts';

const version: string = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version;

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** As they are typed: `teach`, `teach walk`. */
const FILES = commandFiles()
  .map((file) => file.replace('/', ' '))
  .toSorted();

/** By which a command is called below another. */
function lastWord(command: string): string {
  return command.replace(/^.* /, '');
}

describe('niostat', () => {
  it('lists every check, one line each', async () => {
    const { code, stdout, stderr } = await niostat(['checks']);
    expect([code, stderr]).to.deep.equal([0, '']);
    const [head, ...rows] = squeezedLines(stdout);
    expect(head).to.equal('Id Severity Slug Reports');
    expect(rows[0]).to.match(/^NIO001 error same-base-udp \S/);
    for (const row of rows) expect(row).to.match(/^NIO\d{3} (error|warning|note) [a-z0-9-]+ \S/);
    const json = JSON.parse((await niostat(['checks', '--json'])).stdout);
    expect(json.checks).to.have.length(rows.length);
  });

  it('explains a check by id and by slug, in any case', async () => {
    const runs = await niostatAll(['NIO001', 'nio001', 'same-base-udp'].map((name) => ['explain', name]));
    const page = readFileSync(new URL('../../docs/checks/NIO001-same-base-udp.md', import.meta.url), 'utf8');
    for (const { code, stdout, stderr } of runs) {
      expect([code, stderr]).to.deep.equal([0, '']);
      expect(stdout.trimEnd()).to.equal(page.trimEnd());
    }
  });

  it('explains words and reply codes, however they are spelt', async () => {
    const runs = await niostatAll([['half open'], ['half', 'open'], ['Half-Open']].map((word) => ['explain', ...word]));
    for (const { code, stdout, stderr } of runs) {
      expect([code, stderr]).to.deep.equal([0, '']);
      expect(stdout).to.match(/^HALF-OPEN \(states that links observes\)\nOne end is there/);
    }
    expect((await niostat(['explain', '206'])).stdout).to.include('206-unable to create UDP NIO');
  });

  it('lists words and checks, and asks whether the nearest one was meant', async () => {
    const { code, stdout } = await niostat(['explain']);
    expect(code).to.equal(0);
    for (const one of ['UNREACHABLE?', 'base UDP', '206', 'misdelivered', 'NIO001 same-base-udp'])
      expect(stdout).to.include(one);
    expect((await niostat(['explain', 'generatoin'])).stderr).to.include('did you mean generation?');
  });

  it('shows its help and its version, whatever they are called', async () => {
    const runs = await niostatAll([['--help'], [], ['help'], ['-h'], ['--no-color', '--help']]);
    for (const { code, stdout, stderr } of runs) {
      expect([code, stderr]).to.deep.equal([0, '']);
      expect(stdout).to.equal(runs[0]?.stdout);
      for (const { name } of MODEL.commands) expect(stdout).to.match(new RegExp(`\\n +${lastWord(name)} `));
      expect(MODEL.commands.map(({ name }) => name)).to.include.members(['check', 'explain', 'simulate']);
    }
    for (const { code, stdout } of await niostatAll([['--version'], ['version'], ['-V'], ['-v']])) {
      expect([code, stdout.split(' ')[0]]).to.deep.equal([0, `niostat/${version}`]);
    }
  });

  it('says each command in one line of 80 columns, in the group of its use', async () => {
    const [run] = await niostatAll([['--help']]);
    const lines = run?.stdout.split('\n') ?? [];
    for (const line of lines) expect(line.length, line).to.be.at.most(80);
    const [first, ...later] = COMMAND_GROUPS.map(({ title }) => lines.indexOf(title));
    expect(first).to.be.greaterThan(0);
    expect([first, ...later]).to.deep.equal([first, ...later].toSorted((a = 0, b = 0) => a - b));
    for (const { title, commands } of COMMAND_GROUPS) {
      const below = lines.slice(lines.indexOf(title) + 1).slice(0, commands.length);
      // Those below another are indented, and called by their last word.
      expect(below.map((line) => /^ +\w+/.exec(line)?.[0])).to.deep.equal(
        commands.map((one) => `  ${one.includes(' ') ? '  ' : ''}${lastWord(one)}`),
      );
    }
    expect(COMMAND_GROUPS.flatMap(({ commands }) => commands).toSorted()).to.deep.equal(FILES);
    for (const command of FILES) expect(existsSync(`${ROOT}${COMMAND_PAGES[command]}`), command).to.equal(true);
  });

  it('shows the help of a command in every way of asking', async () => {
    const all = [
      ['check', '--help'],
      ['check', '-h'],
      ['help', 'check'],
      ['check', '-h', 'lab.net'],
      ['--help', 'check'],
    ];
    const runs = await niostatAll(all);
    for (const [index, { code, stdout }] of runs.slice(0, 4).entries()) {
      expect(code, all[index]?.join(' ')).to.equal(0);
      expect(stdout).to.equal(runs[0]?.stdout);
      expect(stdout).to.match(/^Usage: niostat check \[OPTIONS\] /m);
    }
  });

  it('shows the help of a command below another in every way of asking', async () => {
    const ask = async (...all: readonly string[]) =>
      (await niostatAll(all.map((words) => words.split(' ')))).map(({ stdout }) => stdout);
    const [walk, ...walks] = await ask('teach walk --help', 'teach walk -h', 'help teach walk', 'teach help walk');
    expect(walk).to.match(/^Usage: niostat teach walk \[OPTIONS\] /m);
    for (const one of walks) expect(one).to.equal(walk);
    const [teach, ...others] = await ask(
      'teach --help',
      'help teach',
      'teach help',
      'teach one-link -h',
      'help teach wlak',
    );
    expect(teach).to.match(/^Usage: niostat teach \[OPTIONS\] /m);
    for (const one of others) expect(one).to.equal(teach);
    for (const word of ['walk', 'practice', 'quiz', 'grade'])
      expect(teach).to.match(new RegExp(`^  niostat teach ${word} +[A-Z]`, 'm'));
  });

  it('keeps help within the columns that there are, between words', async () => {
    for (const COLUMNS of ['60', '80', '200']) {
      const runs = await niostatAll([[], ...FILES.map((command) => [...command.split(' '), '-h'])], {
        env: { COLUMNS },
      });
      for (const [index, { stdout }] of runs.entries()) {
        const rows = stdout.split('\n');
        for (const line of rows.slice(0, rows.indexOf('Examples'))) {
          expect(line.length, `${FILES[index - 1]}: ${line}`).to.be.at.most(Math.min(Number(COLUMNS), 100));
          expect(line).to.equal(line.trimEnd());
        }
      }
    }
  });

  it('shows the help of each command, with its flags', async () => {
    const flags: Readonly<Record<string, readonly string[]>> = {
      simulate: ['--json', '--allocator', '--dynamips', '--os', '--format', '-n', '-W', '--[no-]color'],
      check: ['--json', '--fail-on', '--rule', '--resolve', '--format', '-W'],
      checks: ['--json'],
      explain: ['--json'],
    };
    const runs = await niostatAll(MODEL.commands.map(({ name }) => [...name.split(' '), '--help']));
    for (const [index, { name: command, flags: own }] of MODEL.commands.entries()) {
      const { code, stdout = '' } = runs[index] ?? {};
      expect(code, command).to.equal(0);
      for (const flag of flags[command] ?? []) expect(stdout, command).to.include(flag);
      for (const { name } of own.filter(({ name }) => name !== 'help'))
        expect(stdout, command).to.match(new RegExp(`--(\\[no-\\])?${name}\\b`));
      // In netstat -o is no output file, and nowhere else here.
      expect(stdout, command).to.not.match(/(^|[\s,])-o\b/);
    }
  });

  it('says what is wrong with a command line, and what was meant', async () => {
    const all: readonly (readonly [string, string])[] = [
      ['preflite', 'there is no command "preflite"; did you mean preflight?\nniostat --help lists the commands'],
      ['help preflite', 'there is no command "preflite"; did you mean preflight?\nniostat --help lists the commands'],
      ['help teech', 'there is no command "teech"; did you mean teach?\nniostat --help lists the commands'],
      [
        '--hlep',
        'there is no command before --hlep; did you mean --help?\nput flags behind a command, as in niostat check --quiet; niostat --help lists the commands',
      ],
      [
        'teach walk --stpe 1',
        'teach walk has no flag --stpe; did you mean --step?\nniostat teach walk --help says more',
      ],
      ['dance lab.net', 'there is no command "dance"\nniostat --help lists the commands'],
      ['lab.net', 'there is no command "lab.net"\nniostat check lab.net checks that lab'],
      ['checks now', 'checks does not take "now"\nniostat checks --help says more'],
      ['checks lab.net', 'checks does not take "lab.net"\nniostat check lab.net checks that lab'],
      ['playground now', 'playground does not take "now"\nniostat playground --help says more'],
      ['check --colour x.net', 'check has no flag --colour; did you mean --color?\nniostat check --help says more'],
      ['check -Z x.net', 'check has no flag -Z\nniostat check --help says more'],
      ['check --fail-on never x.net', '--fail-on: there is no "never"\nuse one of error, warning, note'],
      [
        'check --fail-on worning x.net',
        '--fail-on: there is no "worning"; did you mean warning?\nuse one of error, warning, note',
      ],
      ['check --os', '--os needs a value: one of linux, windows, darwin\nniostat check --help says more'],
      ['check --allocator', '--allocator needs a value\nniostat check --help says more'],
      ['check --os linux --os linux x.net', '--os is given twice\nleave one of them out'],
      ['plan --headroom few x.net', '--headroom: "few" is not a whole number\nniostat plan --help says more'],
      ['plan --headroom -5 x.net', '--headroom: -5 is too small\nthe least is 0'],
      ['plan --headroom 65536 x.net', '--headroom: 65536 is too large\nthe most is 65535'],
      ['kernel --yes', '--yes needs --write\nadd --write, or leave --yes out'],
      ['plan --write a --write-dir b x.net', '--write and --write-dir exclude each other\nleave one of them out'],
      ['completion bsh', 'there is no "bsh"; did you mean bash?\nuse one of bash, zsh, fish, powershell'],
    ];
    const runs = await niostatAll(all.map(([words]) => words.split(' ')));
    for (const [index, { code, stdout, stderr }] of runs.entries()) {
      const [words, said = ''] = all[index] ?? [];
      const [message, next] = said.split('\n');
      expect([code, stdout, stderr], words).to.deep.equal([2, '', `niostat: ${message}\n  ${next}\n`]);
    }
  });

  it('asks for what is missing', async () => {
    const [send, bare] = await niostatAll([['send'], ['completion']]);
    expect([send?.code, bare?.code]).to.deep.equal([2, 2]);
    expect(send?.stderr).to.match(/^niostat: which target, and which command\? host:port of /);
    expect(bare?.stderr).to.match(/^niostat: which shell\? /);
  });

  it('says which check, allocator or version there is not', async () => {
    const lab = 'scenarios/full-mesh-3-routers.yaml';
    const all = [
      ['explain', 'NIO999'],
      ['check', lab, '--rule', 'bogus-rule'],
      ['simulate', lab, '--allocator', 'dynagn'],
      ['simulate', lab, '--dynamips', 'latest'],
    ];
    for (const [index, { code, stdout, stderr }] of (await niostatAll(all)).entries()) {
      expect([code, stdout]).to.deep.equal([2, '']);
      expect(stderr).to.include(`"${all[index]?.at(-1)}"`);
      if (index === 2) expect(stderr).to.include('; did you mean dynagen?\n');
      expect(stderr.trim().split('\n'), 'a second line says what to do').to.have.length(2);
    }
  });
});
