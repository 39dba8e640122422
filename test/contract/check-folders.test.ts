/** Folders and patterns in place of lab files, and files that cannot be read beside others that can. */
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { Folder, type Run } from '../support/cli.ts';
import { expectValid } from '../support/result-schema.ts';
import { niostat, niostatAll } from '../support/run-in-process.ts';

const CLEAN = '[127.0.0.1:7200]\nudp = 9000\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[[ROUTER R2]]\n';
const COLLIDING = '[localhost:7200]\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[localhost:7201]\n[[ROUTER R2]]\n';
const PROJECT = readFileSync(new URL('../fixtures/gns3-live/gns3-3.0/project.gns3', import.meta.url), 'utf8');
const BAD = '[localhost]\nnonsense\n';

/** Files below a new folder, by their paths; the result turns such a path into the whole one. */
function tree(files: Readonly<Record<string, string>>): (path: string) => string {
  const root = new Folder().path;
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return (path) => join(root, path);
}

/** The files of the labs that a run has checked, as JSON tells them. */
function filesOf({ stdout }: Run): string[] {
  return JSON.parse(stdout).labs.map(({ file }: { file: string }) => file);
}

describe('niostat check of a folder', () => {
  it('checks all labs in it and below, each by itself, in order, and says how many these are', async () => {
    const at = tree({
      'week2/b.net': CLEAN,
      'week1/a.net': CLEAN,
      'week1/campus/campus.gns3': PROJECT,
      'scenario.yaml': 'hypervisors: []\ndevices: []\n',
      'docker/compose.yaml': 'services:\n  web: {}\n',
      'README.md': '# Labs\n',
    });
    const [text, json, together] = await niostatAll([
      ['check', at('')],
      ['check', '--json', at('')],
      ['check', '--together', at('')],
    ]);
    expect(filesOf(json as Run)).to.deep.equal(
      ['scenario.yaml', 'week1/a.net', 'week1/campus/campus.gns3', 'week2/b.net'].map(at),
    );
    expect([text?.code, text?.stderr]).to.deep.equal([0, '']);
    expect(text?.stdout).to.match(
      /^✓ 4 labs, each by itself: (no findings|0 errors, 0 warnings, \d notes?) \(\d+ links on \d hypervisors\)/m,
    );
    // At once both want the ports of one hypervisor.
    expect(together?.code).to.equal(1);
    expect(together?.stdout).to.match(/^✗ 4 labs: /m);
  });

  it('says in every format how many labs it has read', async () => {
    const at = tree({ 'a.net': CLEAN, 'b/c.net': CLEAN });
    const formats = ['json', 'github', 'junit', 'text'].map((format) => ['check', '--format', format, at('')]);
    const [json, github, junit, text] = await niostatAll(formats);
    expect(filesOf(json as Run)).to.have.length(2);
    expect(github?.stdout).to.match(/^2 labs: /m);
    expect(junit?.stdout.match(/<testsuite /g)).to.have.length(2);
    expect(text?.stdout).to.include('a + c: no findings (2 labs, each by itself, 2 links on 2 hypervisors)');
  });

  it('remarks with -v alone on files that have the name of a lab and are none', async () => {
    const at = tree({ 'a.net': CLEAN, 'values.yaml': 'image: nginx\n', 'kicad.net': '(export (version "E"))\n' });
    const [plain, verbose] = await niostatAll([
      ['check', at('')],
      ['check', '-v', at('')],
    ]);
    expect([plain?.code, plain?.stderr]).to.deep.equal([0, '']);
    expect(verbose?.stderr).to.equal(
      ['kicad.net', 'values.yaml'].map((name) => `${at(name)}: passed over, it is no lab\n`).join(''),
    );
  });

  it('looks into neither packages, hidden folders, what GNS3 keeps for a project, nor links to folders', async () => {
    const at = tree({
      'a.net': CLEAN,
      '.git/b.net': CLEAN,
      '.hidden.net': CLEAN,
      'node_modules/c/c.net': CLEAN,
      'campus/campus.gns3': PROJECT,
      'campus/snapshots/old.gns3project': 'no archive',
      'campus/project-files/x/d.net': CLEAN,
      'snapshots/e.net': CLEAN,
    });
    symlinkSync('..', at('campus/loop'));
    const elsewhere = tree({ 'f.net': CLEAN });
    symlinkSync(elsewhere(''), at('elsewhere'));
    const run = await niostat(['check', '--json', at('')]);
    expect(filesOf(run)).to.deep.equal(['a.net', 'campus/campus.gns3', 'snapshots/e.net'].map(at));
    expect(run.stderr).to.equal(
      `niostat: ${at('elsewhere')} is a link to a folder, not searched; name what is to be searched\n`,
    );
    // What is named is searched.
    const named = ['elsewhere', '.git', 'node_modules', 'campus/project-files'].map((name) => at(name));
    const [labs] = await niostatAll([['check', '--json', ...named]]);
    expect(filesOf(labs as Run).map((file) => file.replace(at(''), ''))).to.have.length(4);
  });

  it('reads a file once, whatever leads to it, and takes a file that is named at its word', async () => {
    const at = tree({ 'a.net': CLEAN, 'b/c.net': CLEAN, 'notes.yaml': 'text: none\n' });
    symlinkSync('a.net', at('link.net'));
    const [twice, named] = await niostatAll([
      ['check', '--json', at('b/c.net'), at(''), at('b')],
      ['check', '--json', at(''), at('notes.yaml')],
    ]);
    expect(filesOf(twice as Run)).to.deep.equal(['b/c.net', 'a.net'].map(at));
    expect([twice?.code, named?.code]).to.deep.equal([0, 2]);
  });

  it('takes a project that was cut off, and a lab in another encoding, for labs that cannot be read', async () => {
    const at = tree({ 'cut.gns3': '{\n  "nam', 'good.net': CLEAN, 'other.net': '(netlist \u00e9)\n' });
    writeFileSync(at('latin.net'), Buffer.from('[localhost]\n# jos\u00e9\n[[ROUTER R1]]\n', 'latin1'));
    writeFileSync(at('picture.net'), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe]));
    const run = await niostat(['check', '--json', at('')]);
    const { unreadable } = JSON.parse(run.stdout);
    expect(unreadable.map(({ file, code }: { file: string; code: string }) => [file, code])).to.deep.equal([
      [at('cut.gns3'), 'BAD_LAB'],
      [at('latin.net'), 'NOT_UTF8'],
    ]);
    expect([run.code, filesOf(run)]).to.deep.equal([2, [at('good.net')]]);
  });

  it('refuses what has no lab with 2, in words and as JSON, and still checks the others', async () => {
    const at = tree({ 'labs/a.net': COLLIDING, 'empty/values.yaml': 'x: 1\n' });
    const [alone, pattern, both, json] = await niostatAll([
      ['check', at('empty')],
      ['check', at('empty/**/*.net')],
      ['check', at('labs'), at('empty')],
      ['check', '--json', at('labs'), at('nosuch/*.net')],
    ]);
    expect([alone?.code, alone?.stdout, alone?.stderr.split('\n')[0]]).to.deep.equal([
      2,
      '',
      `niostat: ${at('empty')}: there is no lab in this folder; 1 file ends like a lab and is not one (-v names it)`,
    ]);
    expect([pattern?.code, pattern?.stderr.split('\n')[0]]).to.deep.equal([
      2,
      `niostat: ${at('empty/**/*.net')}: no file fits this pattern`,
    ]);
    expect(both?.code).to.equal(2);
    expect(both?.stdout).to.include('same-base-udp').and.to.include('and a place has no lab');
    const { outcome, unreadable } = JSON.parse(json?.stdout ?? '');
    expect([json?.code, outcome, unreadable[0].code]).to.deep.equal([2, 'unreadable', 'NO_LAB']);
  });

  it('prints no control character that is in a name', async () => {
    const evil = 'a\u001b[31m\r\n\u0007b';
    const at = tree({ [`${evil}/bad.net`]: BAD, [`${evil}/${evil}.net`]: CLEAN });
    for (const args of [
      ['check', at('')],
      ['check', '-v', at(evil)],
      ['check', join(at(evil), '*.net')],
    ]) {
      const { code, stdout, stderr } = await niostat(args);
      expect(code).to.equal(2);
      expect(stdout + stderr).to.not.match(/[\u0000-\u0009\u000b-\u001f]/);
    }
  });
});

