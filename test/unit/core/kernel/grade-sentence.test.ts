import { expect } from 'chai';
import { gradeSentence } from '../../../../src/core/kernel/grade-sentence.ts';
import type { Origin } from '../../../../src/core/kernel/systems/statement.ts';

const SEEN: Origin = { grade: 'seen', place: 'Linux 6.18' };
const OPEN: Origin = { grade: 'unknown', place: '' };
const READ: readonly Origin[] = [
  { grade: 'source', place: 'S' },
  { grade: 'documented', place: 'D' },
  { grade: 'reported', place: 'R' },
];

describe('gradeSentence', () => {
  it('says nothing of what was seen', () => {
    expect(gradeSentence('linux', [SEEN])).to.equal(undefined);
    expect(gradeSentence('linux', [])).to.equal(undefined);
  });

  it('names every grade, and how to find out', () => {
    expect(gradeSentence('windows', [...READ, READ[1] as Origin, OPEN])).to.equal(
      'Windows: read in source code, documented by Microsoft, reported by users and in part not known, not tried by us; `niostat kernel` tries it there.',
    );
  });

  it('does not send to the kernel for what only a program or a name leaves open', () => {
    expect(gradeSentence('linux', [SEEN, OPEN])).to.equal('Linux: in part not known.');
  });

  it('puts first what the machine itself has answered', () => {
    const observed: Origin = { grade: 'observed', place: 'niostat kernel, 2026-11-27, macOS 24.4.0' };
    expect(gradeSentence('darwin', [READ[0] as Origin, observed])).to.equal(
      'macOS: observed (niostat kernel, 2026-11-27, macOS 24.4.0); the rest is read in source code, not tried by us.',
    );
    expect(gradeSentence('darwin', [observed])).to.equal('macOS: observed (niostat kernel, 2026-11-27, macOS 24.4.0).');
    expect(gradeSentence('darwin', [observed, OPEN])).to.match(/; the rest is not known\.$/);
  });
});
