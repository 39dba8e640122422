import { expectRefused } from '../support/bad-files.ts';
import { Batch, Folder } from '../support/cli.ts';
import { COSTLY_FILES } from '../support/costly-files.ts';

// Each in a process of its own, which can be killed if it takes all time or memory.
describe('bad input', () => {
  const folder = new Folder();
  const batch = new Batch();

  for (const [group, files] of Object.entries(COSTLY_FILES)) {
    describe(group, () => {
      for (const { title, write, ...expected } of files) {
        let path = '';
        const pending = batch.add(() => {
          path = write(folder);
          return { args: ['check', path] };
        });
        it(title, async () => expectRefused(await pending, path, expected));
      }
    });
  }
});
