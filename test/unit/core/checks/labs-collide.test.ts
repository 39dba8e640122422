import { expect } from 'chai';
import { finding, findings, place } from '../../../support/findings.ts';
import { netLab } from '../../../support/read.ts';
import { file } from '../../../support/text.ts';

function lab(name: string, host: string, base: number) {
  return netLab(
    file`
      [${host}]
          udp = ${base}
          [[ROUTER R1]]
              f0/0 = R2 f0/0
          [[ROUTER R2]]
    `,
    `${name}.net`,
  );
}

const MONDAY = lab('monday', 'localhost:7200', 10001);

describe('labs-collide', () => {
  it('reports labs that take the same ports, at the hypervisor of the second', () => {
    const found = finding('labs-collide', [MONDAY, lab('tuesday', 'localhost:7201', 10002)]);
    expect([found.id, found.severity, place(found)]).to.deep.equal(['NIO004', 'error', 'tuesday.net:1']);
    expect(found.message).to.include('monday').and.to.include('tuesday');
    expect(found.evidence.hypervisors).to.deep.equal(['localhost:7200', 'localhost:7201']);
    expect(found.evidence.ports).to.deep.equal(['10001–10002', '10002–10003']);
    expect(found.remedy.text).to.equal('give localhost:7201 in tuesday base UDP 10100');
    expect(found.remedy.paste).to.equal('[localhost:7201]\n    udp = 10100');
  });

  it('says what each generation of Dynamips does then', () => {
    // Both labs have 10001 -> 10002 and 10002 -> 10001, and the second one is connected last.
    const [old, recent] = finding('labs-collide', [MONDAY, lab('tuesday', 'localhost:7201', 10001)]).consequences;
    expect(old?.text).to.include('localhost:7201 answers "206-unable to create UDP NIO"');
    expect(recent?.text).to.include('no error');
  });

  it('is silent on one lab, on bases apart, and on other hosts', () => {
    expect(findings('labs-collide', [MONDAY])).to.deep.equal([]);
    expect(findings('labs-collide', [MONDAY, lab('tuesday', 'localhost:7201', 10003)])).to.deep.equal([]);
    expect(findings('labs-collide', [MONDAY, lab('tuesday', 'bender', 10001)])).to.deep.equal([]);
  });
});
