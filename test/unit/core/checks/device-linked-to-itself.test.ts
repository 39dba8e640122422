import { expect } from 'chai';
import { finding, findings, place } from '../../../support/findings.ts';
import { netLab } from '../../../support/read.ts';

function lab(line: string) {
  return netLab(`[localhost]\n[[ROUTER R1]]\n${line}\n[[ROUTER R2]]\n`);
}

describe('device-linked-to-itself', () => {
  it('warns of a link between two interfaces of one device', () => {
    const found = finding('device-linked-to-itself', lab('f0/0 = R1 f0/1'));
    expect([found.id, found.severity, place(found)]).to.deep.equal(['NIO052', 'warning', 'lab.net:3']);
    expect(found.evidence.devices).to.deep.equal(['R1']);
    expect(found.evidence.links).to.deep.equal(['R1 f0/0 -- R1 f0/1']);
  });

  it('reports a link of an interface with itself as an error: it is never made', () => {
    const found = finding('device-linked-to-itself', lab('f0/0 = R1 f0/0'));
    expect([found.severity, place(found)]).to.deep.equal(['error', 'lab.net:3']);
    expect(findings('device-linked-to-itself', lab('f0/0 = R1 FastEthernet0/0'))[0]?.severity).to.equal('error');
  });

  it('is silent on a link to another device', () => {
    expect(findings('device-linked-to-itself', lab('f0/0 = R2 f0/0'))).to.deep.equal([]);
  });
});
