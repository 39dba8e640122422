import { expect } from 'chai';
import { finding, findings, place } from '../../../support/findings.ts';
import { netLab, scenarioLab } from '../../../support/read.ts';
import { file } from '../../../support/text.ts';

/** Two explicit NIOs on two routers of one hypervisor. */
function lab(first: string, second: string) {
  return netLab(file`
    [localhost:7200]
        [[ROUTER R1]]
            f0/0 = ${first}
        [[ROUTER R2]]
            f0/0 = ${second}
  `);
}

describe('port-collision', () => {
  it('reports a port that is written out twice, at the second', () => {
    const found = finding('port-collision', lab('NIO_udp:30000:127.0.0.1:20000', 'NIO_udp:30000:127.0.0.1:20000'));
    expect([found.id, found.severity, place(found)]).to.deep.equal(['NIO005', 'error', 'lab.net:5']);
    expect(found.evidence.ports).to.deep.equal(['30000']);
    expect(found.evidence.links).to.deep.equal([
      'R1 f0/0 -- NIO_udp:30000:127.0.0.1:20000',
      'R2 f0/0 -- NIO_udp:30000:127.0.0.1:20000',
    ]);
  });

  it('reports it too where a counter has the port before both', () => {
    const three = netLab(file`
      [localhost:7200]
          udp = 10000
          [[ROUTER R1]]
              f0/0 = R2 f0/0
              f1/0 = NIO_udp:10000:127.0.0.1:20000
          [[ROUTER R2]]
              f1/0 = NIO_udp:10000:127.0.0.1:20001
    `);
    const links = findings('port-collision', three).map(({ evidence }) => evidence.links);
    expect(links).to.have.lengthOf(1);
    expect(links[0]?.every((link) => link.includes('NIO_udp:10000:'))).to.equal(true);
  });

  it('says that older versions refuse the second', () => {
    const found = finding('port-collision', lab('NIO_udp:30000:127.0.0.1:20000', 'NIO_udp:30000:127.0.0.1:20001'), {
      dynamips: '0.2.14',
    });
    expect(found.severity).to.equal('error');
    expect(found.consequences[0]?.text).to.include('206-unable to create UDP NIO');
  });

  it('reports a port that wraps around onto another one: 74464 becomes 8928', () => {
    // 74464 - 65536 = 8928; the second NIO has 8928 as it is.
    const found = finding('port-collision', lab('NIO_udp:8928:127.0.0.1:20000', 'NIO_udp:74464:127.0.0.1:20001'));
    expect(found.evidence.ports).to.deep.equal(['8928']);
  });

  it('tells one pair of hypervisors once, with one port as the example', () => {
    const both = 'f0/0 = NIO_udp:30000:10.0.0.9:1\n        f0/1 = NIO_udp:30001:10.0.0.9:2\n';
    const text = `[localhost:7200]\n    [[ROUTER R1]]\n        ${both}[localhost:7201]\n    udp = 10100\n    [[ROUTER R2]]\n        ${both}`;
    const found = finding('port-collision', netLab(text));
    expect(found.evidence.hypervisors).to.deep.equal(['localhost:7200', 'localhost:7201']);
    expect(found.message).to.include('1 more');
  });

  it('is silent on ports of their own, on other hosts, and after one of the two was removed', () => {
    expect(
      findings('port-collision', lab('NIO_udp:30000:127.0.0.1:20000', 'NIO_udp:30001:127.0.0.1:20000')),
    ).to.deep.equal([]);
    const apart =
      '[alpha]\n[[ROUTER R1]]\nf0/0 = NIO_udp:30000:gamma:1\n[beta]\n[[ROUTER R2]]\nf0/0 = NIO_udp:30000:gamma:1\n';
    expect(findings('port-collision', netLab(apart))).to.deep.equal([]);
    const removed = scenarioLab(file`
      hypervisors: [{ address: localhost }]
      devices: [{ name: R1 }, { name: R2 }]
      links: [R1 f0/0 -- NIO_udp:30000:10.0.0.9:1]
      events:
        - remove: R1 f0/0 -- NIO_udp:30000:10.0.0.9:1
        - add: R2 f0/0 -- NIO_udp:30000:10.0.0.9:1
    `);
    expect(findings('port-collision', removed)).to.deep.equal([]);
  });

  it('leaves ranges that overlap, and NIOs inside a range, to their own checks', () => {
    const ranges = '[localhost:7200]\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[localhost:7201]\n[[ROUTER R2]]\n';
    expect(findings('port-collision', netLab(ranges))).to.deep.equal([]);
    const inside = '[localhost]\n[[ROUTER R1]]\nf0/0 = R2 f0/0\nf0/1 = NIO_udp:10000:10.0.0.9:1\n[[ROUTER R2]]\n';
    expect(findings('port-collision', netLab(inside))).to.deep.equal([]);
  });
});
