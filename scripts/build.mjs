// Builds dist/: the program, its completion scripts, and the library with its types;
// LICENSES-THIRD-PARTY.txt; oclif.manifest.json, what the commands take; man/, the manual pages; and
// docs/playground.html.
import { execFileSync } from 'node:child_process';
import { copyFileSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Plugin } from '@oclif/core/config';
import { build } from 'esbuild';
import { buildPage } from './build-page.mjs';
import { buildProgram } from './build-program.mjs';
import { listPackages, packagesIn, writeLicences } from './licences.mjs';
import { packProgram, publish } from './pack-program.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = new URL('../dist/', import.meta.url);
// Built beside the old one and then put in its place, so that what runs meanwhile finds either.
const next = fileURLToPath(new URL(`../dist.${process.pid}/`, import.meta.url));

const common = {
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  absWorkingDir: root,
  legalComments: 'eof',
  logLevel: 'warning',
};

/**
 * tsc writes the types of every file that the library consists of; users need those that the types of its
 * functions lead to.
 */
function keepReachableTypes(folder) {
  const reached = new Set([`${folder}index.d.ts`]);
  for (const file of reached) {
    for (const [, path] of readFileSync(file, 'utf8').matchAll(/(?:from|import\()\s*'(\.[^']*)\.ts'/g)) {
      reached.add(resolve(dirname(file), `${path}.d.ts`));
    }
  }
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = resolve(entry.parentPath, entry.name);
    if (entry.isFile() && !reached.has(file)) rmSync(file);
  }
}

// oclif finds the commands in a folder that is laid out as package.json says; only the build has it.
const chunks = `${next}chunks/`;
const { apart, gns3, packages } = await buildProgram(`${chunks}dist/`, common);
copyFileSync(`${root}package.json`, `${chunks}package.json`);
// Here each chunk is a module by itself, and not within what packProgram makes.
globalThis.publish = publish;
const program = new Plugin({ root: chunks, type: 'core', ignoreManifest: true, errorOnManifestCreate: true });
await program.load();
const fileOf = packProgram(`${chunks}dist`, next, program.commandIDs.toSorted(), { apart, gns3 });
rmSync(chunks, { recursive: true });

const ofPages = await buildPage(`${next}page/`, root);

const { metafile } = await build({
  ...common,
  entryPoints: ['src/index.ts'],
  outfile: `${next}index.cjs`,
  // Comments and blanks are a quarter of it; names stay, for stack traces.
  minifyWhitespace: true,
  minifySyntax: true,
  format: 'cjs',
  metafile: true,
});
// Both kinds of module get the same classes and the same types, which are those of the CommonJS module: one
// program may have both (docs/decisions/0051).
writeFileSync(`${next}index.js`, "export * from './index.cjs';\n");
writeFileSync(`${next}index.d.ts`, "export * from './types/index.js';\n");

execFileSync(
  process.execPath,
  ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', `${next}types`],
  {
    cwd: root,
    stdio: 'inherit',
  },
);

keepReachableTypes(`${next}types/`);
writeFileSync(`${next}types/package.json`, '{ "type": "commonjs" }\n');

rmSync(dist, { recursive: true, force: true });
renameSync(next, dist);

const ofProgram = packages.map(([chunk, folder]) => [`dist/${fileOf(chunk)}`, folder]);
const ofLibrary = packagesIn(metafile).map(([, folder]) => ['dist/index.cjs', folder]);
writeLicences(listPackages([...ofProgram, ...ofPages, ...ofLibrary]));

// What `--help` and completion say of all commands, so that a run loads no other command than its own.
const { commands, ...manifest } = program.manifest;
const byName = Object.fromEntries(Object.entries(commands).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(new URL('../oclif.manifest.json', import.meta.url), JSON.stringify({ ...manifest, commands: byName }));

// The commands are asked what they take, so the program must be there.
for (const script of ['scripts/build-man.ts', 'scripts/build-completion.ts']) {
  execFileSync(process.execPath, ['--import', 'tsx', script], { cwd: root, stdio: 'inherit' });
}

// The playground for who reads the documents in a folder or on a web server; see docs/decisions/0041.
writeFileSync(
  new URL('../docs/playground.html', import.meta.url),
  execFileSync(process.execPath, ['bin/run.js', 'playground'], { cwd: root, maxBuffer: 4_000_000 }),
);
