import { isProblem, type Problem } from '../../core/teach/problem.ts';
import { readResultFile } from '../../core/teach/read-result-file.ts';
import type { PracticeResultFile, QuizResultFile, ResultFile } from '../../core/teach/result-file.ts';
import { replay } from '../practice/replay.ts';
import { hasUsualTopics, judgeQuiz } from '../quiz/result.ts';
import type { StudentResult, Task } from './result.ts';

/** A result file that fits, with what it is worth. */
export interface Judged {
  readonly task: Task;
  readonly student: string;
  readonly result: StudentResult;
  /** How many acts its log has. */
  readonly acts: number;
}

/** What a file is held against. */
export interface Expected {
  /** The class, if the teacher has named it. */
  readonly class?: string | undefined;
  /** This niostat. */
  readonly version: string;
}

/** Who hands in a file without a name. */
const UNNAMED = '(no name)';

/**
 * What a file is worth: everything is made again from its seed, and what it says of goals and points counts
 * for nothing. A problem where it cannot be what a student of the class was given. Pure.
 */
export function judgeFile(file: string, text: string, expected: Expected): Judged | Problem {
  const read = readResultFile(text);
  if (isProblem(read)) return read;
  const task = taskOf(read);
  const problem = seedFault(read, expected.class);
  if (problem !== undefined) return { problem };
  const worth = read.kind === 'practice' ? practiceWorth(read) : quizWorth(read);
  if (isProblem(worth)) return { problem: withVersion(worth.problem, read.niostat, expected.version) };
  const seconds = read.log.at(-1)?.s ?? 0;
  return {
    task,
    student: read.as ?? UNNAMED,
    result: { task: task.id, file, ...worth, seconds },
    acts: read.log.length,
  };
}

type Worth = Omit<StudentResult, 'task' | 'file' | 'seconds'>;

function practiceWorth(read: PracticeResultFile): Worth | Problem {
  const replayed = replay(read);
  if (isProblem(replayed)) return replayed;
  const { points, hints, isSolved, hasGivenUp, open, beliefs } = replayed;
  return { points, hints, isSolved, hasGivenUp, open, beliefs };
}

/** A question counts if its first answer is right. */
function quizWorth(read: QuizResultFile): Worth | Problem {
  const judged = judgeQuiz(read);
  if (isProblem(judged)) return judged;
  const { count, rightAtFirst, answers } = judged;
  return {
    points: Math.round((100 * rightAtFirst) / count) / 10,
    hints: 0,
    isSolved: answers.every(({ isRight }) => isRight),
    hasGivenUp: false,
    open: answers.filter(({ isRight }) => !isRight).map(({ number }) => `question ${number}`),
    beliefs: [...new Set(answers.flatMap(({ beliefs }) => beliefs))],
  };
}

/**
 * Quizzes of other lengths, difficulties or topics are other tasks: their points say different things. Topics
 * that the difficulty has anyway are not named.
 */
function taskOf(read: ResultFile): Task {
  if (read.kind === 'practice') return { id: read.exercise, kind: 'practice' };
  const { difficulty, count, topics } = read;
  const all = [...topics].sort().join(', ');
  const isUsual = all === '' || hasUsualTopics(read);
  return { id: `quiz ${difficulty} ${count}${isUsual ? '' : ` (${all})`}`, kind: 'quiz' };
}

/** A student of a class has the seed `CLASS/STUDENT/EXERCISE`; who has another one has other numbers. */
function seedFault(read: ResultFile, wanted: string | undefined): string | undefined {
  const { seed, as, class: own } = read;
  if (wanted !== undefined && own !== wanted) {
    return own === undefined ? `it is of no class: its seed is ${seed}` : `it is of class ${own}, not of ${wanted}`;
  }
  if (own === undefined && as === undefined) return undefined;
  if (own === undefined || as === undefined) return 'it names a class or a student without the other';
  const expected = `${own}/${as}/${read.kind === 'practice' ? read.exercise : 'quiz'}`;
  return seed === expected ? undefined : `its seed is not ${as}'s in class ${own}: ${seed} in place of ${expected}`;
}

function withVersion(problem: string, theirs: string, ours: string): string {
  return theirs === ours ? problem : `${problem} (it was written by niostat ${theirs}, and this is ${ours})`;
}
