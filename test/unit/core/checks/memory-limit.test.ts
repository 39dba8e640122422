import { expect } from 'chai';
import { finding, findings, place } from '../../../support/findings.ts';
import { scenarioLab } from '../../../support/read.ts';
import { file } from '../../../support/text.ts';

/** Two routers, of 128 MiB and of `ram`, on a hypervisor that holds 256. */
function lab(ram: number, kind = 'router') {
  return scenarioLab(file`
    hypervisors:
      - { address: localhost, memoryLimit: 256 }
    devices:
      - { name: R1, ram: 128 }
      - { name: R2, ram: ${ram}, kind: ${kind} }
  `);
}

describe('memory-limit', () => {
  it('warns of routers that need more RAM than the limit, at the hypervisor', () => {
    const found = finding('memory-limit', lab(160));
    expect([found.id, found.severity, place(found)]).to.deep.equal(['NIO060', 'warning', 'lab.yaml:2']);
    expect(found.evidence.hypervisors).to.deep.equal(['localhost:7200']);
    expect(found.evidence.devices).to.deep.equal(['R1', 'R2']);
    expect(found.message).to.include('288').and.to.include('256');
    expect(found.remedy.paste).to.equal('  - address: localhost:7200\n    memoryLimit: 288');
  });

  it('warns of a router that is larger than what GNS3 gives a hypervisor', () => {
    const alone = 'allocator: gns3-classic\ndevices: [{ name: R1, ram: 2048 }]\n';
    expect(finding('memory-limit', scenarioLab(alone)).message)
      .to.include('2048')
      .and.to.include('1024');
  });

  it('is silent when the RAM just fits, on switches, and where nobody has set a limit', () => {
    expect(findings('memory-limit', lab(128))).to.deep.equal([]);
    expect(findings('memory-limit', lab(999, 'ethernet-switch'))).to.deep.equal([]);
    const unlimited = 'hypervisors: [{ address: localhost }]\ndevices: [{ name: R1, ram: 99999 }]\n';
    expect(findings('memory-limit', scenarioLab(unlimited))).to.deep.equal([]);
  });
});
