import { execFileSync, spawn } from 'node:child_process';
import { constants } from 'node:fs';
import {
  link,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  realpath,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { WorkingDirectory } from '../../../../../src/world/hypervisor/embedded/working-directory.ts';

/** A file that has not been refused by then waits for ever. */
const LIMIT_MS = 30_000;

/** Puts a link in the place of a folder and back, for as long as it lives. */
const SWAP = `
  const { renameSync } = require('node:fs');
  process.chdir(process.argv[1]);
  console.log('swapping');
  for (;;) {
    renameSync('down', 'aside');
    renameSync('link', 'down');
    renameSync('down', 'link');
    renameSync('aside', 'down');
  }
`;

describe('WorkingDirectory', () => {
  /** Holds the working directory, `root`, and beside it what must not be touched. */
  let outside = '';
  let root = '';
  let directory: WorkingDirectory;

  beforeEach(async () => {
    outside = await realpath(await mkdtemp(join(tmpdir(), 'niostat-working-directory-')));
    root = join(outside, 'root');
    await mkdir(join(root, 'down', 'deeper'), { recursive: true });
    await mkdir(join(root, '..named'));
    await mkdir(join(outside, 'root-2'));
    await writeFile(join(outside, 'secret'), 'untouched');
    await writeFile(join(root, 'old'), 'a long text that was here before');
    directory = await WorkingDirectory.open(root);
  });

  afterEach(async () => {
    try {
      // Whatever a test has asked for.
      expect((await readdir(outside)).sort()).to.deep.equal(['root', 'root-2', 'secret']);
      expect(await readdir(join(outside, 'root-2'))).to.deep.equal([]);
      expect(await readFile(join(outside, 'secret'), 'utf8')).to.equal('untouched');
    } finally {
      await rm(outside, { recursive: true, force: true });
    }
  });

  function text(...path: string[]): Promise<string> {
    return readFile(join(root, ...path), 'utf8');
  }

  describe('open', () => {
    it('makes a directory that is not there, but not those above it', async () => {
      const made = await WorkingDirectory.open(join(root, 'a'));
      expect(await made.write('file', 'text')).to.equal(undefined);
      expect(await text('a', 'file')).to.equal('text');
      const error = await WorkingDirectory.open(join(root, 'no', 'b')).catch(({ code }) => code);
      expect(error).to.equal('ENOENT');
    });

    it('takes a symbolic link for the directory that it points to', async () => {
      await symlink(join(root, 'down'), join(root, 'link'));
      const linked = await WorkingDirectory.open(join(root, 'link'));
      expect(await linked.write('file', 'text')).to.equal(undefined);
      expect(await linked.change('deeper')).to.equal(undefined);
      expect(await linked.write('../../old', 'text')).to.equal('Permission denied');
      expect(await text('down', 'file')).to.equal('text');
    });

    it('fails where a file has the name', async () => {
      let error: unknown;
      try {
        await WorkingDirectory.open(join(root, 'old'));
      } catch (thrown) {
        error = thrown;
      }
      expect(error).to.include({ code: 'EEXIST' });
    });
  });

  describe('write', () => {
    it('makes a file', async () => {
      expect(await directory.write('new', 'é\n')).to.equal(undefined);
      expect(await text('new')).to.equal('é\n');
    });

    it('writes over an old file, and leaves nothing of it', async () => {
      expect(await directory.write('old', 'short')).to.equal(undefined);
      expect(await text('old')).to.equal('short');
    });

    for (const path of ['down/file', './down/file', 'down/../down/file', '..named/file', 'a b', '..file', '...']) {
      it(`writes to ${path}`, async () => {
        expect(await directory.write(path, 'text')).to.equal(undefined);
        expect(await text(path)).to.equal('text');
      });
    }

    it('writes to an absolute path that is inside', async () => {
      expect(await directory.write(join(root, 'down', 'file'), 'text')).to.equal(undefined);
      expect(await text('down', 'file')).to.equal('text');
    });

    for (const path of ['../secret', '../new', 'down/../../secret', '../root-2/new', '..', '../../../../../../etc/x']) {
      it(`does not write to ${path}`, async () => {
        expect(await directory.write(path, 'text')).to.equal('Permission denied');
      });
    }

    it('does not write to an absolute path that is outside', async () => {
      expect(await directory.write(join(outside, 'secret'), 'text')).to.equal('Permission denied');
      expect(await directory.write(join(outside, 'root-2', 'new'), 'text')).to.equal('Permission denied');
      expect(await directory.write(join(root, '..', 'secret'), 'text')).to.equal('Permission denied');
      expect(await directory.write('/', 'text')).to.be.a('string');
    });

    it('does not write through a symbolic link to a file', async () => {
      await symlink(join(outside, 'secret'), join(root, 'link'));
      expect(await directory.write('link', 'text')).to.equal('Permission denied');
    });

    it('does not make the file that a symbolic link points to', async () => {
      await symlink(join(outside, 'new'), join(root, 'link'));
      expect(await directory.write('link', 'text')).to.equal('Permission denied');
    });

    it('does not write through a symbolic link to a directory', async () => {
      await symlink(join(outside, 'root-2'), join(root, 'link'));
      expect(await directory.write('link/new', 'text')).to.equal('Permission denied');
      expect(await directory.write('down/../link/new', 'text')).to.equal('Permission denied');
    });

    it('writes through a symbolic link to a directory that is inside', async () => {
      await symlink(join(root, 'down'), join(root, 'link'));
      expect(await directory.write('link/file', 'text')).to.equal(undefined);
      expect(await text('down', 'file')).to.equal('text');
    });

    it('does not take a directory for a file', async () => {
      expect(await directory.write('down', 'text')).to.equal('Is a directory');
    });

    it('does not make directories', async () => {
      expect(await directory.write('nosuch/file', 'text')).to.equal('No such file or directory');
    });

    it('does not take a file for a directory', async () => {
      expect(await directory.write('old/file', 'text')).to.equal('Not a directory');
      expect(await text('old')).to.equal('a long text that was here before');
    });

    it('takes the place of a second name of a file elsewhere, and does not write into it', async () => {
      await link(join(outside, 'secret'), join(root, 'hard'));
      expect(await directory.write('hard', 'text')).to.equal(undefined);
      expect(await text('hard')).to.equal('text');
      expect((await stat(join(outside, 'secret'))).nlink).to.equal(1);
    });

    it('leaves nothing behind but the file', async () => {
      expect(await directory.write('old', 'text')).to.equal(undefined);
      expect(await directory.write('down', 'text')).to.equal('Is a directory');
      expect((await readdir(root)).sort()).to.deep.equal(['..named', 'down', 'old']);
    });

    // Elsewhere folders have no descriptors, and a new file may get out.
    const itOnLinux = process.platform === 'linux' ? it : () => undefined;

    itOnLinux('is never led out by a link that takes the place of its folder, again and again', async () => {
      await symlink(join(outside, 'root-2'), join(root, 'link'));
      const swapper = spawn(process.execPath, ['-e', SWAP, root], { stdio: ['ignore', 'pipe', 'inherit'] });
      const kill = (): void => void swapper.kill('SIGKILL');
      process.once('exit', kill);
      const ended = new Promise((resolve) => swapper.once('close', resolve));
      try {
        await new Promise((resolve) => swapper.stdout.once('data', resolve));
        const answers = new Map<string | undefined, number>();
        const enough = (answer: string | undefined): boolean => (answers.get(answer) ?? 0) >= 100;
        while (!enough(undefined) || !enough('Permission denied')) {
          const answer = await directory.write('down/deeper', 'text');
          const other = await directory.write('down/file', 'text');
          for (const one of [answer, other]) answers.set(one, (answers.get(one) ?? 0) + 1);
          expect(await readdir(join(outside, 'root-2'))).to.deep.equal([]);
        }
      } finally {
        kill();
        await ended;
        process.removeListener('exit', kill);
      }
    });

    for (const isRead of [true, false]) {
      it(`does not write to a pipe that ${isRead ? 'somebody' : 'nobody'} reads, and does not wait for it`, async () => {
        const path = join(root, 'pipe');
        execFileSync('mkfifo', [path]);
        const openReader = (): ReturnType<typeof open> => open(path, constants.O_RDONLY | constants.O_NONBLOCK);
        const reader = isRead ? await openReader() : undefined;
        let timer: NodeJS.Timeout | undefined;
        const expiry = new Promise<string>((resolve) => {
          timer = setTimeout(() => resolve(`still waiting after ${LIMIT_MS} ms`), LIMIT_MS);
        });
        const written = directory.write('pipe', 'text');
        try {
          expect(await Promise.race([written, expiry])).to.equal('Permission denied');
        } finally {
          clearTimeout(timer);
          // One who still waits is let go, or the process would never end.
          const rescuer = reader ?? (await openReader());
          await written;
          await rescuer.close();
        }
      });
    }
  });

  describe('change', () => {
    it('is where files go from then on', async () => {
      expect(await directory.change('down')).to.equal(undefined);
      expect(await directory.write('file', 'text')).to.equal(undefined);
      expect(await text('down', 'file')).to.equal('text');
      expect(await directory.change('deeper')).to.equal(undefined);
      expect(await directory.write('../second', 'text')).to.equal(undefined);
      expect(await text('down', 'second')).to.equal('text');
      expect(await directory.change('../..')).to.equal(undefined);
      expect(await directory.write('third', 'text')).to.equal(undefined);
      expect(await text('third')).to.equal('text');
    });

    it('takes an absolute path that is inside', async () => {
      expect(await directory.change(join(root, 'down', 'deeper'))).to.equal(undefined);
      expect(await directory.change(root)).to.equal(undefined);
      expect(await directory.change('..named')).to.equal(undefined);
    });

    for (const path of ['..', '../root-2', 'down/../..', '../../..', '/']) {
      it(`does not go to ${path}, and stays where it is`, async () => {
        expect(await directory.change('down')).to.equal(undefined);
        expect(await directory.change(path === '/' ? path : `../${path}`)).to.equal('Permission denied');
        expect(await directory.write('file', 'text')).to.equal(undefined);
        expect(await text('down', 'file')).to.equal('text');
      });
    }

    it('does not follow a symbolic link out', async () => {
      await symlink(join(outside, 'root-2'), join(root, 'link'));
      await symlink('../..', join(root, 'down', 'up'));
      expect(await directory.change('link')).to.equal('Permission denied');
      expect(await directory.change('down/up')).to.equal('Permission denied');
      expect(await directory.change('down/up/root-2')).to.equal('Permission denied');
    });

    it('follows a symbolic link that stays inside', async () => {
      await symlink('down/deeper', join(root, 'link'));
      expect(await directory.change('link')).to.equal(undefined);
      expect(await directory.write('file', 'text')).to.equal(undefined);
      expect(await text('down', 'deeper', 'file')).to.equal('text');
    });

    it('does not go round in circles', async () => {
      await symlink('circle', join(root, 'circle'));
      expect(await directory.change('circle')).to.equal('Permission denied');
      expect(await directory.write('circle/file', 'text')).to.equal('Permission denied');
    });

    it('goes only to directories that exist', async () => {
      expect(await directory.change('nosuch')).to.equal('No such file or directory');
      expect(await directory.change('old')).to.equal('Not a directory');
      expect(await directory.change('old/x')).to.equal('Not a directory');
    });

    it('does not write outside when its directory becomes a symbolic link later', async () => {
      expect(await directory.change('down')).to.equal(undefined);
      await rm(join(root, 'down'), { recursive: true });
      await symlink(join(outside, 'root-2'), join(root, 'down'));
      expect(await directory.write('new', 'text')).to.equal('Permission denied');
    });

    it('says so when its directory is gone, and can go elsewhere', async () => {
      expect(await directory.change('down')).to.equal(undefined);
      await rm(join(root, 'down'), { recursive: true });
      expect(await directory.write('file', 'text')).to.equal('No such file or directory');
      expect(await directory.change(root)).to.equal(undefined);
      expect(await directory.write('file', 'text')).to.equal(undefined);
    });
  });
});
