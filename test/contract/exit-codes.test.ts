import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { Batch, Folder, niostatAll } from '../support/cli.ts';
import { freeTcpPort, type RunningHypervisor, SUBJECTS } from '../support/subjects.ts';

const folder = new Folder();
const broken = folder.file('broken.net', '[localhost]\nnonsense\n');
const clean = folder.file('clean.net', '[localhost]\nudp = 9000\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[[ROUTER R2]]\n');
const findings = 'scenarios/two-hypervisors-same-base.yaml';
/** A lab whose hypervisor is HYPERVISOR, which has nothing of it. */
const notLoaded = join(folder.path, 'not-loaded.net');

/** Command lines by the exit code that DESIGN §3 gives them; words in capitals stand for the addresses of `World`. */
const COMMANDS: Readonly<Record<number, readonly (readonly string[])[]>> = {
  0: [
    ['simulate', clean],
    // A simulation says what happens; broken links are its result and not its failure.
    ['simulate', findings],
    ['check', clean],
    ['check', '--fail-on', 'error', '--rule', 'known-range', findings],
    ['checks'],
    ['explain', 'NIO001'],
    ['probe', 'HYPERVISOR'],
    ['probe', '--no-consoles', '--timeout', '5', 'HYPERVISOR'],
    ['send', 'HYPERVISOR', 'hypervisor', 'version'],
    ['send', 'HYPERVISOR', 'nio list'],
    ['send', '--yes', 'HYPERVISOR', 'hypervisor', 'reset'],
    // Nothing has this port, so that no link is left.
    ['links', '--filter', 'sport = :0'],
    ['links', '-anp4', '--filter', 'sport = :0'],
    ['links', '--explain', notLoaded],
  ],
  1: [
    ['check', findings],
    ['check', clean, findings],
    ['check', '--fail-on', 'note', '--rule', 'known-range', findings],
    ['probe', notLoaded],
    // It was reached, and what it is is known.
    ['probe', 'STRANGER'],
    ['send', 'HYPERVISOR', 'bogus', 'x'],
    ['send', '--yes', 'HYPERVISOR', 'nio', 'delete', 'nosuch'],
    ['links', clean],
    ['links', clean, findings],
    ['links', '--counters', '--explain', findings],
  ],
  2: [
    ['simulate', broken],
    ['simulate', 'nosuch.net'],
    ['simulate'],
    ['simulate', '--bogus', clean],
    ['simulate', '--format', 'bogus', clean],
    ['simulate', '--allocator', 'bogus', clean],
    ['simulate', '--dynamips', 'bogus', clean],
    ['simulate', '--os', 'bogus', clean],
    ['check', broken],
    // Findings in one file do not hide that another one is bad.
    ['check', findings, broken],
    ['check', '--fail-on', 'bogus', clean],
    ['check', '--rule', 'bogus', clean],
    ['checks', '--bogus'],
    ['checks', 'bogus'],
    ['explain'],
    ['explain', 'bogus'],
    ['bogus'],
    ['probe'],
    ['probe', 'nosuch.net'],
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
    // There is nobody to ask.
    ['send', 'HYPERVISOR', 'hypervisor', 'stop'],
  ],
  3: [
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
  ],
};

/** True if the command line ends without a result: then there is an error. */
function hasNoResult(code: string, args: readonly string[]): boolean {
  return code === '2' || (code === '3' && args[0] === 'send');
}

/** Live addresses for the command lines, for as long as the tests run. */
class World {
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
  const world = new World();
  // Before those of the batch, which starts the first commands.
  before(() => world.open());
  after(() => world.close());
  const batch = new Batch();

  for (const [code, commands] of Object.entries(COMMANDS)) {
    describe(code, () => {
      for (const args of commands) {
        const shown = args.map((arg) => arg.replace(`${folder.path}/`, '')).join(' ');
        const runs = [args, [...args, '--json']].map((one) =>
          batch.add(() => ({ args: one.map((word) => world.resolve(word)) })),
        );
        it(`niostat ${shown}`, async () => {
          const [text, json] = await Promise.all(runs);
          expect([text?.code, json?.code], 'without and with --json').to.deep.equal([Number(code), Number(code)]);
          // With --json standard output is one JSON value, whatever happened, and the text of an error is not beside it.
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
            expect(text?.stderr).to.equal('');
            expect(result).to.not.have.property('error');
          }
        });
      }
    });
  }

  it('niostat hypervisor, which has no --json: 2 for bad usage, 3 for an address that it cannot have', async () => {
    const bad = [
      ['--listen', '127.0.0.1:70000'],
      ['--listen', ''],
      ['--generation', 'bogus'],
      ['--json'],
      ['--bogus'],
      ['bogus'],
    ];
    const taken = ['--listen', world.resolve('HYPERVISOR')];
    const runs = await niostatAll([...bad, taken].map((args) => ['hypervisor', ...args]));
    expect(runs.map(({ code }) => code)).to.deep.equal([...bad.map(() => 2), 3]);
    for (const { stdout, stderr } of runs) {
      expect(stdout).to.equal('');
      expect(stderr).to.match(/\S/);
    }
    expect(runs.at(-1)?.stderr).to.include('another program listens there');
  });
});