describe('niostat check of a pattern', () => {
  const at = tree({
    'labs/a.net': CLEAN,
    'labs/b.yaml': 'hypervisors: []\ndevices: []\n',
    'labs/old/c.net': CLEAN,
    'labs/old/older/d.net': CLEAN,
    'labs/values.yaml': 'x: 1\n',
    'labs/[1].net': CLEAN,
    'more/e.net': CLEAN,
  });

  const EXPECTED: Readonly<Record<string, readonly string[]>> = {
    'labs/*.net': ['labs/[1].net', 'labs/a.net'],
    'labs/**/*.net': ['labs/[1].net', 'labs/a.net', 'labs/old/c.net', 'labs/old/older/d.net'],
    'labs/*.{net,yaml}': ['labs/[1].net', 'labs/a.net', 'labs/b.yaml'],
    '*/?.net': ['labs/a.net', 'more/e.net'],
    'labs/[ab].*': ['labs/a.net', 'labs/b.yaml'],
    // What a shell would hand over: files, and a folder, which is searched.
    'labs/*': ['labs/[1].net', 'labs/a.net', 'labs/b.yaml', 'labs/old/c.net', 'labs/old/older/d.net'],
    '{labs/old,more}/*.net': ['labs/old/c.net', 'more/e.net'],
    'l*/o*/': ['labs/old/c.net', 'labs/old/older/d.net'],
  };
  for (const [pattern, files] of Object.entries(EXPECTED)) {
    it(`finds by ${pattern} what a shell would`, async () => {
      const run = await niostat(['check', '--json', at(pattern)]);
      expect([run.code, filesOf(run)]).to.deep.equal([0, files.map(at)]);
    });
  }

  it('leaves a file alone whose name looks like a pattern', async () => {
    const run = await niostat(['check', '--json', at('labs/[1].net')]);
    expect(filesOf(run)).to.deep.equal([at('labs/[1].net')]);
    expect(JSON.parse(run.stdout)).to.not.have.property('isEach');
  });
});

