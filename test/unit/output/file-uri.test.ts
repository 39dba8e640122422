import { expect } from 'chai';
import { fileUri } from '../../../src/output/file-uri.ts';
import { fc } from '../../support/property.ts';

describe('fileUri', () => {
  it('keeps relative paths relative and gives absolute ones their scheme', () => {
    const expected: [string, '/' | '\\', string, boolean][] = [
      ['labs/a.net', '/', 'labs/a.net', true],
      ['../a b.net', '/', '../a%20b.net', true],
      // What is before a colon would be a scheme.
      ['c:a.net', '/', 'c%3Aa.net', true],
      ['100%#?.net', '/', '100%25%23%3F.net', true],
      ['/srv/labs/ä.net', '/', 'file:///srv/labs/%C3%A4.net', false],
      ['a\\b.net', '/', 'a%5Cb.net', true],
      ['labs\\a.net', '\\', 'labs/a.net', true],
      ['C:\\labs\\a b.net', '\\', 'file:///C:/labs/a%20b.net', false],
      ['\\\\server\\share\\a.net', '\\', 'file://server/share/a.net', false],
      ['\ud800.net', '/', '%EF%BF%BD.net', true],
    ];
    for (const [path, separator, uri, isRelative] of expected)
      expect(fileUri(path, separator), path).to.deep.equal({ uri, isRelative });
  });

  it('is read back as the same path', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (path) => {
        const { uri, isRelative } = fileUri(path, '/');
        expect(decodeURIComponent(uri)).to.equal(isRelative ? path : `file://${path}`);
      }),
    );
  });
});
