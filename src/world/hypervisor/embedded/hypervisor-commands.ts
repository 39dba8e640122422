import { REPLY_CODE, type Reply } from '../reply.ts';
import { EMBEDDED_SUFFIX } from './embedded-suffix.ts';
import { type Command, type Objects, ok, refuse, reset } from './objects.ts';

/** Commands that end a connection, or everything; the server looks for them after it has answered. */
export const CLOSE = 'close';
export const STOP = 'stop';

/** Makes the commands of module `hypervisor`; `modules` are all modules, oldest first, this one included. */
export function hypervisorCommands(modules: () => ReadonlyMap<string, readonly Command[]>): readonly Command[] {
  return [
    { name: 'version', min: 0, max: 0, run: (_args, { version }) => ok(`${version}${EMBEDDED_SUFFIX}`) },
    {
      name: 'parser_test',
      min: 0,
      max: 10,
      run: (args) =>
        ok(
          'OK',
          args.map((arg, index) => `arg ${index} (len ${Buffer.byteLength(arg)}): "${arg}"`),
        ),
    },
    { name: 'module_list', min: 0, max: 0, run: () => ok('OK', [...modules().keys()].reverse()) },
    { name: 'cmd_list', min: 1, max: 1, run: ([name = '']) => commandList(modules().get(name), name) },
    {
      name: 'working_dir',
      min: 1,
      max: 1,
      run: async ([path = ''], { workingDirectory }) => {
        const reason = await workingDirectory.change(path);
        return reason === undefined ? ok() : refuse(REPLY_CODE.invalidParameter, `chdir: ${reason}`);
      },
    },
    {
      name: 'save_config',
      min: 1,
      max: 1,
      run: async ([path = ''], objects) => {
        const reason = await objects.workingDirectory.write(path, savedConfiguration(objects));
        return reason === undefined ? ok() : refuse(REPLY_CODE.file, `fopen: ${reason}`);
      },
    },
    {
      name: 'reset',
      min: 0,
      max: 0,
      run: async (_args, objects) => {
        await reset(objects);
        return ok();
      },
    },
    { name: CLOSE, min: 0, max: 0, run: () => ok() },
    { name: STOP, min: 0, max: 0, run: () => ok() },
  ];
}

/** Newest first, as everything that Dynamips lists. */
function commandList(commands: readonly Command[] | undefined, module: string): Reply {
  if (commands === undefined) return refuse(REPLY_CODE.unknownModule, `unknown module '${module}'`);
  return ok('OK', commands.map(({ name, min, max }) => `${name} (min/max args: ${min}/${max})`).reverse());
}

/**
 * NIOs, then bridges, then routers. Unlike Dynamips 0.2.14, which follows a null pointer and dies as soon as
 * there is a bridge with a free place (seen), this one writes bridges down.
 */
function savedConfiguration({ nios, bridges, vms }: Objects): string {
  const blocks = [
    nios.newestFirst().map((nio) => nio.saved),
    ...bridges.newestFirst().map((bridge) => bridge.saved),
    ...vms.newestFirst().map((vm) => vm.saved),
  ];
  return blocks.map((lines) => `${lines.map((line) => `${line}\n`).join('')}\n`).join('');
}
