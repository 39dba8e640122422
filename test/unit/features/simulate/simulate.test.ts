import { expect } from 'chai';
import { simulate } from '../../../../src/features/simulate/simulate.ts';
import { modelOf } from '../../../support/model.ts';
import { netLab } from '../../../support/read.ts';

describe('simulate', () => {
  it('calls two labs of one name apart in every table', () => {
    const text = '[localhost]\nudp = 9000\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[[ROUTER R2]]\n';
    const { labs, links, nios } = simulate(modelOf([netLab(text, 'two.net'), netLab(text, 'two.net')]));
    expect(labs.map(({ name }) => name)).to.deep.equal(['two', 'two (2)']);
    expect(links.map(({ lab }) => lab)).to.deep.equal(['two', 'two (2)']);
    expect(nios.map(({ lab }) => lab)).to.deep.equal(['two', 'two', 'two (2)', 'two (2)']);
  });
});
