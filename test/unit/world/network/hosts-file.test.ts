import { expect } from 'chai';
import { hostsFileNames, looksInFilesFirst } from '../../../../src/world/network/hosts-file.ts';

describe('the hosts file', () => {
  it('gives names, aliases too, in lower case, the addresses before them (hosts(5))', () => {
    const text = '# 10.0.0.1 not\n127.0.0.1\tlocalhost\n  ::1 Localhost ip6-localhost # loop\n\n10.0.0.7 bender';
    expect([...hostsFileNames(text)]).to.deep.equal([
      ['localhost', ['127.0.0.1', '::1']],
      ['ip6-localhost', ['::1']],
      ['bender', ['10.0.0.7']],
    ]);
  });

  it('is sure to be looked at before anybody is asked only if it is the first service (nsswitch.conf(5))', () => {
    const first = ['hosts: files dns', 'passwd: dns\nhosts:\t\tfiles mymachines\n', '  hosts:files'];
    expect(first.map(looksInFilesFirst)).to.deep.equal([true, true, true]);
    const others = [
      'hosts: resolve [!UNAVAIL=return] files dns',
      '#hosts: files',
      'networks: files',
      '',
      'hosts: files2',
    ];
    expect(others.map(looksInFilesFirst)).to.deep.equal([false, false, false, false, false]);
  });
});
