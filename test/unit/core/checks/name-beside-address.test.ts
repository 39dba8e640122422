import { expect } from 'chai';
import { finding, findings, place } from '../../../support/findings.ts';
import { netLab, scenarioLab } from '../../../support/read.ts';
import { readProjectFile } from '../../../support/source-files.ts';
import { file } from '../../../support/text.ts';

const SLUG = 'name-beside-address';

function lab(first: string, second: string) {
  return netLab(file`
    [${first}]
        udp = 10000
        [[ROUTER R1]]
            f0/0 = R2 f0/0
    [${second}]
        udp = 10100
        [[ROUTER R2]]
  `);
}

describe(SLUG, () => {
  it('says of localhost beside 127.0.0.1 what is seen with each hosts file (seen on Dynamips 0.2.14 and 0.2.24)', () => {
    const found = finding(SLUG, netLab(readProjectFile('test/fixtures/cases/c1-localhost-and-127.net')));
    expect([found.id, found.severity, place(found)]).to.deep.equal(['NIO023', 'warning', 'lab.net:1']);
    expect(found.message).to.include('the NIO of R2 f0/0 is on [::1], 0 frames arrive');
    expect(found.message).to.include('where it has 127.0.0.1 only, frames pass');
    expect(found.evidence.links).to.deep.equal(['R1 f0/0 -- R2 f0/0']);
    expect(found.remedy.text).to.equal(
      'write 127.0.0.1 instead of localhost, everywhere, or look it up on the host of the lab: `niostat check --resolve lab.net`',
    );
  });

  it('takes the place of the finding that one machine has two names', () => {
    expect(findings('one-machine-two-names', lab('localhost:7200', '127.0.0.1:7201'))).to.deep.equal([]);
  });

  it('has it the other way round beside ::1, and knows no side of two names of the loopback', () => {
    const ipv6 = scenarioLab(
      'hypervisors: [{address: "localhost:7200"}, {address: "[::1]:7201", baseUdp: 10100}]\n' +
        'devices: [{name: R1, hypervisor: "localhost:7200"}, {name: R2, hypervisor: "[::1]:7201"}]\nlinks: [R1 f0/0 -- R2 f0/0]\n',
    );
    expect(finding(SLUG, ipv6).message).to.include(
      'where it has 127.0.0.1 only, the NIO of R2 f0/0 is on 127.0.0.1, 0 frames arrive',
    );
    expect(finding(SLUG, lab('localhost:7200', 'ip6-localhost:7201')).message).to.include(
      'frames pass only if both names have one address',
    );
  });

  it('finds another host that is written by name beside one that is written by address', () => {
    const found = finding(SLUG, lab('alpha:7200', '10.0.0.2:7201'));
    expect(found.message).to.include('if the first one is IPv4, frames pass; if it is IPv6');
    expect(found.remedy.text).to.include('write the address of alpha instead of the name');
  });

  it('finds explicit NIOs that reach each other by a name and an address', () => {
    const text =
      'hypervisors: [{address: 127.0.0.1:7200}]\ndevices: [{name: R1}, {name: R2}]\n' +
      'links: ["R1 f0/0 -- NIO_udp:12000:localhost:12001", "R2 f0/0 -- NIO_udp:12001:127.0.0.1:12000"]\n';
    const found = finding(SLUG, scenarioLab(text));
    expect([place(found), found.evidence.links]).to.deep.equal([
      'lab.yaml:3',
      ['R1 f0/0 -- NIO_udp:12000:localhost:12001', 'R2 f0/0 -- NIO_udp:12001:127.0.0.1:12000'],
    ]);
  });

  it('is silent where the address is known, and where the two ends are one text', () => {
    const addresses = new Map([['localhost', ['::1', '127.0.0.1']]]);
    expect(findings(SLUG, lab('localhost:7200', '127.0.0.1:7201'), { addresses })).to.deep.equal([]);
    expect(findings(SLUG, lab('localhost:7200', 'localhost:7201'))).to.deep.equal([]);
    expect(findings(SLUG, lab('127.0.0.1:7200', '127.1:7201'))).to.deep.equal([]);
    expect(findings(SLUG, lab('alpha:7200', 'beta:7201'))).to.deep.equal([]);
  });
});
