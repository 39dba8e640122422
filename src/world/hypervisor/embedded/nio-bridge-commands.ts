import { addNio, createHub, deleteHub, removeNio } from './hub-commands.ts';
import { NioBridge } from './nio-bridge.ts';
import { type Command, names, rename } from './objects.ts';

export const NIO_BRIDGE_COMMANDS: readonly Command[] = [
  {
    name: 'create',
    min: 1,
    max: 1,
    run: ([name = ''], { bridges }) =>
      createHub(bridges, new NioBridge(name), { ok: 'NIO bridge', refused: 'NIO bridge' }),
  },
  {
    name: 'rename',
    min: 2,
    max: 2,
    run: (args, { bridges }) => rename(bridges, args, { ok: 'NIO bridge', refused: 'NIO bridge' }),
  },
  {
    name: 'delete',
    min: 1,
    max: 1,
    run: ([name = ''], { bridges, nios }) => deleteHub(bridges, nios, name, 'NIO bridge'),
  },
  {
    name: 'add_nio',
    min: 2,
    max: 2,
    run: (args, { bridges, nios }) => addNio(bridges, nios, args, 'bridge', () => undefined),
  },
  {
    name: 'remove_nio',
    min: 2,
    max: 2,
    run: (args, { bridges, nios }) => removeNio(bridges, nios, args, 'bridge', () => undefined),
  },
  { name: 'list', min: 0, max: 0, run: (_args, { bridges }) => names(bridges) },
];
