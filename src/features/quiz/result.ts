import { isSame } from '../../core/teach/moment.ts';
import { isProblem, type Problem } from '../../core/teach/problem.ts';
import type { QuizAct, QuizResultFile } from '../../core/teach/result-file.ts';
import { answerGiven, wrongWords } from './question-words.ts';
import { type QuizQuestion, quizOf } from './quiz.ts';
import { DIFFICULTIES, MOST_QUESTIONS, TOPICS, type Topic, USUAL_TOPICS } from './topics.ts';

/** What a student has made of a quiz. */
export interface JudgedQuiz {
  readonly count: number;
  readonly rightAtFirst: number;
  /** One for each question, in their order. */
  readonly answers: readonly JudgedAnswer[];
}

export interface JudgedAnswer {
  /** From 1. */
  readonly number: number;
  readonly topic: Topic;
  /** How often it was answered; 0 if never. */
  readonly tries: number;
  readonly isRightAtFirst: boolean;
  readonly isRight: boolean;
  /** Ids of the beliefs and slips that gave the wrong answers, in their order. */
  readonly beliefs: readonly string[];
}

/** So often a question is answered; then its answer is shown. Of two choices the other one is no answer. */
export function mostTries({ question }: QuizQuestion): number {
  return question.choices.length === 2 ? 1 : 2;
}

/**
 * What the answers of a result file are worth: the quiz is made again from its seed, and nothing that the
 * file says of right and wrong would be believed. A problem where the log cannot be that of this quiz.
 */
export function judgeQuiz(result: QuizResultFile): JudgedQuiz | Problem {
  const problem = optionsProblem(result);
  if (problem !== undefined) return { problem };
  const { seed, count } = result;
  const difficulty = DIFFICULTIES.find((one) => one === result.difficulty) ?? 'easy';
  const topics = TOPICS.filter((topic) => result.topics.includes(topic));
  return judgeLog(quizOf({ seed, count, difficulty, topics }).questions, result.log);
}

/** The same where the questions are there already. */
export function judgeLog(
  questions: readonly QuizQuestion[],
  log: ReadonlyArray<Pick<QuizAct, 'do'>>,
): JudgedQuiz | Problem {
  const values = questions.map((): string[] => []);
  let current = 0;
  for (const act of log as readonly QuizAct[]) {
    if (act.do !== 'answer') continue;
    const given = values[act.q - 1];
    if (given === undefined) return { problem: `there is no question ${act.q}` };
    if (act.q < current) return { problem: `question ${act.q} is answered after question ${current}` };
    current = act.q;
    given.push(act.value);
  }
  const answers: JudgedAnswer[] = [];
  for (const [index, question] of questions.entries()) {
    const answer = judgeAnswers(question, values[index] ?? []);
    if (isProblem(answer)) return answer;
    answers.push(answer);
  }
  return { count: questions.length, rightAtFirst: answers.filter((one) => one.isRightAtFirst).length, answers };
}

/** True if a quiz has just the topics that its difficulty has where none is named, in any order. */
export function hasUsualTopics({ difficulty, topics }: Pick<QuizResultFile, 'difficulty' | 'topics'>): boolean {
  const known = DIFFICULTIES.find((one) => one === difficulty);
  return known !== undefined && [...topics].sort().join() === [...USUAL_TOPICS[known]].sort().join();
}

function judgeAnswers(asked: QuizQuestion, values: readonly string[]): JudgedAnswer | Problem {
  const { number, topic, question } = asked;
  const beliefs: string[] = [];
  let isRight = false;
  for (const value of values) {
    if (isRight) return { problem: `question ${number} is answered after its right answer` };
    const answer = answerGiven(asked, value);
    if (answer === undefined) return { problem: `no answer to question ${number} is ${shortened(value)}` };
    isRight = isSame(answer, question.right);
    const { belief } = wrongWords(asked, answer);
    if (!isRight && belief !== undefined) beliefs.push(belief);
  }
  const tries = values.length;
  if (tries > mostTries(asked)) return { problem: `question ${number} is answered ${tries} times` };
  return { number, topic, tries, isRightAtFirst: isRight && tries === 1, isRight, beliefs };
}

function optionsProblem({ count, difficulty, topics }: QuizResultFile): string | undefined {
  if (!Number.isInteger(count) || count < 1 || count > MOST_QUESTIONS)
    return `a quiz has 1 to ${MOST_QUESTIONS} questions, not ${count}`;
  if (!DIFFICULTIES.some((one) => one === difficulty)) return `there is no difficulty ${JSON.stringify(difficulty)}`;
  const unknown = topics.find((topic) => !TOPICS.some((one) => one === topic));
  if (unknown !== undefined) return `there is no topic ${JSON.stringify(unknown)}`;
  return topics.length === 0 ? 'no topic is named' : undefined;
}

/** An answer within a sentence. */
function shortened(value: string): string {
  const text = JSON.stringify(value);
  return text.length <= LONGEST_SHOWN ? text : `${text.slice(0, LONGEST_SHOWN - 1)}…`;
}

const LONGEST_SHOWN = 40;
