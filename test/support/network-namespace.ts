import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A program that has not said by then that it is ready hangs. */
const LIMIT_MS = 60_000;

/** sshd is in /usr/sbin, which not everybody has on the PATH. */
const PATH = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin'].join(delimiter);

/** The program of iproute2. */
export const IP = pathOf('ip') ?? 'ip';

/** What is missing for tests with two hosts; undefined if nothing is. */
export const NAMESPACES_LACK = whatIsMissing(['ip', 'ssh', 'sshd', 'ssh-keygen']);

/** Why tests with namespaces and these programs cannot run here; undefined if they can. */
export function whatIsMissing(programs: readonly string[]): string | undefined {
  const lacking = programs.filter((program) => pathOf(program) === undefined);
  if (lacking.length > 0) return `there is no ${lacking.join(', ')} on the PATH`;
  if (process.getuid?.() !== 0) return 'only root makes network namespaces';
  // A container may have root and not the right to do it.
  const name = `niostat-try-${process.pid}`;
  const { status, stderr } = spawnSync(IP, ['netns', 'add', name], { encoding: 'utf8' });
  if (existsSync(`/run/netns/${name}`)) spawnSync(IP, ['netns', 'del', name]);
  return status === 0 ? undefined : `no network namespace can be made: ${stderr.trim()}`;
}

