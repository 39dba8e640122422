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
    expect(recent?.text).to.include('no error');
    expect(recent?.links).to.include(
      'R1 f0/1 hears nothing, its frames go to R4 f0/0; R2 f0/1 hears nothing, its frames go to R3 f0/0',
    );
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

  it('takes no gap for ports, where the Dynagen of GNS3 0.8.3.1 moves counters', () => {
    // R1-R2: 9500 and 10000 are 500 apart: 9500, 11000. R3-R1: 9900 and 9501: 9900, 10501. R2-R1: 11001 and
    // 10502 are 499 apart: 11001, 11502. So 7200 has 9500, 10501 and 11502, around the ports of both others.
    const text = file`
      [127.0.0.1:7200]
          udp = 9500
          [[ROUTER R1]]
              e0/0 = R2 e0/0
      [127.0.0.1:7202]
          udp = 9900
          [[ROUTER R3]]
              e0/0 = R1 e0/1
      [127.0.0.1:7201]
          udp = 10000
          [[ROUTER R2]]
              e0/1 = R1 e0/2
    `;
    expect(findings('overlapping-ranges', netLab(text), { allocator: 'dynagen-0.8.3' })).to.deep.equal([]);
    // With base 9498 and two links of its own 7202 takes 9498 to 9501, and so the 9500 of R1.
    const within = ['e1/0 = R3 e1/1', 'e1/2 = R3 e1/3'].join('\n        ');
    const close = text
      .replace('udp = 9900', 'udp = 9498')
      .replace('[[ROUTER R3]]\n', `[[ROUTER R3]]\n        ${within}\n`);
    expect(finding('overlapping-ranges', netLab(close), { allocator: 'dynagen-0.8.3' }).severity).to.equal('error');
  });
});
