// Writes the files of a release into a folder: node --import tsx scripts/release/write-release.mjs FOLDER
// [--without-executables]. Runs in a tree that is built, as release.mjs makes one.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { bundledPackages } from '../licences.mjs';
import { notesOf, sectionOf } from './changelog.ts';
import { writeExecutable, writeNodeLicence } from './executable.mjs';
import { writePortable } from './portable.mjs';
import { billOfMaterials, faultsOfBill } from './sbom.ts';

const EXECUTABLES = { 'niostat-linux-x64': 'linux-x64', 'niostat-win-x64.exe': 'win-x64' };

/** They are no part of what is attached to a release. */
const NOT_ATTACHED = ['NOTES.md', 'SHA256SUMS'];

process.once('uncaughtException', ({ message }) => {
  console.error(`release: ${message}`);
  process.exit(1);
});

const [folder, flag] = process.argv.slice(2);
if (folder === undefined) throw new Error('write-release.mjs takes a folder');
const to = (name) => join(resolve(folder), name);
const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const { version } = manifest;

// The build is done, so that npm has nothing to run; what it would print on the way is of no use.
execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', to('.')], {
  stdio: ['ignore', 'ignore', 'inherit'],
});
await writePortable(to('niostat-portable.cjs'));
const executables = flag === '--without-executables' ? {} : EXECUTABLES;
if (Object.keys(executables).length > 0) {
  // What both need comes from npm once; the folder goes with all that release.mjs lets be made.
  const downloads = mkdtempSync(join(tmpdir(), 'niostat-downloads-'));
  for (const [name, platform] of Object.entries(executables)) await writeExecutable(to(name), platform, { downloads });
  await writeNodeLicence(to('LICENSE-node.txt'), { downloads });
}

const node = readFileSync('.node-version', 'utf8').trim();
const bill = billOfMaterials({
  manifest,
  locked: JSON.parse(readFileSync('package-lock.json', 'utf8')).packages,
  bundled: bundledPackages(),
  executables: Object.fromEntries(Object.keys(executables).map((name) => [name, node])),
  time: new Date(Number(process.env.SOURCE_DATE_EPOCH) * 1000),
  commit: process.env.NIOSTAT_RELEASE_COMMIT,
});
const faults = await faultsOfBill(bill);
if (faults.length > 0) throw new Error(`the bill of materials is not valid CycloneDX: ${faults.join('; ')}`);
writeFileSync(to(`niostat-${version}.cdx.json`), bill);

const changelog = readFileSync('CHANGELOG.md', 'utf8');
const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = process.env;
const base = server && repository ? `${server}/${repository}/blob/v${version}/` : undefined;
const section = sectionOf(changelog, version) ?? sectionOf(changelog) ?? '';
writeFileSync(to('NOTES.md'), `${notesOf(section, base)}\n`);

const sums = readdirSync(to('.'))
  .filter((name) => !NOT_ATTACHED.includes(name))
  .sort()
  .map(
    (name) =>
      `${createHash('sha256')
        .update(readFileSync(to(name)))
        .digest('hex')}  ${name}\n`,
  );
writeFileSync(to('SHA256SUMS'), sums.join(''));
