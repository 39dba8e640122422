import { counted } from '../../../core/text/counted.ts';
import { someOf } from '../../../core/text/listed.ts';
import { renderColumns } from '../../../output/columns.ts';
import { widestOf, widthOf } from '../../../output/cut-text.ts';
import { hanging } from '../../../output/hanging.ts';
import type { Page } from '../../../output/paint.ts';
import { indent, nextBlock, paintLines } from '../../../output/prose.ts';
import { safeResult } from '../../../output/safe-text.ts';
import type { GradeResult, SeenBelief, Student, StudentResult } from '../result.ts';

/** Beliefs that are listed: a teacher has time for a few. */
const MOST_BELIEFS = 5;

/** The table of the class, files that do not fit, and what to look at again. */
export function renderGrade(unsafe: GradeResult, page: Page): string {
  const result = safeResult(unsafe);
  const { paint, width } = page;
  const title = paintLines(indent(`grade  ${titleParts(result).join(' · ')}`, 0, width), paint.strong);
  const parts = [[title, ...tableLines(result, width)], misfitLines(result, page), beliefLines(result, page)];
  const next = walkCommand(result.beliefs.find(({ lab }) => lab !== undefined));
  return [
    ...parts.filter((lines) => lines.length > 0).map((lines) => lines.join('\n')),
    ...(next === undefined ? [] : [nextBlock(next, page)]),
  ].join('\n\n');
}

function titleParts({ class: group, files, tasks, passedOver }: GradeResult): string[] {
  return [
    ...(group === undefined ? [] : [`class ${group}`]),
    counted(files, 'file'),
    counted(tasks.length, 'task'),
    'points of 10 each',
    ...(passedOver === 0 ? [] : [`${counted(passedOver, 'other file')} passed over`]),
  ];
}

/** Where the names of all tasks have no room, they are numbers, which are explained below. */
function tableLines({ tasks, students }: GradeResult, width: number): string[] {
  if (students.length === 0) return [];
  const ids = tasks.map(({ id }) => id);
  const rest = widestOf(students.map(({ name }) => name)) + widthOf('Sum Hints ') + OPEN_WIDTH;
  const isNarrow = ids.reduce((sum, id) => sum + Math.max(4, widthOf(id)) + 1, rest) > width;
  const titles = isNarrow ? ids.map((_, index) => `(${index + 1})`) : ids;
  const columns = [
    { title: 'Student', stays: true },
    ...titles.map((title) => ({ title, stays: true })),
    { title: 'Sum', stays: true },
    { title: 'Hints', stays: true },
    { title: 'Open', stays: true, wraps: true },
  ];
  const hasTenths = students.some(({ sum }) => !Number.isInteger(sum));
  const widestSum = widestOf(students.map(({ sum }) => sum.toFixed(hasTenths ? 1 : 0)));
  const rows = students.map((student) => [
    student.name,
    ...ids.map((id, index) => pointsText(student, id).padStart(widthOf(titles[index] ?? ''))),
    student.sum.toFixed(hasTenths ? 1 : 0).padStart(widestSum),
    `${student.hints}`,
    openText(student, ids),
  ]);
  const legend = isNarrow
    ? [hanging('Tasks:', ids.map((id, index) => `(${index + 1}) ${id}`).join(', '), 7, width)]
    : [];
  return [...renderColumns(columns, rows, width).split('\n'), ...legend];
}

/** Columns for what is open. */
const OPEN_WIDTH = 20;

/** Tasks of which it is said what is open; --json has all. */
const MOST_OPEN = 2;

function pointsText({ results }: Student, id: string): string {
  const result = results.find(({ task }) => task === id);
  return result === undefined ? '-' : `${result.points}`;
}

/** What a student has not done: goals that are open, what was given up, and what is not there. */
function openText({ results }: Student, ids: readonly string[]): string {
  const parts = ids.flatMap((id) => {
    const result = results.find(({ task }) => task === id);
    if (result === undefined) return [`${id}: not handed in`];
    if (result.hasGivenUp && !result.isSolved) return [`${id}: given up`];
    return result.open.length === 0 ? [] : [`${id}: ${openOf(result)}`];
  });
  if (parts.length === 0) return '-';
  const more = parts.length - MOST_OPEN;
  return more > 0 ? `${parts.slice(0, MOST_OPEN).join('; ')}; ${more} more` : parts.join('; ');
}

/** `clean, room`; of a quiz `questions 2, 3, 5`. */
function openOf({ open }: StudentResult): string {
  const numbers = open.flatMap((one) => /^question (\d+)$/.exec(one)?.[1] ?? []);
  if (numbers.length < open.length) return someOf(open, 2);
  return `${numbers.length === 1 ? 'question' : 'questions'} ${someOf(numbers, MOST_QUESTIONS)}`;
}

/** Questions of a quiz that are named. */
const MOST_QUESTIONS = 6;

function misfitLines({ misfits }: GradeResult, { width, paint }: Page): string[] {
  if (misfits.length === 0) return [];
  const title = misfits.length === 1 ? '1 file does not fit:' : `${misfits.length} files do not fit:`;
  return [paint.bad(title), ...misfits.map(({ file, problem }) => indent(`${file}: ${problem}.`, 4, width).slice(2))];
}

function beliefLines({ beliefs, students }: GradeResult, { width, paint }: Page): string[] {
  // Slips have no step that refutes them, and say little of a class.
  const shown = beliefs
    .filter(({ lesson }) => lesson !== undefined)
    .slice(0, MOST_BELIEFS)
    .map((one) => [
      `  ${one.belief}`,
      `${one.students} of ${counted(students.length, 'student')}`,
      `lesson ${one.lesson}, step ${one.at}`,
    ]);
  if (shown.length === 0) return [];
  const columns = ['  Seen most', 'By', 'Shown to be wrong in'].map((title) => ({ title, stays: true }));
  const rest = beliefs.length - shown.length;
  return [
    ...renderColumns(columns, shown, width)
      .split('\n')
      .map((line, index) => (index === 0 ? paint.strong(line) : line)),
    ...(rest > 0 ? [`  and ${rest} more`] : []),
    '  docs/TEACHING.md says under "Common misconceptions" what each of them is.',
  ];
}

/** The step that refutes what most students have believed. */
function walkCommand(belief: SeenBelief | undefined): string | undefined {
  if (belief?.lab === undefined) return undefined;
  const dynamips = belief.dynamips === undefined ? '' : ` --dynamips ${belief.dynamips}`;
  return `niostat teach walk ${belief.lab}${dynamips} --step ${belief.at}`;
}
