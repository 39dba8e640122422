import { expect } from 'chai';
import { parsePortList } from '../../../../src/core/address/port-list.ts';

describe('parsePortList', () => {
  for (const [text, ports] of [
    ['7200', [7200]],
    ['10000-10003,10200', [10_000, 10_001, 10_002, 10_003, 10_200]],
    ['5, 3-4 ,4', [3, 4, 5]],
    ['65535', [65_535]],
    ['1-1', [1]],
  ] as const) {
    it(`reads ${text}`, () => expect(parsePortList(text)).to.deep.equal(ports));
  }

  for (const [text, complaint] of [
    ['', '"" is neither'],
    ['10000-', '"10000-" is neither'],
    ['-5', '"-5" is neither'],
    ['1,,2', '"" is neither'],
    ['http', '"http" is neither'],
    ['1e3', '"1e3" is neither'],
    ['0', 'not between 1 and 65535'],
    ['65536', 'not between 1 and 65535'],
    ['9-3', 'ends before it begins'],
    ['1,'.repeat(300_000), 'too long'],
  ] as const) {
    it(`complains about ${text.slice(0, 20)}`, () =>
      expect(parsePortList(text)).to.be.a('string').that.includes(complaint));
  }

  it('reads every port there is', () => expect(parsePortList('1-65535')).to.have.length(65_535));
});
