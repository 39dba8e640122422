import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { Folder } from '../support/cli.ts';
import { freePorts, freeTcpPort } from '../support/real-sockets.ts';
import { niostat, niostatAll } from '../support/run-in-process.ts';
import { type RunningHypervisor, SUBJECTS, type Subject } from '../support/subjects.ts';

const folder = new Folder();
const broken = folder.file('broken.net', '[localhost]\nnonsense\n');
const clean = folder.file('clean.net', '[localhost]\nudp = 9000\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[[ROUTER R2]]\n');
const remote = folder.file('remote.net', '[198.18.0.2]\n[[ROUTER R1]]\n');
const unresolvable = folder.file('unresolvable.net', '[nosuch.invalid]\n[[ROUTER R1]]\n');
const findings = 'scenarios/two-hypervisors-same-base.yaml';
const project = 'test/fixtures/gns3/two-servers.gns3';
const serverConf = 'test/fixtures/gns3/gns3_server.conf';
/** A lab whose hypervisor is HYPERVISOR, which has nothing of it. */
const notLoaded = join(folder.path, 'not-loaded.net');
/** A lab of which nothing runs, and all of whose ports are free. */
const fresh = join(folder.path, 'fresh.net');
/** A lab of two hypervisors: HYPERVISOR and NOBODY. */
const halfThere = join(folder.path, 'half-there.net');
/** A lab whose image has a relative path, on a hypervisor that does not run. */
const relative = join(folder.path, 'relative.net');

/**
 * Command lines by the exit code that docs/EXIT-CODES.md gives them; words in capitals stand for the
 * addresses of `Servers`.
 */
