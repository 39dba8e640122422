import type { Problem } from './problem.ts';
import type { PracticeAct, PracticeResultFile, QuizAct, QuizResultFile, ResultFile } from './result-file.ts';
import { SEED_WORD, STUDENT_NAME } from './student-words.ts';

/** Nobody does more in a practice or a quiz, and all of it is played again. */
const MOST_ACTS = 5000;

const MOST_FILES = 20;

/** Characters of a file of a lab, of a line of it, and of an answer. */
const LONGEST = { file: 200_000, line: 20_000, answer: 2000 };

const LAST_SECOND = 1e9;

const WORD = /^[a-z0-9][a-z0-9-]{0,39}$/;

const VERSION = /^[\w.+-]{1,40}$/;

type Fields = Readonly<Record<string, unknown>>;

/**
 * A result file of practice or quiz, or why it is none, in a clause. All that docs/schemas/result.schema.json
 * asks for, and that acts are in an order that can be: it may have been edited, or be anything at all.
 */
export function readResultFile(text: string): ResultFile | Problem {
  const value = parsed(text);
  if (value === undefined) return { problem: 'it is not JSON, or was cut off' };
  if (!isFields(value) || !('result' in value)) return { problem: 'it is no result of practice or quiz' };
  if (value['result'] !== 1) {
    return { problem: `its format is ${shown(value['result'])}, and this niostat reads format 1` };
  }
  const { kind, log } = value;
  const fault = sharedFault(value);
  if (fault !== undefined) return { problem: fault };
  if (!Array.isArray(log) || log.length === 0) return { problem: '"log" is no list of acts' };
  if (log.length > MOST_ACTS) return { problem: `its log has ${log.length} acts; ${MOST_ACTS} are the limit` };
  if (kind === 'practice') return practiceOf(value, log);
  if (kind === 'quiz') return quizOf(value, log);
  return { problem: `"kind" is ${shown(kind)}, not practice or quiz` };
}

function practiceOf(value: Fields, log: readonly unknown[]): PracticeResultFile | Problem {
  const { exercise, place, isPlayed, final } = value;
  if (!isMatch(exercise, WORD)) return { problem: '"exercise" is no name of an exercise' };
  if (!Number.isSafeInteger(place)) return { problem: '"place" is no whole number' };
  if (isPlayed !== undefined && typeof isPlayed !== 'boolean') return { problem: '"isPlayed" is not true or false' };
  if (!areTexts(final)) return { problem: '"final" does not have the texts of the files' };
  const fault = logFault(log, isPracticeAct);
  return fault === undefined ? (value as unknown as PracticeResultFile) : { problem: fault };
}

function quizOf(value: Fields, log: readonly unknown[]): QuizResultFile | Problem {
  const { difficulty, topics, count } = value;
  if (!isMatch(difficulty, WORD)) return { problem: '"difficulty" is no word' };
  const areWords = Array.isArray(topics) && topics.length <= 20 && topics.every((topic) => isMatch(topic, WORD));
  if (!areWords) return { problem: '"topics" is no list of words' };
  if (!Number.isSafeInteger(count)) return { problem: '"count" is no whole number' };
  const fault = logFault(log, isQuizAct);
  return fault === undefined ? (value as unknown as QuizResultFile) : { problem: fault };
}

function sharedFault({ niostat, seed, as, class: group }: Fields): string | undefined {
  if (!isMatch(niostat, VERSION)) return '"niostat" is no version';
  if (!isMatch(seed, SEED_WORD)) return '"seed" is no seed';
  if (as !== undefined && !isMatch(as, STUDENT_NAME)) return '"as" is no name of a student';
  if (group !== undefined && !isMatch(group, STUDENT_NAME)) return '"class" is no name of a class';
  return undefined;
}

/** Acts that are none, or in an order in which nobody can do them. */
function logFault(log: readonly unknown[], isAct: (act: Fields) => boolean): string | undefined {
  let [seconds, isOver] = [0, true];
  for (const [index, act] of log.entries()) {
    const place = `act ${index + 1} of its log`;
    if (!isFields(act) || !isAct(act)) return `${place} is none`;
    const { s } = act;
    if (!Number.isSafeInteger(s) || Number(s) < 0 || Number(s) > LAST_SECOND) return `${place} has no time`;
    if (Number(s) < seconds) return `${place} is at ${s} s, and the one before it at ${seconds} s`;
    seconds = Number(s);
    if (isOver && act['do'] !== 'start') return `${place} is ${shown(act['do'])}, before a start`;
    isOver = act['do'] === 'quit';
  }
  return undefined;
}

/** Acts of a practice that have no more to say. */
const BARE: ReadonlySet<unknown> = new Set<PracticeAct['do']>([
  'start',
  'load',
  'give up',
  'first file',
  'quit',
  'program ended',
  'program started',
]);

function isPracticeAct(act: Fields): boolean {
  const { do: what, n, open, file, lines } = act;
  if (BARE.has(what)) return true;
  if (what === 'hint') return n === 1 || n === 2 || n === 3;
  if (what === 'goals') return Array.isArray(open) && open.length <= 100 && open.every((one) => isText(one, 200));
  return what === 'save' && isText(file, 200) && areLines(lines);
}

function areLines(lines: unknown): boolean {
  if (!isFields(lines)) return false;
  const all = Object.entries(lines);
  return all.every(([number, line]) => /^[1-9]\d{0,5}$/.test(number) && (line === null || isText(line, LONGEST.line)));
}

function isQuizAct(act: Fields): boolean {
  const { do: what, q, value } = act as { readonly do?: QuizAct['do'] } & Fields;
  if (what === 'start' || what === 'quit') return true;
  return what === 'answer' && Number.isSafeInteger(q) && Number(q) >= 1 && isText(value, LONGEST.answer);
}

function areTexts(final: unknown): boolean {
  if (!isFields(final)) return false;
  const all = Object.values(final);
  return all.length <= MOST_FILES && all.every((one) => isText(one, LONGEST.file));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isMatch(value: unknown, pattern: RegExp): boolean {
  return typeof value === 'string' && pattern.test(value);
}

function isText(value: unknown, longest: number): boolean {
  return typeof value === 'string' && value.length <= longest;
}

/** A value of a file within a sentence. */
function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'not there';
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}
