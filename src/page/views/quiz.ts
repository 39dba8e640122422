import { isSame } from '../../core/teach/moment.ts';
import type { Question } from '../../core/teach/question.ts';
import { type Element, el, type Markup } from '../../output/markup/markup.ts';
import { answerText, rightText } from '../../output/question-text/answer-text.ts';
import { feedbackTexts } from '../../output/question-text/feedback-texts.ts';
import { hintTexts } from '../../output/question-text/hint-texts.ts';
import { questionText } from '../../output/question-text/question-text.ts';
import { openQuestion, outcomeOf, progressOf, questionAhead } from '../quiz/open-question.ts';
import { HINTS } from '../quiz/quiz-actions.ts';
import type { QuizProgress } from '../quiz/quiz-progress.ts';
import type { Scene } from '../scene.ts';
import { numberForm } from './number-form.ts';

/** The quiz: what was answered last until the reader goes on, else the question about the next step. */
export function quizPanel(scene: Scene): Element {
  const progress = progressOf(scene);
  const { said } = progress;
  const question = openQuestion(scene);
  return el(
    'section',
    { key: 'quiz', class: 'panel quiz', 'aria-label': 'Quiz' },
    // It is there before there is something to say, so that a screen reader says it.
    el('div', { key: 'said', role: 'status' }, said && feedback(said)),
    said !== undefined
      ? goOn(scene, 'Go on')
      : question === undefined
        ? nothingToAsk(scene)
        : asked(question, progress),
    count(progress),
  );
}

function feedback({ question, answer }: NonNullable<QuizProgress['said']>): Markup[] {
  if (answer === undefined) return [verdictLine('shown', '→', `Shown: ${answerText(question, question.right)}.`)];
  if (isSame(answer, question.right)) return [verdictLine('right', '✓', rightText(question))];
  const { verdict, fact, look } = feedbackTexts(question, answer);
  return [
    verdictLine('wrong', '✗', verdict),
    ...(fact === undefined ? [] : [el('p', {}, fact)]),
    el('p', { class: 'quiz-look' }, look),
  ];
}

function verdictLine(outcome: string, sign: string, text: string): Element {
  const word = outcome === 'right' ? 'Right. ' : outcome === 'wrong' ? 'Wrong. ' : '';
  return el(
    'p',
    { class: `quiz-verdict is-${outcome}` },
    el('span', { class: 'quiz-sign', 'aria-hidden': 'true' }, sign),
    word !== '' && el('span', { class: 'visually-hidden' }, word),
    text,
  );
}

function asked(question: Question, { hints }: QuizProgress): Element {
  return el(
    'div',
    { key: `ask ${question.at}`, class: 'quiz-ask' },
    el('h2', { id: 'quiz-question', tabindex: -1 }, questionText(question)),
    question.choices.length > 0 ? choices(question) : typed(question),
    hints > 0 && el('ol', { key: 'hints', class: 'quiz-hints' }, openHints(question, hints)),
    el(
      'button',
      { key: 'hint', type: 'button', class: 'quiz-hint', 'data-do': 'hint', 'aria-keyshortcuts': 'h' },
      hints < HINTS ? `Hint ${hints + 1} of ${HINTS}` : 'Show the answer',
    ),
  );
}

function choices(question: Question): Element {
  return el(
    'ol',
    { key: 'choices', class: 'quiz-choices', 'aria-labelledby': 'quiz-question' },
    question.choices.map((answer, index) =>
      el(
        'li',
        {},
        el(
          'button',
          { type: 'button', 'data-do': `answer:${index + 1}`, 'aria-keyshortcuts': `${index + 1}` },
          el('kbd', { 'aria-hidden': 'true' }, `${index + 1}`),
          el('span', { dir: 'auto' }, answerText(question, answer)),
        ),
      ),
    ),
  );
}

function typed({ right }: Question): Element {
  const label = right.is === 'count' ? 'Number' : 'Port';
  return numberForm({ id: 'quiz-number', key: 'number', class: 'quiz-number', submit: 'number', label });
}

function openHints(question: Question, hints: number): Element[] {
  return hintTexts(question)
    .slice(0, hints)
    .map((text, index) => el('li', { key: `hint ${index}`, role: 'listitem' }, text));
}

function nothingToAsk(scene: Scene): Element {
  const ahead = questionAhead(scene);
  if (scene.state.step === scene.lastStep)
    return el('p', { key: 'none' }, 'This is the last step: there is nothing more to predict.');
  const text =
    ahead !== undefined && outcomeOf(scene, ahead) !== undefined
      ? `Step ${ahead.step} is answered already.`
      : 'Nothing is asked about the next step.';
  return el('div', { key: 'none' }, el('p', {}, text), goOn(scene, 'Next step'));
}

function goOn({ state, lastStep }: Scene, text: string): Element | undefined {
  if (state.step === lastStep && text !== 'Go on') return undefined;
  return el('button', { key: 'go-on', type: 'button', class: 'quiz-go-on', 'data-do': 'forward' }, text);
}

/** `2 of 3 right, 1 shown`. */
function count({ outcomes }: QuizProgress): Element | undefined {
  if (outcomes.size === 0) return undefined;
  const all = [...outcomes.values()];
  const right = all.filter((outcome) => outcome === 'right').length;
  const shown = all.filter((outcome) => outcome === 'shown').length;
  const text = `${right} of ${all.length} right${shown > 0 ? `, ${shown} shown` : ''}`;
  return el('p', { key: 'count', class: 'quiz-count' }, text);
}
