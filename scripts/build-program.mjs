// Builds the program: a small entry, one chunk for each command, and chunks for what they share.
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { build, transform } from 'esbuild';
import { packagesIn } from './licences.mjs';

/**
 * What a module requires is evaluated with the module, though most runs need little of it. Here it is
 * required when it is first used: another chunk, a package, a built-in module of Node. `names` are those of
 * the variables that hold it.
 */
function requiredLate(source, names) {
  const found = [];
  const declared = source.replace(
    new RegExp(`^(?:const|let|var) (${names}) = (.*\\brequire(?:_\\w+)?\\(.*\\));$`, 'gm'),
    (_, name, required) => {
      found.push(name);
      return `let ${name}$; const ${name} = () => (${name}$ ??= ${required});`;
    },
  );
  return found.reduce(
    (text, name) =>
      text
        .replace(new RegExp(`\\bnew ${name}((?:\\.\\w+)+)`, 'g'), `new (${name}()$1)`)
        .replace(new RegExp(`(?<!const )\\b${name}\\b(?!\\$|\\(\\))`, 'g'), `${name}()`),
    declared,
  );
}

/**
 * esbuild's functions that fill `exports` would be in every chunk, a twentieth of the program, and each
 * export would be asked for through two getters. `publish` is in the program once; see pack-program.mjs.
 */
function published(source) {
  const code = source.replace(
    /^__export\(stdin_exports, (\{.*?^\})\);\nmodule\.exports = __toCommonJS\(stdin_exports\);$/ms,
    'publish(exports, $1);',
  );
  if (code.includes('= __toCommonJS(')) throw new Error('other exports of esbuild; see scripts/build-program.mjs');
  return code;
}

/**
 * The names of what other chunks export are long and many, a thirtieth of the program; esbuild keeps them, as
 * those of a script are seen by others.
 */
function shortened(source) {
  if (/\b_i\d/.test(source)) throw new Error('a chunk has a name such as _i0; see scripts/build-program.mjs');
  const names = [...source.matchAll(/\blet (import_\w+)\$;/g)].map(([, name]) => name);
  return source.replace(/\bimport_\w+/g, (name) => (names.includes(name) ? `_i${names.indexOf(name)}` : name));
}

/**
 * oclif is written by tsc: its base class of a command requires its help and its plugins, and these packages.
 * Program takes the place of its configuration and has its own help, so that neither is in the program. Nor
 * is what its class of a command does with errors of standard output when it is evaluated: src/cli does that.
 */
const lateOclif = {
  name: 'late-oclif',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\.?\/(?:config|help)(?:\/|$)/ }, ({ importer }) =>
      /[\\/]@oclif[\\/]core[\\/]lib[\\/](?!parser[\\/])/.test(importer) ? { external: true } : undefined,
    );
    // Pictures of a spinner that no command shows.
    onResolve({ filter: /^cli-spinners$/ }, () => ({ external: true }));
    onLoad({ filter: /[\\/]@oclif[\\/]core[\\/]lib[\\/].*\.js$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8').replace(/^process\.stdout\.on\('error'.*?^\}\);$/ms, '');
      if (source.includes('process.stdout.on('))
        throw new Error(`${path}: another listener; see scripts/build-program.mjs`);
      return { contents: requiredLate(source, '\\w+_\\d+'), loader: 'js' };
    });
  },
};

/**
 * string-width goes by Unicode's rules, and the expressions for that are compiled when they are first used:
 * three milliseconds of a start, for text that is plain ASCII as a rule, with colours at the most. The build
 * fails if a new string-width no longer has that line.
 */
const plainWidths = {
  name: 'plain-widths',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]string-width[\\/]index\.js$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      const rule = 'string = stripAnsi(string);';
      const ifPlain = 'if (/^[ -~]*$/.test(string)) return string.length;';
      const contents = source.replace(rule, `${ifPlain}\n${rule}\n${ifPlain}`);
      if (contents === source) throw new Error(`${path}: no "${rule}"; see scripts/build-program.mjs`);
      return { contents, loader: 'js' };
    });
  },
};

/**
 * Modules of functions that few runs call, by path and name: each is evaluated when one of them is called,
 * and so is what it imports. The YAML library that makes trees is needed for a bad file and by an editor.
 */
const LATE = {
  'core/lab/text/yaml-nodes.ts': ['readYamlNodes'],
  'core/lab/edit/yaml-editor.ts': ['editScenario'],
};

