import { findCommand, listingCommands, type Modules, ok, refuse } from '../../hypervisor/embedded/commands.ts';
import { CLOSE, STOP } from '../../hypervisor/embedded/request-server.ts';
import { REPLY_CODE, type Reply } from '../../hypervisor/reply.ts';
import type { Request } from '../../hypervisor/request.ts';
import { BRIDGE_COMMANDS } from './bridge-commands.ts';
import { type Command, noSuch, type Objects } from './objects.ts';

/** The version whose replies are spoken. */
export const UBRIDGE_VERSION = '0.9.19';

/** Names are kept, thousands of them; uBridge reads no line above 511 bytes in one piece. */
const MAX_WORD = 1024;

const HYPERVISOR_COMMANDS: readonly Command[] = [
  { name: 'version', min: 0, max: 0, run: () => ok(UBRIDGE_VERSION) },
  ...listingCommands(() => MODULES),
  { name: 'reset', min: 0, max: 0, run: () => ok() },
  { name: CLOSE, min: 0, max: 0, run: () => ok() },
  { name: STOP, min: 0, max: 0, run: () => ok() },
];

/** What is answered in a module whose objects cannot be made here. */
function refusing(name: string, [min, max]: readonly [min: number, max: number], kind: string | undefined): Command {
  const run = ([object = '']: readonly string[]): Reply =>
    kind === undefined ? refuse(REPLY_CODE.create, `niostat does not ${name}`) : noSuch(kind, object);
  return { name, min, max, run };
}

/** Oldest first, in the order in which uBridge registers them (hypervisor.c). */
const MODULES: Modules<Objects> = new Map<string, readonly Command[]>([
  ['hypervisor', HYPERVISOR_COMMANDS],
  ['bridge', BRIDGE_COMMANDS],
  [
    'docker',
    [
      refusing('create_veth', [2, 2], undefined),
      refusing('delete_veth', [1, 1], undefined),
      refusing('move_to_ns', [3, 3], undefined),
      refusing('set_mac_addr', [2, 2], undefined),
    ],
  ],
  [
    'iol_bridge',
    [
      refusing('create', [2, 2], undefined),
      refusing('delete', [1, 1], 'IOL bridge'),
      refusing('start', [1, 1], 'IOL bridge'),
      refusing('stop', [1, 1], 'IOL bridge'),
      refusing('get_stats', [1, 1], 'bridge'),
      refusing('reset_stats', [1, 1], 'bridge'),
      refusing('rename', [2, 2], 'IOL bridge'),
      refusing('add_nio_udp', [7, 7], 'bridge'),
      refusing('delete_nio_udp', [3, 3], 'bridge'),
      refusing('start_capture', [4, 5], 'bridge'),
      refusing('stop_capture', [3, 3], 'bridge'),
      refusing('add_packet_filter', [4, 15], 'bridge'),
      refusing('delete_packet_filter', [4, 4], 'bridge'),
      refusing('reset_packet_filters', [3, 3], 'bridge'),
      { name: 'list', min: 0, max: 0, run: () => ok() },
    ],
  ],
  ['brctl', [refusing('addif', [2, 2], undefined)]],
]);

/**
 * Finds the command that a request names and runs it. Without a reply the process has ended: `hypervisor
 * reset` ends uBridge 0.9.19 as soon as there is a bridge, before its answer if that does not run, and else
 * after it (docs/FACTS.md, "A live GNS3").
 */
export async function answer(request: Request, objects: Objects): Promise<Reply | undefined> {
  const found = findCommand(request, MODULES);
  if (!('command' in found)) return found;
  const { module, command, args } = found;
  if (module !== 'hypervisor' && args.some((word) => word.length > MAX_WORD)) {
    return refuse(REPLY_CODE.invalidParameter, `a word has at most ${MAX_WORD} characters`);
  }
  if (module === 'hypervisor' && command.name === 'reset' && objects.bridges.length > 0) {
    // The answer goes out first, if there is one.
    setImmediate(() => objects.die());
    return objects.bridges.every((bridge) => bridge.isRunning) ? ok() : undefined;
  }
  return await command.run(args, objects);
}