const COMMANDS: Readonly<Record<number, readonly (readonly string[])[]>> = {
  0: [
    ['simulate', clean],
    ['preflight', '--list'],
    ['preflight', '--only', 'file,checks', '--skip', 'file', clean],
    // Free ports lie in a range that two questions warn of.
    ['preflight', '--skip', 'checks,ranges', fresh],
    // A simulation says what happens; broken links are its result and not its failure.
    ['simulate', findings],
    ['simulate', '--server-conf', serverConf, project],
    ['check', clean],
    ['check', '--fail-on', 'error', '--rule', 'known-range', findings],
    ['check', '--format', 'sarif', clean],
    ['check', '--format', 'junit', clean],
    ['check', '--format', 'github', clean],
    ['check', '--format', 'gitlab', clean],
    ['check', '--format', 'junit', '--fail-on', 'error', '--rule', 'known-range', findings],
    ['check', '--each', '--only-labs', clean],
    ['checks'],
    ['scenarios'],
    ['scenarios', '-v'],
    ['scenarios', 'two-labs-one-host'],
    ['scenarios', 'two-labs-one-host', '--json'],
    ['simulate', 'two-hypervisors-same-base'],
    ['plan', clean],
    // What is mended is no finding any more.
    ['plan', findings],
    ['plan', '--headroom', '5', '--stride', '10', '--range', '5000-6000', findings],
    ['explain', 'NIO001'],
    ['explain', 'SHARED'],
    ['explain'],
    ['probe', 'HYPERVISOR'],
    ['probe', '--no-consoles', '--timeout', '5', 'HYPERVISOR'],
    ['send', 'HYPERVISOR', 'hypervisor', 'version'],
    ['send', 'HYPERVISOR', 'nio list'],
    ['send', '--yes', 'HYPERVISOR', 'hypervisor', 'reset'],
    // Nothing has this port, so that no link is left.
    ['links', '--filter', 'sport = :0'],
    ['links', '-anp4', '--filter', 'sport = :0'],
    ['links', '--explain', notLoaded],
    // Its control port is open, and nobody expects anybody on its console.
    ['reach', notLoaded],
    ['firewall', clean],
    ['kernel'],
    ['firewall', '--format', 'nft', clean],
    ['firewall', '--format', 'pf', '--from', '10.0.0.0/8', '--host', '198.18.0.2', remote],
  ],
  1: [
    ['preflight', '--only', 'checks', findings],
    ['preflight', '--skip', 'checks,ranges', halfThere],
    ['plan', 'scenarios/broken-links.yaml'],
    ['plan', '--range', '5000-5000', findings],
    // Together they have two names for one machine, which no port mends.
    ['plan', clean, findings],
    ['check', findings],
    ['check', clean, findings],
    ['check', '--server-conf', serverConf, project],
    ['check', '--fail-on', 'note', '--rule', 'known-range', findings],
    ['check', '--format', 'sarif', findings],
    ['check', '--format', 'junit', findings],
    ['check', '--format', 'github', findings],
    ['check', '--format', 'gitlab', findings],
    ['check', '--format', 'github', '--fail-on', 'note', '--rule', 'known-range', findings],
    ['check', '--each', '--only-labs', clean, findings],
    ['check', 'scenarios'],
    ['check', 'scenarios/two-hypervisors-*.yaml'],
    ['probe', notLoaded],
    // It was reached, and what it is is known.
    ['probe', 'STRANGER'],
    ['send', 'HYPERVISOR', 'bogus', 'x'],
    ['send', '--yes', 'HYPERVISOR', 'nio', 'delete', 'nosuch'],
    ['links', clean],
    ['links', clean, findings],
    ['links', '--counters', '--explain', findings],
    ['reach', '--tcp', '1', '127.0.0.1'],
    // It is no result.
    ['teach', 'grade', clean],
  ],
  2: [
    ['preflight'],
    ['preflight', broken],
    ['preflight', 'nosuch.net'],
    ['preflight', '--only', 'bogus', clean],
    ['preflight', '--skip', 'bogus', clean],
    ['preflight', '--deadline', 'bogus', clean],
    ['preflight', '--dynamips', 'bogus', clean],
    ['simulate', broken],
    ['simulate', 'nosuch.net'],
    ['simulate'],
    ['simulate', '--bogus', clean],
    ['simulate', '--format', 'bogus', clean],
    ['simulate', '--allocator', 'bogus', clean],
    ['simulate', '--dynamips', 'bogus', clean],
    ['simulate', '--os', 'bogus', clean],
    ['check', broken],
    ['check', '--format', 'html', clean, broken],
    // Nothing in it is a lab, whatever it is looked through for.
    ['check', 'src/core'],
    ['check', '--only-labs', 'src/core'],
    ['check', 'src/core/*.net'],
    ['check', '--each', '--together', clean],
    ['check', '--format', 'html', 'scenarios'],
    ['simulate', 'scenarios'],
    ['plan', 'scenarios/*.yaml'],
    ['check', '--fail-on', 'bogus', clean],
    ['check', '--rule', 'bogus', clean],
    ['check', '--format', 'bogus', clean],
    ['check', '--format', 'github', '--rule', 'bogus', clean],
    // It means to be a lab.
    ['check', '--each', '--only-labs', broken],
    ['plan'],
    ['plan', broken],
    ['plan', '--range', 'bogus', clean],
    ['plan', '--range', '6000-5000', clean],
    ['plan', '--stride', '0', clean],
    ['plan', '--yes', clean],
    ['plan', '--write', 'README.md', clean],
    ['plan', '--write', 'nosuch.net', clean, findings],
    ['checks', '--bogus'],
    ['checks', 'bogus'],
    ['scenarios', 'bogus'],
    ['simulate', 'two-hypervisors-same-bse'],
    ['explain', 'bogus'],
    ['teach', 'grade'],
    ['teach', 'grade', 'nosuch.json'],
    ['teach', 'grade', '--format', 'bogus', clean],
    ['teach', 'walk', 'nosuch.net'],
    ['teach', 'walk', '--step', '999999', clean],
    ['bogus'],
    ['rehearse'],
    ['rehearse', 'nosuch.net'],
    ['rehearse', broken],
    // It has no link.
    ['rehearse', remote],
    ['rehearse', '--bogus', clean],
    ['rehearse', '--frames', '0', clean],
    ['rehearse', '--timeout', 'bogus', clean],
    ['rehearse', '--injector-port', '70000', clean],
    ['rehearse', '--dynamips', 'bogus', clean],
    ['rehearse', '--clean', broken],
    ['probe'],
    ['probe', 'nosuch.net'],
    ['probe', project],
    ['check', '--server-conf', 'nosuch.conf', project],
    ['simulate', '--server-conf', serverConf, clean],
    ['probe', broken],
    ['probe', 'HYPERVISOR', broken],
    ['probe', '127.0.0.1:70000'],
    ['probe', '--timeout', 'bogus', 'HYPERVISOR'],
    ['probe', '--timeout', '0s', 'HYPERVISOR'],
    ['probe', '--concurrency', '0', 'HYPERVISOR'],
    ['probe', '--dynamips', 'bogus', notLoaded],
    ['send'],
    ['send', 'HYPERVISOR'],
    ['send', 'bogus', 'hypervisor', 'version'],
    ['send', '--timeout', 'bogus', 'HYPERVISOR', 'hypervisor', 'version'],
    ['send', 'HYPERVISOR', 'nio', 'delete', 'a"b'],
    ['links', '--bogus'],
    ['links', 'nosuch.net'],
    ['links', broken],
    ['links', '--filter', 'sport ='],
    ['links', '--format', 'bogus'],
    ['links', '-46'],
    ['kernel', '--bogus'],
    ['kernel', 'bogus'],
    ['kernel', '--yes'],
    ['kernel', '--write', '-'],
    ['kernel', '--program', '/nosuch/dynamips'],
    ['kernel', '--program', 'dynamips', '--hypervisor', 'HYPERVISOR'],
    ['kernel', '--hypervisor', 'HYPERVISOR'],
    ['kernel', '--hypervisor', 'HYPERVISOR', '--hypervisor', 'HYPERVISOR'],
    ['kernel', '--hypervisor', '198.18.0.2:7200', '--hypervisor', 'HYPERVISOR'],
    ['firewall'],
    ['firewall', broken],
    ['firewall', '--format', 'bogus', clean],
    ['firewall', '--undo', clean],
    ['firewall', '--from', '10.0.0.256', clean],
    ['firewall', '--from', '0.0.0.0/0', clean],
    ['firewall', '--host', 'bogus', clean],
    ['firewall', '--headroom', 'bogus', clean],
    ['reach'],
    ['reach', '127.0.0.1'],
    ['reach', 'HYPERVISOR', '--tcp', '7200'],
    ['reach', '--udp', '10000-', '127.0.0.1'],
    ['reach', '--token', 'short', '--udp', '10000', '127.0.0.1'],
    ['reach', broken],
    ['respond'],
    ['respond', '--tcp', 'bogus'],
    ['respond', '--udp', '10000', '--listen', 'bogus'],
    ['respond', '--udp', '10000', '--duration', 'bogus'],
    ['respond', remote],
    // There is nobody to ask.
    ['send', 'HYPERVISOR', 'hypervisor', 'stop'],
  ],
  3: [
    // One of two runs.
    ['preflight', '--only', 'images', relative],
    ['probe', 'NOBODY'],
    ['probe', '--timeout', '100ms', 'SILENT'],
    // What was found does not hide that something else could not be asked.
    ['probe', 'STRANGER', 'NOBODY'],
    ['send', 'NOBODY', 'hypervisor', 'version'],
    ['send', '--timeout', '100ms', 'SILENT', 'hypervisor', 'version'],
    ['send', 'STRANGER', 'hypervisor', 'version'],
    // The name is one that never exists.
    ['links', '--host', 'nosuch.invalid'],
    ['links', '--host', 'nosuch.invalid', clean],
    ['reach', '--udp', '10000', 'nosuch.invalid'],
    // TEST-NET-1 is nobody's address.
    ['respond', '--udp', '10000', '--listen', '192.0.2.254'],
    ['firewall', '--format', 'nft', '--from', '10.0.0.7', unresolvable],
    ['kernel', '--hypervisor', 'NOBODY', '--hypervisor', 'HYPERVISOR'],
    // Node is no Dynamips: it ends at once.
    ['kernel', '--program', process.execPath],
  ],
};