/**
 * esbuild puts into one chunk what the same entries lead to, so that all that the base class of commands
 * leads to would be one. What many runs of them do without is an entry as well, and thereby a chunk of its
 * own.
 */
const APART = ['src/world/files/load-labs.ts', 'src/world/files/load-text.ts', 'src/world/network/host-names.ts'];

/**
 * What asks GNS3 servers and shows their projects: entries that a run loads where a word of it names such a
 * project. These and what only they lead to are a file of their own; see pack-program.mjs.
 */
const GNS3 = [
  'src/cli/ask-credentials.ts',
  'src/cli/gns3-links.ts',
  'src/cli/read-project.ts',
  'src/features/firewall/firewall-of-project.ts',
  'src/features/inventory/inventory.ts',
  'src/features/inventory/render/text.ts',
  'src/features/simulate/render/reopen-text.ts',
  'src/features/simulate/reopen.ts',
  'src/world/gns3-server/read-server.ts',
];

const lateModules = {
  name: 'late-modules',
  setup({ onResolve, onLoad }) {
    for (const [file, names] of Object.entries(LATE)) {
      const filter = new RegExp(`[\\\\/]${file.replaceAll('/', '[\\\\/]').replace('.', '\\.')}$`);
      onLoad({ filter }, ({ path, suffix }) =>
        suffix === '?late'
          ? undefined
          : {
              contents: names
                .map(
                  (name) =>
                    `export const ${name} = (...words) => require(${JSON.stringify(`${path}?late`)}).${name}(...words);`,
                )
                .join('\n'),
            },
      );
    }
    onResolve({ filter: /\?late$/ }, ({ path }) => ({ path: path.slice(0, -'?late'.length), suffix: '?late' }));
  },
};

/**
 * Writes niostat.cjs, commands/ and shared/ into `folder`; `common` are options of esbuild. esbuild
 * splits only ES modules, and Node takes a code cache only for scripts: so it splits first, and then
 * each chunk is turned into CommonJS by itself. Returns the names of the chunks that hold what is
 * apart, and of the entries of GNS3, and the packages of each chunk, as `packagesIn` gives them.
 */
export async function buildProgram(folder, common) {
  const commands = readdirSync(join(common.absWorkingDir, 'src/cli/commands'), { recursive: true })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => `src/cli/commands/${path.replaceAll('\\', '/')}`)
    // As a disk lists them, esbuild would number and order what they share otherwise on another one.
    .sort();
  const { target } = common;
  const { outputFiles, metafile } = await build({
    ...common,
    plugins: [lateOclif, plainWidths, lateModules],
    entryPoints: [
      { in: 'src/main.ts', out: 'niostat' },
      ...commands.map((file) => ({ in: file, out: file.slice('src/cli/'.length, -'.ts'.length) })),
      ...APART.map((file) => ({ in: file, out: `shared/${basename(file, '.ts')}` })),
    ],
    outdir: folder,
    // As its module is written, all its colours are made when it is evaluated.
    alias: { ansis: join(common.absWorkingDir, 'node_modules/ansis/index.js') },
    chunkNames: 'shared/[name]-[hash]',
    outExtension: { '.js': '.cjs' },
    format: 'esm',
    splitting: true,
    write: false,
    metafile: true,
    // oclif asks for these only where a plugin is developed in TypeScript.
    external: ['typescript', 'ts-node', 'tsx'],
  });
  await Promise.all(
    outputFiles.map(async ({ path, text }) => {
      const commonJs = await transform(text, {
        format: 'cjs',
        platform: 'node',
        target,
        // A chunk that is loaded late is loaded as the others are, with its cache and only once.
        supported: { 'dynamic-import': false },
      });
      const { code } = await transform(shortened(requiredLate(published(commonJs.code), 'import_\\w+')), {
        target,
        minify: true,
        treeShaking: true,
        legalComments: 'eof',
      });
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, code);
    }),
  );
  const namesOf = (isSought) =>
    Object.entries(metafile.outputs)
      .filter(([, output]) => isSought(output))
      .map(([path]) => basename(path));
  const gns3 = namesOf(({ entryPoint }) => GNS3.includes(entryPoint));
  if (gns3.length < GNS3.length) throw new Error('a file in GNS3 is no entry; see scripts/build-program.mjs');
  const apart = namesOf(({ inputs }) => APART.some((file) => file in inputs));
  return { apart, gns3, packages: packagesIn(metafile).map(([path, folder]) => [basename(path), folder]) };
}
