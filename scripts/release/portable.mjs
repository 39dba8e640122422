// Writes niostat-portable.cjs: the program with all that its commands read, in one file for `node`.
import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** What most runs need is not packed: reading past it costs less than unpacking it. */
const PLAIN = ['dist/niostat.cjs', 'dist/labs.cjs', 'oclif.manifest.json', 'package.json'];

/** What is needed together is packed together, each for the runs that need it. */
const PACKED = [
  ['dist/gns3.cjs'],
  ['dist/teach.cjs'],
  filesIn('dist/page', /^page\./),
  filesIn('dist/page', /^playground\./),
  filesIn('dist/completion'),
  ['docs/VOCABULARY.md', ...filesIn('docs/checks')],
  filesIn('scenarios'),
  filesIn('scenarios/lessons'),
  filesIn('scenarios/lessons/labs'),
];

/** Of package.json what the program asks for. */
const ASKED_FOR = ['name', 'version', 'description', 'homepage', 'oclif'];

/**
 * What Node gives to files of CommonJS. With the name niostat.mjs, or niostat beside a package.json with
 * `"type": "module"`, the file is taken for an ES module, and gets it from here.
 */
const GIVEN = [
  '...(typeof require!="undefined"?[require,__filename,__dirname]',
  // An older Node, which has no such function, is told so before anything is required.
  ':process.getBuiltinModule?[process.getBuiltinModule("module").createRequire(process.argv[1]),process.argv[1]]',
  ':[])',
].join('');

/**
 * Writes the program as one file; needs a build. The same build gives the same bytes with the same version of
 * Node, whose packing it is.
 */
export async function writePortable(file) {
  await writeFile(file, await portableText(), { mode: 0o755 });
}

/** The text of the one file, which is ASCII. */
export async function portableText() {
  const { version, description, license, engines } = JSON.parse(read('package.json'));
  const oldest = engines.node.replace(/[^\d.]/g, '').replace(/\.0$/, '');
  const head = [
    '#!/usr/bin/env node',
    `// niostat ${version}: ${description}.`,
    `// Licence: ${license}. It stands at the end of this file, with those of the packages that are in it.`,
    `// Needs Node.js ${oldest} or later, and no other file: node niostat-portable.cjs --help`,
    '',
  ].join('\n');
  const text = `${head}(${functionText(await startText())})(${GIVEN});\n${commented(licences())}\n`;
  // A carriage return ends a comment.
  const odd = /[^\0-\x7f]|\r/.exec(text);
  if (odd !== null) throw new Error(`the portable file would have the character ${JSON.stringify(odd[0])}`);
  return text;
}

/** What runs first: bin/run.js with the file that writes caches, and what reads files of the package. */
async function startText() {
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: ['bin/run.js'],
    inject: ['scripts/release/carried.js'],
    bundle: true,
    minify: true,
    format: 'cjs',
    platform: 'node',
    // What is older says that it is too old.
    target: 'node12',
    charset: 'ascii',
    write: false,
    logLevel: 'warning',
  });
  return outputFiles[0].text.replace(/^#!.*\n/, '');
}

/**
 * The one function, whose text is the archive: the files stand in its comments, and the last comment says
 * where; carried.js reads them. Node compiles the whole file, and V8 passes over the lines of a comment
 * faster than over anything else.
 */
function functionText(start) {
  let text = `function niostat(require,__filename,__dirname){${start}\n`;
  const places = {};
  const add = (names, part, isPacked) => {
    text += '//';
    const begin = text.length;
    text += part;
    for (const name of names) places[name] = [begin, text.length, ...(isPacked ? [1] : [])];
    text += '\n';
  };
  for (const name of PLAIN) add([name], ascii(plainText(name)).replaceAll('\n', '\n//'), false);
  for (const names of PACKED) add(names, packed(names), true);
  return `${text}//${JSON.stringify(places)}\n}`;
}

function plainText(name) {
  return name === 'package.json' ? carriedManifest(read(name)) : read(name);
}

/** What of package.json is carried. */
export function carriedManifest(text) {
  return JSON.stringify(
    Object.fromEntries(Object.entries(JSON.parse(text)).filter(([key]) => ASKED_FOR.includes(key))),
  );
}

/** Base64 of their texts in JSON. */
function packed(names) {
  const texts = JSON.stringify(Object.fromEntries(names.map((name) => [name, read(name)])));
  const params = { [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS };
  return brotliCompressSync(Buffer.from(texts), { params }).toString('base64');
}

/** In code and JSON alike. */
function ascii(text) {
  return text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function licences() {
  return ['LICENSE', 'LICENSES-THIRD-PARTY.txt'].map(read);
}

/** Text for readers. */
function commented(texts) {
  return texts
    .join('\n')
    .trimEnd()
    .split('\n')
    .map((line) => `// ${line}`.trimEnd())
    .join('\n');
}

/** The files in a folder of the project, not in those below it, by name. */
function filesIn(folder, isChosen = /^/) {
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter((entry) => entry.isFile() && isChosen.test(entry.name))
    .map(({ name }) => `${folder}/${name}`)
    .sort();
}

function read(name) {
  return readFileSync(join(ROOT, name), 'utf8');
}
