import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import { posixWord } from '../../src/core/text/shell-word.ts';
import { windowsWord } from '../../src/core/text/windows-word.ts';
import { fc } from '../support/property.ts';
import {
  argumentsInPowerShell,
  commandLineOfWindowsPowerShell,
  expandedByCmd,
  withoutCarets,
  wordsOfCommandLine,
} from '../support/windows-shells.ts';

const VARIABLES = { PATH: 'expanded', HOME: 'expanded', A: 'expanded', '" "': 'expanded' };

/** Names that people and malice give to files; none has a control character. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(...' \\/"\'`^&|<>()%!$@#,;=~*?[]{}+-.:'),
      fc.constantFrom(
        '%PATH%',
        '%a%',
        '$HOME',
        '$(id)',
        '$' + '{a}',
        '\u201c',
        '\u201d',
        '\u201e',
        '\u2018',
        '\u2019',
        '\u00a0',
      ),
      fc.constantFrom('a', 'PATH', 'lab.net', '\u00dcbung', '\u7db2', '\\\\'),
    ),
    { minLength: 1, maxLength: 9 },
  )
  .map((parts) => parts.join(''));

const words = fc.array(hostile, { minLength: 1, maxLength: 3 });

/** In a path two backslashes at its end are one. */
function asPaths(all: readonly string[]): string[] {
  return all.map((word) => word.replace(/\\+$/, '\\'));
}

describe('commands to be pasted', () => {
  it('reach a program as they were meant, through the real sh', () => {
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 40, maxLength: 60 }), (meant) => {
        const { stdout } = spawnSync('sh', ['-c', `printf '%s\\0' ${meant.map(posixWord).join(' ')}`]);
        expect(stdout.toString().split('\0').slice(0, -1)).to.deep.equal(meant);
      }),
      { numRuns: 10 },
    );
  });

  it('reach a program as they were meant, through cmd, and through a batch file that npm has made', () => {
    fc.assert(
      fc.property(words, (meant) => {
        const line = expandedByCmd(meant.map((word) => windowsWord(word, 'cmd')).join(' '), VARIABLES);
        expect(asPaths(wordsOfCommandLine(line))).to.deep.equal(asPaths(meant));
        expect(wordsOfCommandLine(withoutCarets(line))).to.deep.equal(wordsOfCommandLine(line));
      }),
      { numRuns: 2000 },
    );
  });

  it('reach a program as they were meant, through Windows PowerShell 5.1', () => {
    fc.assert(
      fc.property(words, (meant) => {
        const typed = argumentsInPowerShell(meant.map((word) => windowsWord(word, 'windows-powershell')).join(' '));
        expect(asPaths(wordsOfCommandLine(commandLineOfWindowsPowerShell(typed)))).to.deep.equal(asPaths(meant));
      }),
      { numRuns: 2000 },
    );
  });

  it('reach a program as they were meant, through PowerShell 7, which hands them on as they are', () => {
    fc.assert(
      fc.property(words, (meant) => {
        const typed = argumentsInPowerShell(meant.map((word) => windowsWord(word, 'powershell')).join(' '));
        expect(asPaths(typed)).to.deep.equal(asPaths(meant));
      }),
      { numRuns: 2000 },
    );
  });
});