/** The file of a program. */
function pathOf(program: string): string | undefined {
  return PATH.split(delimiter)
    .map((directory) => join(directory, program))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** What a program in a namespace said, and how it ended. */
export interface Outcome {
  /** Exit code; otherwise the signal that it died of, or why it could not be started. */
  readonly code: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * A host that exists for some tests: a network of its own on this machine, whose files and processes it
 * shares.
 */
export class NetworkNamespace {
  constructor(
    readonly name: string,
    readonly address: string,
  ) {}

  /** Runs a program to its end; one that hangs is killed when the namespace is removed. */
  async run(program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Outcome> {
    const { child, closed } = this.spawn(program, args, env);
    let [stdout, stderr] = ['', ''];
    child.stdout?.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      stderr += chunk;
    });
    const code = await closed;
    return { code, stdout, stderr };
  }

  /**
   * Starts a program that stays until the namespace is removed; returns when it has said on standard error
   * that it is ready.
   */
  async start(program: string, args: readonly string[], ready: RegExp): Promise<ChildProcess> {
    const { child, closed } = this.spawn(program, args, {});
    child.stdout?.resume();
    let said = '';
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${program} is not ready: ${said}`)), LIMIT_MS);
      child.stderr?.on('data', (chunk) => {
        said += chunk;
        if (ready.test(said)) {
          clearTimeout(timer);
          resolve();
        }
      });
      void closed.then((end) => {
        clearTimeout(timer);
        reject(new Error(`${program} ended with ${end}: ${said}`));
      });
    });
    return child;
  }

  /** Starts a program that does something until it is killed, or the namespace is removed. */
  launch(program: string, args: readonly string[]): ChildProcess {
    const { child } = this.spawn(program, args, {});
    child.stdout?.resume();
    child.stderr?.resume();
    return child;
  }

  /** Gives commands to a hypervisor in this namespace, on one connection; all of them must succeed. */
  async command(port: number, ...commands: string[]): Promise<void> {
    const { code, stderr } = await this.run(process.execPath, [
      '-e',
      COMMANDER,
      this.address,
      String(port),
      ...commands,
    ]);
    if (code !== 0) throw new Error(`${this.name}: ${stderr}`);
  }

  private spawn(program: string, args: readonly string[], env: Readonly<Record<string, string>>): Child {
    const child = spawn(IP, ['netns', 'exec', this.name, program, ...args], {
      cwd: ROOT,
      env: { ...process.env, PATH, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const closed = new Promise<number | string>((resolve) => {
      child.once('error', ({ message }) => resolve(message));
      child.once('close', (code, signal) => resolve(code ?? signal ?? 'nothing'));
    });
    return { child, closed };
  }
}

interface Child {
  readonly child: ChildProcess;
  readonly closed: Promise<number | string>;
}

/** Runs in the namespace with an address, a port and commands; says what was refused. */
const COMMANDER = `
  const [host, port, ...commands] = process.argv.slice(1);
  const socket = require('node:net').connect({ host, port: Number(port) });
  let text = '';
  const next = () => (commands.length === 0 ? socket.end() : socket.write(commands[0] + '\\n'));
  socket.setEncoding('utf8').on('connect', next).on('data', (chunk) => {
    text += chunk;
    const last = /^\\d{3}-.*\\r\\n/m.exec(text);
    if (last === null) return;
    if (!last[0].startsWith('100-')) {
      console.error(commands[0] + ': ' + last[0]);
      process.exit(1);
    }
    text = '';
    commands.shift();
    next();
  });
`;

/** Two hosts with a cable between them. */
export interface TwoHosts {
  readonly near: NetworkNamespace;
  readonly far: NetworkNamespace;
  /** For keys and configurations. */
  readonly directory: string;
  /** Ends all programs and removes all of it. */
  remove(): Promise<void>;
}

/** How many pairs this process has made: some tests have one each at the same time. */
let pairs = 0;

/** Makes two network namespaces with addresses of 198.18.0.0/15, which are for tests (RFC 2544). */
export async function makeTwoHosts(): Promise<TwoHosts> {
  const pair = `${process.pid}-${pairs++}`;
  const [near, far] = ['near', 'far'].map(
    (side, index) => new NetworkNamespace(`niostat-${side}-${pair}`, `198.18.0.${index + 1}`),
  ) as [NetworkNamespace, NetworkNamespace];
  const directory = await mkdtemp(join(tmpdir(), 'niostat-hosts-'));
  const remove = keepUntilEnd([near.name, far.name], directory);
  try {
    for (const { name } of [near, far]) ip('netns', 'add', name);
    // Both ends are made where they belong, so that this machine's own network never sees them.
    ip('-n', near.name, 'link', 'add', 'cable', 'type', 'veth', 'peer', 'name', 'cable', 'netns', far.name);
    for (const { name, address } of [near, far]) {
      ip('-n', name, 'address', 'add', `${address}/24`, 'dev', 'cable');
      for (const device of ['lo', 'cable']) ip('-n', name, 'link', 'set', device, 'up');
    }
    return { near, far, directory, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/**
 * Starts a program that waits until it is told, or until this process is gone, however it ended; then it
 * kills what runs in the namespaces, and removes them and the directory. Ctrl-C does not reach it. Returns
 * how to tell it.
 */
function keepUntilEnd(names: readonly string[], directory: string): () => Promise<void> {
  // With a namespace goes its end of the cable, and with that the other end.
  const script = `cat >/dev/null
for name; do
  for pid in $('${IP}' netns pids "$name" 2>/dev/null); do kill -9 "$pid"; done
  '${IP}' netns del "$name" 2>/dev/null
done
rm -rf "$0"`;
  const keeper = spawn('sh', ['-c', script, directory, ...names], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const closed = new Promise<void>((resolve) => keeper.once('close', () => resolve()));
  return async () => {
    keeper.stdin.end();
    await closed;
  };
}

/** Changes the network of a namespace. */
export function ip(...args: string[]): void {
  const { status, stderr } = spawnSync(IP, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`ip ${args.join(' ')}: ${stderr.trim()}`);
}

/** How ssh reaches the far host, and what may go wrong there. */
export interface SshAccess {
  /** The environment in which `ssh` is the system's with a configuration of the test. */
  readonly env: Readonly<Record<string, string>>;
  /** Writes the host keys that the client knows. */
  knowHost(isKnown: boolean): Promise<void>;
  /** Lets the client's key in or not; `command` is run instead of what is asked for (sshd(8)). */
  letIn(isLetIn: boolean, command?: string): Promise<void>;
}

/** The far host's, which has all ports to itself. */
const SSH_PORT = 2222;

/** Starts a real sshd on the far host, with keys and configurations of its own. */
export async function startSshd({ far, directory }: TwoHosts): Promise<SshAccess> {
  const at = (name: string): string => join(directory, name);
  for (const name of ['host_key', 'user_key']) {
    const args = ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', at(name)];
    const { code, stderr } = await far.run('ssh-keygen', args);
    if (code !== 0) throw new Error(`ssh-keygen: ${stderr}`);
  }
  const { stdout: hostKey } = await far.run('cat', [at('host_key.pub')]);
  const { stdout: userKey } = await far.run('cat', [at('user_key.pub')]);
  await writeFile(
    at('sshd_config'),
    `ListenAddress ${far.address}:${SSH_PORT}
HostKey ${at('host_key')}
AuthorizedKeysFile ${at('authorized_keys')}
PidFile none
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
# The directory of the test is in one that everybody may write to.
StrictModes no
`,
  );
  await writeFile(
    at('config'),
    `Host far
  HostName ${far.address}
Host far ${far.address}
  Port ${SSH_PORT}
  User root
  IdentityFile ${at('user_key')}
  IdentitiesOnly yes
  UserKnownHostsFile ${at('known_hosts')}
  GlobalKnownHostsFile none
`,
  );
  // niostat leaves configuration to ssh, and ssh looks for it where the password database says, not where
  // HOME says. A wrapper that comes first on the PATH and names another file needs neither a change of the
  // program nor of this machine.
  await mkdir(at('bin'));
  await writeFile(join(at('bin'), 'ssh'), `#!/bin/sh\nexec '${pathOf('ssh')}' -F '${at('config')}' "$@"\n`, {
    mode: 0o755,
  });
  const knowHost = (isKnown: boolean): Promise<void> =>
    writeFile(at('known_hosts'), isKnown ? `[${far.address}]:${SSH_PORT} ${hostKey}` : '');
  const letIn = (isLetIn: boolean, command?: string): Promise<void> => {
    const options = command === undefined ? '' : `command="${command}" `;
    return writeFile(at('authorized_keys'), isLetIn ? `${options}${userKey}` : '');
  };
  await knowHost(true);
  await letIn(true);
  // It wants to be called by its whole path, and wants the directory /run/sshd, which the service makes at
  // its start. `ip netns exec` gives every program its own view of the file system, so that this one is seen
  // by sshd alone.
  const script = `mount -t tmpfs tmpfs /run && mkdir /run/sshd && exec '${pathOf('sshd')}' -D -e -f "$0"`;
  await far.start('sh', ['-c', script, at('sshd_config')], /Server listening on/);
  return { env: { PATH: `${at('bin')}${delimiter}${PATH}` }, knowHost, letIn };
}
