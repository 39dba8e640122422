import { expect } from 'chai';
import { questionsOnPage } from '../../../../../src/features/preflight/render/questions-on-page.ts';
import type { PreflightAnswer, PreflightResult } from '../../../../../src/features/preflight/result.ts';

function answer(id: string, parts: Partial<PreflightAnswer>): PreflightAnswer {
  return { id, title: 'Is it so?', state: 'ok', summary: 'it is', details: [], elapsedMs: 3, ...parts };
}

function resultOf(answers: readonly PreflightAnswer[], parts: Partial<PreflightResult> = {}): PreflightResult {
  const labs = [{ name: 'Two routers', file: 'lab.net' }];
  return { schemaVersion: 1, outcome: 'findings', labs, answers, next: 'do it', elapsedMs: 1, ...parts };
}

describe('the answers of preflight on a page', () => {
  it('stand in the order of the questions, with the sum that the screen has', () => {
    const shown = questionsOnPage(
      resultOf([
        answer('file', {}),
        answer('ports', { state: 'failed', details: [{ severity: 'error', message: 'UDP 10000 is in use' }] }),
        answer('reach', { state: 'skipped', summary: 'all hypervisors are on this host' }),
      ]),
    );
    expect(shown.questions.map(({ id, state }) => `${id} ${state}`)).to.deep.equal([
      'file ok',
      'ports failed',
      'reach skipped',
    ]);
    expect(shown.sum).to.equal('3 questions: 1 failure, 1 ok, 1 not looked at');
    expect(shown.state).to.equal('failed');
  });

  it('are not good where nothing was looked at', () => {
    expect(questionsOnPage(resultOf([answer('reach', { state: 'skipped' })])).state).to.equal('skipped');
    expect(questionsOnPage(resultOf([answer('a', {}), answer('b', { state: 'unknown' })])).state).to.equal('unknown');
  });

  it('tell the commands of what is wrong, and the advice of what is not known', () => {
    const { questions } = questionsOnPage(
      resultOf([
        answer('checks', { state: 'failed', next: 'niostat plan lab.net' }),
        answer('reach', { state: 'unknown', next: 'ask who runs far' }),
        answer('hypervisors', { state: 'unknown', next: 'dynamips -H 7200', commands: ['dynamips -H 7200'] }),
      ]),
    );
    expect(questions.map(({ commands, advice }) => [commands, advice])).to.deep.equal([
      [['niostat plan lab.net'], undefined],
      [[], 'ask who runs far'],
      [['dynamips -H 7200'], undefined],
    ]);
  });

  it('have the place of each detail, and nothing that turns a line of text around', () => {
    const detail = {
      severity: 'error',
      rule: 'NIO001',
      message: 'R1\u202e2R has a base',
      location: { file: 'lab.net', line: 5, column: 1 },
    } as const;
    const { questions } = questionsOnPage(resultOf([answer('checks', { state: 'failed', details: [detail] })]));
    expect(questions[0]?.details).to.deep.equal([
      { severity: 'error', rule: 'NIO001', message: 'R1·2R has a base', place: 'lab.net:5:1' },
    ]);
  });
});
