import { expect } from 'chai';
import { Folder, type Run } from '../support/cli.ts';
import { niostat, niostatAll } from '../support/run-in-process.ts';
import { file } from '../support/text.ts';

const SAME_BASE = file`
  [127.0.0.1:7200]
      udp = 10000
      [[ROUTER R1]]
          f0/0 = R2 f0/0
  [127.0.0.1:7201]
      udp = 10000
      [[ROUTER R2]]
`;

/** Nothing is wrong with it: below every known range, on this machine. */
const CLEAN = file`
  [127.0.0.1:7200]
      udp = 9000
      [[ROUTER R1]]
          f0/0 = R2 f0/0
      [[ROUTER R2]]
`;

describe('niostat check', () => {
  const folder = new Folder();
  const sameBase = folder.file('same-base.net', SAME_BASE);
  const clean = folder.file('clean.net', CLEAN);
  /** One note: the base is that of GNS3 servers. */
  const noted = folder.file('noted.net', CLEAN.replace('9000', '10000'));
  /** One warning: two names of one machine. */
  const warned = folder.file(
    'warned.net',
    '[localhost]\nudp = 9000\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[127.0.0.1:7201]\nudp = 9100\n[[ROUTER R2]]\n',
  );

  it('says what is wrong, where, what will be seen, and what to do', async () => {
    const { code, stdout, stderr } = await niostat(['check', sameBase]);
    expect([code, stderr]).to.deep.equal([1, '']);
    const words = stdout.replace(/\s+/g, ' ');
    expect(words).to.include(`error NIO001 same-base-udp ${sameBase}:5:1`);
    expect(words).to.include('206-unable to create UDP NIO');
    expect(words).to.include('R1 f0/0 hears itself; R2 f0/0 has no NIO');
    expect(words).to.include('R1 f0/0 hears nothing; R2 f0/0 hears itself and R1 f0/0');
    expect(stdout).to.match(/\n +\[127\.0\.0\.1:7201\]\n +udp = 10100\n/);
    expect(words).to.match(/same-base: 1 error, 0 warnings, \d+ notes? \(1 link on 2 hypervisors\)/);
  });

  it('says that nothing is wrong, and leaves with 0', async () => {
    const { code, stdout, stderr } = await niostat(['check', clean]);
    expect([code, stderr]).to.deep.equal([0, '']);
    expect(stdout).to.include('clean').and.to.include('no findings');
  });

  it('prints the same as JSON with --json and with --format json', async () => {
    const runs = await niostatAll([
      ['check', '--json', sameBase],
      ['check', '--format', 'json', sameBase],
    ]);
    const [flag, format] = runs as [Run, Run];
    expect([flag.code, format.code, flag.stderr, format.stderr]).to.deep.equal([1, 1, '', '']);
    expect(JSON.parse(flag.stdout)).to.deep.equal(JSON.parse(format.stdout));
    const result = JSON.parse(flag.stdout);
    expect(result.schemaVersion).to.equal(1);
    expect(result.labs).to.deep.equal([{ name: 'same-base', file: sameBase, linkCount: 1, hypervisorCount: 2 }]);
    const [worst] = result.findings;
    expect([worst.id, worst.slug, worst.severity]).to.deep.equal(['NIO001', 'same-base-udp', 'error']);
    expect(worst.location).to.deep.equal({ file: sameBase, line: 5, column: 1 });
    expect(worst.remedy.paste).to.equal('[127.0.0.1:7201]\n    udp = 10100');
    expect(result.summary.error).to.equal(1);
  });

  it('fails on warnings unless it is told otherwise', async () => {
    const expected: [string[], number][] = [
      [[clean], 0],
      [['--fail-on', 'note', clean], 0],
      [[noted], 0],
      [['--fail-on', 'note', noted], 1],
      [[warned], 1],
      [['--fail-on', 'warning', warned], 1],
      [['--fail-on', 'error', warned], 0],
      [['--fail-on', 'error', sameBase], 1],
    ];
    const runs = await niostatAll(expected.map(([args]) => ['check', ...args]));
    expect(runs.map(({ code }) => code)).to.deep.equal(expected.map(([, code]) => code));
  });

  it('runs one check with --rule, by id or slug, or several', async () => {
    const expected: [string[], string[]][] = [
      [['--rule', 'NIO001'], ['same-base-udp']],
      [['--rule', 'same-base-udp'], ['same-base-udp']],
      [
        ['--rule', 'nio013', '--rule', 'nio001'],
        ['same-base-udp', 'known-range'],
      ],
      [['--rule', 'console-twice'], []],
    ];
    const runs = await niostatAll(expected.map(([flags]) => ['check', '--json', ...flags, sameBase]));
    const slugs = runs.map(({ stdout }) =>
      JSON.parse(stdout).findings.map((finding: { slug: string }) => finding.slug),
    );
    expect(slugs).to.deep.equal(expected.map(([, found]) => found));
  });

  it('takes labs to run at once', async () => {
    const monday = folder.file('monday.net', CLEAN);
    const tuesday = folder.file('tuesday.net', CLEAN.replace('7200', '7210'));
    const alone = await niostat(['check', '--rule', 'labs-collide', monday]);
    const together = await niostat(['check', '--rule', 'labs-collide', monday, tuesday]);
    expect([alone.code, together.code]).to.deep.equal([0, 1]);
    expect(together.stdout.replace(/\s+/g, ' ')).to.include('monday and tuesday');
  });

  it('reads standard input', async () => {
    const { code, stdout } = await niostat(['check', '-'], { input: SAME_BASE });
    expect(code).to.equal(1);
    expect(stdout).to.include('(stdin):5:1');
  });

  it('speaks of the version that it is told only', async () => {
    const { stdout } = await niostat(['check', '--dynamips', '0.2.14', '--rule', 'NIO001', sameBase]);
    expect(stdout).to.include('206').and.to.not.include('no error is shown');
    const recent = await niostat(['check', '--dynamips', '0.2.24', '--rule', 'NIO001', sameBase]);
    expect(recent.stdout).to.include('no error is shown').and.to.not.include('206');
  });

  it('asks the DNS with --resolve, and still knows the names of the loopback', async () => {
    const { code } = await niostat(['check', '--resolve', '--rule', 'one-machine-two-names', warned]);
    expect(code).to.equal(1);
  });
});
