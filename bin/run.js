#!/usr/bin/env node
// Runs the program, dist/niostat.cjs, with V8's code cache of the command: people run this in a hurry and
// in scripts, and compiling is most of the start. The first run of a command leaves the cache in the user's
// folder for such things. Without caches all works. CommonJS, since loading the first ES module costs more
// than all of this.
'use strict';

// Comes first, and all of this file is written as Node 12 reads it: an older Node than package.json asks for
// gets a sentence and no stack.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`niostat: needs Node.js 20.19 or later; this is ${major}.${minor}\n`);
  process.exit(2);
}

const { readFileSync, statSync } = require('node:fs');
const { basename, dirname, isAbsolute, join } = require('node:path');
const { Script } = require('node:vm');

/** What a program of one file carries, of which this is then a part; see scripts/release/portable.mjs. */
const carried = typeof NIOSTAT_CARRIES === 'undefined' ? undefined : NIOSTAT_CARRIES;

const root = carried ? carried.root : dirname(__dirname);

/** Of an older cache a run makes a new one: what was asked for first may not be what is asked for most. */
const HOUR_MS = 3_600_000;

/** A part of the program as the build has packed it, in one function for each chunk; all of it is ASCII. */
function readProgram(file) {
  if (carried) return carried.read(`dist/${basename(file)}`);
  try {
    return readFileSync(file, 'latin1');
  } catch ({ code, message }) {
    const isMissing = code === 'ENOENT';
    const what = isMissing ? 'not built yet; run "npm ci" or "npm run build" in its folder' : message;
    process.stderr.write(`niostat: ${what}\n`);
    process.exit(2);
  }
}

/** The folder of the caches; `undefined` where there is none, or where the user wants none. */
function cacheFolder({ platform, env }) {
  const { NODE_DISABLE_COMPILE_CACHE, LOCALAPPDATA, XDG_CACHE_HOME = '', HOME = '' } = env;
  if (NODE_DISABLE_COMPILE_CACHE) return undefined;
  if (platform === 'win32') return LOCALAPPDATA && join(LOCALAPPDATA, 'niostat', 'cache');
  if (isAbsolute(XDG_CACHE_HOME)) return join(XDG_CACHE_HOME, 'niostat');
  return isAbsolute(HOME) ? join(HOME, platform === 'darwin' ? 'Library/Caches' : '.cache', 'niostat') : undefined;
}

/**
 * A cache is code. Where others may write it, or under `sudo` with the home of another user, it is not taken.
 * On Windows the folder is the user's own by its place.
 */
function isOwn({ uid, mode }) {
  return process.geteuid === undefined || (uid === process.geteuid() && (mode & 0o022) === 0);
}

/**
 * The path of a cache: what it has to fit is in its name; `undefined` where there can be none. V8 refuses
 * caches of other versions and flags, but two builds of Node with one V8 crash on each other's: they differ
 * in size.
 */
function cachePath(folder, name, build) {
  if (!folder) return undefined;
  try {
    const { size } = statSync(process.execPath);
    return join(folder, `${name.replace(':', '-')}-${build}-${process.version}-${process.arch}-${size}.cache`);
  } catch {
    // Without /proc Node does not know where it is, and with --permission it may not look.
    return undefined;
  }
}

/** What the words ask for, as far as it decides which cache is the right one; `niostat` is no command. */
function subject([first = '', ...rest], commands) {
  if (first === 'help' || rest.includes('--help') || rest.includes('-h')) return 'niostat';
  // As netstat is called: `niostat -anp`.
  const name = /^-[anptulc46HW]/.test(first) ? 'links' : first;
  const below = `${first}:${rest[0]}`;
  if (commands.includes(below)) return below;
  return commands.includes(name) ? name : 'niostat';
}

