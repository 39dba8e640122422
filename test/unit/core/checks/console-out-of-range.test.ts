import { expect } from 'chai';
import { finding, findings, place } from '../../../support/findings.ts';
import { netLab } from '../../../support/read.ts';

describe('console-out-of-range', () => {
  it('reports a console above 65535, at the router', () => {
    const found = finding('console-out-of-range', netLab('[localhost]\n[[ROUTER R1]]\nconsole = 65536\n'));
    expect([found.id, found.severity, place(found)]).to.deep.equal(['NIO035', 'error', 'lab.net:2']);
    expect(found.evidence.devices).to.deep.equal(['R1']);
    expect(found.evidence.ports).to.deep.equal(['65536']);
  });

  it('reports a base that leads past 65535', () => {
    // Instance numbers 0 and 1: 65535 is the last one that exists.
    const text = '[localhost]\nconsole = 65535\n[[ROUTER R1]]\n[[ROUTER R2]]\n';
    expect(finding('console-out-of-range', netLab(text)).evidence.devices).to.deep.equal(['R2']);
  });

  it('reports an AUX port of 0', () => {
    expect(findings('console-out-of-range', netLab('[localhost]\n[[ROUTER R1]]\naux = 0\n'))).to.have.length(1);
  });

  it('is silent from 1 to 65535', () => {
    expect(
      findings('console-out-of-range', netLab('[localhost]\n[[ROUTER R1]]\nconsole = 65535\naux = 1\n')),
    ).to.deep.equal([]);
  });
});
