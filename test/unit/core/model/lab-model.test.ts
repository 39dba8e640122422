import { expect } from 'chai';
import { InputError } from '../../../../src/core/errors/input-error.ts';
import { LabModel } from '../../../../src/core/model/lab-model.ts';
import { netLab } from '../../../support/read.ts';

describe('LabModel', () => {
  const lab = netLab('[localhost]\nudp = 9000\n[[ROUTER R1]]\n', 'lab.net');

  it('throws for a version of Dynamips that does not exist', () => {
    expect(() => LabModel.of([lab], { dynamips: 'bogus' }))
      .to.throw(InputError, '"bogus" is not a version of Dynamips')
      .that.includes({ code: 'BAD_VERSION', exitCode: 2 });
  });

  it('numbers labs of one name from the second on', () => {
    expect(LabModel.of([lab, lab, lab]).labs.map(({ name }) => name)).to.deep.equal(['lab', 'lab (2)', 'lab (3)']);
  });
});
