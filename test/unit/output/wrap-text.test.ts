import { expect } from 'chai';
import wrapAnsi from 'wrap-ansi';
import { writeFor } from '../../../src/core/text/readers-shell.ts';
import { commandParts, wrapText } from '../../../src/output/wrap-text.ts';
import { fc } from '../../support/property.ts';

describe('wrapText', () => {
  it('ends lines between words', () => {
    expect(wrapText('the hypervisor is not started', 16)).to.deep.equal(['the hypervisor', 'is not started']);
  });

  it('keeps a command in backticks in one line', () => {
    expect(wrapText('start it with `dynamips -H 7201` and try again', 26)).to.deep.equal([
      'start it with',
      '`dynamips -H 7201` and try',
      'again',
    ]);
  });

  it('goes on behind a backslash with a command that is longer than a line', () => {
    expect(wrapText('run `niostat plan lab.net --write new.net` now', 24)).to.deep.equal([
      'run',
      '`niostat plan lab.net \\',
      '    --write new.net` now',
    ]);
  });

  it('leaves a command for Windows whole: no sign at the end of a line is one for cmd and PowerShell', () => {
    writeFor('cmd');
    try {
      const command = 'niostat plan lab.net --range 10000-10999,20000-20999';
      expect(commandParts(command, 24)).to.deep.equal([command]);
      expect(wrapText(`run \`${command}\`, and then check it again`, 24)).to.deep.equal([
        'run',
        `\`${command}\`,`,
        'and then check it again',
      ]);
      expect(wrapText('ports 2023-2028,2030,2032', 16)).to.deep.equal(['ports', '2023-2028,2030,', '2032']);
    } finally {
      writeFor('posix');
    }
  });

  it('breaks a list of ports behind a comma', () => {
    expect(wrapText('ports 2023-2028,2030,2032,2040-2050', 16)).to.deep.equal([
      'ports',
      '2023-2028,2030,',
      '2032,2040-2050',
    ]);
  });

  it('breaks a word only where it is longer than a line', () => {
    expect(wrapText('an abcdefghijkl', 6).join('').replaceAll(' ', '')).to.equal('anabcdefghijkl');
    for (const line of wrapText('an abcdefghijkl', 6)) expect(line.length).to.be.at.most(6);
  });

  it('breaks text, in colours or without, as wrap-ansi does', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', '-', 'é', '—', ',', '≤'), minLength: 1, maxLength: 12 });
    const colour = fc.constantFrom(
      ['', ''],
      ['\u001b[1m', '\u001b[22m'],
      ['\u001b[31m\u001b[1m', '\u001b[22m\u001b[39m'],
    );
    const span = fc
      .tuple(fc.array(letters, { minLength: 1, maxLength: 3 }), colour)
      .map(([words, [start, end]]) => `${start}${words.join(' ')}${end}`);
    fc.assert(
      fc.property(fc.array(span, { minLength: 1 }), fc.integer({ min: 12, max: 40 }), (spans, columns) => {
        const text = spans.join(' ');
        const expected = wrapAnsi(text, columns, { hard: true });
        expect(wrapText(text, columns)).to.deep.equal(expected.split('\n'));
      }),
    );
  });

  it('leaves a text alone where lines have no end', () => {
    expect(wrapText('a `b c` d\ne', Number.POSITIVE_INFINITY)).to.deep.equal(['a `b c` d', 'e']);
  });
});

describe('commandParts', () => {
  it('is one line where that fits', () => {
    expect(commandParts('niostat check lab.net', 80)).to.deep.equal(['niostat check lab.net']);
  });

  it('never breaks within quotes', () => {
    expect(commandParts("niostat plan 'my lab.net' --write 'a new lab.net'", 32)).to.deep.equal([
      "niostat plan 'my lab.net' \\",
      "    --write 'a new lab.net'",
    ]);
  });
});
