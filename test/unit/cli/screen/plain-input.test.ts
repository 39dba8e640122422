import { expect } from 'chai';
import { keysOfLine, LineReader } from '../../../../src/cli/screen/plain-input.ts';

describe('a line that is typed in place of keys', () => {
  it('is a key, a word, or Enter', () => {
    for (const [line, keys] of [
      ['', ['enter']],
      ['   ', ['enter']],
      ['q', ['q']],
      ['  2 ', ['2']],
      ['?', ['?']],
      ['next', ['right']],
      ['NEXT', ['right']],
      ['next  link', ['shift+right']],
      ['give up', ['u']],
      ['page down', ['page down']],
      ['quit', ['q']],
      ['look back', ['left']],
      ['first file', ['o']],
    ] as const)
      expect(keysOfLine(line, undefined), line).to.deep.equal(keys);
  });

  it('is a number and Enter in a field for numbers, or several', () => {
    expect(keysOfLine('10004', 'number')).to.deep.equal([...'10004', 'enter']);
    expect(keysOfLine('7', 'number')).to.deep.equal(['7', 'enter']);
    expect(keysOfLine('10, 11', 'number')).to.deep.equal(['1', '0', 'space', '1', '1', 'enter']);
    expect(keysOfLine('h', 'number')).to.deep.equal(['h']);
    expect(keysOfLine('hint', 'number')).to.deep.equal(['h']);
  });

  it('is its characters and Enter in a field for text', () => {
    expect(keysOfLine('R1 f0/0', 'text')).to.deep.equal([...'R1', 'space', ...'f0/0', 'enter']);
    expect(keysOfLine('q', 'text')).to.deep.equal(['q', 'enter']);
    expect(keysOfLine('cancel', 'text')).to.deep.equal(['escape']);
  });

  it('is nothing where it is no word', () => {
    for (const line of ['qq', '10', '10 11', 'constructor', '__proto__', '10 11 x']) {
      expect(keysOfLine(line, undefined), line).to.equal(undefined);
    }
    expect(keysOfLine('10 x', 'number')).to.equal(undefined);
  });
});

describe('lines of input', () => {
  it('are put together from bytes, with any line ends, in pieces of characters', () => {
    const reader = new LineReader();
    const [first = 0, second = 0] = Buffer.from('é');
    expect(reader.take(Buffer.from('one\r\ntwo\rthree\n\nfo'))).to.deep.equal(['one', 'two', 'three', '']);
    expect(reader.take(Buffer.of(first))).to.deep.equal([]);
    expect(reader.take(Buffer.from([second, 10]))).to.deep.equal(['foé']);
    expect(reader.rest()).to.equal(undefined);
    expect(reader.take(Buffer.from('last'))).to.deep.equal([]);
    expect(reader.rest()).to.equal('last');
  });

  it('have an end, also where there is none', () => {
    const reader = new LineReader();
    for (let piece = 0; piece < 100; piece++) expect(reader.take(Buffer.alloc(1000, 'x'))).to.deep.equal([]);
    expect(reader.take(Buffer.from('\n'))).to.deep.equal(['x'.repeat(1000)]);
  });
});
