import { expect } from 'chai';
import { isLabPath, parseHost } from '../../../../src/features/reach/target.ts';

describe('a target of reach', () => {
  it('is a lab where it ends like one, or lies somewhere', () => {
    const labs = ['-', 'a.net', 'A.NET', 'a.yaml', 'a.json', 'a.gns3', 'a.gns3project', 'a.gns3p', './lab', 'labs/lab'];
    const ofWindows = ['C:\\labs\\lab', 'C:/labs/lab', 'c:lab', '\\\\server\\share\\lab', '.\\lab'];
    for (const path of [...labs, ...ofWindows]) expect(isLabPath(path), path).to.equal(true);
  });

  it('is a host otherwise', () => {
    for (const host of ['gns3', 'gns3.example', '192.0.2.7', '::1', 'fe80::1%12', '2001:db8::7', 'a:7200', 'c:7200']) {
      expect(isLabPath(host), host).to.equal(false);
    }
    expect(['gns3.example', '192.0.2.7'].map(parseHost)).to.deep.equal(['gns3.example', '192.0.2.7']);
  });

  // Hexadecimal digits stand before a colon in an address too.
  it('is an IPv6 address where it is one, also behind one letter', () => {
    for (const host of ['a::1', 'c:d:e:f:0:1:2:3']) expect(isLabPath(host), host).to.equal(false);
  });
});
