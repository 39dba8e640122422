import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Generation } from '../../src/core/kernel/dynamips-version.ts';
import type { Hypervisor } from '../../src/core/lab/lab.ts';
import type { LabModel } from '../../src/core/model/lab-model.ts';
import { EmbeddedHypervisor } from '../../src/world/hypervisor/embedded/embedded-hypervisor.ts';
import { withHypervisor } from '../../src/world/hypervisor/with-hypervisor.ts';
import { writeTinyIos } from './tiny-ios.ts';

/** Which hypervisors are started: embedded ones in this process, or Dynamips, a process each. */
export type MachineKind = 'embedded' | 'dynamips';

/** Hypervisors that were started for one exercise, on the addresses that its files name. */
export class ExerciseMachine {
  /** What was refused: each command with the answer. */
  readonly refusals: string[] = [];

  private readonly running = new Map<string, () => Promise<void>>();
  private readonly kind: MachineKind;
  private readonly generation: Generation;
  private readonly folder: string;

  private constructor(kind: MachineKind, generation: Generation, folder: string) {
    this.kind = kind;
    this.generation = generation;
    this.folder = folder;
  }

  static async open(kind: MachineKind, generation: Generation): Promise<ExerciseMachine> {
    return new ExerciseMachine(kind, generation, await mkdtemp(join(tmpdir(), 'niostat-exercise-')));
  }

  /** Starts the hypervisors of labs, all of them empty. */
  async start({ hypervisors }: LabModel): Promise<void> {
    for (const hypervisor of hypervisors) await this.startOne(hypervisor);
  }

  /** Ends one hypervisor and starts it again: it has nothing then. */
  async startAgain(hypervisor: Hypervisor): Promise<void> {
    await this.running.get(hypervisor.name)?.();
    await this.startOne(hypervisor);
  }

  /**
   * Makes the NIOs of all labs in their order, and deletes those that events delete. A refusal is no error.
   */
  async load({ allocations }: LabModel): Promise<void> {
    let count = 0;
    for (const { created, deletions } of allocations) {
      const names: string[] = [];
      for (let index = 0; index <= created.length; index++) {
        for (const { index: gone } of deletions.filter(({ afterCreated }) => afterCreated === index))
          await this.say(created.at(gone).hypervisor, ['nio', 'delete', names[gone] ?? '']);
        if (index === created.length) break;
        const { hypervisor, localPort, remoteHost, remotePort } = created.at(index);
        const name = `n${count++}`;
        names.push(name);
        await this.say(hypervisor, ['nio', 'create_udp', name, String(localPort), remoteHost, String(remotePort)]);
      }
    }
  }

  /** Starts every router in the order of the files, with its console and its AUX port. */
  async startRouters({ allocations }: LabModel): Promise<void> {
    const ios = this.kind === 'dynamips' ? await writeTinyIos(this.folder) : undefined;
    let id = 0;
    for (const { lab, placement, consoles } of allocations) {
      for (const device of lab.devices) {
        const hypervisor = placement.get(device) as Hypervisor;
        const { name } = device;
        const commands = [['vm', 'create', name, String(id++), 'c7200']];
        for (const { type, port } of consoles.filter((one) => one.device === device))
          commands.push(['vm', type === 'aux' ? 'set_aux_tcp_port' : 'set_con_tcp_port', name, String(port)]);
        if (ios !== undefined) {
          commands.push(
            ['vm', 'set_ios', name, ios],
            ['vm', 'set_ram', name, '4'],
            ['vm', 'set_blk_direct_jump', name, '0'],
          );
        }
        for (const command of [...commands, ['vm', 'start', name]]) await this.say(hypervisor, command);
      }
    }
  }

  async close(): Promise<void> {
    for (const stop of this.running.values()) await stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  private async startOne({ host, port, name }: Hypervisor): Promise<void> {
    const address = host === 'localhost' ? '127.0.0.1' : host;
    const stop =
      this.kind === 'embedded'
        ? await this.startEmbedded(address, port)
        : await startDynamips(address, port, this.folder);
    this.running.set(name, stop);
  }

  private async startEmbedded(host: string, port: number): Promise<() => Promise<void>> {
    const version = this.generation === 'from-0.2.18' ? '0.2.24' : '0.2.17';
    const workingDirectory = join(this.folder, `${host}-${port}`);
    const hypervisor = await EmbeddedHypervisor.start({ host, port, version, workingDirectory });
    return () => hypervisor.close();
  }

  private async say({ host, port }: Hypervisor, words: readonly string[]): Promise<void> {
    const addresses = [host === 'localhost' ? '127.0.0.1' : host];
    const had = await withHypervisor({ host, port, addresses }, { timeoutMs: 60_000 }, (client) =>
      client.exchange(words.map((word) => (word.includes(' ') ? `"${word}"` : word)).join(' ')),
    );
    if (!('result' in had)) throw new Error(`${host}:${port} was not reached: ${had.tcp.reason}`);
    if (had.result.code >= 200) this.refusals.push(`${words.join(' ')}: ${had.result.code}-${had.result.text}`);
  }
}

/** A Dynamips of the PATH; killed, with its folder, by what it returns. */
async function startDynamips(host: string, port: number, cwd: string): Promise<() => Promise<void>> {
  const child = spawn('dynamips', ['-H', `${host}:${port}`], { cwd, stdio: 'ignore' });
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await untilItListens(child, host, port);
  return async () => {
    kill();
    await exited;
    process.removeListener('exit', kill);
  };
}

async function untilItListens(child: ChildProcess, host: string, port: number): Promise<void> {
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`dynamips on port ${port} has ended`);
    const isThere = await new Promise<boolean>((resolve) => {
      const socket = connect({ host, port });
      socket.once('error', () => resolve(false));
      socket.once('connect', () => {
        socket.end('hypervisor close\r\n');
        socket.once('close', () => resolve(true)).resume();
      });
    });
    if (isThere) return;
    await delay(5);
  }
}

/**
 * The router that a console names when somebody connects; undefined if no program listens. Dynamips says it
 * in pieces, and must not be cut short: a write to a client that is gone closes its socket under the thread
 * that waits on it, and no console of that Dynamips is answered any more.
 */
export async function routerBehind(port: number): Promise<string | undefined> {
  return await new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    let said = '';
    socket.on('error', () => resolve(undefined));
    // The other side closes once it has read the end.
    socket.on('close', () => resolve(/ VM "(.*?)"/.exec(said)?.[1]));
    socket.on('data', (chunk) => {
      said += chunk.toString('latin1');
      if (/ VM ".*?"[\s\S]*\n/.test(said)) socket.end();
    });
  });
}
