// Bun: as an installer, and as what runs the program, which does all there that it does with Node.
import { join, resolve } from 'node:path';
import { PROJECT, proveCommands, proveLibrary, proveNames, proveShort, proveSockets, proveTypes } from '../proofs.mjs';

export function waysOfBun({ tools, nodes, tarball, version, compilers }) {
  const bun = tools.program('@oven/bun-linux-x64');
  const node = nodes.at(-1);
  const way = (title, prove) => ({
    id: 'bun',
    title: `Bun ${tools.version('@oven/bun-linux-x64')}: ${title}`,
    // The program asks by which name it was called.
    programs: { bun, bunx: bun, node: node.path },
    prove,
  });
  return [
    way(`bun add --global, run by Node ${node.version}`, (box) => proveGlobal(box, { tarball, version })),
    way('bun add, run by Bun', (box) => proveProject(box, { tarball, version, compilers })),
    // It looks for a relative path in a folder of its own.
    way('bunx, run by Bun', (box) =>
      proveShort(box, ['bunx', '--bun', '--package', resolve(box.work, tarball), 'niostat'], version),
    ),
  ];
}

async function proveGlobal(box, { tarball, version }) {
  box.addToPath(join(box.home, '.bun', 'bin'));
  box.install(['bun', 'add', '--global', tarball]);
  proveCommands(box, ['niostat'], version);
  await proveSockets(box, ['niostat']);
  box.run(['bun', 'remove', '--global', 'niostat']);
}

async function proveProject(box, { tarball, version, compilers }) {
  box.write('package.json', PROJECT);
  box.install(['bun', 'add', tarball]);
  const niostat = ['bun', '--bun', 'run', 'niostat'];
  proveCommands(box, niostat, version);
  await proveSockets(box, niostat);
  proveNames(box, niostat);
  // Whether Bun's sockets do what those of Node do.
  box.run([...niostat, 'kernel'], { shows: [/This kernel behaves as predicted/] });
  proveLibrary(box, ['bun', 'run']);
  box.run(['bun', 'add', '--dev', ...compilers]);
  proveTypes(box, ['bun', 'run', 'tsc']);
}
