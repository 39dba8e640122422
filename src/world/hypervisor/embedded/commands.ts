import { REPLY_CODE, type Reply } from '../reply.ts';
import type { Request } from '../request.ts';

/** One command of a module; `Objects` is what the program has. */
export interface CommandOf<Objects> {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  run(args: readonly string[], objects: Objects): Reply | Promise<Reply>;
}

/** The commands of each module, both oldest first: in the order in which the program registers them. */
export type Modules<Objects> = ReadonlyMap<string, readonly CommandOf<Objects>[]>;

/** Reply 100: `text` on the last line, each of `messages` on a line before it. */
export function ok(text = 'OK', messages: readonly string[] = []): Reply {
  return { code: REPLY_CODE.ok, text, messages };
}

/** A reply of one line with a `code` from 200 on (`REPLY_CODE`). */
export function refuse(code: number, text: string): Reply {
  return { code, text, messages: [] };
}

/** A command with its arguments, or the reply that there is no such command. */
export function findCommand<Objects>(
  request: Request,
  modules: Modules<Objects>,
): { readonly module: string; readonly command: CommandOf<Objects>; readonly args: readonly string[] } | Reply {
  if ('error' in request) return refuse(REPLY_CODE.parse, `Parse error: ${request.error}`);
  const [module, name, ...args] = request.words;
  if (module === undefined || name === undefined) {
    return refuse(REPLY_CODE.parse, 'At least a module and a command must be specified');
  }
  const commands = modules.get(module);
  if (commands === undefined) return refuse(REPLY_CODE.unknownModule, `Unknown module '${module}'`);
  const command = commands.find((one) => one.name === name);
  if (command === undefined) return refuse(REPLY_CODE.unknownCommand, `Unknown command '${name}'`);
  const { min, max } = command;
  if (args.length < min || args.length > max) {
    const text = `Bad number of parameters (${args.length} with min/max=${min}/${max})`;
    return refuse(REPLY_CODE.badParameterCount, text);
  }
  return { module, command, args };
}

/** `module_list` and `cmd_list` of module `hypervisor`. Newest first, as everything that is listed. */
export function listingCommands<Objects>(modules: () => Modules<Objects>): readonly CommandOf<Objects>[] {
  return [
    { name: 'module_list', min: 0, max: 0, run: () => ok('OK', [...modules().keys()].reverse()) },
    { name: 'cmd_list', min: 1, max: 1, run: ([name = '']) => commandList(modules().get(name), name) },
  ];
}

function commandList(
  commands: readonly Pick<CommandOf<never>, 'name' | 'min' | 'max'>[] | undefined,
  module: string,
): Reply {
  if (commands === undefined) return refuse(REPLY_CODE.unknownModule, `unknown module '${module}'`);
  return ok('OK', commands.map(({ name, min, max }) => `${name} (min/max args: ${min}/${max})`).reverse());
}
