import { expect } from 'chai';
import { finding, findings, place } from '../../../support/findings.ts';
import { netLab } from '../../../support/read.ts';
import { file } from '../../../support/text.ts';

/** R1 and R2 take 10000 to 10003 on the first hypervisor, R3 and R4 two ports from `base` on. */
function lab(base: number, second = 'localhost:7201') {
  return netLab(file`
    [localhost:7200]
        udp = 10000
        [[ROUTER R1]]
            f0/0 = R2 f0/0
            f0/1 = R2 f0/1
        [[ROUTER R2]]
    [${second}]
        udp = ${base}
        [[ROUTER R3]]
            f0/0 = R4 f0/0
        [[ROUTER R4]]
  `);
}

describe('overlapping-ranges', () => {
  it('reports ranges that have grown into each other, at the upper one', () => {
    const found = finding('overlapping-ranges', lab(10002));
    expect([found.id, found.severity, place(found)]).to.deep.equal(['NIO002', 'error', 'lab.net:7']);
    expect(found.evidence.hypervisors).to.deep.equal(['localhost:7200', 'localhost:7201']);
    expect(found.evidence.ports).to.deep.equal(['10000–10003', '10002–10003']);
    expect(found.remedy.paste).to.equal('[localhost:7201]\n    udp = 10100');
  });

  it('says what each generation of Dynamips does then', () => {
    // R1 f0/1 and R3 f0/0 are both 10002 -> 10003, R2 f0/1 and R4 f0/0 both 10003 -> 10002.
    const [old, recent] = finding('overlapping-ranges', lab(10002)).consequences;
    expect(old?.text).to.include('localhost:7201 answers "206-unable to create UDP NIO"');
    expect(recent?.text).to.include('no error').and.to.include('frames of R1 f0/1 come out at R4 f0/0');
  });

  it('reports a single port in common', () => {
    expect(finding('overlapping-ranges', lab(10003)).evidence.ports).to.deep.equal(['10000–10003', '10003–10004']);
    expect(finding('overlapping-ranges', lab(9999)).evidence.ports).to.deep.equal(['9999–10000', '10000–10003']);
  });

  it('is silent when one range begins where the other one ends, and on other hosts', () => {
    expect(findings('overlapping-ranges', lab(10004))).to.deep.equal([]);
    expect(findings('overlapping-ranges', lab(9998))).to.deep.equal([]);
    expect(findings('overlapping-ranges', lab(10002, 'bender'))).to.deep.equal([]);
  });
});
