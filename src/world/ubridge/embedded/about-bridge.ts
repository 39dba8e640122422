import type { Reply } from '../../hypervisor/reply.ts';
import type { Bridge } from './bridge.ts';
import { type Command, noSuch, type Objects } from './objects.ts';

/** A command whose first word names a bridge; `run` gets the others. */
export function aboutBridge(
  name: string,
  [min, max]: readonly [min: number, max: number],
  run: (bridge: Bridge, args: readonly string[], objects: Objects) => Reply | Promise<Reply>,
): Command {
  return {
    name,
    min,
    max,
    run: ([bridgeName = '', ...args], objects) => {
      const bridge = objects.bridge(bridgeName);
      return bridge === undefined ? noSuch('bridge', bridgeName) : run(bridge, args, objects);
    },
  };
}