/** True if the command line ends without a result: then there is an error. */
function hasNoResult(code: string, args: readonly string[]): boolean {
  return code === '2' || (code === '3' && ['send', 'firewall', 'respond', 'kernel'].includes(args[0] ?? ''));
}

/** Live addresses for the command lines, for as long as the tests run. */
class Servers {
  private readonly addresses = new Map<string, string>();
  private readonly servers: Server[] = [];
  private readonly sockets = new Set<Socket>();
  private hypervisor: RunningHypervisor | undefined;

  async open(): Promise<void> {
    this.hypervisor = await SUBJECTS.find(({ isReal }) => !isReal)?.start();
    this.name('HYPERVISOR', this.hypervisor?.port ?? 0);
    this.name('SILENT', await this.listen());
    this.name('STRANGER', await this.listen('220 mail.example ESMTP\r\n'));
    this.name('NOBODY', await freeTcpPort());
    folder.file('not-loaded.net', `[${this.resolve('HYPERVISOR')}]\n[[ROUTER R1]]\n`);
    const [udp = 0, , second = 0] = await freePorts(3);
    const console = await freeTcpPort();
    const router = (base: number): string => `udp = ${base}\n[[ROUTER R${base}]]\nconsole = ${console}\n`;
    folder.file('fresh.net', `[${this.resolve('NOBODY')}]\n${router(udp)}f0/0 = R0 f0/0\n[[ROUTER R0]]\n`);
    folder.file('relative.net', `[${this.resolve('NOBODY')}]\n[[ROUTER R1]]\nimage = c7200.bin\n`);
    folder.file(
      'half-there.net',
      `[${this.resolve('HYPERVISOR')}]\n${router(udp)}[${this.resolve('NOBODY')}]\n${router(second)}`,
    );
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    for (const server of this.servers) await new Promise((resolve) => server.close(resolve));
    await this.hypervisor?.stop();
  }

