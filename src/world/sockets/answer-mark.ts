import { randomUUID } from 'node:crypto';

/**
 * Begins each part of an answer. No process or file can have a name that is taken for it, because nobody
 * knows it before.
 */
export function newMark(): string {
  return `%niostat-${randomUUID()} `;
}
