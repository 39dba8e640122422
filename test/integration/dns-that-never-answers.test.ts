/**
 * Commands that ask for names, on a host whose name server answers for some names and never for others. glibc
 * waits a minute there, and a program that runs so long is killed: one that ends by itself has left its
 * look-ups. Needs root and a build.
 */

import { type ChildProcess, spawnSync } from 'node:child_process';
import { expect } from 'chai';
import type { CheckResult } from '../../src/features/check/check.ts';
import type { ProbeResult } from '../../src/features/probe/result.ts';
import { Folder } from '../support/cli.ts';
import { SilentNameServer } from '../support/name-server.ts';
import { standInFor } from '../support/namespaces-needed.ts';
import { IP, makeTwoHosts, type Outcome, type TwoHosts, whatIsMissing } from '../support/network-namespace.ts';
import { expectValid } from '../support/result-schema.ts';
import { someAtOnce } from '../support/side-by-side.ts';

const LACK = whatIsMissing(['ip']);

const folder = new Folder();
const LAB = folder.file(
  'lab.net',
  `[silent.example:7200]
udp = 10000
[[ROUTER R1]]
f0/0 = R2 f0/0
[mute.example:7200]
udp = 11000
[[ROUTER R2]]
`,
);
/** Explicit NIOs towards names of each kind, from this host. */
const NIOS = folder.file(
  'nios.yaml',
  `hypervisors: [{address: localhost:7200}]
devices: [{name: R1}]
links:
  - "R1 f0/0 -- NIO_udp:10000:silent.example:11000"
  - "R1 f0/1 -- NIO_udp:10001:gone.example:11001"
  - "R1 f0/2 -- NIO_udp:10002:alive.example:11002"
`,
);

const NOT_ANSWERED = /no\s+name\s+server\s+answered\s+within\s+(1|5)\s+s/;

/** The exit code, and the words of each command that asks for names. */
const COMMANDS = [
  [0, 'simulate', '--resolve', LAB],
  [3, 'check', '--resolve', LAB],
  [0, 'plan', '--resolve', LAB],
  [0, 'plan', '--avoid', 'live', LAB],
  [3, 'firewall', '--format', 'nft', LAB],
  [3, 'links', LAB],
  [3, 'preflight', '--timeout', '1s', LAB],
  [3, 'preflight', '--deadline', '1s', LAB],
  [3, 'probe', '--timeout', '1s', LAB],
  [3, 'probe', '--timeout', '1s', 'silent.example:7200'],
  [3, 'reach', '--timeout', '1s', LAB],
  [3, 'reach', '--timeout', '1s', '--udp', '10000', 'silent.example'],
  [3, 'rehearse', '--timeout', '1s', LAB],
  [3, 'send', '--timeout', '1s', 'silent.example:7200', 'hypervisor version'],
  [3, 'respond', LAB],
  [3, 'hypervisor', '--listen', 'silent.example:7200'],
  [3, 'kernel', '--hypervisor', 'localhost:7200', '--hypervisor', 'silent.example:7200'],
] as const;

