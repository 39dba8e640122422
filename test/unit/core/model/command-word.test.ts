import { expect } from 'chai';
import { commandWord, labWords } from '../../../../src/core/model/command-word.ts';
import { netLab } from '../../../support/read.ts';

describe('words of commands that are printed', () => {
  it('quotes for a POSIX shell what that would take apart', () => {
    expect(['lab.net', '10.0.0.0/24', 'fe80::1%eth0'].map(commandWord)).to.deep.equal([
      'lab.net',
      '10.0.0.0/24',
      'fe80::1%eth0',
    ]);
    expect(["it's.net", 'my lab.net', '$HOME', ''].map(commandWord)).to.deep.equal([
      "'it'\\''s.net'",
      "'my lab.net'",
      "'$HOME'",
      "''",
    ]);
  });

  it('names labs once, those without a file LAB, and what is assumed about them', () => {
    const labs = ['a b.net', '(stdin)', 'a b.net'].map((name) => netLab('[localhost]\n', name));
    expect(labWords({ labs, assumptions: {} })).to.equal("'a b.net' LAB");
    expect(
      labWords({
        labs: labs.slice(1, 2),
        assumptions: { allocator: 'gns3-server-3.0', dynamips: '0.2.14', os: 'linux' },
      }),
    ).to.equal('LAB --allocator gns3-server-3.0 --dynamips 0.2.14 --os linux');
  });
});
