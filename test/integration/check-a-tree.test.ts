/** A course with thirty labs in nested folders, one of which cannot be read. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { Folder, type Run } from '../support/cli.ts';
import { junitErrors, sarifErrors } from '../support/machine-formats.ts';
import { niostat, niostatAll } from '../support/run-in-process.ts';
import { zip } from '../support/zip.ts';

const GOOD = '[127.0.0.1:7200]\nudp = 9000\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[[ROUTER R2]]\n';
const SAME_BASE = '[localhost:7200]\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[localhost:7201]\n[[ROUTER R2]]\n';
/** A key twice, in lines 1 and 3. */
const BAD = 'name: a\ndevices: []\nname: b\n';
const PROJECT = readFileSync(new URL('../fixtures/gns3/two-servers.gns3', import.meta.url), 'utf8');

/** What is no lab, and lies where labs do. */
const OTHERS = {
  'README.md': '# Course\n',
  'docker-compose.yaml': 'services:\n  web:\n    devices: [/dev/ttyUSB0]\n',
  'package.json': '{ "name": "course", "scripts": { "devices": "x" } }\n',
  'week3/results.json': '{ "schemaVersion": 1, "findings": [{ "evidence": { "devices": ["R1"] } }] }\n',
  'week3/board.net': '(export (version "E"))\n',
  '.github/workflows/labs.yml': 'on: push\njobs: {}\n',
  'node_modules/niostat/scenarios/x.yaml': 'hypervisors: []\ndevices: []\n',
  'gns3/campus/project-files/dynamips/copy.net': GOOD,
};

describe('a tree of thirty labs in nested folders', () => {
  const root = new Folder().path;
  const at = (path: string): string => join(root, path);
  const write = (path: string, content: string | Buffer): string => {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), content);
    return at(path);
  };
  const labs: string[] = [];
  const withFindings: string[] = [];
  let broken = '';

  before(() => {
    for (let week = 1; week <= 5; week++) {
      for (const day of ['mon', 'tue', 'wed', 'thu']) labs.push(write(`week${week}/${day}/lab.net`, GOOD));
      withFindings.push(write(`week${week}/exam/a/b/exam.net`, SAME_BASE));
    }
    for (const name of ['one', 'two']) {
      labs.push(write(`scenarios/${name}.yaml`, readFileSync('scenarios/full-mesh-3-routers.yaml')));
    }
    labs.push(write('gns3/campus/campus.gns3', PROJECT));
    labs.push(write('gns3/packed.gns3project', zip([{ name: 'project.gns3', data: PROJECT }])));
    broken = write('week2/tue/broken.yaml', BAD);
    for (const [path, text] of Object.entries(OTHERS)) write(path, text);
    labs.push(...withFindings);
  });

  const read = ({ stdout }: Run): string[] => JSON.parse(stdout).labs.map(({ file }: { file: string }) => file);

  it('is read to the last lab: 29 are checked, and the one that cannot be read has its line', async () => {
    const [text, json] = await niostatAll([
      ['check', root],
      ['check', '--json', root],
    ]);
    expect([text?.code, json?.code, json?.stderr]).to.deep.equal([2, 2, '']);
    expect(labs).to.have.length(29);
    expect(read(json as Run)).to.deep.equal(labs.toSorted());
    expect(text?.stderr).to.match(new RegExp(`^${broken}:3:1: error: `));
    expect(text?.stderr).to.include(`niostat: ${broken} cannot be used as a lab\n`);
    const result = JSON.parse(json?.stdout ?? '');
    expect(result.unreadable.map(({ file }: { file: string }) => file)).to.deep.equal([broken]);
    const blamed = result.findings.filter(({ slug }: { slug: string }) => slug === 'same-base-udp');
    const files = blamed.map(({ location }: { location: { file: string } }) => location.file);
    expect(files).to.deep.equal(withFindings);
    for (const file of withFindings) expect(text?.stdout).to.include(`${file}:4:1`);
    expect(text?.stdout).to.match(/^✗ 29 labs, each by itself: \d+ errors?, .*, and 1 file could not be read /m);
    expect(text?.stdout).to.include(`not read: ${broken}`);
  });

  it('is the same tree by a pattern, and is well without the bad ones', async () => {
    const [all, nets, good] = await niostatAll([
      ['check', '--json', at('**/*.{net,yaml,gns3,gns3project}')],
      ['check', '--json', at('week[1-5]/**/*.net')],
      ['check', '--fail-on', 'error', at('week*/{mon,tue,wed,thu}/lab.net')],
    ]);
    expect([all?.code, read(all as Run)]).to.deep.equal([2, labs.toSorted()]);
    expect([nets?.code, read(nets as Run).length]).to.deep.equal([1, 25]);
    expect(good).to.deep.include({ code: 0, stderr: '' });
    expect(good?.stdout).to.match(/^✓ 20 labs, each by itself: no findings/m);
  });

  it('is reported to machines, the file that cannot be read among the results', async () => {
    const [sarif, junit, github] = await niostatAll(
      ['sarif', 'junit', 'github'].map((format) => ['check', '--format', format, root]),
    );
    for (const run of [sarif, junit, github]) {
      expect([run?.code, run?.stderr.split('\n').length]).to.deep.equal([2, 3]);
      expect(run?.stdout).to.include('broken.yaml').and.to.include('exam.net');
    }
    expect(sarifErrors(JSON.parse(sarif?.stdout ?? ''))).to.deep.equal([]);
    expect(await junitErrors([junit?.stdout ?? ''])).to.deep.equal([]);
    expect(github?.stdout).to.match(/^29 labs: /m);
  });

  it('collides with itself if all its labs ran at once', async () => {
    const { code, stdout } = await niostat(['check', '--together', '--rule', 'labs-collide', at('week1/*/lab.net')]);
    expect(code).to.equal(1);
    expect(stdout).to.include('labs-collide');
  });
});
