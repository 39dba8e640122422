import { type Column, renderColumns } from '../../../output/columns.ts';
import type { Page } from '../../../output/paint.ts';
import { indent, nextBlock } from '../../../output/prose.ts';
import { safeText } from '../../../output/safe-text.ts';
import type { ListedLesson, TeachList } from '../result.ts';

const LESSONS: readonly Column[] = [
  { title: '#' },
  { title: 'Lesson' },
  { title: 'Min' },
  { title: 'Done' },
  { title: 'What it is about', wraps: true },
];

const EXERCISES: readonly Column[] = [
  { title: 'Exercise' },
  { title: 'Min' },
  { title: 'What it is about', wraps: true },
];

/** The lessons and exercises, and what to do next. With -v what a student can do after each lesson. */
export function renderList({ lessons, exercises, next }: TeachList, page: Page): string {
  const rows = lessons.map((lesson) => [
    `${lesson.number}`,
    safeText(lesson.id),
    `${lesson.minutes}`,
    stateText(lesson),
    safeText(lesson.title),
  ]);
  const listed = exercises.map(({ id, title, minutes }) => [safeText(id), `${minutes}`, safeText(title)]);
  return [
    'Lessons: niostat teach LESSON, by name or number',
    '',
    renderColumns(LESSONS, rows, page.width),
    '',
    ...(page.verbose ? goals(lessons, page) : []),
    ...(listed.length === 0
      ? []
      : [
          'Exercises on real sockets: niostat teach practice EXERCISE',
          '',
          renderColumns(EXERCISES, listed, page.width),
          '',
        ]),
    'Questions on random labs: niostat teach quiz',
    ...(page.verbose ? [] : ['What you can do after each lesson: niostat teach -v']),
    nextBlock(next, page),
  ].join('\n');
}

function stateText({ state, question, questions }: ListedLesson): string {
  if (state === 'done') return 'done';
  return state === 'begun' ? `question ${question} of ${questions}` : '-';
}

/** Each goal once, with the lessons that lead to it. */
function goals(lessons: readonly ListedLesson[], { width }: Page): string[] {
  const all = [...new Set(lessons.flatMap((lesson) => lesson.goals))];
  const lines = all.map((goal) => {
    const numbers = lessons.filter((lesson) => lesson.goals.includes(goal)).map(({ number }) => number);
    return indent(safeText(`${numbers.join(', ')}: ${goal}`), 2, width);
  });
  return ['What you can do after the lessons:', ...lines, ''];
}
