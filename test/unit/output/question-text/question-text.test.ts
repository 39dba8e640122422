import { expect } from 'chai';
import type { Generation } from '../../../../src/core/kernel/dynamips-version.ts';
import type { SocketAsk } from '../../../../src/core/teach/moment.ts';
import { rightText, wrongText } from '../../../../src/output/question-text/answer-text.ts';
import { hintTexts } from '../../../../src/output/question-text/hint-texts.ts';
import { lookText } from '../../../../src/output/question-text/look-text.ts';
import { questionText } from '../../../../src/output/question-text/question-text.ts';
import { lessonLab } from '../../../support/lesson-labs.ts';
import { modelOf } from '../../../support/model.ts';
import { ask, momentAt } from '../../../support/moment.ts';

interface Asked {
  readonly lab?: Parameters<typeof lessonLab>[0];
  readonly generation?: Generation;
  readonly at: string;
  readonly what: SocketAsk | 'count rows';
  readonly of: string;
  readonly beliefs?: readonly string[];
}

function asked({ lab = 'one base', generation = 'from-0.2.18', at, what, of, beliefs = [] }: Asked) {
  return ask(momentAt(modelOf(lessonLab(lab)), generation, at), what, of, beliefs);
}

/** The answer in a sentence, where it is seen, then each wrong answer. */
function words(question: ReturnType<typeof asked>): string[] {
  const wrong = question.wrong.map(({ answer }) => wrongText(question, answer));
  return [questionText(question), rightText(question), lookText(question), ...wrong];
}

describe('words of a question', () => {
  it('say of a port whose counter gives it, and how the counter moves', () => {
    const question = asked({ at: '1b.port', what: 'port', of: 'R2 f0/0', beliefs: ['one-counter-per-host'] });
    expect(words(question)).to.deep.equal([
      'Which port does R2 f0/0 get from the counter of localhost:7201?',
      'Port 10000.',
      'Look: the counter of localhost:7201 goes from 10000 to 10001 at step 2.',
      'Not port 10001.',
    ]);
  });

  it('say of a bind what happens, and where the row is', () => {
    const beliefs = ['next-free', 'shared-always'];
    const question = asked({ generation: 'before-0.2.18', at: '1b.bind', what: 'bind', of: 'R2 f0/0', beliefs });
    expect(words(question)).to.deep.equal([
      'The socket of R2 f0/0 binds port 10000. What happens?',
      'Refused: Dynamips answers 206.',
      'Look: the row of R2 f0/0 at step 4.',
      'Not port 10001.',
      'The bind does not work.',
    ]);
  });

  it('say of a frame where it comes out, and who hears it', () => {
    const beliefs = ['copy-for-all', 'comes-back', 'nowhere'];
    expect(words(asked({ at: '1a.frame', what: 'receiver', of: 'R1 f0/0', beliefs }))).to.deep.equal([
      'R1 f0/0 sends a frame. Where does the frame come out?',
      'At R2 f0/0.',
      'Look: R2 f0/0 hears R1 f0/0 at step 5.',
      'Not at both.',
      'Not at R1 f0/0.',
      'The frame is not lost.',
    ]);
  });

  it('say of a lost frame that nobody hears it', () => {
    const question = asked({ lab: 'by hand', at: '4a.frame', what: 'receiver', of: 'R2 f1/0' });
    expect(lookText(question)).to.equal('Look: no row hears R2 f1/0 at step 14.');
  });

  it('say whose frames an end hears', () => {
    const beliefs = ['first-keeps', 'copy-for-all'];
    expect(words(asked({ at: '1b.frame', what: 'hears', of: 'R1 f0/0', beliefs }))).to.deep.equal([
      'What does R1 f0/0 hear, its own frames left aside?',
      'Nothing.',
      'Look: the row of R1 f0/0 at step 5, under "Hears".',
      'Not R2 f0/0.',
      'Not half of the frames.',
    ]);
  });

  it('give three hints, the last with the calculation but without the result', () => {
    expect(hintTexts(asked({ lab: 'three routers', at: '2b.port', what: 'port', of: 'R1 f1/0' }))).to.deep.equal([
      'R1 runs on localhost:7200. Look at the base of localhost:7200.',
      "Every end takes the counter of its own router's hypervisor, and the counter goes up by one.",
      'localhost:7200 started at 10000 and has given out 3: 10000 + 3.',
    ]);
    expect(hintTexts(asked({ lab: 'one stops', at: 'e1.stop', what: 'count rows', of: 'localhost:7201' }))[2]).to.equal(
      'There are 4 rows, 1 of them of localhost:7201: 4 - 1.',
    );
  });
});
