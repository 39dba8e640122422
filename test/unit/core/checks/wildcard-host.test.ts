import { expect } from 'chai';
import { finding, findings, place } from '../../../support/findings.ts';
import { netLab, scenarioLab } from '../../../support/read.ts';

function lab(header: string, more = '') {
  return netLab(`# lab\n[${header}]\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[[ROUTER R2]]\n${more}`);
}

describe('wildcard-host', () => {
  it('reports 0.0.0.0 as an error in a lab that spans hosts', () => {
    const found = finding('wildcard-host', lab('0.0.0.0:7200', '[bender]\n[[ROUTER R3]]\n'));
    expect([found.id, found.severity, place(found)]).to.deep.equal(['NIO021', 'error', 'lab.net:2']);
    expect(found.evidence.hypervisors).to.deep.equal(['0.0.0.0:7200']);
  });

  it('proposes 127.0.0.1 for a lab that stays on this machine', () => {
    expect(finding('wildcard-host', lab('0.0.0.0:7201')).remedy.paste).to.equal('[127.0.0.1:7201]');
    const scenario = scenarioLab('hypervisors: [{ address: "0.0.0.0:7201" }]\ndevices: []\n');
    expect(finding('wildcard-host', scenario).remedy.paste).to.equal('  - address: 127.0.0.1:7201');
  });

  it('does not propose a loopback name to a lab that spans hosts, where it would be the next error', () => {
    const { remedy } = finding('wildcard-host', lab('0.0.0.0:7200', '[bender]\n[[ROUTER R3]]\nf0/0 = R1 f0/1\n'));
    expect(remedy.paste ?? '').to.not.match(/127\.0\.0\.1|localhost/);
  });

  it('keeps the prefix of a wrapper in what is to be pasted', () => {
    expect(finding('wildcard-host', netLab('[qemu 0.0.0.0:10525]\n[[QEMU Q1]]\n')).remedy.paste).to.equal(
      '[qemu 127.0.0.1:10525]',
    );
  });

  it('is silent on addresses of a machine', () => {
    for (const host of ['127.0.0.1:7200', 'localhost', '10.0.0.0', 'bender'])
      expect(findings('wildcard-host', lab(host)), host).to.deep.equal([]);
  });
});
