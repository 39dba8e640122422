import { expect } from 'chai';
import {
  addressOfBytes,
  familyOf,
  formatIp,
  isIp,
  looksLikeIp,
  numericAddress,
  parseIp,
  plainAddress,
  splitZone,
} from '../../../../src/core/address/ip-address.ts';

/**
 * The groups of an address as they would be written in a table, so that an expectation reads like the RFC.
 */
function hexOf(text: string): string | undefined {
  return parseIp(text)
    ?.map((group) => group.toString(16))
    .join(' ');
}

describe('parseIp', () => {
  // RFC 4291, section 2.2, and what inet_pton takes beside it.
  const GOOD: Readonly<Record<string, string>> = {
    '0.0.0.0': '0 0',
    '127.0.0.1': '7f00 1',
    '255.255.255.255': 'ffff ffff',
    'ABCD:EF01:2345:6789:ABCD:EF01:2345:6789': 'abcd ef01 2345 6789 abcd ef01 2345 6789',
    '2001:DB8:0:0:8:800:200C:417A': '2001 db8 0 0 8 800 200c 417a',
    '2001:DB8::8:800:200C:417A': '2001 db8 0 0 8 800 200c 417a',
    'FF01::101': 'ff01 0 0 0 0 0 0 101',
    '::1': '0 0 0 0 0 0 0 1',
    '::': '0 0 0 0 0 0 0 0',
    '1::': '1 0 0 0 0 0 0 0',
    '1:2:3:4:5:6:7::': '1 2 3 4 5 6 7 0',
    '::13.1.68.3': '0 0 0 0 0 0 d01 4403',
    '::FFFF:129.144.52.38': '0 0 0 0 0 ffff 8190 3426',
    '0:0:0:0:0:FFFF:129.144.52.38': '0 0 0 0 0 ffff 8190 3426',
  };
  for (const [text, groups] of Object.entries(GOOD)) {
    it(`reads ${text}`, () => expect(hexOf(text)).to.equal(groups));
  }

  const BAD = [
    ...[
      '',
      ' ',
      'localhost',
      '127.1',
      '1.2.3',
      '1.2.3.4.5',
      '1.2.3.256',
      '01.2.3.4',
      '1.2.3.4 ',
      '1.2.3.4\n',
      '-1.2.3.4',
    ],
    ...[
      ':',
      ':::',
      '1::2::3',
      '1:2:3:4:5:6:7',
      '1:2:3:4:5:6:7:8:9',
      '1:2:3:4:5:6:7:8::',
      '1::2:3:4:5:6:7:8',
      '12345::',
    ],
    ...['g::', ':1::', '1:', '1.2.3.4::', '::1.2.3', '::1.2.3.4:5', '1:2:3:4:5:6:7:1.2.3.4', '[::1]', 'fe80::1%eth0'],
  ];
  for (const text of BAD) it(`refuses ${JSON.stringify(text)}`, () => expect(parseIp(text)).to.equal(undefined));
});

describe('isIp', () => {
  it('takes a zone behind IPv6, and behind nothing else', () => {
    expect(['fe80::1%eth0', 'fe80::1%1', '::1', '10.0.0.1'].filter((text) => !isIp(text))).to.deep.equal([]);
    expect(['fe80::1%', '10.0.0.1%eth0', '%eth0', 'fe80::1%a b', 'fe80::1%a%b', 'R1'].filter(isIp)).to.deep.equal([]);
  });
});

describe('formatIp', () => {
  // RFC 5952, section 4.
  const SPELLINGS: Readonly<Record<string, string>> = {
    '2001:0db8::0001': '2001:db8::1',
    '2001:db8:0:0:0:0:2:1': '2001:db8::2:1',
    '2001:db8::1:1:1:1:1': '2001:db8:0:1:1:1:1:1',
    '2001:0:0:1:0:0:0:1': '2001:0:0:1::1',
    '2001:db8:0:0:1:0:0:1': '2001:db8::1:0:0:1',
    '2001:DB8::ABCD': '2001:db8::abcd',
    '0:0:0:0:0:0:0:0': '::',
    '1:0:0:0:0:0:0:0': '1::',
    '::ffff:10.0.0.7': '::ffff:a00:7',
    '10.0.0.7': '10.0.0.7',
  };
  for (const [written, expected] of Object.entries(SPELLINGS)) {
    it(`${written} is ${expected}`, () => expect(formatIp(parseIp(written) ?? [])).to.equal(expected));
  }
});

describe('the one spelling of socket tables', () => {
  it('has IPv4 for an address that is mapped, and lower case', () => {
    expect(['::ffff:127.0.0.1', '::FFFF:10.0.0.7', 'FE80::1', '0.0.0.0', '*'].map(plainAddress)).to.deep.equal([
      '127.0.0.1',
      '10.0.0.7',
      'fe80::1',
      '0.0.0.0',
      '*',
    ]);
  });

  it('is made of bytes in network order', () => {
    expect(addressOfBytes(Buffer.from('0a000007', 'hex'))).to.equal('10.0.0.7');
    expect(addressOfBytes(Buffer.from('00000000000000000000ffff0a000007', 'hex'))).to.equal('10.0.0.7');
    expect(addressOfBytes(Buffer.from('20010db8000000000008000000000001', 'hex'))).to.equal('2001:db8::8:0:0:1');
  });
});

describe('what is written like an address', () => {
  it('has the family of its colons', () => {
    expect(['::1', 'fe80::1%eth0', '10.0.0.1', 'lab-pc'].map(familyOf)).to.deep.equal([6, 6, 4, 4]);
  });

  it('is an address, a wrong one too, and no name, path or host:port', () => {
    expect(
      ['10.0.0.1', '300.0.0.1', '::1', '1::2::3', 'fe80::1%eth0'].filter((text) => !looksLikeIp(text)),
    ).to.deep.equal([]);
    expect(
      ['lab-pc', '10.0.0', '10.0.0.1:7200', 'a:1', 'lab.net', '127.0.0.1:7200:7201'].filter(looksLikeIp),
    ).to.deep.equal([]);
  });

  it('is split from its zone', () => {
    expect(splitZone('127.0.0.53%lo')).to.deep.equal({ address: '127.0.0.53', zone: 'lo' });
    expect(splitZone('::1')).to.deep.equal({ address: '::1', zone: undefined });
  });
});

describe('numericAddress', () => {
  it('reads what getaddrinfo reads without asking anybody (seen on glibc)', () => {
    const read: Readonly<Record<string, string>> = {
      '10.0.0.1': '10.0.0.1',
      '127.1': '127.0.0.1',
      '10.1.2': '10.1.0.2',
      '2130706433': '127.0.0.1',
      '0x7f000001': '127.0.0.1',
      '0X7F.1': '127.0.0.1',
      '127.0.0.010': '127.0.0.8',
      '255.255.255.255': '255.255.255.255',
      '::ffff:127.0.0.1': '127.0.0.1',
      '::FFFF:7f00:1': '127.0.0.1',
      '2001:DB8:0::1': '2001:db8::1',
      'fe80::1%eth0': 'fe80::1%eth0',
    };
    for (const [text, address] of Object.entries(read)) expect(numericAddress(text), text).to.equal(address);
  });

  it('takes everything else for a name', () => {
    const names = [
      '',
      'localhost',
      '256.0.0.1',
      '10.0.0.08',
      '1.2.3.4.5',
      '1.2.3.256',
      '4294967296',
      '10.',
      '0x',
      '*',
      ':::',
      '[::1]',
    ];
    expect(names.filter((name) => numericAddress(name) !== undefined)).to.deep.equal([]);
  });
});
