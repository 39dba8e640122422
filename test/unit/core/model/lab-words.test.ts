import { expect } from 'chai';
import { labWords } from '../../../../src/core/model/lab-words.ts';
import { netLab } from '../../../support/read.ts';

describe('labs in commands that are printed', () => {
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

  it('name the configuration of the server for commands that take it', () => {
    const labs = [netLab('[localhost]\n', 'a.gns3')];
    const serverConf = { file: 'my server.conf', ranges: {}, settings: [] };
    expect(labWords({ labs, assumptions: { serverConf } })).to.equal('a.gns3');
    expect(labWords({ labs, assumptions: { serverConf } }, { takesServerConf: true })).to.equal(
      "a.gns3 --server-conf 'my server.conf'",
    );
  });
});
