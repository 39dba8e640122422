import type { ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  ip,
  makeTwoHosts,
  type NetworkNamespace,
  type Outcome,
  type TwoHosts,
  whatIsMissing,
} from './network-namespace.ts';

/** Where CI has a program, this variable is 1, and its tests must not be passed over. */
const REQUIRED_BY: Readonly<Record<string, string>> = {
  ip: 'NIOSTAT_REQUIRE_NETNS',
  dynamips: 'NIOSTAT_REQUIRE_DYNAMIPS',
  vpcs: 'NIOSTAT_REQUIRE_VPCS',
  nft: 'NIOSTAT_REQUIRE_FIREWALLS',
};

/** Says how it listens when it can be connected to. */
const KNOCK = `
  const [host, port] = process.argv.slice(1);
  const knock = () => {
    const socket = require('node:net').connect({ host, port: Number(port) });
    socket.once('connect', () => socket.destroy());
    socket.once('error', () => setTimeout(knock, 5));
  };
  knock();
`;

/** Prints the last line of each reply to a command. */
const TELL = `
  const [host, port, ...commands] = process.argv.slice(1);
  const socket = require('node:net').connect({ host, port: Number(port) });
  let text = '';
  const next = () => socket.write(commands[0] + '\\n');
  commands.push('hypervisor close');
  socket.setEncoding('utf8').on('connect', next).on('data', (chunk) => {
    text += chunk;
    const last = /^\\d{3}-.*\\r\\n/m.exec(text);
    if (last === null) return;
    text = '';
    if (commands.length > 1) console.log(last[0].trim());
    commands.shift();
    if (commands.length > 0) next();
    else socket.destroy();
  });
`;

/**
 * A host for cases that must not depend on this machine: a network namespace with a hosts file of its own and
 * real programs, and a second one at the other end of a cable. `niostat` is run there as it was built.
 */
export class StagedHost {
  private hosts: TwoHosts | undefined;
  private readonly running = new Map<number, ChildProcess>();

  get near(): NetworkNamespace {
    return this.made.near;
  }

  get far(): NetworkNamespace {
    return this.made.far;
  }

  private get made(): TwoHosts {
    if (this.hosts === undefined) throw new Error('the host is made before the tests');
    return this.hosts;
  }

  async make(): Promise<void> {
    this.hosts = await makeTwoHosts();
    await this.setHostsFile('127.0.0.1 localhost');
  }

  async remove(): Promise<void> {
    if (this.hosts === undefined) return;
    await this.hosts.remove();
    await rm(this.etc, { recursive: true, force: true });
  }

  private get etc(): string {
    return `/etc/netns/${this.near.name}`;
  }

  /** `ip netns exec` shows these files in the place of /etc/hosts and /etc/nsswitch.conf. */
  async setHostsFile(...lines: readonly string[]): Promise<void> {
    await mkdir(this.etc, { recursive: true });
    await writeFile(`${this.etc}/nsswitch.conf`, 'hosts: files\n');
    await writeFile(`${this.etc}/hosts`, lines.map((line) => `${line}\n`).join(''));
  }

  addAddress(address: string, host: NetworkNamespace = this.near): void {
    ip('-n', host.name, 'address', 'add', address, 'dev', 'cable');
  }

  /** A file of the test. */
  async file(name: string, text: string): Promise<string> {
    const path = join(this.made.directory, name);
    await writeFile(path, text);
    return path;
  }

  /**
   * Starts the real Dynamips with `-H listen`, such as `127.0.0.1:7200`, and waits until it listens. Gives
   * its pid. `limit`: how many descriptors it may have.
   */
  async dynamips(listen: string, { at = this.near, limit = 1024 } = {}): Promise<number> {
    const port = Number(listen.slice(listen.lastIndexOf(':') + 1));
    const host = listen.includes(':') ? listen.slice(0, listen.lastIndexOf(':')) : '127.0.0.1';
    const directory = await mkdtemp(join(this.made.directory, 'dynamips-'));
    const script = `cd "$1" && ulimit -n ${limit} && exec dynamips -H "$2"`;
    return await this.launch('sh', ['-c', script, 'sh', directory, listen], { at, host, port });
  }

  /** Starts a program that listens on a TCP port, and waits until it does. Gives its pid. */
  async launch(
    program: string,
    args: readonly string[],
    { at = this.near, host = '127.0.0.1', port }: { at?: NetworkNamespace; host?: string; port: number },
  ): Promise<number> {
    const child = at.launch(program, args);
    const pid = child.pid as number;
    this.running.set(pid, child);
    const { code, stderr } = await at.run(process.execPath, ['-e', KNOCK, host, String(port)]);
    if (code !== 0) throw new Error(`${program} does not listen on ${host}:${port}: ${stderr}`);
    return pid;
  }

  /** Ends all that was started. */
  async stopAll(): Promise<void> {
    for (const [pid, child] of this.running) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      if (child.exitCode !== null || child.signalCode !== null) continue;
      process.kill(pid, 'SIGKILL');
      await ended;
    }
    this.running.clear();
  }

  /** Gives commands to a hypervisor; the last line of the reply to each, the codes alone. */
  async tell(place: string, ...commands: string[]): Promise<string[]> {
    const port = place.slice(place.lastIndexOf(':') + 1);
    const host = place.slice(0, place.lastIndexOf(':'));
    const { stdout, stderr } = await this.near.run(process.execPath, ['-e', TELL, host, port, ...commands]);
    if (stderr !== '') throw new Error(stderr);
    return stdout
      .trim()
      .split('\n')
      .map((line) => line.slice(0, 3));
  }

  /** Runs `niostat` there. */
  niostat(...args: string[]): Promise<Outcome> {
    return this.near.run(process.execPath, ['bin/run.js', ...args]);
  }

  /** The result of a command, as `--json` prints it. */
  async json<Result>(...args: string[]): Promise<Result> {
    const { stdout, stderr } = await this.niostat(...args, '--json');
    if (stdout === '') throw new Error(stderr);
    return JSON.parse(stdout) as Result;
  }
}

/** Tests that need these programs and a host of their own; they are passed over where that cannot be had. */
export function describeStaged(title: string, programs: readonly string[], tests: (host: StagedHost) => void): void {
  describe(title, () => {
    const all = ['ip', ...programs];
    const lack = whatIsMissing(all);
    if (lack !== undefined) {
      if (all.every((program) => process.env[REQUIRED_BY[program] ?? ''] === '1')) {
        it('needs its programs', () => expect.fail(`they are asked for, but ${lack}`));
      } else it.skip(`is not tested here: ${lack}`);
      return;
    }
    const host = new StagedHost();
    before(() => host.make());
    afterEach(() => host.stopAll());
    after(() => host.remove());
    tests(host);
  });
}

/** A file whose real outcome was seen. */
export function caseFile(name: string): string {
  return `test/fixtures/cases/${name}`;
}