/** True if a word names a project of a GNS3 server. */
function isOfGns3(words) {
  return words.some((word) => /^gns3s?:\/\//i.test(word));
}

/** The chunk of a command; of one below another, `teach:walk`, that of the last word. */
function chunkOf(command) {
  return `${command.slice(command.indexOf(':') + 1)}.cjs`;
}

/**
 * A cache from its file: the file's name and those of the chunks, a line feed, zeros up to a multiple of 8,
 * and what V8 made; then the same once more. V8 looks at the length alone, and crashes on bytes that have
 * been changed, and on those of another command or Node, as when files are renamed. Comparing two halves is
 * a third of the work of a checksum.
 */
function readCache(folder, file) {
  const none = { names: [], data: undefined, time: 0 };
  try {
    const stats = statSync(file);
    // A pipe would be waited for, and a device may have no end.
    if (!stats.isFile() || !isOwn(statSync(folder)) || !isOwn(stats)) return none;
    const bytes = readFileSync(file);
    const half = bytes.subarray(0, bytes.length / 2);
    if (!half.equals(bytes.subarray(half.length))) return none;
    const end = half.indexOf('\n');
    const [name, ...names] = half.latin1Slice(0, end).split(' ');
    if (name !== basename(file)) return none;
    return { names, data: half.subarray((end + 8) & ~7), time: stats.mtimeMs };
  } catch {
    return none;
  }
}

/** The parts of the program are functions that give chunks by their names; so it is a list of them. */
function compile(parts, cachedData) {
  return new Script(`[${parts.join(',')}]`, { filename: file, cachedData });
}

/**
 * Has the chunks of `script` call `load` for each other; `load` has what Node's own `require` has. `files`
 * have the chunks that are not in it, those that are needed more often first.
 */
function chunksOf(script, files) {
  const loaded = new Map();
  const load = Object.assign((id) => {
    if (!id.endsWith('.cjs')) return require(id);
    const name = id.slice(id.lastIndexOf('/') + 1);
    if (!loaded.has(name)) {
      while (chunks[name] === undefined && files.length > 0) add(compile([readProgram(files.shift())]));
      const module = { exports: {} };
      loaded.set(name, module);
      chunks[name](module.exports, module);
    }
    return loaded.get(name).exports;
  }, require);
  const chunks = {};
  const add = (script) => {
    for (const part of script.runInThisContext()) Object.assign(chunks, part(load, file, dirname(file)));
  };
  add(script);
  return { load, loaded };
}

const [file, ...files] = ['niostat', 'labs', 'gns3', 'teach'].map((name) => join(root, 'dist', `${name}.cjs`));
const first = readProgram(file);
const [build, ...lists] = first.slice(3, first.indexOf(' */')).split(' ');
const [, labs, teach] = lists.map((list) => list.split(','));
const commands = lists.flatMap((list) => list.split(','));
const folder = cacheFolder(process);
const words = process.argv.slice(2);
const name = subject(words, commands);
const needsGns3 = labs.includes(name) && isOfGns3(words);
const cacheFile = cachePath(folder, needsGns3 ? `${name}-gns3` : name, build);
const cache = readCache(folder, cacheFile);
const needed = teach.includes(name) ? 3 : needsGns3 ? 2 : labs.includes(name) ? 1 : 0;
const script = compile([first, ...files.splice(0, needed).map(readProgram)], cache.data);
const { load, loaded } = chunksOf(script, files);

if (cacheFile) {
  process.once('exit', (code) => {
    // What ends in another way has not done what it does most, or is in a hurry to end.
    if (![0, 1, 3].includes(code)) return;
    // What has run is not what the name says, such as the help of a command.
    if (commands.some((command) => loaded.has(chunkOf(command)) !== (command === name))) return;
    const isNew = !script.cachedDataRejected && Date.now() - cache.time < HOUR_MS;
    // V8 still has what this run took from the cache and did not call.
    const names = new Set([...(isNew ? cache.names : []), ...loaded.keys()]);
    if (isNew && names.size === cache.names.length) return;
    try {
      const { writeCodeCache } = require('./write-code-cache.js');
      writeCodeCache(folder, cacheFile, script, [...names], isOwn);
    } catch {
      // Nothing that can go wrong here concerns the run that is ending: the program may just be replaced.
    }
  });
}
load('niostat.cjs').main(root, carried);
