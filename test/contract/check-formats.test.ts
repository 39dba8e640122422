import { expect } from 'chai';
import { Folder } from '../support/cli.ts';
import { codeQualityErrors } from '../support/code-quality.ts';
import { junitErrors, sarifErrors } from '../support/machine-formats.ts';
import { niostat, niostatAll } from '../support/run-in-process.ts';

const CLEAN = '[127.0.0.1:7200]\nudp = 9000\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[[ROUTER R2]]\n';

describe('niostat check for machines', () => {
  const folder = new Folder();
  const findings = 'scenarios/two-hypervisors-same-base.yaml';
  const monday = folder.file('monday.net', CLEAN);
  const tuesday = folder.file('tuesday.net', CLEAN.replace('7200', '7210'));

  it('prints SARIF with the page of every check, and no path that nobody has named', async () => {
    const { code, stdout, stderr } = await niostat(['check', '--format', 'sarif', findings]);
    expect([code, stderr]).to.deep.equal([1, '']);
    const log = JSON.parse(stdout);
    expect(sarifErrors(log)).to.deep.equal([]);
    const { rules } = log.runs[0].tool.driver;
    const checks = JSON.parse((await niostat(['checks', '--json'])).stdout).checks;
    expect(rules.map(({ id }: { id: string }) => id)).to.deep.equal(checks.map(({ id }: { id: string }) => id));
    for (const { id, help } of rules) expect(help.markdown).to.match(new RegExp(`^# ${id} `));
    expect(stdout).to.not.include(process.cwd());
  });

  it('prints in SARIF and JUnit the checks that ran and no others', async () => {
    const [sarif, junit] = await niostatAll(
      ['sarif', 'junit'].map((format) => ['check', '--format', format, '--rule', 'console-twice', findings]),
    );
    expect(JSON.parse(sarif?.stdout ?? '').runs[0].tool.driver.rules).to.have.length(1);
    expect(junit?.stdout.match(/<testcase /g)).to.have.length(1);
  });

  it('prints JUnit that both schemas take, in UTC', async () => {
    const before = new Date().toISOString().slice(0, 19);
    const { code, stdout, stderr } = await niostat(['check', '--format', 'junit', monday, findings]);
    const after = new Date().toISOString().slice(0, 19);
    expect([code, stderr]).to.deep.equal([1, '']);
    expect(await junitErrors([stdout])).to.deep.equal([]);
    expect(stdout.match(/<testsuite /g)).to.have.length(2);
    const [, timestamp = ''] = /timestamp="([^"]+)"/.exec(stdout) ?? [];
    expect(timestamp >= before && timestamp <= after, timestamp).to.equal(true);
  });

  it('prints annotations', async () => {
    const { code, stdout, stderr } = await niostat(['check', '--format', 'github', findings]);
    expect([code, stderr]).to.deep.equal([1, '']);
    expect(stdout).to.match(
      /^::error file=scenarios\/two-hypervisors-same-base\.yaml,line=\d+,col=5,title=NIO001 same-base-udp::127\.0\.0\.1:7200 and /,
    );
  });

  it('prints code quality', async () => {
    const { code, stdout, stderr } = await niostat(['check', '--format', 'gitlab', `./${findings}`]);
    expect([code, stderr]).to.deep.equal([1, '']);
    const report = JSON.parse(stdout);
    expect(codeQualityErrors(report)).to.deep.equal([]);
    expect(report[0]).to.deep.include({ check_name: 'NIO001 same-base-udp', severity: 'critical' });
    expect(report[0].location.path).to.equal(findings);
  });

  it('tells in each format of a file that cannot be read, and what it found in the others', async () => {
    const broken = folder.file('broken.net', '[localhost]\nnonsense\n');
    const formats = ['sarif', 'junit', 'github', 'gitlab'];
    const runs = await niostatAll(formats.map((format) => ['check', '--format', format, broken, findings]));
    for (const { code, stdout, stderr } of runs) {
      expect(code).to.equal(2);
      expect(stderr).to.include('broken.net:2:1: error: ');
      expect(stdout).to.include('unreadable-lab');
      expect(stdout).to.include('NIO001');
    }
    const [sarif, junit, github, gitlab] = runs.map(({ stdout }) => stdout);
    expect(sarifErrors(JSON.parse(sarif ?? ''))).to.deep.equal([]);
    expect(JSON.parse(sarif ?? '').runs[0].results[0].locations[0].physicalLocation.region.startLine).to.equal(2);
    expect(await junitErrors([junit ?? ''])).to.deep.equal([]);
    expect(junit).to.include('<error type="BAD_LAB"');
    expect(github).to.match(/^::error file=\S+broken\.net,line=2,col=1,title=unreadable-lab::/);
    expect(JSON.parse(gitlab ?? '')[0]).to.deep.include({ severity: 'blocker' });
  });

  it('tells machines too where nothing could be read', async () => {
    const broken = folder.file('broken.net', '[localhost]\nnonsense\n');
    const formats = ['sarif', 'junit', 'github', 'gitlab'];
    const runs = await niostatAll(formats.map((format) => ['check', '--format', format, broken]));
    for (const { code, stdout } of runs) {
      expect(code).to.equal(2);
      expect(stdout.match(/unreadable-lab/g)).to.have.length.above(0);
    }
  });

  it('says in each format for machines who hears whom', async () => {
    const formats = ['sarif', 'junit', 'github'].map((format) => ['check', '--format', format, findings]);
    for (const { stdout } of await niostatAll(formats)) {
      expect(stdout).to.include('R1 f0/0 hears nothing; R2 f0/0 hears itself and R1 f0/0');
    }
  });

  it('checks each file by itself with --each', async () => {
    const [together, each] = await niostatAll([
      ['check', monday, tuesday],
      ['check', '--each', monday, tuesday],
    ]);
    expect([together?.code, each?.code]).to.deep.equal([1, 0]);
    expect(each?.stdout).to.include('monday + tuesday: no findings');
  });

  it('passes over what is no lab with --only-labs, and says so', async () => {
    const compose = folder.file('compose.yaml', 'services:\n  web: {}\n');
    const netlist = folder.file('board.net', '(export (version "E"))\n');
    const broken = folder.file('broken.yaml', 'devices: nonsense\n');
    const [without, passed, none, bad] = await niostatAll([
      ['check', monday, compose],
      ['check', '--only-labs', monday, compose, netlist],
      ['check', '--only-labs', compose],
      ['check', '--only-labs', compose, broken],
    ]);
    expect([without?.code, passed?.code, none?.code, bad?.code]).to.deep.equal([2, 0, 0, 2]);
    expect(passed?.stderr).to.equal(`${compose}, ${netlist}: passed over, they are no labs\n`);
    expect(passed?.stdout).to.include('monday: no findings');
    const values = ['a', 'b', 'c', 'd', 'e'].map((name) => folder.file(`${name}.yaml`, 'image: nginx\n'));
    const many = await niostat(['check', '--only-labs', monday, ...values]);
    const named = values.slice(0, 3).join(', ');
    expect(many.stderr).to.equal(`${named} and 2 more: passed over, they are no labs\n`);
    expect(none?.stdout).to.include('no labs: no findings');
    expect(bad?.stderr).to.include('broken.yaml:1:10: error');
  });
});