describe('DNS that never answers', () => {
  if (LACK !== undefined) {
    standInFor(LACK);
    return;
  }

  let hosts: TwoHosts;
  let server: SilentNameServer;

  before(async () => {
    hosts = await makeTwoHosts();
    server = await SilentNameServer.start(hosts.near);
  });

  after(async () => {
    await hosts?.remove();
    await server?.remove();
  });

  function niostat(...args: string[]): Promise<Outcome> {
    return hosts.near.run(process.execPath, ['bin/run.js', ...args]);
  }

  /** How many programs run on the host, the name server among them. */
  function programs(): number {
    return spawnSync(IP, ['netns', 'pids', hosts.near.name], { encoding: 'utf8' }).stdout.trim().split('\n').length;
  }

  describe('ends, says who was not answered for, and leaves nothing running', () => {
    let ended: readonly Outcome[];

    // Each does nothing but wait. A resolver has 5 s to start, which is long unless all start together.
    before(async () => {
      ended = await someAtOnce(COMMANDS, ([, ...args]) => niostat(...args));
    });

    for (const [index, [code, ...args]] of COMMANDS.entries()) {
      it(args.slice(0, -1).join(' '), () => {
        const { stdout = '', stderr = '', code: exitCode } = ended[index] ?? {};
        expect(exitCode, stderr).to.equal(code);
        const text = `${stdout}${stderr}`;
        expect(text).to.match(NOT_ANSWERED);
        expect(text).to.include('silent.example');
        expect(text).to.not.include('no address');
      });
    }

    it('nothing else runs afterwards, and the name server was asked', () => {
      expect(programs()).to.equal(1);
      expect(server.asked()).to.include('silent');
    });
  });

  it('keeps apart a name that nobody answers for, one that does not exist, and one that has an address', async () => {
    const { code, stdout } = await niostat('check', '--resolve', '--json', NIOS);
    expect(code).to.equal(3);
    expectValid('check', JSON.parse(stdout));
    const { outcome, unanswered, findings } = JSON.parse(stdout) as CheckResult;
    expect(outcome).to.equal('unknown');
    expect(unanswered).to.deep.equal([{ name: 'silent.example', afterMs: 5000 }]);
    const accused = findings.filter(({ id }) => id === 'NIO024').map(({ message }) => message.split(':')[0]);
    expect(accused).to.deep.equal(['gone.example has no address']);
    expect(server.asked()).to.deep.equal(['alive', 'gone', 'silent']);
  });

  it('says so in results that fit their schemas', async () => {
    const commands = [
      ['simulate', '--resolve', NIOS],
      ['plan', '--resolve', LAB],
      ['links', LAB],
      ['preflight', '--timeout', '1s', LAB],
      ['reach', '--timeout', '1s', LAB],
    ] as const;
    const outcomes = await Promise.all(commands.map(([name, ...args]) => niostat(name, '--json', ...args)));
    for (const [index, [name]] of commands.entries()) {
      const { stdout } = outcomes[index] ?? { stdout: '' };
      expectValid(name, JSON.parse(stdout));
      expect(stdout, name).to.include('silent.example');
    }
  });

  it('says the same of hypervisors', async () => {
    const targets = ['silent.example:7200', 'gone.example:7200'];
    const { stdout } = await niostat('probe', '--json', '--timeout', '1s', ...targets);
    expectValid('probe', JSON.parse(stdout));
    const { hypervisors } = JSON.parse(stdout) as ProbeResult;
    expect(hypervisors.map(({ tcp, findings }) => [tcp.reason, ...findings.map(({ slug }) => slug)])).to.deep.equal([
      ['dns-no-response', 'no-dns-answer'],
      ['no-address', 'unresolvable'],
    ]);
  });

  it('asks for all names at once: one that is answered for does not wait for a hundred that are not', async () => {
    server.asked();
    const silent = Array.from({ length: 100 }, (_, index) => `silent${index}.example:7200`);
    const { stdout } = await niostat('probe', '--json', '--timeout', '5s', ...silent, 'gone:7200');
    const { hypervisors } = JSON.parse(stdout) as ProbeResult;
    expect(hypervisors.at(-1)?.tcp.reason).to.equal('no-address');
    expect(hypervisors.filter(({ tcp }) => tcp.reason === 'dns-no-response')).to.have.length(100);
    expect(server.asked()).to.have.length(101);
  });

  it('asks nobody for a name in the hosts file', async () => {
    server.asked();
    const lab = folder.file('written.net', '[localhost:7200]\n[[ROUTER R1]]\n[written:7201]\n[[ROUTER R2]]\n');
    expect((await niostat('simulate', '--resolve', lab)).code).to.equal(0);
    expect(server.asked()).to.deep.equal([]);
  });

  it('says what the resolver says where no name server is', async () => {
    await server.isThere(false);
    const { code, stderr } = await niostat('send', 'silent.example:7200', 'hypervisor version');
    await server.isThere(true);
    expect(code).to.equal(3);
    expect(stderr).to.include('no name server gave an answer (EAI_AGAIN)');
  });

  /** A command that is waiting for an answer. */
  async function waiting(...args: string[]): Promise<{ child: ChildProcess; closed: Promise<unknown> }> {
    server.asked();
    const child = hosts.near.launch(process.execPath, ['bin/run.js', ...args]);
    const closed = new Promise((resolve) => child.once('close', (code, signal) => resolve(code ?? signal)));
    await server.nextQuestion();
    return { child, closed };
  }

  for (const args of [
    ['simulate', '--resolve', LAB],
    ['check', '--resolve', LAB],
    ['plan', '--resolve', LAB],
    ['firewall', '--format', 'nft', LAB],
    ['links', LAB],
    ['preflight', '--timeout', '300s', LAB],
    ['probe', '--timeout', '300s', LAB],
    ['reach', '--timeout', '300s', LAB],
    ['rehearse', '--timeout', '300s', LAB],
    ['respond', LAB],
    ['send', '--timeout', '300s', 'silent.example:7200', 'hypervisor version'],
  ]) {
    it(`ends on Ctrl-C, and leaves nothing running: ${args[0]}`, async () => {
      const { child, closed } = await waiting(...args);
      child.kill('SIGINT');
      expect(await closed).to.equal(130);
      expect(programs()).to.equal(1);
    });
  }

  it('stops a hypervisor that is making a NIO', async () => {
    server.asked();
    const child = await hosts.near.start(
      process.execPath,
      ['bin/run.js', 'hypervisor', '--listen', '127.0.0.1:7200'],
      /Listening/,
    );
    const closed = new Promise((resolve) => child.once('close', (code, signal) => resolve(code ?? signal)));
    const words = ['nio', 'create_udp', 'a', '10000', 'silent.example', '10001'];
    const sender = hosts.near.launch(process.execPath, ['bin/run.js', 'send', '127.0.0.1:7200', ...words]);
    const sent = new Promise((resolve) => sender.once('close', (code) => resolve(code)));
    await server.nextQuestion();
    child.kill('SIGINT');
    expect(await closed).to.equal(0);
    expect(await sent).to.equal(3);
    expect(programs()).to.equal(1);
  });

  it('leaves nothing running when it is killed', async () => {
    const { child, closed } = await waiting('probe', '--timeout', '300s', LAB);
    expect(programs()).to.equal(3);
    child.kill('SIGKILL');
    expect(await closed).to.equal('SIGKILL');
    // Its child hears of it when the kernel has closed the pipe; the limit is that of every test.
    while (programs() > 1) await new Promise(setImmediate);
  });
});
