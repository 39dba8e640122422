import { expect } from 'chai';
import { check } from '../../../../src/features/check/check.ts';
import { finding, findings, place } from '../../../support/findings.ts';
import { modelOf } from '../../../support/model.ts';
import { netLab } from '../../../support/read.ts';

/** Two hypervisors of one host, linked, the second with this base. */
function lab(secondBase: number): string {
  return `[127.0.0.1:7200]\nudp = 10000\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[127.0.0.1:7201]\nudp = ${secondBase}\n[[ROUTER R2]]\n`;
}

const SAME_BASE = lab(10000);
const APART = lab(10501);

describe('older-dynagen', () => {
  it('notes where the version of the file stands what that GNS3 did, and how to have its ports', () => {
    const note = finding('older-dynagen', netLab(`autostart = False\nversion = 0.8.3.1\n${SAME_BASE}`));
    expect([note.id, note.severity, place(note)]).to.deep.equal(['NIO062', 'note', 'lab.net:2']);
    expect(note.message).to.include('GNS3 0.8.3.1 wrote this lab').and.include('up by 1000').and.include('at most 500');
    expect(note.remedy.text).to.include('--allocator dynagen-0.8.3: 1 NIO of it has another port');
  });

  it('tells of the rule of two weeks that no allocator has', () => {
    const note = finding('older-dynagen', netLab(`version = 0.8.4-RC4\n${SAME_BASE}`));
    expect(note.message).to.include('up by 100 ').and.include('at most 99');
    expect(note.remedy.text).to.not.include('--allocator');
  });

  it('is silent if the ports are the same, the version newer or missing, or an allocator named', () => {
    for (const text of [
      `version = 0.8.3.1\n${APART}`,
      `version = 0.8.7\n${SAME_BASE}`,
      `version =\n${SAME_BASE}`,
      SAME_BASE,
    ]) {
      expect(findings('older-dynagen', netLab(text)), text).to.deep.equal([]);
    }
    const old = netLab(`version = 0.8.3.1\n${SAME_BASE}`);
    for (const allocator of ['dynagen', 'dynagen-0.8.3'] as const) {
      const found = check(modelOf([old], { allocator }), { rules: ['older-dynagen'] }).findings;
      expect(found, allocator).to.deep.equal([]);
    }
  });

  it('leaves nothing to find in a lab that the older rule keeps apart', () => {
    const { findings: found } = check(modelOf([netLab(SAME_BASE)], { allocator: 'dynagen-0.8.3' }), {});
    expect(found.map(({ severity, slug }) => `${severity} ${slug}`)).to.deep.equal(['note known-range']);
  });
});
