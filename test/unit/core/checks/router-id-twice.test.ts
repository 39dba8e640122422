import { expect } from 'chai';
import { finding, findings, place } from '../../../support/findings.ts';
import { scenarioLab } from '../../../support/read.ts';
import { file } from '../../../support/text.ts';

function lab(first: number, second: number) {
  return scenarioLab(file`
    hypervisors: [{ address: "alpha:7200" }, { address: "beta:7200" }]
    devices:
      - { name: R1, id: ${first}, hypervisor: "alpha:7200" }
      - { name: R2, id: ${second}, hypervisor: "beta:7200" }
      - { name: R3, hypervisor: "beta:7200" }
      - { name: R4, hypervisor: "beta:7200" }
  `);
}

describe('router-id-twice', () => {
  it('warns of an id that is there twice in the lab, at the second router', () => {
    const found = finding('router-id-twice', lab(1, 1));
    expect([found.id, found.severity, place(found)]).to.deep.equal(['NIO034', 'warning', 'lab.yaml:4']);
    expect(found.evidence.devices).to.deep.equal(['R1', 'R2']);
    expect(found.evidence.locations.map(({ line }) => line)).to.deep.equal([3, 4]);
  });

  it('is silent on ids that differ, on routers without one, and on two labs', () => {
    expect(findings('router-id-twice', lab(1, 2))).to.deep.equal([]);
    expect(findings('router-id-twice', [lab(1, 2), lab(1, 2)])).to.deep.equal([]);
  });
});
