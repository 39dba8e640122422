import { expect } from 'chai';
import { Folder, type Run } from '../support/cli.ts';
import { niostat, niostatAll } from '../support/run-in-process.ts';
import { file, squeezedLines } from '../support/text.ts';

const MESH = file`
  [localhost:7200]
      udp = 10000
      [[ROUTER R1]]
          f0/0 = R2 f0/0
          f1/0 = R3 f0/0
      [[ROUTER R2]]
          f1/0 = R3 f1/0
      [[ROUTER R3]]
`;

const SAME_BASE = file`
  [127.0.0.1:7200]
      udp = 10000
      [[ROUTER R1]]
          f0/0 = R2 f0/0
  [127.0.0.1:7201]
      udp = 10000
      [[ROUTER R2]]
`;

/** The rows of NIOs as netstat would print them: `udp localhost:10000 localhost:10001 ESTABLISHED`. */
function netstatRows(stdout: string): string[] {
  return squeezedLines(stdout)
    .filter((line) => line.startsWith('udp '))
    .map((line) => line.split(' ').slice(0, 4).join(' '));
}

/** The result of a run with --json. */
async function json(...args: string[]) {
  const { code, stdout, stderr } = await niostat(['simulate', '--json', ...args]);
  expect([code, stderr]).to.deep.equal([0, '']);
  return JSON.parse(stdout);
}

