#!/usr/bin/env node
// Starts the bundled program with V8's code cache, which the build leaves beside it: people run this in a hurry and in
// scripts, and compiling is most of the start. The cache carries the exact version of Node in its name: V8 refuses one of another
// V8, but two releases of Node with the same V8 crash on each other's. Without a cache all still works.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { constants, Script } from 'node:vm';

const file = fileURLToPath(new URL('../dist/niostat.cjs', import.meta.url));
if (!existsSync(file)) {
  process.stderr.write('niostat: not built yet; run "npm ci" or "npm run build" in its folder\n');
  process.exit(2);
}
const cache = `${file}.${process.version}-${process.platform}-${process.arch}.cache`;
const script = new Script(
  `(function (exports, require, module, __filename, __dirname) {${readFileSync(file, 'utf8')}\n})`,
  {
    filename: file,
    ...(existsSync(cache) ? { cachedData: readFileSync(cache) } : {}),
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  },
);
const require = createRequire(file);
const module = { id: file, filename: file, loaded: true, exports: {}, children: [], paths: [], path: dirname(file) };
// oclif asks for the commands by the name of this file; without this it would load all of it a second time.
require.cache[file] = module;
script.runInThisContext().call(module.exports, module.exports, require, module, file, dirname(file));
await module.exports.main(import.meta.url);
// Only the build asks for this, after a run that has compiled what a start needs.
if (process.env.NIOSTAT_WRITE_CODE_CACHE) (await import('node:fs')).writeFileSync(cache, script.createCachedData());
