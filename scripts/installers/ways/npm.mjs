// npm: for a user, in a project, and for one command; each line of npm with each Node that it runs on.
import { join } from 'node:path';
import { PROJECT, proveCommands, proveLibrary, proveShort, proveSockets, proveTypes } from '../proofs.mjs';

/** Versions of Node that an npm runs on, as its `engines` say. */
const RUNS_ON = {
  10: ([major, minor]) => major > 20 || (major === 20 && minor >= 5),
  11: ([major, minor]) => major > 22 || (major === 22 && minor >= 9) || (major === 20 && minor >= 17),
  12: ([major, minor]) => major >= 26 || (major === 24 && minor >= 15) || (major === 22 && minor >= 22),
};

export function waysOfNpm({ tools, nodes, tarball, version, compilers }) {
  return Object.entries(RUNS_ON).flatMap(([major, runsOn]) => {
    const fitting = nodes.filter((node) => runsOn(node.version.split('.').map(Number)));
    const npm = tools.program(`npm@${major}`);
    const programsWith = ({ path }) => ({ node: path, npm, npx: npm.replace('npm-cli', 'npx-cli') });
    // npm 12 puts no manual where `man` looks (bin-links 7, lib/index.js); it is read where it is.
    const manual = major === '12' ? 'lib/node_modules/niostat/man/niostat.1' : 'share/man/man1/niostat.1';
    const name = `npm ${tools.version(`npm@${major}`)}`;
    const way = (node, title, prove) => ({
      id: `npm${major}`,
      title: `${name} on Node ${node.version}: ${title}`,
      programs: programsWith(node),
      prove,
    });
    return [
      ...fitting.map((node) =>
        way(node, 'npm install --global', (box) => proveGlobal(box, { tarball, version, manual })),
      ),
      ...fitting
        .slice(0, 1)
        .flatMap((node) => [
          way(node, 'npm install', (box) => proveProject(box, { tarball, version, compilers })),
          way(node, 'npx', (box) => proveShort(box, ['npx', '--yes', '--package', tarball, 'niostat'], version)),
        ]),
    ];
  });
}

async function proveGlobal(box, { tarball, version, manual }) {
  const prefix = join(box.home, 'npm');
  box.write(join(box.home, '.npmrc'), `prefix=${prefix}\n`);
  box.addToPath(join(prefix, 'bin'));
  box.install(['npm', 'install', '--global', tarball]);
  box.run(['npm', 'ls', '--global', '--all', '--omit=dev'], { shows: [/niostat@/] });
  box.run(['du', '-sh', prefix]);
  proveCommands(box, ['niostat'], version);
  await proveSockets(box, ['niostat']);
  box.run(['head', '-n', '3', join(prefix, manual)], { shows: [/^\.TH "?NIOSTAT/im] });
  box.run(['npm', 'uninstall', '--global', 'niostat']);
  box.run(['ls', join(prefix, 'bin')], { isSilent: true });
}

async function proveProject(box, { tarball, version, compilers }) {
  box.write('package.json', PROJECT);
  box.install(['npm', 'install', tarball]);
  proveCommands(box, ['npx', 'niostat'], version);
  await proveSockets(box, ['npx', 'niostat']);
  proveLibrary(box, ['node']);
  box.run(['npm', 'install', '--save-dev', ...compilers]);
  proveTypes(box, ['npx', 'tsc']);
}