describe('niostat simulate', () => {
  const folder = new Folder();
  const mesh = folder.file('mesh.net', MESH);
  const sameBase = folder.file('same-base.net', SAME_BASE);

  it('prints the sockets of the full mesh of the manual as netstat does', async () => {
    const { code, stdout, stderr } = await niostat(['simulate', mesh]);
    expect([code, stderr]).to.deep.equal([0, '']);
    expect(netstatRows(stdout)).to.deep.equal([
      'udp localhost:10000 localhost:10001 ESTABLISHED',
      'udp localhost:10001 localhost:10000 ESTABLISHED',
      'udp localhost:10002 localhost:10003 ESTABLISHED',
      'udp localhost:10003 localhost:10002 ESTABLISHED',
      'udp localhost:10004 localhost:10005 ESTABLISHED',
      'udp localhost:10005 localhost:10004 ESTABLISHED',
    ]);
    expect(stdout).to.include('3 links, all ok');
  });

  it('says whose they are, and lists consoles and ranges', async () => {
    const lines = squeezedLines((await niostat(['simulate', mesh])).stdout);
    expect(lines).to.include('Proto Local Address Foreign Address State Hypervisor Device Interface Sends to Hears');
    expect(lines).to.include('udp localhost:10002 localhost:10003 ESTABLISHED localhost:7200 R1 f1/0 R3 f0/0 R3 f0/0');
    expect(
      lines.filter((line) => line.startsWith('tcp ')).map((line) => line.split(' ').slice(1, 4).join(' ')),
    ).to.deep.equal([
      'localhost:2000 console R1',
      'localhost:2100 AUX R1',
      'localhost:2001 console R2',
      'localhost:2101 AUX R2',
      'localhost:2002 console R3',
      'localhost:2102 AUX R3',
    ]);
    expect(lines).to.include('tcp localhost:2101 AUX R2 localhost:7200 2100 + 1');
    expect(lines).to.include('Hypervisor Base UDP In use Given Next port');
    expect(lines).to.include('localhost:7200 10000 10000-10005 6 10006');
    expect(lines.at(-1)).to.equal('Dynamips not given: shown as 0.2.24; `--dynamips VERSION` for others');
  });

  it('prints numbers with -n', async () => {
    const runs = await niostatAll([
      ['simulate', '-n', mesh],
      ['simulate', '--numeric', mesh],
    ]);
    for (const { stdout } of runs)
      expect(netstatRows(stdout)[0]).to.equal('udp 127.0.0.1:10000 127.0.0.1:10001 ESTABLISHED');
  });

  it('prints other hosts by their names, and what it cannot know as ?', async () => {
    const hosts = folder.file('hosts.net', '[xplt]\n[[ROUTER R1]]\ns1/0 = R2 s1/0\n[bender]\n[[ROUTER R2]]\n');
    const local = folder.file('local.net', '[localhost]\n[[ROUTER R1]]\ns1/0 = R2 s1/0\n[bender]\n[[ROUTER R2]]\n');
    const [named, unnamed] = await niostatAll([
      ['simulate', hosts],
      ['simulate', local],
    ]);
    expect(netstatRows(named?.stdout ?? '')).to.deep.equal([
      'udp xplt:10000 bender:10000 ESTABLISHED',
      'udp bender:10000 xplt:10000 ESTABLISHED',
    ]);
    expect(netstatRows(unnamed?.stdout ?? '')[0]).to.equal('udp ?:10000 bender:10000 ESTABLISHED');
    expect(unnamed?.stdout).to.match(/\?:10000 .* the address of its host is not known$/m);
  });

  it('cuts nothing when it does not write to a terminal, with -W and without', async () => {
    const device = `R${'x'.repeat(90)}`;
    const path = folder.file('wide.net', `[localhost]\n[[ROUTER ${device}]]\nf0/0 = R2 f0/0\n[[ROUTER R2]]\n`);
    const all = [[], ['-W'], ['--wide']].map((flags) => ['simulate', ...flags, path]);
    for (const { stdout } of await niostatAll(all, { env: { COLUMNS: '40' } })) {
      expect(stdout).to.include(`${device} f0/0`);
      expect(stdout).to.not.include('…');
    }
  });

  it('models the version that it is told', async () => {
    const runs = await niostatAll(
      ['0.2.14', '0.2.24'].map((version) => ['simulate', '-n', '--dynamips', version, sameBase]),
    );
    const [old, recent] = runs as [Run, Run];
    expect(old.code).to.equal(0);
    const rows = squeezedLines(old.stdout).filter((line) => line.startsWith('udp '));
    expect(rows).to.deep.equal([
      'udp 127.0.0.1:10000 127.0.0.1:10000 ESTABLISHED 127.0.0.1:7200 R1 f0/0 itself itself',
    ]);
    expect(squeezedLines(old.stdout))
      .to.include('no socket: R2 f0/0 (206, R1 f0/0 has port 10000)')
      .and.to.include('looped R1 f0/0 -- R2 f0/0: R1 hears itself; R2 has no socket');

    expect(squeezedLines(recent.stdout).filter((line) => line.startsWith('udp '))).to.deep.equal([
      'udp 127.0.0.1:10000 127.0.0.1:10000 ESTABLISHED 127.0.0.1:7200 R1 f0/0 R2 f0/0 nothing',
      'udp 127.0.0.1:10000 127.0.0.1:10000 ESTABLISHED 127.0.0.1:7201 R2 f0/0 itself R1 f0/0, itself',
    ]);
    expect(squeezedLines(recent.stdout)).to.include(
      'looped R1 f0/0 -- R2 f0/0: R1 hears nothing; R2 hears itself and R1',
    );
    for (const { stdout } of [old, recent]) {
      expect(stdout.split('\n')[0]).to.equal('✗ same-base: 1 link, looped');
      expect(squeezedLines(stdout).at(-1)).to.match(/^Next: niostat check \S+same-base\.net --dynamips 0\.2\.\d+$/);
    }
  });

  it('gives out ports by the rules that it is told', async () => {
    const [server, auto] = await niostatAll([
      ['simulate', '--allocator', 'gns3-server-1.3', sameBase],
      ['simulate', '--allocator', 'udp-auto', sameBase],
    ]);
    expect(netstatRows(server?.stdout ?? '')).to.deep.equal([
      'udp 127.0.0.1:10000 127.0.0.1:10001 ESTABLISHED',
      'udp 127.0.0.1:10001 127.0.0.1:10000 ESTABLISHED',
    ]);
    expect(netstatRows(auto?.stdout ?? '')[0]).to.equal('udp 127.0.0.1:10001 127.0.0.1:10002 ESTABLISHED');
  });

  it('does not guess what Windows does with a port that is taken', async () => {
    const { links } = await json('--os', 'windows', sameBase);
    expect(links).to.deep.include({ ...links[0], verdict: 'unknown' });
  });

  it('takes a scenario, also from standard input', async () => {
    const scenario =
      'hypervisors: [{ address: localhost }]\ndevices: [{ name: R1 }, { name: R2 }]\nlinks: [R1 f0/0 -- R2 f0/0]\n';
    const { code, stdout } = await niostat(['simulate', '-'], { input: scenario });
    expect(code).to.equal(0);
    expect(netstatRows(stdout)).to.have.length(2);
  });

  it('takes a .net file from standard input', async () => {
    const { code, stdout } = await niostat(['simulate', '-'], { input: MESH });
    expect(code).to.equal(0);
    expect(netstatRows(stdout)).to.have.length(6);
  });

  it('lets several labs run at once, started in the order given', async () => {
    const second = folder.file('second.net', SAME_BASE.replaceAll('127.0.0.1:720', 'localhost:721'));
    const { labs, nios } = await json(mesh, second, '--dynamips', '0.2.14');
    expect(labs.map((lab: { name: string }) => lab.name)).to.deep.equal(['mesh', 'second']);
    expect(
      nios.map(
        (nio: { lab: string; localPort: number; bind: { outcome: string } }) =>
          `${nio.lab} ${nio.localPort} ${nio.bind.outcome}`,
      ),
    ).to.deep.equal([
      'mesh 10000 bound',
      'mesh 10001 bound',
      'mesh 10002 bound',
      'mesh 10003 bound',
      'mesh 10004 bound',
      'mesh 10005 bound',
      'second 10000 refused',
      'second 10000 refused',
    ]);
  });

  it('prints one JSON value with --json, and nothing else', async () => {
    const result = await json(mesh);
    expect(result.schemaVersion).to.equal(1);
    expect([result.allocator, result.os, result.dynamips]).to.deep.equal([
      'dynagen',
      'linux',
      { version: '0.2.24', assumed: true },
    ]);
    expect(result.nios[0]).to.deep.equal({
      hypervisor: 'localhost:7200',
      device: 'R1',
      interface: 'f0/0',
      lab: 'mesh',
      link: 'R1 f0/0 -- R2 f0/0',
      owner: 'hypervisor',
      program: 'dynamips',
      localPort: 10000,
      remoteHost: '127.0.0.1',
      remotePort: 10001,
      localAddress: '127.0.0.1',
      remoteAddress: '127.0.0.1',
      bind: { outcome: 'bound', port: 10000, grade: 'seen', place: 'Linux 6.18' },
      frames: {
        to: 'peer',
        grade: 'seen',
        place: 'Linux 6.18',
        receiver: { hypervisor: 'localhost:7200', device: 'R2', interface: 'f0/0' },
      },
      hears: [{ hypervisor: 'localhost:7200', device: 'R2', interface: 'f0/0' }],
      explicit: false,
      tunnel: false,
    });
    expect(result.links[0]).to.deep.equal({
      lab: 'mesh',
      name: 'R1 f0/0 -- R2 f0/0',
      verdict: 'ok',
      location: { file: mesh, line: 4, column: 9 },
    });
  });

  it('prints CSV, one row per NIO', async () => {
    const { code, stdout } = await niostat(['simulate', '--format', 'csv', mesh]);
    expect(code).to.equal(0);
    const [head = '', ...rows] = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split(','));
    expect(rows).to.have.length(6);
    const cell = (row: string[] | undefined, title: string) => row?.[head.indexOf(title)];
    const titles = [
      'lab',
      'hypervisor',
      'device',
      'interface',
      'localPort',
      'remoteHost',
      'remotePort',
      'bind',
      'verdict',
    ];
    expect(titles.map((title) => cell(rows[1], title))).to.deep.equal([
      'mesh',
      'localhost:7200',
      'R2',
      'f0/0',
      '10001',
      '127.0.0.1',
      '10000',
      'bound',
      'ok',
    ]);
  });

  it('writes names that a spreadsheet would run as text', async () => {
    const path = folder.file(
      'formula.net',
      '[localhost]\n[[ROUTER =1+1]]\nf0/0 = "R,2" f0/0\nf0/1 = @x f0/0\n[[ROUTER @x]]\n',
    );
    const { stdout } = await niostat(['simulate', '--format', 'csv', path]);
    expect(stdout).to.include('=1+1').and.to.include('@x');
    for (const cell of stdout.split(/[,\n]/)) expect(cell).to.not.match(/^"?[=+@-]/);
  });

  it('prints Markdown, with names that do not become marks', async () => {
    const path = folder.file('marks.net', '[localhost]\n[[ROUTER R|1]]\nf0/0 = *R2* f0/0\n[[ROUTER *R2*]]\n');
    const { code, stdout } = await niostat(['simulate', '--format', 'markdown', path]);
    expect(code).to.equal(0);
    const rows = stdout.split('\n').filter((line) => line.startsWith('| udp'));
    expect(rows).to.have.length(2);
    expect(stdout).to.include('R\\|1').and.to.include('\\*R2\\*');
    for (const row of rows) expect(row.replaceAll('\\|', '').split('|')).to.have.length(11);
  });

  it('prints Graphviz, each hypervisor a box and broken links in words', async () => {
    const { code, stdout } = await niostat(['simulate', '--format', 'dot', mesh, sameBase]);
    expect(code).to.equal(0);
    expect(stdout)
      .to.match(/^digraph \w+ \{\n/)
      .and.to.match(/\n\}\n$/);
    // Three links that work, and two ends of which each has its own way.
    expect(stdout.match(/ -> .*dir=both/g)).to.have.length(3);
    expect(stdout.match(/ -> /g)).to.have.length(5);
    expect(stdout.match(/subgraph cluster_\d+ \{/g)).to.have.length(3);
    expect(stdout).to.include('10004').and.to.include('looped');
  });

  it('prints Graphviz in which no name ends a string', async () => {
    const path = folder.file('quotes.net', '[localhost]\n[[ROUTER R"1\\]]\nf0/0 = R2 f0/0\n[[ROUTER R2]]\n');
    const { stdout } = await niostat(['simulate', '--format', 'dot', path]);
    expect(stdout).to.include(String.raw`"R\"1\\"`);
  });

  it('prints Mermaid, with names that cannot become markup', async () => {
    const path = folder.file('tags.net', '[localhost]\n[[ROUTER <b>"x"]]\nf0/0 = R2 f0/0\n[[ROUTER R2]]\n');
    const { code, stdout } = await niostat(['simulate', '--format', 'mermaid', path]);
    expect(code).to.equal(0);
    expect(stdout).to.match(/^flowchart LR\n/);
    expect(stdout).to.not.include('<b>');
    expect(stdout.match(/ <--> ?\|/g)).to.have.length(1);
  });

  it('takes no format that there is not', async () => {
    const { code, stdout, stderr } = await niostat(['simulate', '--format', 'xml', mesh]);
    expect([code, stdout]).to.deep.equal([2, '']);
    expect(stderr).to.include('table').and.to.include('mermaid');
  });

  it('remarks on lines that it passes over, and goes on', async () => {
    const path = folder.file('odd.net', '[localhost]\n[[ROUTER R1]]\n    consol = 5\nf0/0 = R2 f0/0\n[[ROUTER R2]]\n');
    const { code, stdout, stderr } = await niostat(['simulate', path]);
    expect(code).to.equal(0);
    expect(stderr).to.include(`${path}:3:5: warning: `);
    expect(netstatRows(stdout)).to.have.length(2);
  });

  it('remarks on many of them, and still goes on', async () => {
    const odd = Array.from({ length: 80 }, (_, index) => `odd${index} = 1\n`).join('');
    const path = folder.file('many-odd.net', `[localhost]\n[[ROUTER R1]]\n${odd}f0/0 = R2 f0/0\n[[ROUTER R2]]\n`);
    const { code, stdout } = await niostat(['simulate', path]);
    expect(code).to.equal(0);
    expect(netstatRows(stdout)).to.have.length(2);
  });

  it('says on which name it depends whether frames pass, and why a NIO is refused', async () => {
    const open = await niostat(['simulate', 'test/fixtures/cases/c1-localhost-and-127.net', '--wide']);
    expect(open.stdout).to.include('1 link, unknown').and.to.include('the address of localhost is not known');
    expect(open.stdout).to.include('unknown  R1 f0/0 -- R2 f0/0: it is not known which address localhost has');
    const path = 'test/fixtures/cases/e1b-unresolvable-host.net';
    const refused = await niostat(['simulate', path, '--wide']);
    expect(refused.stdout).to.include('no socket: R1 f0/0 (206, port 10000: labserver7.invalid has no address)');
    const csv = (await niostat(['simulate', path, '--format', 'csv'])).stdout.split('\n');
    expect(csv[0]).to.match(
      /,verdict,bindReason,openName,bindGrade,bindPlace,framesGrade,framesPlace,hears,hearsUnknown,program$/,
    );
    expect(csv[1]).to.match(/,refused,10000,nobody,,dead,no-address,,seen,Linux 6.18,seen,Linux 6.18,,,dynamips$/);
  });

  it('asks this machine with --resolve, and says so', async () => {
    const path = 'test/fixtures/cases/c1-localhost-and-127.net';
    const { stdout } = await niostat(['simulate', '--resolve', path, '--json']);
    const { resolved, links } = JSON.parse(stdout);
    expect(resolved).to.equal(true);
    // What localhost is depends on the machine of the test; that it is something does not.
    expect(links[0].verdict).to.be.oneOf(['ok', 'dead']);
    expect(JSON.parse((await niostat(['simulate', path, '--json'])).stdout)).to.not.have.property('resolved');
  });
});
