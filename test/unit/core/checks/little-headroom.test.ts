import { expect } from 'chai';
import { finding, findings, place } from '../../../support/findings.ts';
import { netLab } from '../../../support/read.ts';
import { file } from '../../../support/text.ts';

/** One link takes 10000 and 10001; a second hypervisor begins at `base`. */
function lab(base: number, second = 'localhost:7201') {
  return netLab(file`
    [localhost:7200]
        udp = 10000
        [[ROUTER R1]]
            f0/0 = R2 f0/0
        [[ROUTER R2]]
    [${second}]
        udp = ${base}
        [[ROUTER R3]]
            f0/0 = R4 f0/0
        [[ROUTER R4]]
  `);
}

describe('little-headroom', () => {
  it('notes how many link ends are left, at the upper hypervisor', () => {
    const found = finding('little-headroom', lab(10010));
    expect([found.id, found.severity, place(found)]).to.deep.equal(['NIO003', 'note', 'lab.net:6']);
    expect(found.message).to.include(' 8 ');
    expect(found.evidence.hypervisors).to.deep.equal(['localhost:7200', 'localhost:7201']);
    expect(found.evidence.ports).to.deep.equal(['10000–10001', '10010']);
    expect(found.remedy.paste).to.equal('[localhost:7201]\n    udp = 10100');
  });

  it('notes 19 link ends that are left, and none', () => {
    expect(finding('little-headroom', lab(10021)).message).to.include(' 19 ');
    expect(finding('little-headroom', lab(10002)).message).to.include('10002');
  });

  it('is silent when 20 are left, when the ranges overlap already, and on other hosts', () => {
    expect(findings('little-headroom', lab(10022))).to.deep.equal([]);
    expect(findings('little-headroom', lab(10001))).to.deep.equal([]);
    expect(findings('little-headroom', lab(10010, 'bender'))).to.deep.equal([]);
  });
});
