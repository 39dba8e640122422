import type { RehearsalEnd } from './ends.ts';

/** Everything that a rehearsal makes on a hypervisor has a name that begins so. */
const PREFIX = 'niostat-';

/** The names that a rehearsal gives to objects of each module; others that begin so are somebody else's. */
const OWN_NAMES: ReadonlyMap<string, RegExp> = new Map([
  ['nio', /^niostat-(nio-\d+|injector-\d+|waker)$/],
  ['nio_bridge', /^niostat-waker$/],
  ['ethsw', /^niostat-switch-\d+$/],
]);

/** True for a name that a rehearsal gives in this module, this one or an earlier one. */
export function isOwnName(module: string, name: string): boolean {
  return OWN_NAMES.get(module)?.test(name) ?? false;
}

/** The NIO of an end of a link. */
export function nioName({ id }: RehearsalEnd): string {
  return `${PREFIX}nio-${id}`;
}

/** A switch of the rehearsal. */
export function switchName(number: number): string {
  return `${PREFIX}switch-${number}`;
}

/** The NIO through which frames come into a switch from here; `number` is that of the switch. */
export function injectorName(number: number): string {
  return `${PREFIX}injector-${number}`;
}

/** The NIO to which datagrams go that wake the threads of a hypervisor, and the bridge that it stands in. */
export const WAKER_NAME = `${PREFIX}waker`;
