import { type CommandOf, refuse } from '../../hypervisor/embedded/commands.ts';
import { REPLY_CODE, type Reply } from '../../hypervisor/reply.ts';
import type { NameAnswer } from '../../network/look-up-name.ts';
import { Bridge } from './bridge.ts';

/** A lab has a few hundred; each costs two descriptors, of which a process often has 1024. */
const MOST_BRIDGES = 4096;

/** Everything that a uBridge has, as its commands see it. */
export class Objects {
  /** Newest first, as they are listed. */
  bridges: readonly Bridge[] = [];
  /** Asks the resolver, until the uBridge stops. */
  readonly lookUp: (name: string) => Promise<NameAnswer>;
  readonly log: (line: string) => void;
  /** From 0 to below 1: what filters decide by. */
  readonly random: () => number;
  /** Ends the process, as a fault of uBridge's own or an error of the system does. */
  readonly die: () => void;

  constructor({ lookUp, log, random, die }: Pick<Objects, 'lookUp' | 'log' | 'random' | 'die'>) {
    this.lookUp = lookUp;
    this.log = log;
    this.random = random;
    this.die = die;
  }

  bridge(name: string): Bridge | undefined {
    return this.bridges.find((bridge) => bridge.name === name);
  }

  /** False if there is one of that name, or no room. */
  createBridge(name: string): boolean {
    if (this.bridges.length >= MOST_BRIDGES || this.bridge(name) !== undefined) return false;
    this.bridges = [new Bridge(name, { log: this.log, fatal: this.die }), ...this.bridges];
    return true;
  }

  async deleteBridge(bridge: Bridge): Promise<void> {
    this.bridges = this.bridges.filter((one) => one !== bridge);
    await bridge.close();
  }

  async close(): Promise<void> {
    await Promise.all(this.bridges.map((bridge) => bridge.close()));
  }
}

export type Command = CommandOf<Objects>;

/** The reply to a command about something that is not there; `kind` is how the reply calls it. */
export function noSuch(kind: string, name: string): Reply {
  return refuse(REPLY_CODE.notFound, `${kind} '${name}' doesn't exist`);
}
