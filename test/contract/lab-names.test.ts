/** Labs that are not named by a path: scenarios by their names, and the only lab in the folder. */
import { mkdirSync, readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { Folder } from '../support/cli.ts';
import { niostat, niostatAll } from '../support/run-in-process.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const NET = '[localhost:7200]\n[[router R1]]\n';
const SCENARIO = 'hypervisors: []\ndevices: []\n';

/** Runs in another folder, and comes back. */
async function inside<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const before = process.cwd();
  process.chdir(folder);
  try {
    return await work();
  } finally {
    process.chdir(before);
  }
}

describe('niostat scenarios', () => {
  const names = readdirSync(`${ROOT}scenarios`)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.replace('.yaml', ''));

  it('lists every one with its title and a sentence', async () => {
    const { code, stdout, stderr } = await niostat(['scenarios']);
    expect([code, stderr]).to.deep.equal([0, '']);
    for (const name of names) expect(stdout).to.match(new RegExp(`^${name.replaceAll('.', '\\.')} +[A-Z0-9l]`, 'm'));
    expect(stdout).to.match(/^two-hypervisors-same-base +Two hypervisors, same base UDP\. The classic accident\.$/m);
    expect(stdout.trimEnd().split('\n').at(-1)).to.equal('Next: niostat simulate two-hypervisors-same-base');
  });

  it('tells all that is said of them with -v, and as JSON', async () => {
    const [verbose, json] = await niostatAll([
      ['scenarios', '-v'],
      ['scenarios', '--json'],
    ]);
    const { scenarios } = JSON.parse(json?.stdout ?? '');
    expect(scenarios.map(({ name }: { name: string }) => name)).to.deep.equal(names.toSorted());
    expect(verbose?.stdout.replace(/\s+/g, ' ')).to.include('What happens then depends on the version of Dynamips.');
    const classic = scenarios.find(({ name }: { name: string }) => name === 'two-hypervisors-same-base');
    expect(classic.title).to.equal('Two hypervisors, same base UDP');
    expect(classic.description).to.include('What happens then depends on the version of Dynamips.');
    expect(join(ROOT, classic.file)).to.equal(join(ROOT, 'scenarios/two-hypervisors-same-base.yaml'));
  });
});

describe('the name of a scenario in place of a lab', () => {
  const name = 'two-hypervisors-same-base';
  const path = `scenarios/${name}.yaml`;

  it('means its file, in every command that takes labs', async () => {
    const commands = [
      ['check'],
      ['simulate'],
      ['plan'],
      ['firewall', '--from', '10.0.0.1'],
      ['preflight', '--only', 'checks'],
      ['links', '--filter', 'sport = :0'],
    ];
    const runs = await niostatAll(
      commands.flatMap((words) => [
        [...words, name],
        [...words, path],
      ]),
    );
    for (const [index, words] of commands.entries()) {
      const [byName, byPath] = [runs[2 * index], runs[2 * index + 1]];
      // Times differ, and commands that are printed say what was typed.
      const plain = (text = '') =>
        text
          .replace(/[\d.]+ m?s\b/g, '')
          .replaceAll(path, name)
          .replaceAll('scenarios/', '');
      expect(plain(byName?.stdout), words[0]).to.equal(plain(byPath?.stdout));
      expect(byName?.code, words[0]).to.equal(byPath?.code);
    }
  });

  it('may have a dot in it, where the scenario has', async () => {
    expect((await niostat(['simulate', 'gns3-server-1.3'])).code).to.equal(0);
  });

  it('may be that of a lab of a lesson, which is in no list', async () => {
    const [simulate, near, list] = await niostatAll([
      ['simulate', 'three-routers'],
      ['simulate', 'three-router'],
      ['scenarios'],
    ]);
    expect(simulate?.stdout).to.match(/^Three routers: 3 links, all ok$/m);
    expect(near?.stderr).to.include('did you mean three-routers?');
    expect(list?.stdout).not.to.include('three-routers-swapped');
  });

  it('is a path elsewhere that can be opened', async () => {
    const folder = new Folder();
    const { stdout } = await inside(folder.path, () => niostat(['check', name, '--json']));
    expect(JSON.stringify(JSON.parse(stdout).findings)).to.include(join(ROOT, path));
  });

  it('is said in commands that are printed', async () => {
    const folder = new Folder();
    const [plan, check] = await inside(folder.path, () =>
      niostatAll([
        ['plan', name],
        ['check', 'one-machine-two-names'],
      ]),
    );
    const next = plan?.stdout.replace(/ \\\n +/g, ' ');
    expect(next).to.match(new RegExp(`niostat plan ${name} --write ${name}\\.planned\\.yaml`));
    expect(check?.stdout).to.not.match(/niostat \w+[^\n]*scenarios\/one-machine/);
  });

  it('gives way to a file of that name', async () => {
    const folder = new Folder();
    folder.file(name, NET);
    const { code, stdout } = await inside(folder.path, () => niostat(['simulate', name]));
    expect(code).to.equal(0);
    expect(stdout).to.match(/\b0 links|no links/);
  });

  it('is asked for where it is nearly right, and is a missing file where it is not', async () => {
    const [near, far, ending, host] = await niostatAll([
      ['simulate', 'two-hypervisors-same-bse'],
      ['simulate', 'monday'],
      ['simulate', 'two-hypervisors-same-bse.yaml'],
      ['probe', 'two-hypervisors-same-bse'],
    ]);
    expect([near?.code, near?.stderr]).to.deep.equal([
      2,
      `niostat: there is no file and no scenario "two-hypervisors-same-bse"; did you mean ${name}?\n  niostat scenarios lists the scenarios\n`,
    ]);
    for (const run of [far, ending, host]) {
      expect(run?.code).to.equal(2);
      expect(run?.stderr).to.include('there is no such file').and.not.include('did you mean');
    }
  });
});