  resolve(word: string): string {
    return this.addresses.get(word) ?? word;
  }

  private name(word: string, port: number): void {
    this.addresses.set(word, `127.0.0.1:${port}`);
  }

  /** A TCP server that reads nothing and says only this. */
  private async listen(greeting = ''): Promise<number> {
    const server = createServer((socket) => {
      this.sockets.add(socket.on('error', () => undefined));
      socket.write(greeting);
    });
    this.servers.push(server);
    await new Promise<void>((resolve) => {
      server.listen({ host: '127.0.0.1', port: 0 }, resolve);
    });
    return (server.address() as AddressInfo).port;
  }
}

describe('exit codes', () => {
  const servers = new Servers();
  before(() => servers.open());
  after(() => servers.close());

  for (const [code, commands] of Object.entries(COMMANDS)) {
    describe(code, () => {
      for (const args of commands) {
        const shown = args.map((arg) => arg.replace(`${folder.path}/`, '')).join(' ');
        it(`niostat ${shown}`, async () => {
          const words = args.map((word) => servers.resolve(word));
          const [text, json] = await niostatAll([words, [...words, '--json']]);
          expect([text?.code, json?.code], 'without and with --json').to.deep.equal([Number(code), Number(code)]);
          // With --json standard output is one JSON value, whatever happened, and the text of an error is not
          // beside it.
          const result = JSON.parse(json?.stdout ?? '');
          expect(result.schemaVersion).to.equal(1);
          expect(json?.stderr).to.equal('');
          if (hasNoResult(code, args)) {
            expect(text?.stdout).to.equal('');
            expect(text?.stderr).to.match(/\S/);
            expect(result.error.code).to.match(/^[A-Z][A-Z0-9_]*$/);
            expect(result.error.message).to.match(/\S/);
          } else {
            expect(text?.stdout).to.match(/\S/);
            // A refusal of a hypervisor is its reply, and what that means is told with it.
            if (args[0] === 'send' && text?.code === 1) expect(text?.stderr).to.match(/^niostat: refused \(2\d\d\): /);
            else expect(text?.stderr).to.equal('');
            expect(result).to.not.have.property('error');
          }
        });
      }
    });
  }

  it('niostat completion, which has no --json: 0 for a script, 2 for bad usage', async () => {
    const bad = [['tcsh'], [], ['bash', 'zsh'], ['bash', '--json'], ['bash', '--bogus']];
    const runs = await niostatAll([['bash'], ...bad].map((args) => ['completion', ...args]));
    expect(runs.map(({ code }) => code)).to.deep.equal([0, ...bad.map(() => 2)]);
    for (const { stdout, stderr } of runs.slice(1)) {
      expect(stdout).to.equal('');
      expect(stderr).to.match(/\S/);
    }
  });

  it('niostat rehearse, one after the other: 0 if all is well, 1 if not, 3 if hypervisors are busy or not reached', async () => {
    const subject = SUBJECTS.find(({ isReal }) => !isReal) as Subject;
    const [first, second] = [await subject.start(), await subject.start()];
    const [base = 0] = await freePorts(2);
    const labWith = (name: string, port: number, baseUdp: number): string =>
      folder.file(
        `${name}.net`,
        `[127.0.0.1:${first.port}]\nudp = ${base}\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[127.0.0.1:${port}]\nudp = ${baseUdp}\n[[ROUTER R2]]\n`,
      );
    const well = labWith('well', second.port, base + 1);
    const codes = async (...args: string[]): Promise<(number | null)[]> => {
      const runs = [await niostat(['rehearse', ...args]), await niostat(['rehearse', '--json', ...args])];
      expect(JSON.parse(runs[1]?.stdout ?? '').schemaVersion).to.equal(1);
      return runs.map(({ code }) => code);
    };
    try {
      expect(await codes(well)).to.deep.equal([0, 0]);
      expect(await codes('--clean', well)).to.deep.equal([0, 0]);
      expect(await codes(labWith('same-base', second.port, base))).to.deep.equal([1, 1]);
      const unreached = labWith('unreached', await freeTcpPort(), base + 1);
      expect(await codes(unreached)).to.deep.equal([3, 3]);
      expect(await codes('--clean', unreached)).to.deep.equal([3, 3]);
      expect((await niostat(['send', `127.0.0.1:${second.port}`, 'nio create_null x'])).code).to.equal(0);
      expect(await codes(well)).to.deep.equal([3, 3]);
    } finally {
      await first.stop();
      await second.stop();
    }
  });

  it('niostat hypervisor, which has no --json: 2 for bad usage, 3 for an address that it cannot have', async () => {
    const bad = [
      ['--listen', '127.0.0.1:70000'],
      ['--listen', ''],
      ['--dynamips', 'bogus'],
      ['--json'],
      ['--bogus'],
      ['bogus'],
    ];
    const taken = ['--listen', servers.resolve('HYPERVISOR')];
    const runs = await niostatAll([...bad, taken].map((args) => ['hypervisor', ...args]));
    expect(runs.map(({ code }) => code)).to.deep.equal([...bad.map(() => 2), 3]);
    for (const { stdout, stderr } of runs) {
      expect(stdout).to.equal('');
      expect(stderr).to.match(/\S/);
    }
    expect(runs.at(-1)?.stderr).to.include('the port is in use by another program');
  });
});
