/**
 * Every exercise from start to end by a student at a terminal: all right, wrong first with hints, interrupted
 * and gone on with; each time with another good mend, and graded afterwards. Needs Linux and a build.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { PracticeResultFile } from '../../src/core/teach/result-file.ts';
import type { Staged } from '../../src/features/practice/exercise.ts';
import { EXERCISES, stageOf } from '../../src/features/practice/exercises.ts';
import { goalId } from '../../src/features/practice/judge.ts';
import { goalWords } from '../../src/features/practice/render/goal-words.ts';
import { niostat } from '../support/cli.ts';
import { MENDS, type Mend, OPEN_AT_FIRST } from '../support/exercise-mends.ts';
import { portsByPid, untilGone } from '../support/ports-of-places.ts';
import { CTRL_C, HAS_PSEUDO_TERMINAL, type TerminalKind, TerminalSession } from '../support/pseudo-terminal.ts';

/** So many students sit at the machine at a time. */
const AT_ONCE = 6;

/** Ways in which a practice is interrupted, one exercise after the other. */
const INTERRUPTIONS: ReadonlyArray<(session: TerminalSession) => void> = [
  ({ pid }) => void process.kill(pid, 'SIGKILL'),
  (session) => session.press(CTRL_C),
  ({ pid }) => void process.kill(pid, 'SIGHUP'),
  (session) => session.press('q'),
];

/** Files are saved, or the lab is loaded again: what a student does with an editor and one key. */
function isDoable({ isOutside, acts }: Mend): boolean {
  return isOutside !== true && (acts === undefined || acts.map((act) => act.do).join() === 'start,load');
}

function goodMends(exercise: string): Mend[] {
  return (MENDS[exercise] ?? []).filter((mend) => mend.open.length === 0 && isDoable(mend));
}

/** The first wrong mend that the exercise has something to say about. */
function wrongMend(exercise: string): Mend {
  const found = (MENDS[exercise] ?? []).find((mend) => mend.told !== undefined && isDoable(mend));
  if (found === undefined) throw new Error(`${exercise} has no wrong mend`);
  return found;
}

/** Good mends that write a file: what is wrong in it is gone then. */
function savedMends(exercise: string): Mend[] {
  return goodMends(exercise).filter(({ acts }) => acts === undefined);
}

/** Lines as one, as they were before they were folded. */
function unfolded(lines: readonly string[]): string {
  return lines.map((line) => line.trim()).join(' ');
}

/** A student of class 2b at one exercise. */
class Student {
  readonly exercise: string;
  private readonly folder: string;
  private readonly as: string;
  private known: Staged | undefined;

  constructor(exercise: string, folder: string, as: string) {
    this.exercise = exercise;
    this.folder = folder;
    this.as = as;
  }

  /** Sits down, for the first time or again, and gets up when `work` is done. */
  async sitsDown(work: (session: TerminalSession) => Promise<void>): Promise<void> {
    const env = { TERM: 'xterm-256color', XDG_STATE_HOME: join(this.folder, 'state') };
    const kind: TerminalKind = { columns: 80, rows: 24, limitMs: 100_000, env };
    const words = ['teach', 'practice', this.exercise, '--class', '2b', '--as', this.as, '--folder', this.work];
    await TerminalSession.with(words, kind, work);
  }

  get result(): PracticeResultFile {
    return JSON.parse(readFileSync(join(this.work, 'result.json'), 'utf8')) as PracticeResultFile;
  }

  private get work(): string {
    return join(this.folder, this.as, this.exercise);
  }

  /** Known once the practice has written its first result. */
  get staged(): Staged {
    this.known ??= stageOf(this.exercise, `2b/${this.as}/${this.exercise}`, this.result.place);
    return this.known;
  }

  /** Does what a mend says. */
  does(session: TerminalSession, { acts, texts }: Mend): void {
    if (acts !== undefined) session.press('r');
    for (const [name, text] of Object.entries(texts(this.staged))) writeFileSync(join(this.work, name), text);
  }

  /** Waits until these goals are open and all others reached. */
  async seesOpen(session: TerminalSession, open: readonly string[], ...more: readonly string[]): Promise<void> {
    await this.seesText(session, 'Goals');
    // It is written after the window is drawn, and then nothing more may be drawn.
    while (!existsSync(join(this.work, 'result.json'))) await new Promise((resolve) => setTimeout(resolve, 20));
    await this.sees(session, `open goals: ${open.join(', ')}`, (lines) => {
      const { goals } = this.staged;
      const signs = goals.map((goal) => lines.find((line) => line.includes(` ${goalWords(goal)} `))?.trim()[0]);
      const wanted = goals.map((goal) => (open.includes(goalId(goal)) ? '✗' : '✓'));
      return signs.join() === wanted.join() && more.every((text) => unfolded(lines).includes(text));
    });
  }

  async seesText(session: TerminalSession, text: string): Promise<void> {
    await this.sees(session, text, (lines) => unfolded(lines).includes(text));
  }

  async sees(session: TerminalSession, what: string, isThere: (lines: readonly string[]) => boolean): Promise<void> {
    await session.untilShown(({ lines, faults, isWindow }) => {
      expect(faults).to.deep.equal([]);
      if (isWindow) expect(lines.length).to.be.at.most(24);
      return isThere(lines);
    }, `${this.exercise}: ${what}`);
  }

