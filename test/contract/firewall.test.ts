import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import { Folder } from '../support/cli.ts';
import { niostat } from '../support/run-in-process.ts';
import { squeezedLines } from '../support/text.ts';

const folder = new Folder();
const two = folder.file(
  'two.net',
  `[198.18.0.1]
[[ROUTER R1]]
f0/0 = R2 f0/0
f0/1 = R2 f0/1
f1/0 = R1 f1/1
[198.18.0.2]
udp = 10100
[[ROUTER R2]]
`,
);
const FROM = ['--from', '10.1.0.0/16'];

describe('niostat firewall', () => {
  it('says what is to be opened between hosts, then what stays inside, then what to do next', async () => {
    const { code, stdout, stderr } = await niostat(['firewall', ...FROM, '--headroom', '2', two]);
    expect([code, stderr]).to.deep.equal([0, '']);
    // By the rules of docs/FACTS.md, "Ports by Dynagen": 10000 and 10001 go to the far host, 10002 and 10003
    // are the link of R1 with itself.
    expect(squeezedLines(stdout)).to.deep.equal([
      'two: 10 flows to open on 2 hosts',
      'From To Proto Ports For',
      '10.1.0.0/16 198.18.0.1 tcp 7200 control port of 198.18.0.1:7200',
      '10.1.0.0/16 198.18.0.1 tcp 2000 console of R1',
      '10.1.0.0/16 198.18.0.1 tcp 2100 AUX of R1',
      '198.18.0.2 198.18.0.1 udp 10000-10001 NIOs of R1 f0/0 -- R2 f0/0, R1 f0/1 -- R2 f0/1',
      '198.18.0.2 198.18.0.1 udp 10004-10005 headroom of 198.18.0.1:7200',
      '10.1.0.0/16 198.18.0.2 tcp 7200 control port of 198.18.0.2:7200',
      '10.1.0.0/16 198.18.0.2 tcp 2001 console of R2',
      '10.1.0.0/16 198.18.0.2 tcp 2101 AUX of R2',
      '198.18.0.1 198.18.0.2 udp 10100-10101 NIOs of R1 f0/0 -- R2 f0/0, R1 f0/1 -- R2 f0/1',
      '198.18.0.1 198.18.0.2 udp 10102-10103 headroom of 198.18.0.2:7200',
      'These stay inside their host; only a filter on the loopback stops them:',
      'From To Proto Ports For',
      '198.18.0.1 198.18.0.1 udp 10002-10003 NIOs of R1 f1/0 -- R1 f1/1',
      'There is one script for each host; `--host 198.18.0.1` writes that of 198.18.0.1 alone.',
      `Next: niostat firewall ${two} --from 10.1.0.0/16 --headroom 2 --format nft`,
    ]);
  });

  it('the next command means the same lab, host and ports', async () => {
    const text = '[198.18.0.1]\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[198.18.0.2]\n[[ROUTER R2]]\n';
    const path = folder.file("it's two.net", text);
    const flags = ['--allocator', 'gns3-server', '--os', 'darwin', '--host', '198.18.0.2'];
    const words = '--allocator gns3-server-3.0 --os darwin --host 198.18.0.2 --format pf';
    const file = await niostat(['firewall', ...flags, path]);
    expect(squeezedLines(file.stdout).at(-1)).to.equal(
      `Next: niostat firewall '${path.replace("'", "'\\''")}' ${words}`,
    );
    const piped = JSON.parse((await niostat(['firewall', ...flags, '-', '--json'], { input: text })).stdout);
    expect(piped.nextCommand).to.equal(`niostat firewall LAB ${words}`);
    const rehearsed = JSON.parse((await niostat(['firewall', '--rehearse', path, '--json'])).stdout);
    expect(rehearsed.nextCommand).to.match(/ --rehearse --injector-port 24000 --format nft$/);
  });

  it('calls the machine where somebody sits "this host", and one with a hypervisor by its name', async () => {
    const remote = squeezedLines((await niostat(['firewall', two])).stdout);
    expect(remote).to.include('this host 198.18.0.2 tcp 2001 console of R2');
    const local = squeezedLines((await niostat(['firewall', 'scenarios/full-mesh-3-routers.yaml'])).stdout);
    expect(local[0]).to.equal('Full mesh of three routers: nothing to open, all 4 flows stay inside a host');
    expect(local).to.include('localhost localhost tcp 2000-2002 console of R1, R2, R3');
    expect(local.at(-1)).to.not.include('--format');
  });

  it('several scripts in one output cannot be run by accident', async () => {
    const { code, stdout } = await niostat(['firewall', ...FROM, '--format', 'iptables', two]);
    expect(code).to.equal(0);
    expect(stdout.match(/^# niostat firewall: opens ports on .*$/gm)).to.deep.equal([
      '# niostat firewall: opens ports on 198.18.0.1',
      '# niostat firewall: opens ports on 198.18.0.2',
    ]);
    const run = spawnSync('/bin/sh', [], { input: stdout, encoding: 'utf8', env: { PATH: '/nowhere' } });
    expect([run.status, run.stdout]).to.deep.equal([1, '']);
    expect(run.stderr).to.equal('niostat: these are scripts for 2 hosts. Make one for each with --host\n');
  });

  it('the script of one host is the whole output, to the byte', async () => {
    const args = ['firewall', ...FROM, '--format', 'netsh', '--host', '198.18.0.2', two];
    const { stdout } = await niostat(args);
    const { scripts } = JSON.parse((await niostat([...args, '--json'])).stdout);
    expect(stdout).to.equal(scripts.hosts[0].script);
    expect(stdout)
      .to.match(/^@echo off\r\n/)
      .and.to.match(/\r\n$/);
    const rules = stdout.split('\r\n').filter((line) => line.includes('add rule'));
    expect(rules.map((line) => line.replace(/.*protocol=(.*) >nul.*/, '$1'))).to.deep.equal([
      'TCP localport=7200 remoteip=10.1.0.0/16',
      'TCP localport=2001 remoteip=10.1.0.0/16',
      'TCP localport=2101 remoteip=10.1.0.0/16',
      'UDP localport=10100-10101 remoteip=198.18.0.1',
    ]);
  });

  it('a script that has nothing to do is a comment', async () => {
    const { code, stdout } = await niostat(['firewall', '--format', 'nft', 'scenarios/full-mesh-3-routers.yaml']);
    expect([code, stdout]).to.deep.equal([0, '# niostat firewall: there is nothing to open\n']);
  });

  it('says for which network nothing is opened, because the host has no address of that family', async () => {
    const { code, stdout, stderr } = await niostat([
      ...['firewall', '--format', 'pf', '--host', '198.18.0.2', '--from', '2001:db8::/32', two],
    ]);
    expect(code).to.equal(0);
    expect(stderr).to.equal('niostat: 198.18.0.2 has no IPv6 address: nothing is opened there for 2001:db8::/32\n');
    expect(stdout).to.include('udp from 198.18.0.1').and.to.not.include('2001:db8');
  });

  it('a name of a lab that would be a command stays a comment', async () => {
    const lab = folder.file(
      'hostile.yaml',
      String.raw`name: "two\n$(touch '/tmp/x')"
hypervisors: [{ address: 198.18.0.1:7200 }]
devices: [{ name: "R1$(id)%PATH%", hypervisor: 198.18.0.1:7200 }]
links: []
`,
    );
    const { stdout } = await niostat(['firewall', ...FROM, '--format', 'iptables', lab]);
    expect(stdout).to.include('# for the lab two__(touch _/tmp/x_), here called two-touch-');
    expect(stdout).to.include('consoles, R1_(id)_PATH_').and.to.not.include('$(touch');
  });

  it('writes one range for a lab with 30,000 NIOs', async () => {
    const links = Array.from({ length: 15_000 }, (_, index) => `f${index}/0 = R2 f${index}/0`);
    const lab = folder.file(
      'large.net',
      `[198.18.0.1]\n[[ROUTER R1]]\n${links.join('\n')}\n[198.18.0.2]\nudp = 30000\n[[ROUTER R2]]\n`,
    );
    const run = await niostat(['firewall', ...FROM, '--format', 'nft', '--host', '198.18.0.2', lab]);
    expect(run.code).to.equal(0);
    expect(run.stdout).to.include('udp dport { 30000-44999 }');
  });
});
