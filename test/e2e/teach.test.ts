import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { COURSE } from '../../src/features/teach/course.ts';
import type { AskScreen } from '../../src/features/teach/prepared.ts';
import type { LessonAnswer } from '../support/lesson-answers.ts';
import { askNumber, LessonStudent, type ScriptedLesson, scriptedLesson } from '../support/lesson-student.ts';
import { HAS_PSEUDO_TERMINAL, TerminalSession } from '../support/pseudo-terminal.ts';

const INTERRUPTIONS = [
  { name: 'q', end: (session: TerminalSession) => session.press('q'), code: 0 },
  { name: 'Ctrl-C', end: (session: TerminalSession) => session.press('\x03'), code: 130 },
  { name: 'kill -9', end: (session: TerminalSession) => void process.kill(session.pid, 'SIGKILL'), code: 137 },
  // The code is that of the program that held the terminal.
  { name: 'a closed terminal', end: (session: TerminalSession) => void session.close(), code: 0 },
] as const;

/** Each kind with every second lesson. */
function interruptionsOf(index: number): (typeof INTERRUPTIONS)[number][] {
  return INTERRUPTIONS.filter((_, kind) => (index + kind) % 2 === 0);
}

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

  /**
   * Answers wrongly so often, as far as there is a wrong answer, and then rightly. Returns the beliefs behind
   * it.
   */
  async function mistaken(
    student: LessonStudent,
    asked: AskScreen,
    { right, wrong: [first, second] }: LessonAnswer,
    times: 1 | 2,
  ): Promise<(string | undefined)[]> {
    const left = await student.answersWrongly(asked, first?.[1] ?? right.replaceAll(/\d+/g, '1'));
    if (left === 'shown') return [first?.[0]];
    if (times === 2 && second !== undefined) {
      await student.missesAgain(asked, second[1]);
      return [first?.[0], second[0]];
    }
    await student.answersRightly(asked, right);
    return [first?.[0]];
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

    it(`${id}: wrong first, with a hint, every second one wrong twice, and the first question once more`, async () => {
      const lesson = await scriptedLesson(id);
      const met: (string | undefined)[] = [];
      await lessonWindow([`${index + 1}`, '--seed', lesson.seed], async (session) => {
        const student = new LessonStudent(session);
        for (const [place, answer] of lesson.answers.entries()) {
          await student.readsTo(place + 1, lesson.screens);
          met.push(...(await mistaken(student, askNumber(lesson.screens, place), answer, place % 2 === 0 ? 1 : 2)));
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
      const beliefs = met.filter((belief) => belief !== undefined && belief !== 'slip');
      expect(kept(id)['met']).to.deep.equal([...new Set(beliefs)]);
      expect(kept(id)['missed']).to.have.length(lesson.answers.length);
    });

    for (const { name, end, code } of interruptionsOf(index)) {
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
  }

  it('a question that was missed opens the next lesson, with other numbers, until it is right at once', async () => {
    const { seed } = await scriptedLesson('one-link');
    keepOneLink({ seed, missed: ['/steps/4'], met: ['one-port-per-link'] });
    // The seed picks 10000; the third base is 15000, and each end has a port of its own.
    const opening = ['From lesson 1: One link', 'before this lesson', 'Which port does R2 f0/0 get?', '15000'];
    await lessonWindow(['2'], async (session) => {
      const student = new LessonStudent(session);
      await student.sees(...opening);
      session.press('15000\r');
      await student.sees('✗ Not port 15000.', 'Enter try once more');
      session.press('\r15001\r');
      await student.sees('✓ Port 15001.');
      session.press('\r');
      await student.sees('part 1 of');
      session.press('q');
      expect(await session.ended).to.equal(0);
    });
    expect(kept('one-link')['missed'], 'wrong at first').to.deep.equal(['/steps/4']);
    keepOneLink({ seed, missed: ['/steps/4'], met: ['one-port-per-link'] });
    await lessonWindow(['2'], async (session) => {
      const student = new LessonStudent(session);
      await student.sees(...opening);
      session.press('15001\r');
      await student.sees('✓ Port 15001.');
      session.press('\r');
      await student.sees('part 1 of');
      session.press('q');
      expect(await session.ended).to.equal(0);
    });
    expect(kept('one-link')).to.deep.include({ isDone: true, missed: [] });
  });

  for (const [answer, says, isKept] of [
    ['y', 'What was done of one lesson is forgotten.', false],
    ['YES', 'What was done of one lesson is forgotten.', false],
    ['', 'Nothing is forgotten.', true],
    ['n', 'Nothing is forgotten.', true],
    ['yesterday', 'Nothing is forgotten.', true],
  ] as const) {
    it(`--clear asks, and "${answer}" means: ${says}`, async () => {
      keepOneLink();
      await lessonWindow(['--clear'], async (session) => {
        await session.until((output) => output.includes('Forget what was done of one lesson? [y/N] '), 'the question');
        session.press(`${answer}\r`);
        expect(await session.ended).to.equal(0);
        expect(session.screen().lines.join('\n')).to.include(says);
      });
      expect(readFileSync(join(state, 'niostat', 'progress.json'), 'utf8').includes('lesson/one-link')).to.equal(
        isKept,
      );
    });
  }

  for (const { key, press, code } of [
    { key: 'Ctrl-C', press: '\x03', code: 130 },
    { key: 'Ctrl-D', press: '\x04', code: 0 },
  ]) {
    it(`--clear forgets nothing after ${key}`, async () => {
      keepOneLink();
      await lessonWindow(['--clear'], async (session) => {
        await session.until((output) => output.includes('[y/N] '), 'the question');
        session.press(press);
        expect(await session.ended).to.equal(code);
      });
      expect(kept('one-link')['isDone']).to.equal(true);
    });
  }

  /** As a student leaves it who has done the first lesson and no other. */
  function keepOneLink(more: object = {}): void {
    mkdirSync(join(state, 'niostat'), { recursive: true });
    const done = { seed: 'word1', isDone: true, missed: [], met: [], ...more };
    writeFileSync(
      join(state, 'niostat', 'progress.json'),
      JSON.stringify({ progress: 1, kept: { 'lesson/one-link': done } }),
    );
  }
});
