import { expect } from 'chai';
import { commandWord } from '../../../../src/core/text/shell-word.ts';

describe('words of a shell', () => {
  it('quotes for a POSIX shell what that would take apart', () => {
    expect(['lab.net', '10.0.0.0/24', 'fe80::1%eth0'].map(commandWord)).to.deep.equal([
      'lab.net',
      '10.0.0.0/24',
      'fe80::1%eth0',
    ]);
    expect(["it's.net", 'my lab.net', '$HOME', ''].map(commandWord)).to.deep.equal([
      "'it'\\''s.net'",
      "'my lab.net'",
      "'$HOME'",
      "''",
    ]);
  });
});
