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
const NEXT = 'niostat kernel --save FILE tries it, --kernel FILE uses the answers';

describe('gradeSentence', () => {
  it('says nothing of what was seen', () => {
    expect(gradeSentence('linux', [SEEN])).to.equal(undefined);
    expect(gradeSentence('linux', [])).to.equal(undefined);
  });

  it('names every grade, however many there are, each place once', () => {
    expect(gradeSentence('windows', [...READ, READ[1] as Origin, OPEN])).to.equal(
      `Windows: from the source (S), documented (D), reported by users (R) and in part not established, not tried by us; ${NEXT}.`,
    );
  });

  it('does not send to the kernel for what only a program or a name leaves open', () => {
    expect(gradeSentence('linux', [SEEN, OPEN])).to.equal('Linux: in part not established.');
  });

  it('puts first what the machine itself has answered', () => {
    const observed: Origin = { grade: 'observed', place: 'niostat kernel, 2026-11-27, macOS 24.4.0' };
    expect(gradeSentence('darwin', [READ[0] as Origin, observed])).to.equal(
      'macOS: observed on this machine (niostat kernel, 2026-11-27, macOS 24.4.0) and from the source (S), all but the first not tried by us.',
    );
    expect(gradeSentence('darwin', [observed])).to.match(/^macOS: observed on this machine \(.*\)\.$/);
  });
});
