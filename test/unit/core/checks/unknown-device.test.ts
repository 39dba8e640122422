import { expect } from 'chai';
import { finding, findings, place } from '../../../support/findings.ts';
import { netLab } from '../../../support/read.ts';

function lab(line: string) {
  return netLab(`[localhost]\n[[ROUTER R1]]\n${line}\n[[ROUTER R2]]\n`);
}

describe('unknown-device', () => {
  it('reports a link to a device that is not there, at the link', () => {
    const found = finding('unknown-device', lab('f0/0 = R9 f0/0'));
    expect([found.id, found.severity, place(found)]).to.deep.equal(['NIO051', 'error', 'lab.net:3']);
    expect(found.evidence.devices).to.deep.equal(['R9']);
    expect(found.evidence.links).to.deep.equal(['R1 f0/0 -- R9 f0/0']);
  });

  it('proposes a device whose name differs in upper and lower case only', () => {
    expect(finding('unknown-device', lab('f0/0 = r2 f0/0')).remedy.text).to.include('"R2"');
  });

  it('is silent on a device that comes later in the file, and on a LAN', () => {
    expect(findings('unknown-device', lab('f0/0 = R2 f0/0'))).to.deep.equal([]);
    expect(findings('unknown-device', lab('f0/0 = LAN 1'))).to.deep.equal([]);
  });
});
