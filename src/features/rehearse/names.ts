import type { RehearsalEnd } from './ends.ts';

/**
 * Everything that a rehearsal makes on a hypervisor has a name that begins so; nothing else is ever deleted.
 */
const PREFIX = 'niostat-';

/** True for a name that a rehearsal has given, this one or an earlier one. */
export function isOwnName(name: string): boolean {
  return name.startsWith(PREFIX);
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
