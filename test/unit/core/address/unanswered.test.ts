import { expect } from 'chai';
import { unansweredNamesText, unansweredText } from '../../../../src/core/address/unanswered.ts';

describe('names that nobody has answered for', () => {
  it('are told with the time that was waited, or with what the resolver says', () => {
    expect(unansweredText({ afterMs: 2000 })).to.equal('no name server answered within 2 s');
    expect(unansweredText({ afterMs: 1042 })).to.equal('no name server answered within 1 s');
    expect(unansweredText({ afterMs: 250 })).to.equal('no name server answered within 0.3 s');
    expect(unansweredText({ afterMs: 12 })).to.equal('no name server answered in time');
    expect(unansweredText({ afterMs: 7, reason: 'EAI_AGAIN' })).to.equal('no name server gave an answer (EAI_AGAIN)');
  });

  it('are named, one or several, and nothing is said if there are none', () => {
    const late = { afterMs: 5000 };
    expect(unansweredNamesText(new Map([['bender', late]]))).to.equal(
      'the address of bender is not known: no name server answered within 5 s',
    );
    expect(unansweredNamesText(new Map(['a', 'b', 'c', 'd'].map((name) => [name, late])))).to.equal(
      'the addresses of a, b and 2 more are not known: no name server answered within 5 s',
    );
    expect(unansweredNamesText(new Map())).to.equal(undefined);
    expect(unansweredNamesText()).to.equal(undefined);
  });
});
