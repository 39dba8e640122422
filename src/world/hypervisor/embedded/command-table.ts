import { REPLY_CODE, type Reply } from '../reply.ts';
import type { Request } from '../request.ts';
import { ETHERNET_SWITCH_COMMANDS } from './ethernet-switch-commands.ts';
import { hypervisorCommands } from './hypervisor-commands.ts';
import { NIO_BRIDGE_COMMANDS } from './nio-bridge-commands.ts';
import { NIO_COMMANDS } from './nio-commands.ts';
import { type Command, type Objects, refuse } from './objects.ts';
import { VIRTUAL_MACHINE_COMMANDS } from './virtual-machine-commands.ts';

/** Names are kept, thousands of them; Dynamips has no limit. */
const MAX_WORD = 1024;

/** Oldest first, in the order in which Dynamips registers them (stable/hypervisor.c). */
const MODULES: ReadonlyMap<string, readonly Command[]> = new Map([
  ['hypervisor', hypervisorCommands(() => MODULES)],
  ['nio', NIO_COMMANDS],
  ['nio_bridge', NIO_BRIDGE_COMMANDS],
  ['ethsw', ETHERNET_SWITCH_COMMANDS],
  ['vm', VIRTUAL_MACHINE_COMMANDS],
]);

/** Finds the command that a request names and runs it; every request has a reply. */
export async function answer(request: Request, objects: Objects): Promise<Reply> {
  if ('error' in request) return refuse(REPLY_CODE.parse, `Parse error: ${request.error}`);
  const [moduleName, commandName, ...args] = request.words;
  if (moduleName === undefined || commandName === undefined) {
    return refuse(REPLY_CODE.parse, 'At least a module and a command must be specified');
  }
  const commands = MODULES.get(moduleName);
  if (commands === undefined) return refuse(REPLY_CODE.unknownModule, `Unknown module '${moduleName}'`);
  const command = commands.find(({ name }) => name === commandName);
  if (command === undefined) return refuse(REPLY_CODE.unknownCommand, `Unknown command '${commandName}'`);
  const { min, max } = command;
  if (args.length < min || args.length > max) {
    const text = `Bad number of parameters (${args.length} with min/max=${min}/${max})`;
    return refuse(REPLY_CODE.badParameterCount, text);
  }
  if (moduleName !== 'hypervisor' && args.some((word) => word.length > MAX_WORD)) {
    return refuse(REPLY_CODE.invalidParameter, `a word has at most ${MAX_WORD} characters`);
  }
  return await command.run(args, objects);
}
