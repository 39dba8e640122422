// Deno runs the program and takes the library; what needs UDP sockets that the kernel connects is refused.
import { PROJECT, proveCommands, proveLibrary, proveNames } from '../proofs.mjs';

export function waysOfDeno({ tools, nodes, tarball, version }) {
  const deno = tools.program('@deno/linux-x64-glibc');
  const npm = tools.program('npm@11');
  return [
    {
      id: 'deno',
      title: `Deno ${tools.version('@deno/linux-x64-glibc')}: deno run, in a project that npm has installed`,
      programs: { deno, npm, node: nodes.at(-1).path },
      prove: (box) => proveProject(box, { tarball, version }),
    },
  ];
}

function proveProject(box, { tarball, version }) {
  box.write('package.json', PROJECT);
  box.install(['npm', 'install', tarball]);
  const niostat = ['deno', 'run', '--allow-all', 'npm:niostat'];
  proveCommands(box, niostat, version);
  proveNames(box, niostat);
  proveRefusals(box, niostat);
  proveLibrary(box, ['deno', 'run', '--allow-all']);
}

/** A Deno that has such sockets one day should no longer be refused: then this fails. */
export function proveRefusals(box, niostat) {
  const refusal = { code: 3, shows: [/^niostat: Deno [\d.]+ has no UDP sockets that the kernel connects to a peer$/m] };
  for (const words of [
    ['hypervisor'],
    ['rehearse', 'good.net'],
    ['respond', 'good.net'],
    ['reach', '127.0.0.1', '--udp', '9000'],
    ['kernel'],
  ]) {
    box.run([...niostat, ...words], refusal);
  }
  box.run([...niostat, 'links', 'good.net'], { code: 1, shows: [/MISSING/] });
}