describe('--only-labs', () => {
  it('searches a folder, and passes over one without a lab beside others', async () => {
    const at = tree({ 'labs/a.net': CLEAN, 'empty/values.yaml': 'x: 1\n', 'compose.yaml': 'services: {}\n' });
    const [folder, beside, none, plain, pattern] = await niostatAll([
      ['check', '--only-labs', at('labs')],
      ['check', '--only-labs', at('labs'), at('empty'), at('compose.yaml')],
      ['check', '--only-labs', at('empty')],
      ['check', '--only-labs', at('compose.yaml')],
      ['check', '--only-labs', at('nosuch/*')],
    ]);
    const codes = [folder, beside, none, plain, pattern].map((run) => run?.code);
    expect(codes).to.deep.equal([0, 0, 2, 0, 2]);
    expect(beside?.stderr).to.equal(
      `${at('compose.yaml')}: passed over, it is no lab\nniostat: ${at('empty')}: passed over, there is no lab in it\n`,
    );
    expect(plain?.stdout).to.include('– no labs: no findings');
  });
});

describe('a file that cannot be read', () => {
  const at = tree({ 'bad.net': BAD, 'good.net': CLEAN, 'colliding.net': COLLIDING });
  const gone = at('gone.net');

  it('does not hide what is found in the others', async () => {
    const { code, stdout, stderr } = await niostat(['check', at('bad.net'), at('colliding.net'), gone]);
    expect(code).to.equal(2);
    expect(stderr.split('\n')).to.deep.equal([
      `${at('bad.net')}:2:1: error: neither a [section] nor "key = value"`,
      `niostat: cannot read ${gone}: there is no such file`,
      '  name a Dynagen .net file, a GNS3 project (.gns3, .gns3project) or a niostat scenario (.yaml)',
      '',
    ]);
    expect(stdout).to.include('NIO001 same-base-udp');
    // Below the findings too, where standard error is out of sight.
    expect(stdout.slice(stdout.indexOf('✗ colliding')).replace(/\s+/g, ' '))
      .to.include('and 2 files could not be read')
      .and.to.include(`not read: ${at('bad.net')}:2:1: neither a [section] nor "key = value"`)
      .and.to.include(`cannot read ${gone}: there is no such file`);
  });

  it('is never called well', async () => {
    const { code, stdout } = await niostat(['check', at('good.net'), at('bad.net')]);
    expect(code).to.equal(2);
    expect(stdout)
      .to.match(/^✗ good: no findings, and 1 file could not be read/m)
      .and.not.include('✓');
  });

  it('is in the result, which fits its schema', async () => {
    const { code, stdout, stderr } = await niostat(['check', '--json', at('colliding.net'), at('bad.net'), gone]);
    expect([code, stderr]).to.deep.equal([2, '']);
    const result = JSON.parse(stdout);
    expectValid('check', result);
    expect(result.outcome).to.equal('unreadable');
    expect(result.findings).to.not.be.empty;
    expect(result.unreadable.map(({ file, code }: { file: string; code: string }) => [file, code])).to.deep.equal([
      [at('bad.net'), 'BAD_LAB'],
      [gone, 'ENOENT'],
    ]);
    expect(result.unreadable[0].problems[0].location).to.deep.equal({ file: at('bad.net'), line: 2, column: 1 });
  });

  it('ends with 2 in every format, with a document in those for machines, and with none of a part as a page', async () => {
    const formats = ['text', 'json', 'sarif', 'junit', 'github'];
    const [some, none] = [[at('good.net'), at('bad.net')], [at('bad.net')]];
    for (const format of formats) {
      const [part, alone] = await niostatAll([some, none].map((files) => ['check', '--format', format, ...files]));
      expect([part?.code, alone?.code], format).to.deep.equal([2, 2]);
      expect(part?.stdout, format).to.match(/\S/);
      expect(alone?.stdout === '', format).to.equal(format === 'text');
    }
    const page = await niostat(['check', '--format', 'html', ...some]);
    expect([page.code, page.stdout]).to.deep.equal([2, '']);
    expect(page.stderr).to.include('bad.net:2:1: error');
  });

  it('is told of with --quiet, which prints nothing else', async () => {
    const { code, stdout, stderr } = await niostat(['check', '--quiet', at('colliding.net'), at('bad.net')]);
    expect([code, stdout]).to.deep.equal([2, '']);
    expect(stderr).to.include('bad.net cannot be used as a lab');
  });

  it('does not make the configuration of its server useless', async () => {
    const conf = 'test/fixtures/gns3/gns3_server.conf';
    const { code, stdout } = await niostat(['check', '--server-conf', conf, at('colliding.net'), at('bad.net')]);
    expect(code).to.equal(2);
    expect(stdout).to.include('NIO001');
  });
});

