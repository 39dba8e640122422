/**
 * What users install: the packed files, the program and the library in them, and every example of
 * docs/LIBRARY.md. Needs a build.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { Folder } from '../support/cli.ts';
import { installPackage, type Packed, ROOT, runNode } from '../support/packed.ts';

const PAGE = readFileSync(join(ROOT, 'docs', 'LIBRARY.md'), 'utf8');

/** The examples of the page, by the heading that they stand under. */
const EXAMPLES = new Map(
  PAGE.split(/^## /m).flatMap((section): [string, string][] => {
    const code = /^```js\n([\s\S]*?)^```$/m.exec(section)?.[1];
    return code === undefined ? [] : [[section.slice(0, section.indexOf('\n')), code]];
  }),
);

/** Right and wrong uses of its types, written against `src/`. */
const USES = readFileSync(join(ROOT, 'test', 'types', 'library.ts'), 'utf8').replaceAll(
  '../../src/index.ts',
  'niostat',
);

const LAB = /^```ini\n([\s\S]*?)^```$/m.exec(PAGE)?.[1] ?? '';

/** Pages for those who use it; those for who works on it stay behind. */
const DOCS = readdirSync(join(ROOT, 'docs')).filter(
  (name) => name.endsWith('.md') && !['ARCHITECTURE.md', 'RELEASE.md', 'TESTING.md'].includes(name),
);

/** The files of a folder of the project, and of those in it, with their paths. */
function filesIn(...path: readonly string[]): string[] {
  return readdirSync(join(ROOT, ...path), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesIn(...path, entry.name) : [[...path, entry.name].join('/')],
  );
}

