import { expect } from 'chai';
import { finding, findings, place } from '../../../support/findings.ts';
import { netLab } from '../../../support/read.ts';

function lab(base: number) {
  return netLab(`# lab\n[localhost]\nudp = ${base}\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[[ROUTER R2]]\n`);
}

function nio(text: string) {
  return netLab(`[localhost]\n[[ROUTER R1]]\nf0/0 = ${text}\n`);
}

describe('port-out-of-range', () => {
  it('reports a counter that passes 65535, at its hypervisor', () => {
    const found = finding('port-out-of-range', lab(65_535));
    expect([found.id, found.severity, place(found)]).to.deep.equal(['NIO010', 'error', 'lab.net:2']);
    expect(found.evidence.hypervisors).to.deep.equal(['localhost:7200']);
    expect(found.evidence.ports.join()).to.include('65536');
    expect(found.remedy.paste).to.equal('[localhost:7200]\n    udp = 30100');
  });

  it('says what Dynamips makes of 70000: 4464', () => {
    expect(finding('port-out-of-range', lab(70_000)).message).to.include('4464');
    expect(finding('port-out-of-range', nio('NIO_udp:70000:10.0.0.9:20000')).message).to.include('4464');
  });

  it('reports explicit ports at their link, local and remote', () => {
    const found = finding('port-out-of-range', nio('NIO_udp:30000:10.0.0.9:65536'));
    expect([found.severity, place(found)]).to.deep.equal(['error', 'lab.net:3']);
    expect(found.evidence.ports).to.deep.equal(['65536']);
    expect(findings('port-out-of-range', nio('NIO_udp:70000:10.0.0.9:70001'))).to.have.length(2);
  });

  it('reports port 0, which becomes an ephemeral port', () => {
    expect(finding('port-out-of-range', nio('NIO_udp:0:10.0.0.9:20000')).evidence.ports).to.deep.equal(['0']);
  });

  it('is silent up to 65535', () => {
    expect(findings('port-out-of-range', lab(65_534))).to.deep.equal([]);
    expect(findings('port-out-of-range', nio('NIO_udp:65535:10.0.0.9:65535'))).to.deep.equal([]);
  });
});
