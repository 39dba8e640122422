import { expect } from 'chai';
import { addressParts, parseHostPort } from '../../../../src/core/address/host-port.ts';

describe('parseHostPort', () => {
  it('splits at the last colon, and takes the default port when there is none', () => {
    expect(parseHostPort('localhost:7201', 7200)).to.deep.equal({ host: 'localhost', port: 7201 });
    expect(parseHostPort('bender', 7200)).to.deep.equal({ host: 'bender', port: 7200 });
  });

  it('takes an IPv6 address in brackets', () => {
    expect(parseHostPort('[::1]:7201', 7200)).to.deep.equal({ host: '::1', port: 7201 });
    expect(parseHostPort('[fe80::1]', 7200)).to.deep.equal({ host: 'fe80::1', port: 7200 });
  });

  it('refuses what is no address', () => {
    for (const text of ['', ':7200', 'a b', 'a:7200 ', '[::1', 'a]:1', '[]:7200']) {
      expect(parseHostPort(text, 7200), JSON.stringify(text)).to.equal(undefined);
    }
  });
});

describe('addressParts', () => {
  it('takes at its last colon apart what netstat shows, the brackets of IPv6 kept', () => {
    expect(addressParts('127.0.0.1:10000')).to.deep.equal({ host: '127.0.0.1', port: '10000' });
    expect(addressParts('[::1]:10000')).to.deep.equal({ host: '[::1]', port: '10000' });
    expect(addressParts('127.0.0.1:?')).to.deep.equal({ host: '127.0.0.1', port: '?' });
  });

  it('has no port where none is written', () => {
    expect(addressParts('?')).to.deep.equal({ host: '?' });
  });
});
