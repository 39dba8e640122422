// pnpm: for a user; in a project, where a package sees what it declares and nothing else; for one command.
import { join, resolve } from 'node:path';
import { PROJECT, proveCommands, proveLibrary, proveShort, proveSockets, proveTypes } from '../proofs.mjs';

export function waysOfPnpm({ tools, nodes, tarball, version, compilers }) {
  const pnpm = tools.program('pnpm');
  const way = (node, title, prove) => ({
    id: 'pnpm',
    title: `pnpm ${tools.version('pnpm')} on Node ${node.version}: ${title}`,
    programs: { node: node.path, pnpm },
    prove,
  });
  const [oldest] = nodes;
  const newest = nodes.at(-1);
  return [
    way(newest, 'pnpm add --global', (box) => proveGlobal(box, { tarball, version })),
    way(oldest, 'pnpm add', (box) => proveProject(box, { tarball, version, compilers })),
    // pnpm takes a relative path from a folder of its cache.
    way(newest, 'pnpm dlx', (box) =>
      proveShort(box, ['pnpm', '--package', resolve(box.work, tarball), 'dlx', 'niostat'], version),
    ),
  ];
}

async function proveGlobal(box, { tarball, version }) {
  // `pnpm setup` writes these two into the profile of the user's shell.
  box.env.PNPM_HOME = join(box.home, 'pnpm');
  box.addToPath(join(box.home, 'pnpm', 'bin'));
  box.install(['pnpm', 'add', '--global', tarball]);
  proveCommands(box, ['niostat'], version);
  await proveSockets(box, ['niostat']);
  box.run(['pnpm', 'remove', '--global', 'niostat']);
}

async function proveProject(box, { tarball, version, compilers }) {
  box.write('package.json', PROJECT);
  box.install(['pnpm', 'add', tarball]);
  proveCommands(box, ['pnpm', 'exec', 'niostat'], version);
  await proveSockets(box, ['pnpm', 'exec', 'niostat']);
  proveLibrary(box, ['node']);
  box.run(['pnpm', 'add', '--save-dev', ...compilers]);
  proveTypes(box, ['pnpm', 'exec', 'tsc']);
}
