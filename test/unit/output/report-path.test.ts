import { posix, win32 } from 'node:path';
import { expect } from 'chai';
import { type Paths, reportPath } from '../../../src/output/report-path.ts';
import { fc } from '../../support/property.ts';

const HERE: Paths = { folder: '/srv/repository', separator: '/' };
const WINDOWS: Paths = { folder: 'D:\\a\\repository', separator: '\\' };

describe('reportPath', () => {
  it('is relative to the folder in which niostat was started, as a repository has it', () => {
    const expected: [string, Paths, string][] = [
      ['labs/a.net', HERE, 'labs/a.net'],
      ['./labs//./a.net', HERE, 'labs/a.net'],
      ['labs/../a.net', HERE, 'a.net'],
      ['../repository/a.net', HERE, 'a.net'],
      ['../other/a.net', HERE, '../other/a.net'],
      ['/srv/repository/labs/a.net', HERE, 'labs/a.net'],
      ['/srv/repository-2/a.net', HERE, '/srv/repository-2/a.net'],
      ['/SRV/repository/a.net', HERE, '/SRV/repository/a.net'],
      ['a\\b.net', HERE, 'a\\b.net'],
      ['-', HERE, '-'],
      ['gns3://host:3080/lab', HERE, 'gns3://host:3080/lab'],
      ['/a.net', { folder: '/', separator: '/' }, 'a.net'],
      ['labs\\a.net', WINDOWS, 'labs/a.net'],
      ['.\\labs/a.net', WINDOWS, 'labs/a.net'],
      ['d:\\A\\Repository\\Labs\\a.net', WINDOWS, 'Labs/a.net'],
      ['C:\\labs\\a.net', WINDOWS, 'C:/labs/a.net'],
      ['\\\\server\\share\\a.net', WINDOWS, '//server/share/a.net'],
      ['\\labs\\a.net', WINDOWS, '/labs/a.net'],
    ];
    for (const [path, paths, told] of expected) expect(reportPath(path, paths), path).to.equal(told);
  });

  it('means the same file to Node, and is the same when it is told twice', () => {
    const name = fc.oneof(
      fc.constantFrom('.', '..', '', 'repository', 'srv', 'a', 'D:'),
      fc.string({ unit: 'binary' }),
    );
    const path = fc.array(name, { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(path, fc.constantFrom('', '/', '/srv/repository/'), (names, root) => {
        const text = `${root}${names.map((one) => one.replaceAll('/', '')).join('/')}`;
        const told = reportPath(text, HERE);
        // Doubled separators at the beginning and what looks like an address are none of a path that was
        // typed.
        fc.pre(text !== '' && !text.includes('://'));
        expect(posix.resolve(HERE.folder, told)).to.equal(posix.resolve(HERE.folder, text));
        expect(reportPath(told, HERE)).to.equal(told);
      }),
    );
  });

  it('means the same file to Node on Windows', () => {
    const name = fc.constantFrom('.', '..', 'repository', 'Repository', 'a', 'labs 1', 'ä#%');
    fc.assert(
      fc.property(
        fc.array(name, { minLength: 1, maxLength: 6 }),
        fc.constantFrom('', 'D:\\', 'd:/', 'D:\\a\\repository\\', 'E:\\'),
        fc.constantFrom('/', '\\'),
        (names, root, between) => {
          const text = `${root}${names.join(between)}`;
          const whole = (path: string): string => win32.resolve(WINDOWS.folder, path).toLowerCase();
          expect(whole(reportPath(text, WINDOWS))).to.equal(whole(text));
          expect(reportPath(text, WINDOWS)).to.not.include('\\');
        },
      ),
    );
  });
});
