/**
 * The executable that `NIOSTAT_EXECUTABLE` names, which .ci/full makes for Linux: it does all that the built
 * program does where there is no Node. Needs a build.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { Folder } from '../support/cli.ts';
import { comparable, LINES, SCENARIO } from '../support/command-lines.ts';
import { Place, ROOT, servesAndRehearses } from '../support/one-file.ts';

const executable = process.env.NIOSTAT_EXECUTABLE;

/** A folder that has the program, the libraries that it is linked with, labs, and no other program. */
function bareRoot(folder: string, program: string): string {
  const root = join(folder, 'root');
  const libraries = execFileSync('ldd', [program], { encoding: 'utf8' }).match(/\/\S+/g) ?? [];
  for (const library of libraries) {
    mkdirSync(join(root, dirname(library)), { recursive: true });
    copyFileSync(library, join(root, library));
  }
  copyFileSync(program, join(root, 'niostat'));
  cpSync(join(ROOT, 'test', 'fixtures', 'cases'), join(root, 'labs'), { recursive: true });
  return root;
}

if (executable !== undefined) {
  describe('the executable', () => {
    const folder = new Folder();
    // Nothing is found on this path: neither node nor perl.
    const env = { PATH: folder.path };
    const alone = new Place(join(folder.path, 'ü ä'), [executable], executable);
    const built = new Place(
      join(folder.path, 'built'),
      [process.execPath, join(ROOT, 'bin/run.js')],
      ROOT.slice(0, -1),
    );

    it('has the Node of its own inside', async () => {
      const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
      const { code, stdout } = await alone.run(['--version'], { env });
      const node = readFileSync(join(ROOT, '.node-version'), 'utf8').trim();
      expect([code, stdout]).to.deep.equal([0, `niostat/${version} linux-x64 node-v${node}\n`]);
    });

    for (const [command, lines] of Object.entries(LINES)) {
      it(`does what the built program does: ${command.replace(':', ' ')}`, async () => {
        for (const line of lines) {
          const args = [...command.split(':'), ...line];
          const [mine, its] = await Promise.all([alone.run(args, { env }), built.run(args)]);
          expect(comparable(mine), args.join(' ')).to.deep.equal(comparable(its));
        }
      });
    }

    it('serves, is asked and rehearses on real sockets', () => servesAndRehearses(alone));

    it('is the other Node that asks the resolver', async () => {
      const words = ['simulate', '--resolve', '--json', 'e1b-unresolvable-host.net'];
      const [mine, its] = await Promise.all([alone.run(words, { env }), built.run(words)]);
      expect(mine).to.deep.equal(its);
    });

    it('is the other Node that holds a port in a practice, where there is no perl', async () => {
      const practice = alone.start(['teach', 'practice', 'foreign', '--seed', 'a', '--plain'], env);
      const ended = alone.ended(practice);
      // It has loaded the lab and looked at it.
      let said = '';
      practice.stdout?.on('data', (chunk) => {
        said += chunk;
        if (/^Loaded .*$/m.test(said)) practice.stdin?.end('q\n');
      });
      const { code, stdout } = await ended;
      expect(code).to.equal(0);
      expect(stdout).to.include('printd goes on running. Now: it runs.');
      expect(stdout).to.match(/^Link .*: FOREIGN, ports/m);
    });

    it('takes no flags of Node, and does not hand on that it once was one', async () => {
      const preloaded = await alone.run(['--version'], { env: { ...env, NODE_OPTIONS: '--no-such-flag' } });
      expect(preloaded.code).to.equal(0);
      const asNode = { ...env, NIOSTAT_RUN_AS_NODE: '1' };
      const text = 'console.log(process.argv.slice(1).join(), process.env.NIOSTAT_RUN_AS_NODE)';
      expect((await alone.run(['-e', text, 'a', 'b'], { env: asNode })).stdout).to.equal('a,b undefined\n');
      expect((await alone.run(['explain', 'NIO001'], { env: asNode })).code).to.equal(0);
      expect((await alone.run(['-e', text], { env })).code).to.equal(2);
    });

    it('runs where there is no other program at all', () => {
      if (process.getuid?.() !== 0) throw new Error('only root can change the root of a process');
      const root = bareRoot(folder.path, executable);
      const run = (...args: string[]) =>
        spawnSync('chroot', [root, '/niostat', ...args], {
          encoding: 'utf8',
          env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
        });
      const check = run('check', SCENARIO);
      expect([check.status, check.stdout]).to.satisfy(
        ([code, text]: [number, string]) => code === 1 && /NIO001/.test(text),
      );
      const simulated = run('simulate', '--json', '/labs/two-routers.gns3');
      expect([simulated.status, JSON.parse(simulated.stdout).schemaVersion]).to.deep.equal([0, 1]);
    });
  });
}