describe('a command without a lab', () => {
  const commands = ['check', 'simulate', 'plan', 'preflight', 'firewall', 'reach', 'respond', 'rehearse', 'probe'];

  it('takes the only lab in the folder, and says so', async () => {
    const folder = new Folder();
    folder.file('lab.net', NET);
    folder.file('README.md', '# Lab\n');
    folder.file('compose.yaml', 'services:\n');
    folder.file('package.json', '{}\n');
    folder.file('.hidden.net', NET);
    mkdirSync(join(folder.path, 'old.net'));
    const [bare, named] = await inside(folder.path, () => niostatAll([['simulate'], ['simulate', 'lab.net']]));
    expect(bare).to.deep.equal({ ...named, stderr: 'niostat: using lab.net, the only lab in this folder\n' });
    const [quiet] = await inside(folder.path, () => niostatAll([['simulate', '--quiet']]));
    expect(quiet).to.deep.equal({ code: 0, stdout: '', stderr: '' });
  });

  it('finds scenarios and projects by what is in them', async () => {
    const folder = new Folder();
    folder.file('lab.yaml', SCENARIO);
    folder.file('values.yaml', 'image: nginx\n');
    const { stderr } = await inside(folder.path, () => niostat(['check']));
    expect(stderr).to.equal('niostat: using lab.yaml, the only lab in this folder\n');
  });

  it('names the labs of which one is to be named', async () => {
    const folder = new Folder();
    for (const name of ['tuesday.net', 'monday.net']) folder.file(name, NET);
    const runs = await inside(folder.path, () => niostatAll(commands.map((command) => [command])));
    for (const [index, { code, stdout, stderr }] of runs.entries()) {
      expect([code, stdout], commands[index]).to.deep.equal([2, '']);
      const all = commands[index] === 'check' ? '; niostat check . checks each of them' : '';
      expect(stderr).to.equal(
        `niostat: which lab? This folder has monday.net, tuesday.net\n  name one or several, as in niostat ${commands[index]} monday.net${all}\n`,
      );
    }
  });

  it('says what to name where there is none', async () => {
    const folder = new Folder();
    const runs = await inside(realpathSync(folder.path), () => niostatAll(commands.map((command) => [command])));
    for (const [index, { code, stderr }] of runs.entries()) {
      expect(code, commands[index]).to.equal(2);
      expect(stderr).to.match(/^niostat: which lab\? There is none in this folder\n {2}name one, as in niostat /);
    }
  });

  it('reads nothing in a folder with very many files', async () => {
    const folder = new Folder();
    folder.file('lab.net', NET);
    for (let index = 0; index < 1000; index++) folder.file(`${index}.txt`, '');
    expect((await inside(folder.path, () => niostat(['check']))).stderr).to.include('which lab?');
  });

  it('still means the sockets alone for links, and the named ports for reach and respond', async () => {
    const folder = new Folder();
    folder.file('lab.net', NET);
    const [links, reach] = await inside(folder.path, () =>
      niostatAll([
        ['links', '--filter', 'sport = :0'],
        ['reach', '--udp', '10000'],
      ]),
    );
    expect([links?.code, links?.stderr]).to.deep.equal([0, '']);
    expect([reach?.code, reach?.stderr.split('\n')[0]]).to.deep.equal([
      2,
      'niostat: which host? --udp and --tcp name ports of one',
    ]);
  });
});