  /** Mends it, and leaves. */
  async ends(session: TerminalSession, mend: Mend, cost: string): Promise<void> {
    this.does(session, mend);
    await this.seesOpen(session, [], 'All goals are reached: q ends it.', cost);
    session.press('q');
    expect(await session.ended).to.equal(0);
    const { isWindow, lines } = session.screen();
    expect(isWindow).to.equal(false);
    expect(lines.join('\n')).to.include('result.json');
  }
}

/** Lets all do their work, some at a time; the first failure is that of the whole. */
async function inTurns(
  students: readonly Student[],
  work: (student: Student) => Promise<void>,
  atOnce = AT_ONCE,
): Promise<void> {
  const waiting = [...students];
  const faults: unknown[] = [];
  const seat = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      try {
        await work(next);
      } catch (error) {
        faults.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, seat));
  if (faults.length > 0) throw faults.length === 1 ? faults[0] : new AggregateError(faults, faults.join('\n'));
}

if (process.platform === 'linux' && HAS_PSEUDO_TERMINAL) {
  describe('students of all exercises', function () {
    this.timeout(300_000);
    let folder = '';

    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'niostat-students-'));
    });
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    const studentsCalled = (as: string): Student[] => EXERCISES.map(({ id }) => new Student(id, folder, as));

    /** Fails unless `teach grade` gives each exercise these points, and knows of no open goal. */
    const expectGraded = async (as: string, points: number, hints: number): Promise<void> => {
      const { stdout, code } = await niostat(['teach', 'grade', '--class', '2b', '--json', join(folder, as)]);
      expect(code).to.equal(0);
      const [student, ...others] = JSON.parse(stdout).students;
      expect(others).to.deep.equal([]);
      expect(student).to.include({ name: as, sum: EXERCISES.length * points, hints: EXERCISES.length * hints });
      for (const result of student.results) expect(result, result.task).to.deep.include({ points, open: [] });
    };

    it('all right: every goal turns, and ten points for each', async () => {
      const students = studentsCalled('lea');
      await inTurns(students, (student) =>
        student.sitsDown(async (session) => {
          await student.seesOpen(session, OPEN_AT_FIRST[student.exercise] ?? [], 'no hint used · 10 of 10');
          await student.ends(session, goodMends(student.exercise)[0] as Mend, 'no hint used · 10 of 10');
        }),
      );
      await expectGraded('lea', 10, 0);
    });

    it('wrong first: what is wrong is told, two hints cost three points, and another mend is right', async () => {
      const students = studentsCalled('max');
      await inTurns(students, (student) =>
        student.sitsDown(async (session) => {
          const { exercise } = student;
          await student.seesOpen(session, OPEN_AT_FIRST[exercise] ?? []);
          const wrong = wrongMend(exercise);
          const { slips, hints } = student.staged;
          student.does(session, wrong);
          const told = slips.filter(({ belief = 'slip' }) => belief === wrong.told).map(({ says }) => says);
          await student.sees(session, `one of ${told.join(' | ')}`, (lines) =>
            told.some((text) => unfolded(lines).includes(text)),
          );
          await student.seesOpen(session, wrong.open);
          session.press('h');
          await student.seesText(session, `Hint 1: ${hints[0]}`);
          session.press('h');
          await student.seesText(session, `Hint 2: ${hints[1]}`);
          session.press('\r');
          await student.seesOpen(session, wrong.open, 'hints 1-2 used · 7 of 10');
          const good = savedMends(exercise);
          await student.ends(session, good[1 % good.length] as Mend, 'hints 1-2 used · 7 of 10');
        }),
      );
      await expectGraded('max', 7, 2);
    });

    it('interrupted in every way, and gone on with: hint and files are as they were left', async () => {
      const students = studentsCalled('kim');
      await inTurns(students, (student) =>
        student.sitsDown(async (session) => {
          const { exercise } = student;
          await student.seesOpen(session, OPEN_AT_FIRST[exercise] ?? []);
          session.press('h');
          await student.seesText(session, 'Hint 1: ');
          session.press('\r');
          const wrong = wrongMend(exercise);
          student.does(session, wrong);
          await student.seesOpen(session, wrong.open, 'hint 1 used · 9 of 10');
          const before = await portsByPid([student.result.place]);
          expect(before.size).to.be.at.least(1);
          INTERRUPTIONS[students.indexOf(student) % INTERRUPTIONS.length]?.(session);
          await session.ended;
          await untilGone(before.keys());
        }),
      );
      // Who is interrupted leaves a place that the next one may get: they go on one after the other.
      const goesOn = (student: Student): Promise<void> =>
        student.sitsDown(async (session) => {
          const { exercise } = student;
          await student.seesOpen(session, wrongMend(exercise).open, 'hint 1 used · 9 of 10');
          const good = savedMends(exercise);
          await student.ends(session, good[2 % good.length] as Mend, 'hint 1 used · 9 of 10');
        });
      await inTurns(students, goesOn, 1);
      await expectGraded('kim', 9, 1);
    });
  });
}
