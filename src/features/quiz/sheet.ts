import { hintTexts } from '../../output/question-text/hint-texts.ts';
import { safeText } from '../../output/safe-text.ts';
import { labLines } from './lab-lines.ts';
import { answerTextOf, askedText, choiceTexts, explanation, rightSentence, wrongWords } from './question-words.ts';
import type { Quiz, QuizQuestion } from './quiz.ts';
import type { Difficulty, Topic } from './topics.ts';

/**
 * A quiz in words: what `--format json` prints, and what is made into Markdown and GIFT. Its JSON Schema is
 * docs/schemas/quiz.schema.json. No text has control characters.
 */
export interface QuizSheet {
  readonly schemaVersion: 1;
  readonly outcome: 'clean';
  /** The niostat that made it. */
  readonly niostat: string;
  readonly seed: string;
  readonly difficulty: Difficulty;
  readonly topics: readonly Topic[];
  readonly questions: readonly SheetQuestion[];
}

export interface SheetQuestion {
  /** From 1. */
  readonly number: number;
  readonly topic: Topic;
  /** The lab as lines of at most 78 columns. */
  readonly lab: readonly string[];
  /** The file of the lab, YAML: every command reads it. */
  readonly file: string;
  readonly question: string;
  /** What the student does: chooses, types a number, or types a number for each of `rows`. */
  readonly kind: 'choice' | 'number' | 'table';
  /** In their order; none unless something is chosen. */
  readonly choices: readonly string[];
  /** The right answer: the text of a choice, or the number. */
  readonly answer: string;
  /** With `table`: the number of each end. */
  readonly rows?: ReadonlyArray<{ readonly end: string; readonly port: number }>;
  readonly wrong: readonly SheetWrong[];
  /** The right answer as a sentence, why it is right, and where that is seen. */
  readonly explanation: readonly string[];
  readonly hints: readonly string[];
  /** The step of `niostat teach walk FILE` that shows it. */
  readonly step: number;
}

/** A wrong answer, and what is said of it. */
interface SheetWrong {
  readonly answer: string;
  /** The id of the belief or slip that gives it. */
  readonly belief: string;
  readonly feedback: string;
}

/** As wide as a page of a terminal with its margins. */
const LAB_WIDTH = 78;

/** A quiz in words. `niostat` is the version that makes it. */
export function sheetOf(quiz: Quiz, niostat: string): QuizSheet {
  const { seed, difficulty, topics, questions } = quiz;
  return {
    schemaVersion: 1,
    outcome: 'clean',
    niostat,
    seed,
    difficulty,
    topics,
    questions: questions.map(sheetQuestion),
  };
}

function sheetQuestion(asked: QuizQuestion): SheetQuestion {
  const { number, topic, lab, question } = asked;
  const kind = question.choices.length > 0 ? 'choice' : question.right.is === 'ports' ? 'table' : 'number';
  const rows = kind === 'table' ? { rows: rowsOf(asked) } : {};
  return {
    number,
    topic,
    lab: labLines(lab, topic, LAB_WIDTH),
    file: lab.text,
    question: askedText(asked),
    kind,
    choices: choiceTexts(asked),
    answer: answerTextOf(asked, question.right),
    ...rows,
    wrong: question.wrong.map(({ answer, belief }) => {
      const { verdict, fact } = wrongWords(asked, answer);
      return { answer: answerTextOf(asked, answer), belief: belief.id, feedback: `${verdict} ${fact}` };
    }),
    explanation: [rightSentence(asked), ...explanation(asked)],
    hints: hintTexts(question).map(safeText),
    step: question.step,
  };
}

function rowsOf({ question: { subject, right } }: QuizQuestion): Array<{ end: string; port: number }> {
  if (subject.ask !== 'ports' || right.is !== 'ports') return [];
  return subject.sockets.map(({ end }, index) => ({ end: safeText(end), port: right.ports[index] as number }));
}
