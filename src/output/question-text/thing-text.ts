import type { Thing } from '../../core/teach/moment.ts';
import { socketText } from './socket-text.ts';

/** Something that wants a port, in a sentence. */
export function thingText(thing: Thing): string {
  switch (thing.thing) {
    case 'end':
      return socketText(thing.socket);
    case 'base':
      return `the base of ${thing.hypervisor.hypervisor}`;
    case 'base console':
      return `the base console of ${thing.hypervisor.hypervisor}`;
    case 'console':
      return `the console of ${thing.device.device}`;
    default:
      return `${thing.thing} port ${thing.port}`;
  }
}

/** True if both are of this kind. */
export function areBoth(things: readonly Thing[], kind: Thing['thing']): boolean {
  return things.every(({ thing }) => thing === kind);
}
