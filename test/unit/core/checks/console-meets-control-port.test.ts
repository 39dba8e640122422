import { expect } from 'chai';
import { finding, findings, place } from '../../../support/findings.ts';
import { netLab } from '../../../support/read.ts';
import { file } from '../../../support/text.ts';

function lab(console: string, second: string) {
  return netLab(file`
    [localhost:7200]
        [[ROUTER R1]]
            ${console}
    [${second}]
        udp = 10100
        [[ROUTER R2]]
  `);
}

describe('console-meets-control-port', () => {
  it('reports a console on the port of a hypervisor, at the router', () => {
    const found = finding('console-meets-control-port', lab('console = 7201', 'localhost:7201'));
    expect([found.id, found.severity, place(found)]).to.deep.equal(['NIO032', 'error', 'lab.net:2']);
    expect(found.evidence.devices).to.deep.equal(['R1']);
    expect(found.evidence.ports).to.deep.equal(['7201']);
    expect(found.evidence.hypervisors).to.include('localhost:7201');
  });

  it('reports an AUX port, and the port of its own hypervisor under another name of the machine', () => {
    expect(finding('console-meets-control-port', lab('aux = 7201', '127.0.0.1:7201')).message).to.include('AUX');
    expect(findings('console-meets-control-port', lab('console = 7200', 'localhost:7201'))).to.have.length(1);
  });

  it('reports a base that leads to the port of a hypervisor', () => {
    // The second router has instance number 1: 7199 + 1.
    const text = '[localhost:7200]\nconsole = 7199\n[[ROUTER R1]]\n[[ROUTER R2]]\n';
    expect(finding('console-meets-control-port', netLab(text)).evidence.devices).to.deep.equal(['R2']);
  });

  it('is silent on another port and when the hypervisor is on another host', () => {
    expect(findings('console-meets-control-port', lab('console = 7202', 'localhost:7201'))).to.deep.equal([]);
    expect(findings('console-meets-control-port', lab('console = 7201', 'bender:7201'))).to.deep.equal([]);
  });
});
