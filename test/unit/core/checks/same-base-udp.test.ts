import { expect } from 'chai';
import { finding, findings, place } from '../../../support/findings.ts';
import { netLab, scenarioLab } from '../../../support/read.ts';
import { file } from '../../../support/text.ts';

/** R1 on localhost:7200 with base UDP 10000, R2 on a second hypervisor. */
function lab(second: string, base: number, link = 'f0/0 = R2 f0/0') {
  return netLab(file`
    [localhost:7200]
        udp = 10000
        [[ROUTER R1]]
            ${link}
        [[ROUTER R3]]
    [${second}]
        udp = ${base}
        [[ROUTER R2]]
  `);
}

describe('same-base-udp', () => {
  it('reports the classic accident, at the second hypervisor', () => {
    const found = finding('same-base-udp', lab('localhost:7201', 10000));
    expect([found.id, found.severity, place(found)]).to.deep.equal(['NIO001', 'error', 'lab.net:6']);
    expect(found.evidence.hypervisors).to.deep.equal(['localhost:7200', 'localhost:7201']);
    expect(found.evidence.ports).to.deep.equal(['10000']);
    expect(found.remedy.paste).to.equal('[localhost:7201]\n    udp = 10100');
  });

  it('says what each generation of Dynamips does then', () => {
    const [old, recent] = finding('same-base-udp', lab('localhost:7201', 10000)).consequences;
    expect(old?.dynamips).to.include('0.2.17');
    expect(old?.text).to.include('206-unable to create UDP NIO');
    expect(old?.links).to.deep.equal(['R1 f0/0 hears itself; R2 f0/0 has no NIO']);
    expect(recent?.dynamips).to.include('0.2.18');
    expect(recent?.text).to.include('no error');
    expect(recent?.links).to.deep.equal(['R1 f0/0 hears nothing; R2 f0/0 hears itself and R1 f0/0']);
  });

  it('speaks of one generation only when the version is known', () => {
    const { consequences } = finding('same-base-udp', lab('localhost:7201', 10000), { dynamips: '0.2.14' });
    expect(consequences.map(({ dynamips }) => dynamips)).to.have.length(1);
    expect(consequences[0]?.text).to.include('206');
  });

  it('warns when only one of the two has links yet', () => {
    const found = finding('same-base-udp', lab('localhost:7201', 10000, 'f0/0 = R3 f0/0'));
    expect([found.severity, found.consequences]).to.deep.equal(['warning', []]);
  });

  it('reports two names of one machine', () => {
    expect(finding('same-base-udp', lab('127.0.0.1:7201', 10000)).severity).to.equal('error');
  });

  it('proposes bases of their own for those that a plan moves: the one with most ports stays', () => {
    const three = scenarioLab(file`
      hypervisors: [{ address: "localhost:7200" }, { address: "localhost:7201" }, { address: "localhost:7202" }]
      devices:
        - { name: R1, hypervisor: "localhost:7200" }
        - { name: R2, hypervisor: "localhost:7201" }
        - { name: R3, hypervisor: "localhost:7202" }
      links: [R1 f0/0 -- R2 f0/0, R2 f0/1 -- R3 f0/0]
    `);
    expect(finding('same-base-udp', three).remedy.paste).to.equal(
      '  - address: localhost:7200\n    baseUdp: 10100\n  - address: localhost:7202\n    baseUdp: 10200',
    );
  });

  it('says where the one that moves stands, if that is not the place of the finding', () => {
    const more = netLab(file`
      [localhost:7200]
          udp = 10000
          [[ROUTER R1]]
              f0/0 = R2 f0/0
      [localhost:7201]
          udp = 10000
          [[ROUTER R2]]
              f1/0 = R3 f0/0
          [[ROUTER R3]]
    `);
    const found = finding('same-base-udp', more);
    expect(place(found)).to.equal('lab.net:5');
    expect(found.remedy.text).to.equal('give localhost:7200 base UDP 10100 (lab.net:1:1)');
    expect(finding('same-base-udp', lab('localhost:7201', 10000)).remedy.text).to.equal(
      'give localhost:7201 base UDP 10100',
    );
  });

  it('is silent on other bases, on other hosts, and where a pool gives out the ports', () => {
    expect(findings('same-base-udp', lab('localhost:7201', 10100))).to.deep.equal([]);
    expect(findings('same-base-udp', lab('bender:7200', 10000))).to.deep.equal([]);
    expect(findings('same-base-udp', lab('localhost:7201', 10000), { allocator: 'gns3-server-3.0' })).to.deep.equal([]);
  });
});
