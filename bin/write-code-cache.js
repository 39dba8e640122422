// Writes the code cache of a command: what its run has compiled.
'use strict';
const { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } = require('node:fs');
const { basename, dirname, join } = require('node:path');

/** One for each command, of this version and of most of another; a file has about 2 MB. */
const MOST_FILES = 40;

/** Leaves `file` whole or not at all, and never throws. */
exports.writeCodeCache = (folder, file, script, names, isOwn) => {
  const beside = `${file}.${process.pid}`;
  try {
    makeFolder(folder, isOwn);
    const line = `${[basename(file), ...names].join(' ')}\n`;
    const half = [Buffer.from(line.padEnd((line.length + 7) & ~7, '\0')), script.createCachedData()];
    writeFileSync(beside, Buffer.concat([...half, ...half]), { flag: 'wx', mode: 0o600 });
    renameSync(beside, file);
    removeOldest(folder);
  } catch {
    try {
      rmSync(beside);
    } catch {
      // Not even begun.
    }
  }
};

/**
 * Makes the folder and the one above it, unless the nearest that exists is of another user: under `sudo` with
 * the home of somebody else, nothing of root's is left there. Others may write into the one above, but not
 * into the folder itself. The home folder is never made: what has none is not to get one.
 */
function makeFolder(folder, isOwn, most = 2) {
  const stats = statSync(folder, { throwIfNoEntry: most === 0 });
  if (stats === undefined) {
    makeFolder(dirname(folder), isOwn, most - 1);
    mkdirSync(folder, 0o700);
  } else if (!isOwn(most < 2 ? { uid: stats.uid, mode: 0 } : stats)) {
    throw new Error(`${folder} is not the user's own`);
  }
}

/** Those of other versions of niostat and Node go, and what was left half-written. */
function removeOldest(folder) {
  const files = readdirSync(folder)
    .filter((name) => /\.cache(\.\d+)?$/.test(name))
    .map((name) => join(folder, name));
  if (files.length <= MOST_FILES) return;
  const times = new Map(files.map((file) => [file, statSync(file).mtimeMs]));
  files.sort((a, b) => times.get(b) - times.get(a));
  for (const file of files.slice(MOST_FILES)) rmSync(file);
}
