import { expect } from 'chai';
import { nextStep } from '../../../../src/features/preflight/next-step.ts';
import { QUESTIONS } from '../../../../src/features/preflight/preflight.ts';
import { NONE_RUNS, whyNoneAnswers } from '../../../../src/features/preflight/questions/question.ts';
import type { Answer, PreflightAnswer } from '../../../../src/features/preflight/result.ts';
import { modelOf } from '../../../support/model.ts';
import { netLab } from '../../../support/read.ts';

const LAB = netLab('[127.0.0.1:7200]\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[[ROUTER R2]]\n');
const WORDS = { model: modelOf(LAB), files: 'lab.net', filesAndServer: 'lab.net' };

/** Everything is fine, but for what is said of the hypervisors. */
function next(hypervisors: Partial<Answer>): string {
  const answers = QUESTIONS.filter(({ onRequest }) => !onRequest).map(
    ({ id, title }): PreflightAnswer => ({
      ...{ id, title, state: 'ok', summary: 'fine', details: [], elapsedMs: 1 },
      ...(id === 'hypervisors' ? hypervisors : {}),
    }),
  );
  return nextStep(answers, { questions: QUESTIONS, all: QUESTIONS, isLate: false }, WORDS).next;
}

describe('the next step of a preflight', () => {
  it('is to start the lab, where no hypervisor runs', () => {
    const step = next({ state: 'skipped', summary: NONE_RUNS });
    expect(step).to.equal('start the lab, then run `niostat links lab.net`');
  });

  it('is to end niostat respond first, which has the ports of the lab', () => {
    const details = [{ severity: 'note', rule: 'responder', message: 'niostat respond answers' }] as const;
    const step = next({ state: 'skipped', summary: NONE_RUNS, details });
    expect(step).to.equal('end niostat respond, start the lab, then run `niostat links lab.net`');
  });
});

describe('why nothing was seen of hypervisors', () => {
  const refused = { tcp: { state: 'refused', reason: 'conn-refused' }, findings: [] } as const;
  const hung = { tcp: { state: 'timeout', reason: 'no-reply' }, findings: [] } as const;

  it('is that none runs only if nothing listens on any control port', () => {
    expect(whyNoneAnswers([refused, refused])).to.equal('no hypervisor runs yet');
    expect(whyNoneAnswers([refused, hung])).to.equal('no hypervisor answers');
  });
});
