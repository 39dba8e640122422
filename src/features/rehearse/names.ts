import type { RehearsalEnd } from './ends.ts';

/**
 * Everything that a rehearsal makes on a hypervisor has a name that begins so; nothing else is ever deleted.
 */
const PREFIX = 'niostat-';

export function isOwnName(name: string): boolean {
  return name.startsWith(PREFIX);
}

/** The NIO of an end of a link. */
export function nioName({ id }: RehearsalEnd): string {
  return `${PREFIX}nio-${id}`;
}

/** A switch, and the NIO through which frames come into it from here. */
export function switchName(number: number): string {
  return `${PREFIX}switch-${number}`;
}

export function injectorName(number: number): string {
  return `${PREFIX}injector-${number}`;
}

export const WAKER_NAME = `${PREFIX}waker`;
