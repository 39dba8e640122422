import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ip, makeTwoHosts, type NetworkNamespace, type TwoHosts, whatIsMissing } from './network-namespace.ts';

/** What is missing for tests with real firewalls; undefined if nothing is. */
export const FIREWALLS_LACK = whatIsMissing(['ip', 'nft', 'iptables', 'ip6tables', 'ufw', 'firewall-offline-cmd']);

/**
 * Open in every ruleset of these tests; when it has answered, everything that was sent before has been
 * decided.
 */
export const SENTINEL = 9;

/** Listens on all of the ports, TCP and UDP, IPv4 and IPv6, and returns every datagram to its sender. */
const LISTENER = `
  const [sentinel, ...ports] = process.argv.slice(1).map(Number);
  const all = [sentinel, ...ports];
  let waiting = all.length * 2;
  const ready = () => { if (--waiting === 0) console.error('ready'); };
  for (const port of all) {
    require('node:net').createServer((socket) => socket.on('error', () => {})).listen(port, '::', ready);
    const udp = require('node:dgram').createSocket('udp6');
    udp.on('message', (message, { port: from, address }) => {
      const answer = () => udp.send(message, from, address);
      // Everybody who was served in the same turn is answered before.
      if (port === sentinel) setImmediate(() => setImmediate(answer)); else answer();
    }).bind(port, '::', ready);
  }
`;

/** Tries ports from one source and prints those that answered, as "tcp 22 udp 53". */
const PROBER = `
  const [source, target, sentinel, ...ports] = process.argv.slice(1);
  const open = new Set();
  const tcp = (port) => {
    const socket = require('node:net').connect({ host: target, port: Number(port), localAddress: source });
    return new Promise((resolve) => socket.on('connect', () => { open.add('tcp ' + port); resolve(); }).on('error', resolve));
  };
  const udp = (port) => new Promise((resolve) => {
    const socket = require('node:dgram').createSocket(source.includes(':') ? 'udp6' : 'udp4');
    socket.on('error', resolve).on('message', () => { open.add('udp ' + port); resolve(); });
    socket.bind(0, source, () => socket.connect(Number(port), target, () => {
      sent.push(new Promise((done) => socket.send('x', done)));
      bound();
    }));
    let bound;
    ready.push(new Promise((done) => { bound = done; }));
  });
  const [ready, sent] = [[], []];
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  (async () => {
    for (const port of ports) { tcp(port); udp(port); }
    await Promise.all(ready);
    await Promise.all(sent);
    await tcp(sentinel);
    await udp(sentinel);
    await turn();
    await turn();
    console.log([...open].filter((one) => !one.endsWith(' ' + sentinel)).sort().join(','));
    process.exit(0);
  })();
`;

/** Two hosts; all of `ports` are served on the far one. The near one has a second address for each family. */
export class FirewalledHost {
  private constructor(
    private readonly hosts: TwoHosts,
    private readonly ports: readonly number[],
  ) {}

  static async make(ports: readonly number[]): Promise<FirewalledHost> {
    const hosts = await makeTwoHosts();
    const { near, far } = hosts;
    for (const address of ['198.18.0.3/24', 'fd00::1/64', 'fd00::3/64']) {
      ip('-n', near.name, 'address', 'add', address, 'dev', 'cable', ...(address.includes(':') ? ['nodad'] : []));
    }
    ip('-n', far.name, 'address', 'add', 'fd00::2/64', 'dev', 'cable', 'nodad');
    await far.start(process.execPath, ['-e', LISTENER, String(SENTINEL), ...ports.map(String)], /ready/);
    return new FirewalledHost(hosts, ports);
  }

  get near(): NetworkNamespace {
    return this.hosts.near;
  }

  /** Writes a file and gives its path. */
  file(name: string, content: string): string {
    const path = join(this.hosts.directory, name);
    writeFileSync(path, content);
    return path;
  }

  /** What of the ports answers this source, as `tcp 22`, `udp 53`. */
  async openTo(source: string): Promise<string[]> {
    const target = source.includes(':') ? 'fd00::2' : '198.18.0.2';
    const words = [source, target, String(SENTINEL), ...this.ports.map(String)];
    const { code, stdout, stderr } = await this.hosts.near.run(process.execPath, ['-e', PROBER, ...words]);
    expect([code, stderr]).to.deep.equal([0, '']);
    return stdout
      .trim()
      .split(',')
      .filter((one) => one !== '');
  }

  /** Runs a script on the far host and gives what it said on standard error; it must end like this. */
  async script(text: string, code = 0): Promise<string> {
    const outcome = await this.hosts.far.run('sh', [this.file('script.sh', text)]);
    expect(outcome.code, `${outcome.stderr}${text}`).to.equal(code);
    return outcome.stderr;
  }

  /** What a program on the far host prints. */
  async output(program: string, ...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await this.hosts.far.run(program, args);
    expect(code, stderr).to.equal(0);
    return stdout;
  }

  remove(): Promise<void> {
    return this.hosts.remove();
  }
}

/** A firewall whose configuration is a copy: nothing that a script does reaches this machine. */
export interface ConfigurationCopy {
  readonly directory: string;
  /** Runs a script with the copy, and gives its standard error. */
  script(text: string): string;
  remove(): void;
}

/** ufw with all of its files under another root; it is off there. */
export function ufwCopy(): ConfigurationCopy {
  const directory = mkdtempSync(join(tmpdir(), 'niostat-ufw-'));
  for (const path of ['etc/default', 'lib', 'usr/share']) mkdirSync(join(directory, path), { recursive: true });
  for (const path of ['etc/default/ufw', 'etc/ufw', 'lib/ufw', 'usr/share/ufw']) {
    cpSync(join('/', path), join(directory, path), { recursive: true });
  }
  return copy(directory, 'ufw', `exec /usr/sbin/ufw --rootdir='${directory}' --datadir='${directory}' "$@"`);
}

/** `firewall-cmd` that is `firewall-offline-cmd` with a directory of its own: all of that is permanent. */
export function firewalldCopy(): ConfigurationCopy {
  const directory = mkdtempSync(join(tmpdir(), 'niostat-firewalld-'));
  cpSync('/etc/firewalld', join(directory, 'system'), { recursive: true });
  return copy(
    directory,
    'firewall-cmd',
    `for word do
  shift
  case "$word" in
    --reload|--get-active-zones) exit 0 ;;
    --permanent) ;;
    *) set -- "$@" "$word" ;;
  esac
done
exec firewall-offline-cmd --system-config='${directory}/system' "$@"`,
  );
}

function copy(directory: string, program: string, wrapper: string): ConfigurationCopy {
  const bin = join(directory, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, program), `#!/bin/sh\n${wrapper}\n`, { mode: 0o755 });
  const PATH = `${bin}:${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`;
  return {
    directory,
    script(text) {
      const { ZONE: _, ...env } = process.env;
      const { status, stderr } = spawnSync('sh', [], { input: text, encoding: 'utf8', env: { ...env, PATH } });
      expect(status, `${stderr}${text}`).to.equal(0);
      return stderr;
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
