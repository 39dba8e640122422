import { mkdtemp, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isLoopback, normalizeHost } from '../../../core/address/host.ts';
import { isIp } from '../../../core/address/ip-address.ts';
import type { Generation } from '../../../core/kernel/dynamips-version.ts';
import { EmbeddedHypervisor } from '../../../world/hypervisor/embedded/embedded-hypervisor.ts';
import type { EmbeddedVersion } from '../../../world/hypervisor/embedded/objects.ts';
import { startDynamips } from '../../../world/hypervisor/started-dynamips.ts';
import type { HypervisorAddress } from '../../../world/hypervisor/with-hypervisor.ts';

/** A hypervisor as a lab names it. */
export interface HypervisorPlace {
  readonly host: string;
  /** TCP. */
  readonly port: number;
}

/** One that runs. */
export interface RunningHypervisor {
  stop(): Promise<void>;
}

/** Starts one; throws the system's error, or a `WorldError`. */
export type StartHypervisor = (address: string, port: number) => Promise<RunningHypervisor>;

/** One that a lab names and that does not run, and why, in a clause. */
export interface NotStarted {
  readonly name: string;
  readonly why: string;
}

const LOOPBACK = '127.0.0.1';

const VERSIONS: Readonly<Record<Generation, EmbeddedVersion>> = {
  'before-0.2.18': '0.2.17',
  'from-0.2.18': '0.2.24',
};

/**
 * Starts hypervisors in this process. `onCommand` hears of every command that they are given. Their folder is
 * taken away as soon as they have it: nobody is to write files through them, and nothing is to stay.
 */
export function embedded(generation: Generation, onCommand: () => void): StartHypervisor {
  return async (host, port) => {
    const workingDirectory = await mkdtemp(join(tmpdir(), 'niostat-practice-'));
    try {
      const version = VERSIONS[generation];
      const one = await EmbeddedHypervisor.start({ host, port, version, workingDirectory, onExchange: onCommand });
      return { stop: () => one.close() };
    } finally {
      await rmdir(workingDirectory).catch(() => undefined);
    }
  };
}

/** Starts this Dynamips, which listens on 127.0.0.1 alone. */
export function real(program: string): StartHypervisor {
  return async (host, port) => {
    if (host !== LOOPBACK) throw Object.assign(new Error(`Dynamips listens on ${LOOPBACK} here`), { code: 'OTHER' });
    return await startDynamips(program, port);
  };
}

/** Where a hypervisor of this name listens on this machine; undefined if it does not. */
export function addressOf({ host }: Pick<HypervisorPlace, 'host'>): string | undefined {
  const name = normalizeHost(host);
  if (!isLoopback(name)) return undefined;
  return isIp(name) ? name : LOOPBACK;
}

/** The hypervisors of a practice: those that its labs name run, and no others. */
export class Hypervisors {
  private readonly running = new Map<string, RunningHypervisor>();
  private readonly start: StartHypervisor;

  constructor(start: StartHypervisor) {
    this.start = start;
  }

  /** Ends those that are not wanted any more, starts those that are new, and says which could not be. */
  async match(wanted: readonly HypervisorPlace[]): Promise<NotStarted[]> {
    const names = new Set(wanted.map(nameOf));
    for (const name of [...this.running.keys()]) if (!names.has(name)) await this.stop(name);
    const failed = new Map<string, string>();
    for (const place of wanted) {
      const why = await this.startOne(place);
      if (why !== undefined) failed.set(`${place.host}:${place.port}`, why);
    }
    return [...failed].map(([name, why]) => ({ name, why }));
  }

  /** Ends one and starts it again: it has nothing any more. */
  async startAgain(place: HypervisorPlace): Promise<void> {
    await this.stop(nameOf(place));
    await this.startOne(place);
  }

  /** What a client of one needs; undefined if it does not run. */
  reach({ host, port }: HypervisorPlace): HypervisorAddress | undefined {
    const address = addressOf({ host });
    if (address === undefined || !this.running.has(nameOf({ host, port }))) return undefined;
    return { host, port, addresses: [address] };
  }

  async close(): Promise<void> {
    for (const name of [...this.running.keys()]) await this.stop(name);
  }

  private async stop(name: string): Promise<void> {
    const one = this.running.get(name);
    this.running.delete(name);
    await one?.stop();
  }

  /** Why it could not be started. */
  private async startOne(place: HypervisorPlace): Promise<string | undefined> {
    const name = nameOf(place);
    if (this.running.has(name)) return undefined;
    const address = addressOf(place);
    if (address === undefined) return 'practice starts hypervisors on 127.0.0.1 only';
    try {
      this.running.set(name, await this.start(address, place.port));
      return undefined;
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      return code === 'EADDRINUSE' ? `TCP port ${place.port} is in use` : message;
    }
  }
}

function nameOf(place: HypervisorPlace): string {
  return `${addressOf(place) ?? place.host}:${place.port}`;
}
