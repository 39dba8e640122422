import { expect } from 'chai';
import type { Assumptions } from '../../../../src/core/model/assumptions.ts';
import { finding, findings, place } from '../../../support/findings.ts';
import { scenarioLab } from '../../../support/read.ts';
import { readProjectFile } from '../../../support/source-files.ts';

const SLUG = 'other-source-address';

/** A host whose first address is 10.92.0.1 and whose second one, which the lab writes, is 10.92.0.11. */
function asked(source: string): Assumptions {
  const addresses = new Map([
    ['10.92.0.11', ['10.92.0.11', '127.0.0.1']],
    ['10.92.0.2', ['10.92.0.2']],
  ]);
  return { addresses, sources: new Map([['10.92.0.2', source]]) };
}

describe(SLUG, () => {
  const lab = scenarioLab(readProjectFile('test/fixtures/cases/e2-secondary-address.yaml'));

  it('says that the kernel sends from the first address of the interface, and the peer takes the second (seen)', () => {
    const found = finding(SLUG, lab, asked('10.92.0.1'));
    expect([found.id, found.severity, place(found)]).to.deep.equal(['NIO026', 'error', 'lab.yaml:3']);
    expect(found.message).to.include('this machine sends to 10.92.0.2 from 10.92.0.1');
    expect(found.message).to.include('R2 f0/0 takes frames from 10.92.0.11 only');
    expect(found.remedy.text).to.include('write 10.92.0.1 instead of 10.92.0.11');
    expect(found.evidence.links).to.deep.equal(['R1 f0/0 -- R2 f0/0']);
  });

  it('is silent where the addresses fit, and where nobody asked', () => {
    expect(findings(SLUG, lab, asked('10.92.0.11'))).to.deep.equal([]);
    expect(findings(SLUG, lab)).to.deep.equal([]);
  });
});
