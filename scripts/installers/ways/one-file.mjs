// The program as one file, run by each Node, by Bun and by Deno; nothing is installed.
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { proveCommands, proveNames, proveSockets } from '../proofs.mjs';
import { proveRefusals } from './deno.mjs';

const NAME = 'niostat-portable.cjs';

export function waysOfOneFile({ tools, nodes, version, writePortable }) {
  const way = (title, programs, words, proveRest) => ({
    id: 'file',
    title: `one file, run by ${title}`,
    programs,
    async prove(box) {
      copyFileSync(await writePortable(), join(box.work, NAME));
      const niostat = [...words, NAME];
      proveCommands(box, niostat, version);
      proveNames(box, niostat);
      await proveRest(box, niostat);
    },
  });
  const bun = tools.program('@oven/bun-linux-x64');
  const deno = tools.program('@deno/linux-x64-glibc');
  return [
    ...nodes.map((node) => way(`Node ${node.version}`, { node: node.path }, ['node'], proveSockets)),
    way(`Bun ${tools.version('@oven/bun-linux-x64')}`, { bun }, ['bun', 'run'], proveSockets),
    way(`Deno ${tools.version('@deno/linux-x64-glibc')}`, { deno }, ['deno', 'run', '--allow-all'], proveRefusals),
  ];
}
