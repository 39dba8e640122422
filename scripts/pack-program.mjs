// Puts the chunks of the program into two files.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** They look at no lab: what they load has a file of its own, and V8 need not read past all the rest. */
const SMALL = ['checks', 'completion', 'explain'];

/**
 * Writes niostat.cjs, with the entry, the small commands and what these are likely to need, and labs.cjs with
 * all other chunks in `chunksFolder`. niostat.cjs begins with a comment: a hash of both files, and the names
 * of the small and of the other commands, one below another as `teach:walk`. Each is a function that gives,
 * by its name, a function for each chunk. A run calls those that it needs, and V8's code cache has nothing of
 * the others: one file is read more quickly than forty. bin/run.js is the other end of this. Chunks in
 * `apart` are not taken to be likely.
 */
export function packProgram(chunksFolder, folder, commands, apart) {
  const paths = readdirSync(chunksFolder, { recursive: true }).filter((path) => path.endsWith('.cjs'));
  const chunks = new Map(paths.sort().map((path) => [basename(path), readFileSync(join(chunksFolder, path), 'utf8')]));
  if (chunks.size < paths.length) throw new Error(`two chunks in ${chunksFolder} have one name`);
  const large = commands.filter((command) => !SMALL.includes(command));
  const later = [...large.map((name) => `${name.replace(/.*:/, '')}.cjs`), ...apart];
  const small = new Set(['niostat', ...SMALL].map((name) => `${name}.cjs`));
  for (const name of small) {
    for (const [, needed] of chunks.get(name).matchAll(/\brequire\("[^"]*?([^"/]+\.cjs)"\)/g)) {
      if (!later.includes(needed)) small.add(needed);
    }
  }
  const first = packed([...chunks].filter(([name]) => small.has(name)));
  const second = packed([...chunks].filter(([name]) => !small.has(name)));
  const hash = createHash('sha256').update(first).update(second).digest('hex').slice(0, 16);
  writeFileSync(join(folder, 'niostat.cjs'), `/* ${[hash, SMALL, large].join(' ')} */${first}`);
  writeFileSync(join(folder, 'labs.cjs'), second);
}

/**
 * Puts `all` into the exports of a chunk; every chunk calls it. What a chunk exports is asked for when it is
 * used, since chunks may need each other.
 */
export function publish(exports, all) {
  Object.defineProperty(exports, '__esModule', { value: true });
  for (const name of Object.keys(all)) Object.defineProperty(exports, name, { get: all[name], enumerable: true });
}

function packed(chunks) {
  const functions = chunks.map(([name, text]) => `${JSON.stringify(name)}:function(exports,module){${text}\n}`);
  return ascii(`(function(require,__filename,__dirname){${publish}\nreturn{\n${functions.join(',\n')}\n}})`);
}

/** The program is read as one byte per character. esbuild leaves other characters in comments alone. */
function ascii(text) {
  return text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
