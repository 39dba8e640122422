// Builds a release: npm run release -- [--dry-run [--installed] [--into FOLDER]] [--without-executables]
//
// Without flags it builds what HEAD has, which `npm version` has tagged, into release/. With --dry-run it
// builds the files as they are, committed or not, into a folder that is gone afterwards, or into FOLDER;
// --installed takes the packages of node_modules/ as they are, and no new ones from the registry. The build
// takes place in a folder of its own, and its result is put in its place when all of it is there.
import { spawn } from 'node:child_process';
import {
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { constants as osConstants, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { reasonsAgainst } from './reasons.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const OPTIONS = {
  'dry-run': { type: 'boolean', default: false },
  installed: { type: 'boolean', default: false },
  into: { type: 'string' },
  'without-executables': { type: 'boolean', default: false },
};

/** What the files of a release must not depend on. */
const ENVIRONMENT = { TZ: 'UTC', LC_ALL: 'C' };

/** The child that runs, to be told if this is interrupted: what it has open must not be taken from it. */
let running;
let interruption;
/** The folder of this run, which temporary files of all programs go into, and with it. */
let work;
const begun = [];
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    interruption ??= 128 + osConstants.signals[signal];
    if (running === undefined) leave(interruption);
    running.kill(signal);
  });
}

/** Ends, and leaves nothing half done. */
function leave(code) {
  for (const folder of begun) rmSync(folder, { recursive: true, force: true });
  process.exit(code);
}

/** Why a folder is not to be replaced: `--into` may name one with other things in it. */
function reasonToKeep(folder) {
  if (!existsSync(folder)) return [];
  if (!statSync(folder).isDirectory()) return [`${folder} is no folder`];
  const names = readdirSync(folder);
  if (names.length === 0 || names.includes('SHA256SUMS')) return [];
  return [`${folder} has no release in it, and is not replaced; name an empty folder, or a new one`];
}

/** Ends with a sentence for each reason. */
function refuse(...reasons) {
  for (const reason of reasons) console.error(`release: ${reason}`);
  leave(2);
}

/** Runs a program to its end, with its errors and remarks on the screen; gives what it prints, if `quiet`. */
async function run(program, args, { env = {}, cwd = ROOT, quiet = false } = {}) {
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...ENVIRONMENT, ...(work === undefined ? {} : { TMPDIR: work }), ...env },
    stdio: ['ignore', quiet ? 'pipe' : 'inherit', 'inherit'],
  });
  running = child;
  const printed = [];
  child.stdout?.on('data', (chunk) => printed.push(chunk));
  const end = await new Promise((done) => {
    child.once('error', (error) => done(error.message));
    child.once('close', (code, signal) => done(code === 0 ? undefined : (signal ?? `exit code ${code}`)));
  });
  running = undefined;
  if (interruption !== undefined) leave(interruption);
  if (end !== undefined) refuse(`${program} ${args.join(' ')} has failed: ${end}`);
  return Buffer.concat(printed).toString().trimEnd();
}

const git = (args, env) => run('git', args, { quiet: true, env });

/** The tree of git that is built: that of HEAD, or with `--dry-run` that of all files that git would take. */
async function treeToBuild(isDry) {
  if (!isDry) return 'HEAD';
  const index = { GIT_INDEX_FILE: join(work, 'index') };
  await git(['read-tree', 'HEAD'], index);
  await git(['add', '--all', '.'], index);
  return git(['write-tree'], index);
}

/** Puts the files of a tree into a folder, with the same modes and line ends on every machine. */
async function unpack(tree) {
  const source = join(work, 'niostat');
  mkdirSync(source);
  const archive = join(work, 'source.tar');
  await run('git', ['-c', 'core.autocrlf=false', '-c', 'tar.umask=0022', 'archive', `--output=${archive}`, tree]);
  await run('tar', ['-xf', archive, '-C', source]);
  return source;
}

async function build(flags, into) {
  const source = await unpack(await treeToBuild(flags['dry-run']));
  const env = {
    SOURCE_DATE_EPOCH: process.env.SOURCE_DATE_EPOCH ?? (await git(['log', '-1', '--format=%ct'])),
    NIOSTAT_RELEASE_COMMIT: await git(['rev-parse', 'HEAD']),
  };
  if (flags.installed) {
    const options = { recursive: true, verbatimSymlinks: true, mode: constants.COPYFILE_FICLONE };
    cpSync(join(ROOT, 'node_modules'), join(source, 'node_modules'), options);
  } else await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: source, env });
  await run(process.execPath, ['scripts/build.mjs'], { cwd: source, env });
  const words = flags['without-executables'] ? ['--without-executables'] : [];
  const script = ['--import', 'tsx', 'scripts/release/write-release.mjs', into, ...words];
  await run(process.execPath, script, { cwd: source, env });
}

function flagsOf(words) {
  try {
    const { values } = parseArgs({ args: words, options: OPTIONS });
    if (!values['dry-run'] && (values.installed || values.into !== undefined))
      refuse('--installed and --into go with --dry-run');
    return values;
  } catch (error) {
    return refuse(
      `${error.message}; flags are ${Object.keys(OPTIONS)
        .map((name) => `--${name}`)
        .join(', ')}`,
    );
  }
}

const flags = flagsOf(process.argv.slice(2));
process.umask(0o022);
const { refusals, remarks } = await reasonsAgainst(ROOT, git);
if (!flags['dry-run'] && refusals.length > 0) refuse(...refusals);
for (const remark of flags['dry-run'] ? [...refusals, ...remarks] : remarks) console.error(`release: ${remark}`);

const target = flags.into === undefined ? join(ROOT, 'release') : resolve(flags.into);
const isKept = !flags['dry-run'] || flags.into !== undefined;
const keep = isKept ? reasonToKeep(target) : [];
if (keep.length > 0) refuse(...keep);
work = mkdtempSync(join(tmpdir(), 'niostat-release-'));
begun.push(work);
// On the same disk as its place, so that it can be put there at once.
const next = isKept ? `${target}.${process.pid}` : join(work, 'release');
begun.push(next);
console.error(`release: builds in ${work}`);
try {
  mkdirSync(next, { recursive: true });
  await build(flags, next);
  process.stdout.write(readFileSync(join(next, 'SHA256SUMS'), 'utf8'));
  for (const name of readdirSync(next)) console.log(`${String(statSync(join(next, name)).size).padStart(10)}  ${name}`);
  if (isKept) {
    rmSync(target, { recursive: true, force: true });
    renameSync(next, target);
  }
} catch (error) {
  refuse(error.message);
}
console.log(isKept ? `in ${target}` : 'this was a dry run: all of it worked, and nothing is left of it');
leave(0);
