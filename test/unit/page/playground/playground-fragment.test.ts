import { expect } from 'chai';
import { choicesOf } from '../../../../src/page/fragment.ts';
import { labOfFragment, withLab } from '../../../../src/page/playground/playground-fragment.ts';

describe('the fragment of the playground', () => {
  it('has the lab before the choices', () => {
    expect(withLab({ lab: 'zeJx-_9' }, 'step=4')).to.equal('lab=zeJx-_9&step=4');
    expect(withLab({ scenario: 'two-labs-one-host' }, '')).to.equal('scenario=two-labs-one-host');
    expect(withLab({}, 'quiz=1')).to.equal('quiz=1');
  });

  it('is read by both, each its own part', () => {
    const fragment = '#scenario=full-mesh-3-routers&step=4&quiz=1';
    expect(labOfFragment(fragment)).to.deep.equal({ scenario: 'full-mesh-3-routers' });
    expect(choicesOf(fragment)).to.include({ step: 4, isQuiz: true });
    expect(labOfFragment('#lab=zAB&scenario=x')).to.deep.equal({ lab: 'zAB' });
    expect(labOfFragment('')).to.deep.equal({});
  });

  it('lets no name of a lab add a choice', () => {
    expect(withLab({ scenario: 'a&quiz=1' }, '')).to.equal('scenario=a%26quiz%3D1');
  });
});
