import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { COURSE } from '../../src/features/teach/course.ts';
import { askNumber, LessonStudent, type ScriptedLesson, scriptedLesson } from '../support/lesson-student.ts';
import { HAS_PSEUDO_TERMINAL, TerminalSession } from '../support/pseudo-terminal.ts';

const INTERRUPTIONS = [
  { name: 'q', end: (session: TerminalSession) => session.press('q'), code: 0 },
  { name: 'Ctrl-C', end: (session: TerminalSession) => session.press('\x03'), code: 130 },
  { name: 'kill -9', end: (session: TerminalSession) => void process.kill(session.pid, 'SIGKILL'), code: 137 },
] as const;

describe('lessons in a terminal of 80 x 24', () => {
  let state: string;

  before(function () {
    if (!HAS_PSEUDO_TERMINAL) this.skip();
  });

  beforeEach(() => {
    state = mkdtempSync(join(tmpdir(), 'niostat-teach-'));
  });

  afterEach(() => rmSync(state, { recursive: true, force: true }));

  const lessonWindow = (words: readonly string[], work: (session: TerminalSession) => Promise<void>): Promise<void> =>
    TerminalSession.with(
      ['teach', ...words],
      { columns: 80, rows: 24, env: { TERM: 'xterm', XDG_STATE_HOME: state } },
      work,
    );

  const kept = (id: string): Record<string, unknown> =>
    JSON.parse(readFileSync(join(state, 'niostat', 'progress.json'), 'utf8')).kept[`lesson/${id}`];

  /** Answers all questions from the one with this number on. */
  async function allRight(session: TerminalSession, lesson: ScriptedLesson, from = 1): Promise<void> {
    const student = new LessonStudent(session);
    for (let number = from; number <= lesson.answers.length; number++) {
      if (number > from || from === 1) await student.readsTo(number, lesson.screens);
      const answer = lesson.answers[number - 1];
      await student.answersRightly(askNumber(lesson.screens, number - 1), answer?.right ?? '');
    }
    await finish(session, lesson);
  }

  /** Reads what is behind the last question, and leaves. */
  async function finish(session: TerminalSession, { screens, number }: ScriptedLesson): Promise<void> {
    const student = new LessonStudent(session);
    const last = screens.findLastIndex(({ does }) => does === 'ask');
    for (let index = last + 1; index < screens.length; index++) {
      await student.sees(`part ${index + 1} of ${screens.length}`);
      session.press('\r');
    }
    await student.sees('This lesson is done.');
    session.press('\r');
    expect(await session.ended).to.equal(0);
    expect(session.screen().lines.join('\n')).to.include(`Lesson ${number} is done.`);
    expect(session.screen().faults).to.deep.equal([]);
  }

  for (const [index, id] of COURSE.entries()) {
    it(`${id}: all right`, async () => {
      const lesson = await scriptedLesson(id);
      await lessonWindow([id, '--seed', lesson.seed], (session) => allRight(session, lesson));
      expect(kept(id)).to.deep.equal({ seed: lesson.seed, isDone: true, missed: [], met: [] });
    });

    it(`${id}: wrong first, with a hint, and the first question once more`, async () => {
      const lesson = await scriptedLesson(id);
      await lessonWindow([`${index + 1}`, '--seed', lesson.seed], async (session) => {
        const student = new LessonStudent(session);
        for (const [place, { right, wrong }] of lesson.answers.entries()) {
          const asked = askNumber(lesson.screens, place);
          await student.readsTo(place + 1, lesson.screens);
          await student.answersWrongly(asked, wrong[0]?.[1] ?? right.replaceAll(/\d+/g, '1'));
          await student.answersRightly(asked, right);
        }
        const last = lesson.screens.findLastIndex(({ does }) => does === 'ask');
        for (let part = last + 1; part < lesson.screens.length; part++) {
          await student.sees(`part ${part + 1} of ${lesson.screens.length}`);
          session.press('\r');
        }
        await student.sees('once more, other numbers', 'h hint (0 of 3)');
        const [first] = lesson.answers;
        await student.answersRightly(askNumber(lesson.screens, 0), first?.moved ?? first?.right ?? '');
        await student.sees('This lesson is done.');
        session.press('\r');
        expect(await session.ended).to.equal(0);
      });
      const beliefs = lesson.answers.flatMap(({ wrong: [first] }) =>
        first === undefined || first[0] === 'slip' ? [] : [first[0]],
      );
      expect(kept(id)['met']).to.deep.equal([...new Set(beliefs)]);
      expect(kept(id)['missed']).to.have.length(lesson.answers.length);
    });

    const { name, end, code } = INTERRUPTIONS[index % INTERRUPTIONS.length] ?? INTERRUPTIONS[0];
    it(`${id}: interrupted by ${name} at the second question, and taken up there`, async () => {
      const lesson = await scriptedLesson(id);
      await lessonWindow([id, '--seed', lesson.seed], async (session) => {
        const student = new LessonStudent(session);
        await student.readsTo(1, lesson.screens);
        await student.answersRightly(askNumber(lesson.screens, 0), lesson.answers[0]?.right ?? '');
        await student.readsTo(2, lesson.screens);
        end(session);
        expect(await session.ended).to.equal(code);
      });
      await lessonWindow([id], async (session) => {
        const student = new LessonStudent(session);
        await student.sees('question 2 of', 'h hint (0 of 3)');
        await allRight(session, lesson, 2);
      });
      expect(kept(id)['isDone']).to.equal(true);
    });
  }
});
