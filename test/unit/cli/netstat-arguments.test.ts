import { expect } from 'chai';
import { netstatArguments } from '../../../src/cli/netstat-arguments.ts';

/** What becomes of a command line that is written with blanks. */
function became(line: string): string {
  return netstatArguments(line.split(' ').filter((word) => word !== '')).join(' ');
}

describe('netstatArguments', () => {
  const cases: Readonly<Record<string, string>> = {
    '': '',
    'lab.net': 'lab.net',
    '-4': '--ipv4',
    '-6': '--ipv6',
    '-np': '-n -p',
    '-anp4': '-a -n -p --ipv4',
    '-4n lab.net': '--ipv4 -n lab.net',
    '-c': '-c',
    '-c 5': '-c --interval=5',
    '-c 2s lab.net': '-c --interval=2s lab.net',
    '-c 0.5 lab.net': '-c --interval=0.5 lab.net',
    '-c 500ms': '-c --interval=500ms',
    '-npc 5': '-n -p -c --interval=5',
    '--continuous 5': '--continuous --interval=5',
    '-c lab.net': '-c lab.net',
    // A number that follows no -c is a file.
    '5 -c': '5 -c',
    '-n 5': '-n 5',
    '-c lab.net 5': '-c lab.net 5',
    '-c -n 5': '-c -n 5',
    // Long flags and what is no group of letters stay.
    '--ipv4 --filter x': '--ipv4 --filter x',
    '--host=-4': '--host=-4',
    '-': '-',
    '-45': '-45',
    '-c5': '-c --interval=5',
    '-npc2.5s': '-n -p -c --interval=2.5s',
    // What follows -- stays.
    '-n -- -4 -c 5': '-n -- -4 -c 5',
    '-c -- 5': '-c -- 5',
  };
  for (const [line, expected] of Object.entries(cases)) {
    it(`"${line}" is "${expected}"`, () => {
      expect(became(line)).to.equal(expected);
    });
  }

  it('leaves a filter alone', () => {
    const words = ['--filter', 'sport = :10000 and not -4', '--filter=-np'];
    expect(netstatArguments(words)).to.deep.equal(words);
  });

  it('changes nothing in what it is given', () => {
    const words = Object.freeze(['-np4', '-c', '5']);
    netstatArguments(words);
    expect(words).to.deep.equal(['-np4', '-c', '5']);
  });
});
