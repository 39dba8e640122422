import { expect } from 'chai';
import { decodeText, encodeText, refuseUnmarkedUtf16 } from '../../../../src/world/files/text-encoding.ts';

const TEXT = '[localhost]\r\n# 実験 🦊\r\n';

/** The bytes of UTF-16, worked out without a decoder: each unit low byte first, or high byte first. */
function utf16(text: string, isBigEndian: boolean): Buffer {
  return Buffer.from(
    [...text].flatMap((character) =>
      Array.from({ length: character.length }, (_, index) => character.charCodeAt(index)).flatMap((unit) =>
        isBigEndian ? [unit >> 8, unit & 0xff] : [unit & 0xff, unit >> 8],
      ),
    ),
  );
}

describe('the encoding of a text', () => {
  it('is UTF-8, with a byte order mark or without', () => {
    expect(decodeText(Buffer.from(TEXT), 'x')).to.deep.equal({ text: TEXT });
    expect(decodeText(Buffer.from(`\uFEFF${TEXT}`), 'x')).to.deep.equal({ text: `\uFEFF${TEXT}` });
  });

  it('is UTF-16 if its byte order mark says so', () => {
    for (const [encoding, isBigEndian] of [
      ['utf-16le', false],
      ['utf-16be', true],
    ] as const) {
      const bytes = utf16(`\uFEFF${TEXT}`, isBigEndian);
      expect(decodeText(bytes, 'x')).to.deep.equal({ text: `\uFEFF${TEXT}`, encoding });
      expect(encodeText(`\uFEFF${TEXT}`, encoding).equals(bytes)).to.equal(true);
    }
    expect(encodeText(TEXT, undefined).equals(Buffer.from(TEXT))).to.equal(true);
  });

  it('is refused at the first bad place', () => {
    expect(() => decodeText(Buffer.from('a\nb\u00e9', 'latin1'), 'x')).to.throw('x:2:2: not UTF-8 text');
    const cut = utf16('\uFEFFab\nc', false);
    expect(() => decodeText(Buffer.concat([cut, Buffer.from([1])]), 'x')).to.throw('x:2:2: not UTF-16 text');
    const half = utf16('\uFEFFa\n\ud83d', true);
    expect(() => decodeText(Buffer.concat([half, utf16('b', true)]), 'x')).to.throw('x:2:1: not UTF-16 text');
  });

  it('is named if it is UTF-16 without a byte order mark', () => {
    expect(() => refuseUnmarkedUtf16(utf16(TEXT, false), 'x')).to.throw(/^x:1:1: .*UTF-16.*iconv -f UTF-16LE -t UTF-8/);
    expect(() => refuseUnmarkedUtf16(utf16(TEXT, true), 'x')).to.throw(/UTF-16BE/);
    for (const bytes of [
      Buffer.from(TEXT),
      Buffer.from('\0\0\0\0'),
      Buffer.from('a\0'),
      Buffer.from('a\0bc'),
      Buffer.alloc(0),
    ]) {
      expect(() => refuseUnmarkedUtf16(bytes, 'x')).to.not.throw();
    }
  });
});
