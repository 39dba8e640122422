// Puts the chunks of the program into four files.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** They look at no lab: what they load has a file of its own, and V8 need not read past all the rest. */
const SMALL = ['checks', 'completion', 'explain'];

/** What only these need nobody else has to read either. */
const isTeach = (command) => /^teach\b/.test(command);

/**
 * Writes four files. niostat.cjs has the entry, the small commands and what these are likely to need,
 * labs.cjs what the commands on labs need more than that, gns3.cjs what they need more for a project of a
 * GNS3 server, which the chunks in `gns3` lead to, and teach.cjs all other chunks in `chunksFolder`.
 * niostat.cjs begins with a comment: a hash of all files, and the names of the commands of niostat.cjs,
 * labs.cjs and teach.cjs, one below another as `teach:walk`. Each file is a function that gives, by its
 * name, a function for each chunk. A run calls those that it needs, and V8's code cache has nothing of the
 * others: one file is read more quickly than forty. bin/run.js is the other end of this. Chunks in `apart`
 * are not taken to be likely. Returns a function that names the file of a chunk.
 */
export function packProgram(chunksFolder, folder, commands, { apart, gns3 }) {
  const paths = readdirSync(chunksFolder, { recursive: true }).filter((path) => path.endsWith('.cjs'));
  const chunks = new Map(paths.sort().map((path) => [basename(path), readFileSync(join(chunksFolder, path), 'utf8')]));
  if (chunks.size < paths.length) throw new Error(`two chunks in ${chunksFolder} have one name`);
  const teach = commands.filter(isTeach);
  const labs = commands.filter((command) => !SMALL.includes(command) && !isTeach(command));
  const small = neededBy(['niostat.cjs', ...SMALL.map(chunkOf)], [...[...labs, ...teach].map(chunkOf), ...apart]);
  const large = neededBy([...labs.map(chunkOf), ...apart, ...small], [...gns3, ...teach.map(chunkOf)]);
  const ofGns3 = neededBy(gns3, teach.map(chunkOf));
  const files = {
    niostat: packed((name) => small.has(name)),
    labs: packed((name) => large.has(name) && !small.has(name)),
    gns3: packed((name) => ofGns3.has(name) && !large.has(name)),
    teach: packed((name) => !ofGns3.has(name) && !large.has(name)),
  };
  const hash = createHash('sha256').update(Object.values(files).join('')).digest('hex').slice(0, 16);
  files.niostat = `/* ${[hash, SMALL, labs, teach].join(' ')} */${files.niostat}`;
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, `${name}.cjs`), text);
  return (name) => {
    if (small.has(name)) return 'niostat.cjs';
    if (large.has(name)) return 'labs.cjs';
    return ofGns3.has(name) ? 'gns3.cjs' : 'teach.cjs';
  };

  /** The names of chunks, and of all that they require, without some and what only these require. */
  function neededBy(names, without) {
    const all = new Set(names);
    for (const name of all) {
      for (const [, needed] of chunks.get(name).matchAll(/\brequire\("[^"]*?([^"/]+\.cjs)"\)/g)) {
        if (!without.includes(needed)) all.add(needed);
      }
    }
    return all;
  }

  function packed(isIn) {
    const functions = [...chunks]
      .filter(([name]) => isIn(name))
      .map(([name, text]) => `${JSON.stringify(name)}:function(exports,module){${text}\n}`);
    return ascii(`(function(require,__filename,__dirname){${publish}\nreturn{\n${functions.join(',\n')}\n}})`);
  }
}

/** The chunk of a command; of one below another that of its last word. */
function chunkOf(command) {
  return `${command.slice(command.indexOf(':') + 1)}.cjs`;
}

/**
 * Puts `all` into the exports of a chunk; every chunk calls it. What a chunk exports is asked for when it is
 * used, since chunks may need each other.
 */
export function publish(exports, all) {
  Object.defineProperty(exports, '__esModule', { value: true });
  for (const name of Object.keys(all)) Object.defineProperty(exports, name, { get: all[name], enumerable: true });
}

/** The program is read as one byte per character. esbuild leaves other characters in comments alone. */
function ascii(text) {
  return text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
