import { REPLY_CODE, type Reply } from '../reply.ts';
import type { Request } from '../request.ts';
import { findCommand, type Modules, refuse } from './commands.ts';
import { ETHERNET_SWITCH_COMMANDS } from './ethernet-switch-commands.ts';
import { hypervisorCommands } from './hypervisor-commands.ts';
import { NIO_BRIDGE_COMMANDS } from './nio-bridge-commands.ts';
import { NIO_COMMANDS } from './nio-commands.ts';
import type { Command, Objects } from './objects.ts';
import { VIRTUAL_MACHINE_COMMANDS } from './virtual-machine-commands.ts';

/** Names are kept, thousands of them; Dynamips has no limit. */
const MAX_WORD = 1024;

/** Oldest first, in the order in which Dynamips registers them (stable/hypervisor.c). */
const MODULES: Modules<Objects> = new Map<string, readonly Command[]>([
  ['hypervisor', hypervisorCommands(() => MODULES)],
  ['nio', NIO_COMMANDS],
  ['nio_bridge', NIO_BRIDGE_COMMANDS],
  ['ethsw', ETHERNET_SWITCH_COMMANDS],
  ['vm', VIRTUAL_MACHINE_COMMANDS],
]);

/** Finds the command that a request names and runs it; every request has a reply. */
export async function answer(request: Request, objects: Objects): Promise<Reply> {
  const found = findCommand(request, MODULES);
  if (!('command' in found)) return found;
  const { module, command, args } = found;
  if (module !== 'hypervisor' && args.some((word) => word.length > MAX_WORD)) {
    return refuse(REPLY_CODE.invalidParameter, `a word has at most ${MAX_WORD} characters`);
  }
  return await command.run(args, objects);
}
