import { expect } from 'chai';
import { finding, findings, place } from '../../../support/findings.ts';
import { gns3Lab, netLab } from '../../../support/read.ts';
import { file } from '../../../support/text.ts';

function lab(first: string, second: string, name = 'lab.net') {
  return netLab(
    file`
    [${first}]
        [[ROUTER R1]]
    [${second}]
        [[ROUTER R2]]
  `,
    name,
  );
}

describe('control-port-shared', () => {
  it('reports two hypervisors on one TCP port of one machine, at the second', () => {
    const found = finding('control-port-shared', lab('localhost:7200', '127.0.0.1:7200'));
    expect([found.id, found.severity, place(found)]).to.deep.equal(['NIO030', 'error', 'lab.net:3']);
    expect(found.evidence.hypervisors).to.deep.equal(['localhost:7200', '127.0.0.1:7200']);
    expect(found.evidence.ports).to.deep.equal(['7200']);
    expect(found.remedy.text).to.include('7201');
  });

  it('proposes a port that no hypervisor has', () => {
    const three = netLab('[localhost:7200]\n[127.0.0.1:7200]\n[localhost:7201]\n');
    expect(finding('control-port-shared', three).remedy.text).to.include('7202');
  });

  it('reports a wrapper on the port of a hypervisor', () => {
    expect(findings('control-port-shared', lab('localhost:10525', 'qemu localhost:10525'))).to.have.length(1);
  });

  it('reports two labs on one hypervisor: loading one resets the other', () => {
    const labs = [lab('alpha:7200', 'beta:7200', 'monday.net'), lab('alpha:7200', 'gamma:7200', 'tuesday.net')];
    const found = finding('control-port-shared', labs);
    expect([found.severity, place(found)]).to.deep.equal(['error', 'tuesday.net:1']);
    expect(found.message).to.include('monday').and.to.include('tuesday');
  });

  it('is silent on other ports and on other hosts', () => {
    expect(findings('control-port-shared', lab('localhost:7200', 'localhost:7201'))).to.deep.equal([]);
    expect(findings('control-port-shared', lab('alpha:7200', 'beta:7200'))).to.deep.equal([]);
  });

  it('is silent on two projects of one GNS3 server, and reports a hypervisor on its port', () => {
    const project = gns3Lab({
      version: '2.2.45',
      topology: {
        computes: [],
        nodes: [{ node_id: 'a', node_type: 'vpcs', name: 'PC1', compute_id: 'local' }],
        links: [],
      },
    });
    expect(findings('control-port-shared', [project, project])).to.deep.equal([]);
    const dynamips = netLab('[localhost:3080]\n[[ROUTER R1]]\n');
    expect(findings('control-port-shared', [project, dynamips])).to.have.length(1);
  });
});
