import type { Allocation } from '../../../core/allocation/allocation.ts';
import type { Hypervisor } from '../../../core/lab/lab.ts';
import type { LabModel } from '../../../core/model/lab-model.ts';
import { HypervisorError } from '../../../world/hypervisor/hypervisor-error.ts';
import {
  type HypervisorAddress,
  type HypervisorSession,
  openHypervisor,
} from '../../../world/hypervisor/with-hypervisor.ts';

/** A hypervisor of this machine answers in milliseconds; one that has to wait for a core takes longer. */
const TIMEOUT_MS = 10_000;

/** What became of the NIOs of all labs. */
export interface Loaded {
  readonly made: number;
  /** With 206, or because their hypervisor does not run. */
  readonly refused: number;
}

/**
 * Where a hypervisor of a lab is reached; undefined if it does not run: who has its port is not spoken to.
 */
export type Reach = (hypervisor: Hypervisor) => HypervisorAddress | undefined;

interface LoadOptions {
  readonly reach: Reach;
  readonly signal: AbortSignal;
}

/** Deletes all that the hypervisors of labs have, as far as they run. */
export async function clearLabs({ hypervisors }: LabModel, options: LoadOptions): Promise<void> {
  const loader = new Loader(options);
  try {
    for (const hypervisor of hypervisors) await loader.say(hypervisor, 'hypervisor', 'reset');
  } finally {
    await loader.close();
  }
}

/**
 * Loads labs into empty hypervisors, as Dynagen does: makes the NIOs of one lab after
 * the other, in the order and with the ports of the rule set. `withConsoles`: their routers are made and
 * started too, which opens their consoles.
 */
export async function loadLabs(
  { allocations }: LabModel,
  { withConsoles, ...options }: LoadOptions & { readonly withConsoles: boolean },
): Promise<Loaded> {
  const loader = new Loader(options);
  try {
    for (const allocation of allocations) {
      await loader.makeNios(allocation);
      if (withConsoles) await loader.startRouters(allocation);
    }
    return { made: loader.made, refused: loader.refused };
  } finally {
    await loader.close();
  }
}

class Loader {
  made = 0;
  refused = 0;
  private count = 0;
  private readonly sessions = new Map<string, HypervisorSession | undefined>();
  private readonly options: LoadOptions;

  constructor(options: LoadOptions) {
    this.options = options;
  }

  /** True if it was done. What cannot be said to a hypervisor is not done. */
  async say(hypervisor: Hypervisor, ...words: string[]): Promise<boolean> {
    const session = await this.sessionOf(hypervisor);
    if (session === undefined) return false;
    try {
      await session.client.command(...words);
      return true;
    } catch (error) {
      if (!(error instanceof HypervisorError)) throw error;
      return false;
    }
  }

  async makeNios({ created, deletions }: Allocation): Promise<void> {
    const names: string[] = [];
    const goneAfter = (index: number) => deletions.filter(({ afterCreated }) => afterCreated === index);
    for (let index = 0; index <= created.length; index++) {
      for (const { index: gone } of goneAfter(index)) {
        await this.say(created.at(gone).hypervisor, 'nio', 'delete', names[gone] ?? '');
      }
      if (index === created.length) break;
      const { hypervisor, localPort, remoteHost, remotePort } = created.at(index);
      const name = `nio_udp${this.count++}`;
      names.push(name);
      const words = [name, String(localPort), remoteHost, String(remotePort)];
      if (await this.say(hypervisor, 'nio', 'create_udp', ...words)) this.made++;
      else this.refused++;
    }
  }

  /** One after the other in the order of the file: of two with one console the first has it. */
  async startRouters({ lab, placement, consoles }: Allocation): Promise<void> {
    for (const [id, device] of lab.devices.entries()) {
      const hypervisor = placement.get(device);
      if (hypervisor === undefined || device.kind !== 'router') continue;
      const own = consoles.filter((one) => one.device === device);
      await this.say(hypervisor, 'vm', 'create', device.name, String(id), 'c7200');
      for (const { type, port } of own) {
        if (type === 'console') await this.say(hypervisor, 'vm', 'set_con_tcp_port', device.name, String(port));
        if (type === 'aux') await this.say(hypervisor, 'vm', 'set_aux_tcp_port', device.name, String(port));
      }
      await this.say(hypervisor, 'vm', 'start', device.name);
    }
  }

  async close(): Promise<void> {
    for (const session of this.sessions.values()) await session?.close();
  }

  private async sessionOf(hypervisor: Hypervisor): Promise<HypervisorSession | undefined> {
    const name = `${hypervisor.host}:${hypervisor.port}`;
    if (!this.sessions.has(name)) {
      const { reach, signal } = this.options;
      const address = reach(hypervisor);
      const opened = address && (await openHypervisor(address, { timeoutMs: TIMEOUT_MS, signal }));
      this.sessions.set(name, opened !== undefined && 'client' in opened ? opened : undefined);
    }
    return this.sessions.get(name);
  }
}
