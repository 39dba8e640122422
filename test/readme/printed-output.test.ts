import { expect } from 'chai';
import { abridged, isCurrent } from '../support/readme/printed-output.ts';

describe('what a page shows', () => {
  const isShown = (shown: string, printed: string): boolean => isCurrent(shown.split('\n'), printed.split('\n'));

  it('is current if it is what was printed, to the letter', () => {
    expect(isShown('one\n  two', 'one\n  two')).to.equal(true);
    for (const printed of ['one\n  twO', 'one\n two', 'one\n  two\nthree', 'one', 'one\n  two 2', 'zero\none\n  two']) {
      expect(isShown('one\n  two', printed), printed).to.equal(false);
    }
    expect(isCurrent([], [])).to.equal(true);
    expect(isCurrent([], ['one'])).to.equal(false);
  });

  it('may differ in times, process ids, tokens and temporary directories, and in what these move', () => {
    for (const [shown, printed] of [
      ['deleted again (0.3 s).', 'deleted again (12.75 s).'],
      ['Latency Version\n0.61 ms 0.2.24', 'Latency  Version\n10.61 ms 0.2.24'],
      ['round trip 0.47/3.96/16.11 ms (least)', 'round trip 0.4/0.5/1 ms (least)'],
      ['in use by python3 (pid 312)', 'in use by python3 (pid 40312)'],
      ['312/niostat hypervi x', '40312/niostat hypervi x'],
      ['Token: 38199c66b2edc5f08006238a92b17972', 'Token: fd571f92d0860a931414fc968bf68325'],
      ['0.7 ms (least, average,\n  most)\nend', '0.70 ms (least,\n  average, most)\nend'],
      ['pid 1 receives\n…\nend', 'pid 2\nreceives\nmore\nend'],
      ['in /tmp/niostat-aB12', 'in /tmp/niostat-xyz'],
    ] as const) {
      expect(isShown(shown, printed), printed).to.equal(true);
    }
    for (const [shown, printed] of [
      ['port 10000 (0.3 s)', 'port 10100 (0.3 s)'],
      ['Version 0.2.17', 'Version 0.2.24'],
      ['198.18.0.1/24', '198.18.0.2/24'],
      ['1 of 2 packets', '2 of 2 packets'],
      ['for 10 min', 'for 20 min'],
      ['pid 1 receives\n…\nend', 'pid 2\nreceives\nend'],
    ] as const) {
      expect(isShown(shown, printed), printed).to.equal(false);
    }
  });

  it('may leave lines out where … stands', () => {
    const printed = 'one\ntwo\nthree\nfour\nfive';
    for (const shown of ['one\n…\nfive', 'one\n  …\nthree\n…\nfive', '…\nfive', 'one\n…', 'one\ntwo\n…\nfour\nfive']) {
      expect(isShown(shown, printed), shown).to.equal(true);
    }
    const wrong = [
      'one\n…\nfour',
      'two\n…',
      'one\n…\nthree\n…\ntwo\n…',
      'one\ntwo\n…\nthree\nfour\nfive',
      'one…\n…\nfive',
    ];
    for (const shown of wrong) expect(isShown(shown, printed), shown).to.equal(false);
  });

  it('is brought up to date with as much at both ends, and with what has stayed in between', () => {
    const printed = ['ONE', 'two', 'three', 'four', 'FIVE'];
    for (const [shown, expected] of [
      [['one', 'two', 'other'], printed],
      [
        ['one', '…', 'five'],
        ['ONE', '…', 'FIVE'],
      ],
      [
        ['one', '  …', 'three', '  …', 'five'],
        ['ONE', '  …', 'three', '  …', 'FIVE'],
      ],
      [
        ['one', '…', 'other', '…', 'five'],
        ['ONE', '…', 'FIVE'],
      ],
      [['a', 'b', 'c', '…', 'd', 'e'], printed],
      [
        ['one', '…'],
        ['ONE', '…'],
      ],
    ] as const) {
      expect(abridged(shown, printed), shown.join(' ')).to.deep.equal(expected);
      expect(isCurrent(abridged(shown, printed), printed)).to.equal(true);
    }
  });
});
