import { type NamedObject, runOf } from '../../core/words/rehearsal-names.ts';
import type { RehearsalEnd } from './ends.ts';
import { ENDS_PER_SWITCH } from './ends-per-switch.ts';

/** Enough that no two rehearsals, and no stranger, give the same name: a list of names is then proof. */
const RUN_NAME_BYTES = 4;

/** The names that one rehearsal gives. `run` marks it: at least four random bytes. */
export class RehearsalNames {
  /** The rehearsal, in eight digits. */
  readonly run: string;

  constructor(run: Uint8Array) {
    this.run = Buffer.from(run.subarray(0, RUN_NAME_BYTES)).toString('hex');
  }

  /** The NIO of an end of a link. */
  nio({ id }: RehearsalEnd): string {
    return this.name(`nio-${id}`);
  }

  /** A switch of the rehearsal; the first is 1. */
  switch(number: number): string {
    return this.name(`switch-${number}`);
  }

  /** The NIO through which frames come into a switch from here; `number` is that of the switch. */
  injector(number: number): string {
    return this.name(`injector-${number}`);
  }

  /**
   * The NIO to which datagrams go that wake the threads of a hypervisor, and the bridge that it stands in.
   */
  get waker(): string {
    return this.name('waker');
  }

  /** Everything that may be made on a hypervisor which has these ends. */
  all(ends: readonly RehearsalEnd[]): NamedObject[] {
    const switches = Array.from({ length: Math.max(1, Math.ceil(ends.length / ENDS_PER_SWITCH)) }, (_, at) => at + 1);
    return [
      ...switches.map((number) => ({ module: 'ethsw', name: this.switch(number) })),
      ...ends.map((end) => ({ module: 'nio', name: this.nio(end) })),
      ...switches.map((number) => ({ module: 'nio', name: this.injector(number) })),
      ...['nio_bridge', 'nio'].map((module) => ({ module, name: this.waker })),
    ];
  }

  private name(what: string): string {
    return `niostat-${this.run}-${what}`;
  }
}

/** True for the waker of any rehearsal. */
export function isWaker(name: string): boolean {
  return name.endsWith('-waker') && runOf({ module: 'nio', name }) !== undefined;
}
