import { isSame } from '../../core/teach/moment.ts';
import { askAbout, type Question } from '../../core/teach/question.ts';
import type { PageData } from '../../output/page/page-data.ts';
import { rightText } from '../../output/question-text/answer-text.ts';
import { feedbackTexts } from '../../output/question-text/feedback-texts.ts';
import { socketText } from '../../output/question-text/socket-text.ts';
import { makeScene } from '../make-scene.ts';
import type { Choices, Scene } from '../scene.ts';

/**
 * What "Predict first" asks: which port an end gets, of the last one that is given one by a counter or a
 * pool; so all links above it have to be thought of. Undefined for a lab without one.
 */
export function portQuestion(data: PageData, choices: Choices): Question | undefined {
  const { lastStep } = makeScene(data, choices);
  for (let step = lastStep - 1; step >= 0; step--) {
    const question = questionAt(makeScene(data, { ...choices, step }));
    if (question !== undefined) return question;
  }
  return undefined;
}

function questionAt({ state, next, end, model }: Scene): Question | undefined {
  if (next === undefined) return undefined;
  for (const event of next.events) {
    if (event.event !== 'give' || event.by === 'file' || event.socket === undefined) continue;
    const socket = next.state.sockets[event.socket];
    if (socket === undefined) continue;
    const moment = { before: state, events: next.events, after: next.state, end, system: model.os };
    return askAbout(moment, event.at, { ask: 'port', socket });
  }
  return undefined;
}

/** What is said of a guess, as the quiz says it: right, or why not, and where the port is seen. */
export function guessText(question: Question, port: number): string {
  const answer = { is: 'port', port } as const;
  if (isSame(answer, question.right)) return `✓ ${rightText(question)}`;
  const { verdict, fact, look } = feedbackTexts(question, answer);
  const { subject } = question;
  const otherFact = 'socket' in subject ? `${socketText(subject.socket)} gets port ${subject.socket.port}.` : '';
  return [`✗ ${verdict}`, fact ?? otherFact, look].join(' ');
}
