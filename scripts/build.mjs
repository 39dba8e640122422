// Builds dist/: the bundled program with V8's code cache, and the library with its types; and man/, the manual pages.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

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
 * oclif sorts its commands with localeCompare, which loads the collation tables of ICU: a fifth of the whole start, for a
 * handful of ASCII names. The build fails if a new oclif no longer has that call, so that this cannot rot unseen.
 */
const plainSort = {
  name: 'plain-sort',
  setup(esbuild) {
    esbuild.onLoad({ filter: /@oclif[\\/]core[\\/]lib[\\/]config[\\/]plugin\.js$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      const contents = source.replace(
        /(\w+(?:\.\w+)*)\.localeCompare\(([\w.]+)\)/g,
        '($1 < $2 ? -1 : $1 > $2 ? 1 : 0)',
      );
      if (contents === source) throw new Error(`${path}: no localeCompare to replace; see scripts/build.mjs`);
      return { contents, loader: 'js' };
    });
  },
};

/** tsc writes the types of every file that the library consists of; users need those that the types of its functions lead to. */
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

/**
 * OpenSSL is a millisecond and a half of every start, and few commands need a random number. What is not named here and imported all
 * the same fails the build.
 */
const lateCrypto = {
  name: 'late-crypto',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:crypto$/ }, () => ({ path: 'node:crypto', namespace: 'late-crypto' }));
    onLoad({ filter: /.*/, namespace: 'late-crypto' }, () => ({
      contents: ['createHmac', 'randomBytes', 'randomUUID', 'timingSafeEqual']
        .map(
          (name) => `export const ${name} = (...words) => process.getBuiltinModule('node:crypto').${name}(...words);`,
        )
        .join('\n'),
    }));
  },
};

await build({
  ...common,
  plugins: [plainSort, lateCrypto],
  entryPoints: ['src/main.ts'],
  outfile: `${next}niostat.cjs`,
  format: 'cjs',
  minify: true,
  // oclif asks for these only where a plugin is developed in TypeScript.
  // systeminformation is large, and asked only on macOS and Windows.
  external: ['typescript', 'ts-node', 'tsx', 'systeminformation'],
});

await build({
  ...common,
  entryPoints: ['src/index.ts'],
  outfile: `${next}index.js`,
  format: 'esm',
  packages: 'external',
});

execFileSync(
  process.execPath,
  ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', `${next}types`],
  {
    cwd: root,
    stdio: 'inherit',
  },
);

keepReachableTypes(`${next}types/`);

rmSync(dist, { recursive: true, force: true });
renameSync(next, dist);

// One run of each kind, so that the cache holds what they compile; the last one writes it.
execFileSync(process.execPath, ['bin/run.js', 'simulate', 'scenarios/full-mesh-3-routers.yaml'], {
  cwd: root,
  stdio: ['ignore', 'ignore', 'inherit'],
  env: { ...process.env, NIOSTAT_WRITE_CODE_CACHE: '1' },
});

// The commands are asked what they take, so the program must be there.
execFileSync(process.execPath, ['--import', 'tsx', 'scripts/build-man.ts'], { cwd: root, stdio: 'inherit' });
