import { expect } from 'chai';
import { pathHere } from '../../../../src/world/files/path-here.ts';

describe('pathHere', () => {
  it('is an absolute path as it stands, whatever the directory', () => {
    expect(pathHere('/images/c7200.bin', undefined)).to.deep.equal({ path: '/images/c7200.bin' });
    expect(pathHere('/images/c7200.bin', '/work')).to.deep.equal({ path: '/images/c7200.bin' });
  });

  it('is below the directory for a relative one, as Dynamips opens it after it has gone there', () => {
    expect(pathHere('c7200.bin', '/images')).to.deep.equal({ path: '/images/c7200.bin' });
    expect(pathHere('../c7200.bin', '/images/old')).to.deep.equal({ path: '/images/c7200.bin' });
    expect(pathHere('.', '/images')).to.deep.equal({ path: '/images' });
  });

  it('is not known where nobody knows what it is relative to', () => {
    for (const path of ['working', './working', '../working', '', 'C:working'])
      expect(pathHere(path, undefined), path).to.deep.equal({ why: 'relative' });
    expect(pathHere('C:working', '/images')).to.deep.equal({ why: 'relative' });
    expect(pathHere('~/working', '/images')).to.deep.equal({ why: 'tilde' });
  });

  it('is of another system for a path of Windows elsewhere', () => {
    for (const path of ['C:\\GNS3\\working', 'c:/GNS3/working', '\\\\server\\share\\working'])
      expect(pathHere(path, '/images'), path).to.deep.equal(
        process.platform === 'win32' ? { path } : { why: 'foreign' },
      );
  });
});