describe('the package', () => {
  const folder = new Folder();
  let packed: Packed;
  before(async () => {
    packed = await installPackage(folder.path);
    folder.file('lab.net', LAB);
    folder.file('package.json', '{ "type": "module" }');
  });

  const example = (name: string): Promise<string> => {
    folder.file('example.js', EXAMPLES.get(name) ?? `throw new Error('no example of ${name}')`);
    return runNode(folder.path, ['example.js']);
  };

  it('holds what users need and nothing else', () => {
    const types = packed.files.filter((path) => path.startsWith('dist/types/'));
    expect(packed.files.filter((path) => !types.includes(path))).to.deep.equal(
      [
        ...['CHANGELOG.md', 'LICENSE', 'LICENSES-THIRD-PARTY.txt', 'README.md', 'package.json', 'oclif.manifest.json'],
        ...[
          'bin/package.json',
          'bin/run.js',
          'bin/write-code-cache.js',
          ...['bash', 'zsh', 'fish', 'powershell'].map((shell) => `dist/completion/niostat.${shell}`),
          'dist/gns3.cjs',
          ...['index.cjs', 'index.d.ts', 'index.js'].map((name) => `dist/${name}`),
          'dist/labs.cjs',
          'dist/niostat.cjs',
          ...['page.css', 'page.js', 'playground.css', 'playground.js'].map((name) => `dist/page/${name}`),
          'dist/teach.cjs',
        ],
        ...DOCS.map((name) => `docs/${name}`),
        ...filesIn('docs', 'checks'),
        ...filesIn('docs', 'schemas'),
        ...filesIn('man'),
        ...filesIn('scenarios'),
      ].sort(),
    );
    expect(types).to.include('dist/types/index.d.ts');
    // The types are those of the CommonJS module.
    for (const path of types) expect(path).to.match(/(\.d\.ts|^dist\/types\/package\.json)$/);
    // No type leads to a renderer, the command line or the readers of formats.
    expect(types.filter((path) => /\/(render|output|cli|firewall)\//.test(path))).to.deep.equal([]);
  });

  it('is small: a class installs it over one wireless network', () => {
    // Own readers took the place of a dependency of 0.9 MB, so that an install as a whole became smaller.
    // The words of `niostat explain` and the names of the scenarios are part of it; so are the programs of
    // the page and of the playground, 0.3 MB packed. Teaching is a tenth of it: its program, 0.1 MB packed
    // and 0.3 MB unpacked, the lessons with their labs, and the quiz of the page. Projects that a GNS3 server
    // has open are a program of 0.2 MB unpacked, schemas of 0.1 MB and a page: 0.1 MB packed. The library has
    // in it what it used to depend on: 0.3 MB unpacked in place of 3.7 MB that were installed beside it.
    expect(packed.size, 'packed').to.be.below(1_680_000);
    expect(packed.unpackedSize, 'unpacked').to.be.below(5_600_000);
  });

  it('has manual pages and a program where package.json says', () => {
    const { man, bin } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    const named = [...man, bin.niostat].map((path: string) => path.replace(/^\.\//, ''));
    expect(packed.files).to.include.members(named);
  });

  it('runs as a program', async () => {
    const program = 'node_modules/niostat/bin/run.js';
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    expect(await runNode(folder.path, [program, '--version'])).to.include(`niostat/${version}`);
    expect(await runNode(folder.path, [program, 'explain', 'NIO001'])).to.include('same-base-udp');
    const simulated = JSON.parse(await runNode(folder.path, [program, 'simulate', '--json', 'lab.net']));
    expect(simulated.nios.map(({ localPort }: { localPort: number }) => localPort)).to.deep.equal([9000, 9000]);
  });

  it('is imported without opening, reading or printing anything, and lets a program end', async () => {
    const script = `
      import fs from 'node:fs';
      import net from 'node:net';
      import dgram from 'node:dgram';
      import { syncBuiltinESMExports } from 'node:module';
      const used = [];
      const watch = (module, names) => {
        for (const name of names) {
          const original = module[name];
          module[name] = (...args) => {
            // Node itself reads what is imported.
            if (!String(args[0]).includes('node_modules')) used.push([name, String(args[0])]);
            return original(...args);
          };
        }
      };
      watch(fs, ['readFile', 'readFileSync', 'open', 'openSync', 'readdirSync', 'statSync']);
      watch(net, ['connect', 'createServer']);
      watch(dgram, ['createSocket']);
      syncBuiltinESMExports();
      await import('niostat');
      process.stdout.write(JSON.stringify(used));
    `;
    expect(await runNode(folder.path, ['--input-type=module', '-e', script])).to.equal('[]');
  });

  it('is one library for both kinds of module', async () => {
    // esbuild's own names are no part of it, and a class is the same class wherever it comes from.
    const script = `
      import { createRequire } from 'node:module';
      import * as imported from 'niostat';
      const required = createRequire(import.meta.url)('niostat');
      const names = Object.keys(required).filter((name) => required[name] !== imported[name]);
      process.stdout.write(JSON.stringify([names, required.readLab('nonsense', 'a.net').labs.length]));
    `;
    expect(await runNode(folder.path, ['--input-type=module', '-e', script])).to.equal('[[],0]');
  });

  it('gives its schemas under the names that its pages say', async () => {
    const script = `
      const { readdirSync } = require('node:fs');
      for (const file of readdirSync(${JSON.stringify(join(ROOT, 'docs', 'schemas'))}))
        process.stdout.write(typeof require('niostat/schemas/' + file) + ' ');
    `;
    expect(await runNode(folder.path, ['--input-type=commonjs', '-e', script])).to.match(/^(object ){10,}$/);
  });

  it('depends on what is given, and an install runs nothing of it', () => {
    const { dependencies, scripts } = JSON.parse(
      readFileSync(join(folder.path, 'node_modules/niostat/package.json'), 'utf8'),
    );
    expect(Object.keys(dependencies)).to.deep.equal(['@oclif/core', 'cli-table3', 'dgram-as-promised']);
    // What npm runs or warns of when it installs a package.
    expect(scripts).to.not.have.any.keys('preinstall', 'install', 'postinstall', 'prepare');
    // What prints a banner where pre-commit reads the name of a file.
    expect(scripts).to.not.have.any.keys('prepack', 'postpack');
  });

  for (const options of [
    { module: 'node16', moduleResolution: 'node16' },
    { module: 'nodenext', moduleResolution: 'nodenext' },
    { module: 'esnext', moduleResolution: 'bundler' },
  ]) {
    it(`has types for all examples, and against wrong uses: ${options.moduleResolution}, strict, libraries checked`, async () => {
      const sources = [...EXAMPLES, ['wrong-uses', USES] as const];
      const files = sources.map(([name, code]) => folder.file(`${options.moduleResolution}-${name}.mts`, code));
      const compilerOptions = {
        ...options,
        ...{ target: 'es2022', lib: ['es2022'], types: ['node'] },
        ...{ strict: true, skipLibCheck: false, noEmit: true },
        ...{ exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true },
      };
      const config = folder.file(`${options.moduleResolution}.json`, JSON.stringify({ compilerOptions, files }));
      expect(await runNode(folder.path, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', config])).to.equal('');
    });
  }

  describe('runs the example of', () => {
    it('readLab', async () => {
      expect(await example('readLab')).to.match(/^0\nbroken\.net:2: .+\n$/);
    });

    it('readServerConf', async () => {
      expect(await example('readServerConf')).to.equal('20000\n');
    });

    // Both ends have port 9000; from 0.2.18 on the socket that was connected last gets all frames, its own
    // too.
    it('simulate', async () => {
      expect(await example('simulate')).to.equal(
        'R1 on 9000 sends to R2, hears nothing\nR2 on 9000 sends to R2, hears R1, R2\n',
      );
    });

    it('trace', async () => {
      expect(await example('trace')).to.equal(
        'step 1: 127.0.0.1:7200 gives R1 f0/0 port 9000\nstep 2: 127.0.0.1:7201 gives R2 f0/0 port 9000\nstep 4: R2 f0/0 has no socket\n',
      );
    });

    it('check', async () => {
      expect(await example('check')).to.match(/^error NIO001: .*127\.0\.0\.1:7201.*\n$/);
    });

    it('plan', async () => {
      const [first = '', ...text] = (await example('plan')).split('\n');
      const [, to] = /^127\.0\.0\.1:7201 udp 9000 -> (\d+)$/.exec(first) ?? [];
      expect(to).to.not.equal(undefined);
      expect(`${text.join('\n')}`).to.equal(
        `${LAB.replace('udp = 9000\n[[ROUTER R2]]', `udp = ${to}\n[[ROUTER R2]]`)}\n`,
      );
    });

    it('links', async () => {
      expect(await example('links')).to.match(/^R1 f0\/0 -- R2 f0\/0 [A-Z-]+\??( .*)?\n$/);
    });

    // Who listens on these ports is this machine's own matter.
    it('probe', async () => {
      const shown = (await example('probe')).trimEnd().split('\n');
      expect(shown.map((line) => line.split(' ')[0])).to.deep.equal(['127.0.0.1:7200', '127.0.0.1:7201', '[::1]:7202']);
    });

    it('preflight', async () => {
      const shown = (await example('preflight')).split('\n');
      expect(shown[0]).to.equal('file ok 1 link, 2 hypervisors');
      expect(shown[1]).to.match(/^checks failed /);
      expect(shown.join('\n')).to.not.include('orphans');
    });

    it('Errors', async () => {
      expect(await example('Errors')).to.equal(
        'BAD_VERSION: "newest" is not a version of Dynamips; write it as in 0.2.14\n',
      );
    });

    it('every function that the library has', async () => {
      const library: object = await import(pathToFileURL(join(ROOT, 'dist', 'index.js')).href);
      const names = Object.keys(library).filter((name) => /^[a-z]/.test(name));
      expect([...EXAMPLES.keys()]).to.include.members(names);
      expect(names).to.include.members(['check', 'links', 'plan', 'preflight', 'probe', 'readLab', 'simulate']);
    });
  });
});
