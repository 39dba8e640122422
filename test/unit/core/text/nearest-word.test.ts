import { expect } from 'chai';
import { didYouMean, nearestWord } from '../../../../src/core/text/nearest-word.ts';

const COMMANDS = ['check', 'checks', 'links', 'plan', 'preflight', 'probe', 'reach', 'rehearse', 'simulate'];

describe('the word that was meant', () => {
  it('is one slip away', () => {
    const slips: readonly (readonly [string, string])[] = [
      ['preflite', 'preflight'],
      ['simulat', 'simulate'],
      ['simmulate', 'simulate'],
      ['porbe', 'probe'],
      ['reech', 'reach'],
      ['CHECK', 'check'],
      ['chekcs', 'checks'],
    ];
    for (const [typed, meant] of slips) expect(nearestWord(typed, COMMANDS), typed).to.equal(meant);
  });

  it('begins as what was typed', () => {
    expect(nearestWord('sim', COMMANDS)).to.equal('simulate');
    expect(nearestWord('full-mesh', ['full-mesh-3-routers', 'udp-auto'])).to.equal('full-mesh-3-routers');
    expect(nearestWord('re', COMMANDS), 'two letters say nothing').to.equal(undefined);
    expect(nearestWord('chec', COMMANDS), 'of two that begin so the nearer one').to.equal('check');
  });

  it('is none where nothing is near', () => {
    for (const typed of ['', 'x', 'netstat', 'lab', 'linksandmore']) {
      expect(nearestWord(typed, COMMANDS), typed).to.equal(undefined);
    }
  });

  it('is one letter away from a short word, and not two', () => {
    expect(nearestWord('plum', ['plan'])).to.equal(undefined);
    expect(nearestWord('plam', ['plan'])).to.equal('plan');
  });

  it('ends a sentence, or is not said', () => {
    expect(didYouMean('preflite', COMMANDS)).to.equal('; did you mean preflight?');
    expect(didYouMean('netstat', COMMANDS)).to.equal('');
  });
});
