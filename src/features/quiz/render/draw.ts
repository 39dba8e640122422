import { hintTexts } from '../../../output/question-text/hint-texts.ts';
import { safeText } from '../../../output/safe-text.ts';
import { frame, type Room } from '../../../output/screen/frame.ts';
import type { Look } from '../../../output/screen/screen-program.ts';
import { wrapText } from '../../../output/wrap-text.ts';
import { labLines } from '../lab-lines.ts';
import { askedText, choiceTexts, explanation, rightSentence, wrongWords } from '../question-words.ts';
import type { Quiz } from '../quiz.ts';
import { answersTo, isRight, lastAnswer, phaseOf, type QuizState, questionAt, rightAtFirst } from '../quiz-state.ts';
import { TOPIC_TITLES } from '../topics.ts';
import { indented } from './indented.ts';
import { stepLines } from './step-lines.ts';

/** Two hints of three, and what is said of a wrong answer. */
const MOST_WITHOUT = 3;

/** The window of a quiz: the lab, or after the answer the step that shows it; the question; what is said. */
export function draw(quiz: Quiz, state: QuizState, look: Look): string[] {
  const { topic } = questionAt(quiz, state);
  const title = `quiz  Question ${state.number} of ${quiz.count} · ${TOPIC_TITLES[topic]}`;
  const right = `${quiz.difficulty} · ${rightAtFirst(quiz, state)} right at once`;
  return frame(title, right, (room) => body(quiz, state, room, look), keysOf(quiz, state), look);
}

function body(quiz: Quiz, state: QuizState, room: Room, look: Look): string[] {
  const asked = questionAt(quiz, state);
  const question = wrapText(askedText(asked), room.width);
  const answers = answerLines(quiz, state, look);
  const isStep = phaseOf(quiz, state) === 'done' && !state.seesLab;
  if (!isStep) {
    const above = [labLines(asked.lab, asked.topic, room.width), [...question, ...answers]];
    const rows = room.rows - above.flat().length;
    return spread([...above, feedbackIn({ ...room, rows }, quiz, state, look)], room.rows);
  }
  const said = feedback(quiz, state, room.width, look);
  const whole = stepLines(asked, { ...room, rows: Number.POSITIVE_INFINITY });
  const left = room.rows - question.length - said.length;
  // What was not chosen goes first where there is little room: all rows of the step are to be seen.
  const kept = whole.length + answers.length <= left ? answers : [];
  return spread([stepLines(asked, { ...room, rows: left - kept.length }), [...question, ...kept], said], room.rows);
}

/** The parts one below the other, with an empty line between two as long as there is room for it. */
function spread(parts: ReadonlyArray<readonly string[]>, rows: number): string[] {
  let gaps = rows - parts.flat().length;
  const shown = parts.filter(({ length }) => length > 0);
  return shown.flatMap((part, index) => (index > 0 && gaps-- > 0 ? ['', ...part] : part));
}

function answerLines(quiz: Quiz, state: QuizState, { paint }: Look): string[] {
  const asked = questionAt(quiz, state);
  const { choices, right } = asked.question;
  const isDone = phaseOf(quiz, state) === 'done';
  if (choices.length === 0) return isDone ? [] : fields(quiz, state);
  const given = new Set(answersTo(state));
  return choiceTexts(asked).map((text, index) => {
    const sign = isDone && choices[index] === right ? '✓' : given.has(text) ? '✗' : ' ';
    return `${sign} ${paint.strong(`${index + 1}`)}  ${text}`;
  });
}

/** The number that is typed, or one for each end. */
function fields(quiz: Quiz, state: QuizState): string[] {
  const { subject } = questionAt(quiz, state).question;
  if (subject.ask !== 'ports') return [`  > ${state.typed}_`];
  const numbers = state.typed.split(' ');
  return subject.sockets.map(({ end }, index) => {
    const cursor = index === numbers.length - 1 ? '_' : '';
    return `  ${safeText(end)}  > ${numbers[index] ?? ''}${cursor}`;
  });
}

/**
 * Where there is little room, what was said before goes first: all hints but the newest, then why the answer
 * is wrong; behind the right answer all that was said of the wrong one.
 */
function feedbackIn({ width, rows }: Room, quiz: Quiz, state: QuizState, look: Look): string[] {
  let said = feedback(quiz, state, width, look);
  for (let without = 1; said.length > rows && without <= MOST_WITHOUT; without++)
    said = feedback(quiz, state, width, look, without);
  return said;
}

/** `without`: how many things that were said before are left out. */
function feedback(quiz: Quiz, state: QuizState, width: number, { paint }: Look, without = 0): string[] {
  const asked = questionAt(quiz, state);
  const answer = lastAnswer(quiz, state);
  const isDone = phaseOf(quiz, state) === 'done';
  const folded = (text: string): string[] => indented(text, width);
  const hints = isDone ? [] : hintTexts(asked.question).slice(0, state.hints);
  const numbered = hints.map((hint, index) => `Hint ${index + 1}: ${safeText(hint)}`);
  const opened = numbered.slice(Math.min(without, hints.length - 1)).flatMap(folded);
  if (answer === undefined) return opened;
  if (isRight(quiz, state)) return [paint.good(`✓ ${rightSentence(asked)}`), ...explanation(asked).flatMap(folded)];
  const { verdict, fact } = wrongWords(asked, answer);
  const wrong = [paint.bad(`✗ ${verdict}`), ...(without < MOST_WITHOUT ? folded(fact) : [])];
  if (!isDone) return [...wrong, ...opened];
  return [
    ...(without > 0 ? [] : wrong),
    ...wrapText(`✓ ${rightSentence(asked)} ${explanation(asked)[1] ?? ''}`, width),
  ];
}

function keysOf(quiz: Quiz, state: QuizState): string[] {
  const { choices } = questionAt(quiz, state).question;
  const phase = phaseOf(quiz, state);
  const quit = 'q quit';
  if (phase === 'done') {
    const next = state.number === quiz.count ? 'Enter how it went' : 'Enter next question';
    return [next, state.seesLab ? 'l the step' : 'l the lab', quit];
  }
  const again = phase === 'again' ? ' again' : '';
  const answer = choices.length > 0 ? `1-${choices.length} answer${again}` : `0-9 type${again}`;
  const enter = phase === 'again' ? ['Enter show the answer'] : choices.length > 0 ? [] : ['Enter answer'];
  return [answer, ...enter, `h hint (${state.hints} of 3)`, quit];
}