describe('a folder in place of a lab', () => {
  const COMMANDS = ['simulate', 'plan', 'preflight', 'firewall', 'links', 'respond', 'rehearse', 'teach walk'];

  it('is refused by commands that take files, which name what to do', async () => {
    const at = tree({ 'few/a.net': CLEAN, 'none/README.md': '#\n' });
    for (const command of COMMANDS) {
      const [few, none, pattern] = await niostatAll(
        ['few', 'none', 'few/*.net'].map((word) => [...command.split(' '), at(word)]),
      );
      expect([few?.code, few?.stdout, none?.code, pattern?.code], command).to.deep.equal([2, '', 2, 2]);
      expect(few?.stderr).to.equal(
        `niostat: ${at('few')} is a folder, and ${command} takes lab files: it has ${at('few/a.net')}\n` +
          `  name one, as in niostat ${command} ${at('few/a.net')}; niostat check ${at('few')} checks each of its labs\n`,
      );
      expect(none?.stderr).to.include(`${at('none')} is a folder, and ${command} takes lab files\n`);
      expect(pattern?.stderr).to.include(
        `there is no file ${at('few/*.net')}, and ${command} takes files, not patterns`,
      );
    }
  });

  it('is refused as a page with the reason, and taken with --together', async () => {
    const at = tree({ 'a.net': CLEAN, 'b.net': CLEAN.replace('9000', '9100') });
    const each = await niostat(['check', '--format', 'html', at('')]);
    expect([each.code, each.stdout]).to.deep.equal([2, '']);
    expect(each.stderr).to.include('add --together if they run at once');
  });
});
