import { expect } from 'chai';
import { askedFor } from '../../../src/cli/command-line.ts';

describe('what the words behind niostat ask for', () => {
  const asked = (line: string): string => {
    const { kind, ...rest } = askedFor(line === '' ? [] : line.split(' '));
    const words = 'argv' in rest ? rest.argv.join(' ') : 'command' in rest ? (rest.command ?? '') : '';
    return `${kind} ${words}`.trimEnd();
  };

  const cases: readonly (readonly [string, string])[] = [
    ['', 'help'],
    ['help', 'help'],
    ['-h', 'help'],
    ['--help', 'help'],
    ['help check', 'help check'],
    ['help --json check', 'help check'],
    ['check -h', 'help check'],
    ['check lab.net --help', 'help check'],
    ['links -n -h', 'help links'],
    ['-n -h', 'help'],
    ['help help', 'help'],
    ['-anph', 'help links'],
    ['links -anph lab.net', 'help links'],
    ['links -- -h', 'run links -- -h'],
    ['version', 'version'],
    ['--version', 'version'],
    ['-V', 'version'],
    ['-v', 'version'],
    ['check lab.net', 'run check lab.net'],
    ['send host:7200 -- nio list -h', 'run send host:7200 -- nio list -h'],
    // As netstat is called.
    ['-anp', 'run links -anp'],
    ['-tulpn', 'run links -tulpn'],
    ['-n lab.net', 'run links -n lab.net'],
    ['-c5', 'run links -c5'],
    ['-npc2s', 'run links -npc2s'],
    ['-c 5', 'run links -c 5'],
    ['-4', 'run links -4'],
    ['-HW6', 'run links -HW6'],
    // No letters of netstat's.
    ['-x', 'run -x'],
    ['--json', 'run --json'],
    ['-', 'run -'],
    ['check -anp', 'run check -anp'],
  ];
  for (const [line, expected] of cases) {
    it(`"${line}": ${expected}`, () => expect(asked(line)).to.equal(expected));
  }
});
