#!/usr/bin/env node
// Loads the chunks of the program with V8's code caches, which the build leaves beside them: people run
// this in a hurry and in scripts, and compiling is most of the start. A cache carries the exact version
// of Node in its name: V8 refuses one of another V8, but two releases of Node with the same V8 crash on
// each other's. Without caches all still works.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const entry = `${dist}niostat.cjs`;
const cacheSuffix = `.${process.version}-${process.platform}-${process.arch}.cache`;
const requireOutside = createRequire(entry);
const chunks = new Map();

/** Gives what a module exports: a chunk is compiled here, once, and everything else is left to Node. */
function load(id, folder) {
  const file = id.startsWith('.') ? resolve(folder, id) : id;
  if (!file.startsWith(dist)) return requireOutside(id);
  return (chunks.get(file) ?? compile(file)).module.exports;
}

function compile(file) {
  const cache = file + cacheSuffix;
  const script = new Script(
    `(function (exports, require, module, __filename, __dirname) {${readFileSync(file, 'utf8')}\n})`,
    { filename: file, cachedData: existsSync(cache) ? readFileSync(cache) : undefined },
  );
  const module = { id: file, filename: file, exports: {} };
  const chunk = { script, cache, module };
  chunks.set(file, chunk);
  const folder = dirname(file);
  const require = Object.assign((id) => load(id, folder), requireOutside);
  script.runInThisContext().call(module.exports, module.exports, require, module, file, folder);
  return chunk;
}

if (!existsSync(entry)) {
  process.stderr.write('niostat: not built yet; run "npm ci" or "npm run build" in its folder\n');
  process.exit(2);
}
// Only the build asks for this: at the end of a run each chunk has compiled what such a run needs.
if (process.env.NIOSTAT_WRITE_CODE_CACHE) {
  process.once('exit', () => {
    for (const { script, cache } of chunks.values()) writeFileSync(cache, script.createCachedData());
  });
}
await load(entry, dist).main(import.meta.url);
