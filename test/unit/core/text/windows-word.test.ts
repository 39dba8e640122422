import { expect } from 'chai';
import { windowsWord } from '../../../../src/core/text/windows-word.ts';
import { wordsOfCommandLine } from '../../../support/windows-shells.ts';

/** A word as it is written for cmd, Windows PowerShell 5.1 and PowerShell 7. */
function written(word: string): string[] {
  return (['cmd', 'windows-powershell', 'powershell'] as const).map((shell) => windowsWord(word, shell));
}

describe('words for the shells of Windows', () => {
  it('have no quotes where no shell needs them', () => {
    for (const word of [
      'lab.net',
      'C:\\labs\\a.net',
      '\\\\server\\share\\a.net',
      '.\\lab.net',
      '10.0.0.0/24',
      'a=b',
      'C:\\labs\\',
    ]) {
      expect(written(word)).to.deep.equal([word, word, word]);
    }
  });

  const forAll: readonly (readonly [string, string])[] = [
    ['C:\\my labs\\a.net', '"C:\\my labs\\a.net"'],
    // A backslash before the double quote would take it for a letter.
    ['C:\\my labs\\', '"C:\\my labs\\\\"'],
    ['R&D^1.net', '"R&D^1.net"'],
    ["it's.net", '"it\'s.net"'],
    ['100%.net', '"100%.net"'],
    ['fe80::1%12', '"fe80::1%12"'],
    ['a,b;c', '"a,b;c"'],
    ['-a.net', '"-a.net"'],
    ['@lab.net', '"@lab.net"'],
    ['Übung 1!.net', '"Übung 1!.net"'],
    // The share of an administrator: no name of a variable follows.
    ['\\\\server\\c$\\a.net', '"\\\\server\\c$\\a.net"'],
  ];
  for (const [word, quoted] of forAll) {
    it(`are the same for all: ${word}`, () => {
      expect(written(word)).to.deep.equal([quoted, quoted, quoted]);
    });
  }

  const forEach: readonly (readonly [string, string, string, string])[] = [
    ['%PATH%.net', '""^%"PATH"^%".net"', "'%PATH%.net'", "'%PATH%.net'"],
    ['$home 1.net', '"$home 1.net"', "'$home 1.net'", "'$home 1.net'"],
    ['a`n.net', '"a`n.net"', "'a`n.net'", "'a`n.net'"],
    ['say "hi"', '"say ""hi"""', '\'say \\"hi\\"\'', '\'say "hi"\''],
    ['a\\"b', '"a\\\\""b"', "'a\\\\\\\"b'", "'a\\\"b'"],
    ["$it's", '"$it\'s"', "'$it''s'", "'$it''s'"],
    ['„quoted“', '"„quoted“"', "'„quoted“'", "'„quoted“'"],
    ['', '""', '\'""\'', "''"],
  ];
  for (const [word, ...quoted] of forEach) {
    it(`are written for each where they must: ${word}`, () => {
      expect(written(word)).to.deep.equal(quoted);
    });
  }
});

describe('the rules of the C runtime in these tests', () => {
  // The examples of "Parsing C command-line arguments", but the last, on which versions of that page differ.
  const examples: readonly (readonly [string, readonly string[]])[] = [
    ['"a b c" d e', ['a b c', 'd', 'e']],
    ['"ab\\"c" "\\\\" d', ['ab"c', '\\', 'd']],
    ['a\\\\\\b d"e f"g h', ['a\\\\\\b', 'de fg', 'h']],
    ['a\\\\\\"b c d', ['a\\"b', 'c', 'd']],
    ['a\\\\\\\\"b c" d e', ['a\\\\b c', 'd', 'e']],
    // Rule 3 of that page: a pair between quotes is one.
    ['"a""b c" d', ['a"b c', 'd']],
  ];
  for (const [line, words] of examples) {
    it(line, () => expect(wordsOfCommandLine(line)).to.deep.equal(words));
  }
});
