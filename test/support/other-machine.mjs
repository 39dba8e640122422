/**
 * Makes Node see another machine, for builds that must not depend on theirs: a clock 400 days ahead, folders
 * that list their files in reverse, another user and host. To be loaded before a program, by `--import`.
 */
import { createRequire, syncBuiltinESMExports } from 'node:module';

const AHEAD_MS = 400 * 24 * 60 * 60 * 1000;

const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...words) {
    if (words.length === 0) super(RealDate.now() + AHEAD_MS);
    else super(...words);
  }
  static now() {
    return RealDate.now() + AHEAD_MS;
  }
};

const require = createRequire(import.meta.url);
const fs = require('node:fs');
const os = require('node:os');

const { readdirSync, readdir } = fs;
fs.readdirSync = (...words) => readdirSync(...words).reverse();
fs.readdir = (path, ...words) => {
  const done = words.pop();
  readdir(path, ...words, (error, names) => done(error, names?.reverse()));
};
const listed = fs.promises.readdir;
fs.promises.readdir = async (...words) => (await listed(...words)).reverse();

os.userInfo = () => ({ username: 'somebody', uid: 4711, gid: 4711, homedir: '/home/somebody', shell: '/bin/sh' });
os.hostname = () => 'elsewhere';
syncBuiltinESMExports();
