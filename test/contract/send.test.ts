import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { niostat } from '../support/run-in-process.ts';
import { SUBJECTS, withHypervisor } from '../support/subjects.ts';

describe('niostat send', () => {
  for (const subject of SUBJECTS) {
    it(`prints the reply of ${subject.name} as it came`, () =>
      withHypervisor(subject, async ({ port }) => {
        const target = `127.0.0.1:${port}`;
        const test = await niostat(['send', target, 'hypervisor', 'parser_test', 'a', 'b c']);
        // docs/FACTS.md, "Replies word for word".
        expect([test.code, test.stdout]).to.deep.equal([
          0,
          '101 arg 0 (len 1): "a"\n101 arg 1 (len 3): "b c"\n100-OK\n',
        ]);
        const refused = await niostat(['send', target, 'bogus', 'x']);
        expect([refused.code, refused.stdout]).to.deep.equal([1, "201-Unknown module 'bogus'\n"]);
        expect(refused.stderr).to.include('refused (201): the hypervisor has no such module');
      }));

    it(`sends equal words to ${subject.name} in the order in which they were typed`, () =>
      withHypervisor(subject, async ({ port }) => {
        const words = ['hypervisor', 'parser_test', 'a', 'b', 'a', 'c', 'a'];
        const { code, stdout } = await niostat(['send', `127.0.0.1:${port}`, ...words]);
        expect(code).to.equal(0);
        expect(stdout.trimEnd().split('\n')).to.deep.equal([
          '101 arg 0 (len 1): "a"',
          '101 arg 1 (len 1): "b"',
          '101 arg 2 (len 1): "a"',
          '101 arg 3 (len 1): "c"',
          '101 arg 4 (len 1): "a"',
          '100-OK',
        ]);
      }));

    it(`does not stop ${subject.name} when there is nobody to confirm it`, () =>
      withHypervisor(subject, async ({ port, workingDirectory }) => {
        const target = `127.0.0.1:${port}`;
        const saved = join(workingDirectory, 'saved.cfg');
        for (const words of [['hypervisor', 'stop'], ['hypervisor reset'], ['hypervisor', 'save_config', saved]]) {
          const { code, stdout, stderr } = await niostat(['send', target, ...words], { input: 'y\n' });
          expect([code, stdout]).to.deep.equal([2, '']);
          expect(stderr).to.include('was not confirmed').and.to.include('--yes');
        }
        expect(existsSync(saved)).to.equal(false);
        const { code } = await niostat(['send', '-y', target, 'hypervisor', 'save_config', saved]);
        expect([code, existsSync(saved)]).to.deep.equal([0, true]);
      }));
  }
});
