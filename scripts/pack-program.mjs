// Puts the chunks of the program into one file.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/**
 * Writes `file`: a comment with a hash of the rest and the names of the commands; then a function that gives,
 * by its name, a function for each chunk in `folder`. A run calls those that it needs, and V8's code cache
 * has nothing of the others: one file is read more quickly than forty. bin/run.js is the other end of this.
 */
export function packProgram(folder, file, commands) {
  const paths = readdirSync(folder, { recursive: true }).filter((path) => path.endsWith('.cjs'));
  const chunks = new Map(paths.sort().map((path) => [basename(path), readFileSync(join(folder, path), 'utf8')]));
  if (chunks.size < paths.length) throw new Error(`two chunks in ${folder} have one name`);
  const functions = [...chunks].map(([name, text]) => `${JSON.stringify(name)}:function(exports,module){${text}\n}`);
  const program = ascii(`(function(require,__filename,__dirname){return{\n${functions.join(',\n')}\n}})`);
  const hash = createHash('sha256').update(program).digest('hex').slice(0, 16);
  writeFileSync(file, `/* ${[hash, ...commands].join(' ')} */${program}`);
}

/** The program is read as one byte per character. esbuild leaves other characters in comments alone. */
function ascii(text) {
  return text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
