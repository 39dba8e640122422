import { REPLY_CODE } from '../reply.ts';
import { listingCommands, ok, refuse } from './commands.ts';
import { EMBEDDED_SUFFIX } from './embedded-suffix.ts';
import { type Command, type Objects, reset } from './objects.ts';
import { CLOSE, STOP } from './request-server.ts';

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
    ...listingCommands(modules),
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
