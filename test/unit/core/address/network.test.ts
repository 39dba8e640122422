import { expect } from 'chai';
import { parseNetwork } from '../../../../src/core/address/network.ts';

describe('parseNetwork', () => {
  // The IPv6 spellings are those of RFC 5952 §4; the masks are worked out by hand.
  const GOOD: Readonly<Record<string, string>> = {
    '10.0.0.7': '10.0.0.7',
    '10.0.0.7/32': '10.0.0.7',
    '10.1.2.3/16': '10.1.0.0/16',
    '10.1.255.3/17': '10.1.128.0/17',
    '255.255.255.255/1': '128.0.0.0/1',
    '0.0.0.0/0': '0.0.0.0/0',
    '2001:DB8:0:0:1:0:0:1': '2001:db8::1:0:0:1',
    '2001:db8:0:0:0:0:2:1': '2001:db8::2:1',
    '2001:db8:0:1:1:1:1:1': '2001:db8:0:1:1:1:1:1',
    '2001:0db8::ffff/33': '2001:db8::/33',
    'fd00::ffff:ffff/113': 'fd00::ffff:8000/113',
    '::1': '::1',
    '::': '::',
    'fe80::': 'fe80::',
    '::/0': '::/0',
  };
  for (const [text, expected] of Object.entries(GOOD)) {
    it(`${text} is ${expected}`, () => {
      expect(parseNetwork(text)?.text).to.equal(expected);
      expect(parseNetwork(text)?.family).to.equal(text.includes(':') ? 6 : 4);
    });
  }

  const BAD = [
    ...['', 'lab-pc', '10.0.0', '10.0.0.256', '010.0.0.1', '10.0.0.7/33', '10.0.0.7/', '10.0.0.7/-1', '1.2.3.4.5'],
    ...['fe80::1%eth0', '1::2::3', '1:2:3:4:5:6:7', '1:2:3:4:5:6:7:8:9', '1:2:3:4:5:6:7:8::', '12345::', '::/129'],
    ...['::ffff:10.0.0.7', '10.0.0.7; reboot', '10.0.0.7\n', ':::', ':', '[::1]'],
  ];
  for (const text of BAD) {
    it(`${JSON.stringify(text)} is none`, () => expect(parseNetwork(text)).to.equal(undefined));
  }
});
