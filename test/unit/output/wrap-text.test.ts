import { stripVTControlCharacters } from 'node:util';
import { expect } from 'chai';
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

  it('breaks simple text where it breaks coloured text', () => {
    const text = fc.array(fc.string({ unit: fc.constantFrom('a', '-', 'é', '—', ','), minLength: 1, maxLength: 12 }));
    fc.assert(
      fc.property(text, fc.integer({ min: 12, max: 40 }), (words, columns) => {
        const coloured = `\u001b[0m${words.join(' ')}`;
        const lines = wrapText(words.join(' '), columns);
        expect(lines).to.deep.equal(wrapText(coloured, columns).map((line) => stripVTControlCharacters(line)));
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
