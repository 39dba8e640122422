import { expect } from 'chai';
import { finding, findings, place } from '../../../support/findings.ts';
import { netLab } from '../../../support/read.ts';
import { file } from '../../../support/text.ts';

function lab(line: string) {
  return netLab(file`
    [localhost]
        [[ROUTER R1]]
            f0/0 = R2 f0/0
        [[ROUTER R2]]
        [[ROUTER R3]]
            ${line}
  `);
}

describe('interface-in-use', () => {
  it('reports a second link on an interface, at the second link, and names the first', () => {
    const found = finding('interface-in-use', lab('f0/0 = R1 f0/0'));
    expect([found.id, found.severity, place(found)]).to.deep.equal(['NIO050', 'error', 'lab.net:6']);
    expect(found.evidence.links).to.deep.equal(['R1 f0/0 -- R2 f0/0', 'R3 f0/0 -- R1 f0/0']);
    expect(found.evidence.locations.map(({ line }) => line)).to.deep.equal([3, 6]);
    expect(found.message).to.include('line 3');
  });

  it('sees through other spellings', () => {
    expect(findings('interface-in-use', lab('f0/0 = R1 FastEthernet0/0'))).to.have.length(1);
  });

  it('is silent on a free interface, and on a link that is written at both ends', () => {
    expect(findings('interface-in-use', lab('f0/0 = R1 f0/1'))).to.deep.equal([]);
    const both = '[localhost]\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[[ROUTER R2]]\nf0/0 = R1 f0/0\n';
    expect(findings('interface-in-use', netLab(both))).to.deep.equal([]);
  });
});
