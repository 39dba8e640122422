// Yarn 1; and Yarn 4 with Plug'n'Play, its default, where packages stay in archives and there is no
// node_modules.
import { join, resolve } from 'node:path';
import { PROJECT, proveCommands, proveLibrary, proveShort, proveSockets, proveTypes } from '../proofs.mjs';

/** Said of every project with an ES module in it: that Node's hooks for loading them are experimental. */
const OF_PLUG_AND_PLAY = /YN0092|YN0000: · Done with warnings/;

export function waysOfYarn1({ tools, nodes, tarball, version, compilers }) {
  const yarn = tools.program('yarn');
  const way = (node, title, prove) => ({
    id: 'yarn1',
    title: `Yarn ${tools.version('yarn')} on Node ${node.version}: ${title}`,
    programs: { node: node.path, yarn },
    prove,
  });
  return [
    way(nodes.at(-1), 'yarn global add', (box) => proveGlobal(box, { tarball, version })),
    way(nodes[0], 'yarn add', (box) => proveProject1(box, { tarball, version, compilers })),
  ];
}

export function waysOfYarn4({ tools, nodes, tarball, version, compilers }) {
  const yarn = tools.program('@yarnpkg/cli-dist');
  const way = (node, title, prove) => ({
    id: 'yarn4',
    title: `Yarn ${tools.version('@yarnpkg/cli-dist')} on Node ${node.version}: ${title}`,
    programs: { node: node.path, yarn },
    prove,
  });
  const ends = [...new Set([nodes[0], nodes.at(-1)])];
  // It installs in a folder of its own, from which no relative path leads here.
  const dlx = (box) => ['yarn', 'dlx', '--quiet', '--package', `niostat@file:${resolve(box.work, tarball)}`, 'niostat'];
  return [
    ...ends.map((node) =>
      way(node, "yarn add, Plug'n'Play", (box) => proveProject4(box, { tarball, version, compilers })),
    ),
    way(nodes.at(-1), 'yarn dlx', (box) => proveShort(box, dlx(box), version)),
  ];
}

async function proveGlobal(box, { tarball, version }) {
  const prefix = join(box.home, '.yarn');
  box.addToPath(join(prefix, 'bin'));
  box.install(['yarn', 'global', 'add', '--prefix', prefix, tarball]);
  proveCommands(box, ['niostat'], version);
  await proveSockets(box, ['niostat']);
}

async function proveProject1(box, { tarball, version, compilers }) {
  box.write('package.json', PROJECT);
  box.install(['yarn', 'add', tarball]);
  proveCommands(box, ['yarn', '--silent', 'niostat'], version);
  await proveSockets(box, ['yarn', '--silent', 'niostat']);
  proveLibrary(box, ['node']);
  box.run(['yarn', 'add', '--dev', ...compilers]);
  proveTypes(box, ['yarn', '--silent', 'tsc']);
}

async function proveProject4(box, { tarball, version, compilers }) {
  box.write('package.json', PROJECT);
  // Its presence makes a project of the folder.
  box.write('yarn.lock', '');
  box.install(['yarn', 'add', `niostat@file:${tarball}`], { allowed: OF_PLUG_AND_PLAY });
  proveCommands(box, ['yarn', 'niostat'], version);
  await proveSockets(box, ['yarn', 'niostat']);
  proveLibrary(box, ['yarn', 'node']);
  box.run(['yarn', 'add', '--dev', ...compilers]);
  proveTypes(box, ['yarn', 'tsc']);
}
