import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { isSame } from '../../src/core/teach/moment.ts';
import type { QuizResultFile } from '../../src/core/teach/result-file.ts';
import { quietUi } from '../../src/core/ui.ts';
import { grade } from '../../src/features/grade/grade.ts';
import { gradeCsv } from '../../src/features/grade/render/csv.ts';
import { renderGrade } from '../../src/features/grade/render/text.ts';
import type { GradeResult } from '../../src/features/grade/result.ts';
import { stageOf } from '../../src/features/practice/exercises.ts';
import { choiceTexts } from '../../src/features/quiz/question-words.ts';
import { quizOf } from '../../src/features/quiz/quiz.ts';
import { NO_PAINT } from '../../src/output/paint.ts';
import { Folder } from '../support/cli.ts';
import { type Doing, handedIn } from '../support/handed-in.ts';
import { expectValid } from '../support/result-schema.ts';

/** Puts files into a folder of their own and grades it. */
async function graded(files: Readonly<Record<string, unknown>>, group?: string): Promise<GradeResult> {
  const folder = new Folder();
  for (const [name, content] of Object.entries(files)) {
    folder.file(name, typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content));
  }
  const result = await grade([folder.path], { class: group, version: '0.1.0' }, quietUi());
  // Paths of the folder say nothing to a reader.
  return JSON.parse(JSON.stringify(result).replaceAll(`${folder.path}/`, ''));
}

/** The lab of the exercise with the second base moved by so much; both bases are the same at first. */
function moved(as: string, by: number): Doing {
  const [lab] = stageOf('same-base-new', `2b/${as}/same-base-new`, 3).files;
  let count = 0;
  const text = (lab?.text ?? '').replace(/baseUdp: (\d+)/g, (line, base) =>
    count++ === 1 ? `baseUdp: ${Number(base) + by}` : line,
  );
  return { save: { 'lab.yaml': text } };
}

function pointsOf(result: GradeResult, as: string): Record<string, number> {
  const student = result.students.find(({ name }) => name === as);
  return Object.fromEntries((student?.results ?? []).map(({ task, points }) => [task, points]));
}

describe('grade', () => {
  it('works out points from what was done: 10 less what the hints cost', async () => {
    const result = await graded({
      'a.json': handedIn('student01', 'same-base-new', [moved('student01', 100), { do: 'quit' }]),
      // Hint 1 costs 1, hint 2 costs 2.
      'b.json': handedIn('student02', 'same-base-new', [{ hint: 1 }, { hint: 2 }, moved('student02', 100)]),
      // A hint after the end costs nothing.
      'c.json': handedIn('student03', 'same-base-new', [{ hint: 1 }, moved('student03', 100), { hint: 2 }]),
      'd.json': handedIn('student04', 'same-base-new', [{ hint: 1 }, { do: 'give up' }, moved('student04', 100)]),
      'e.json': handedIn('student05', 'same-base-new', [{ do: 'quit' }]),
    });
    expect(result.outcome).to.equal('clean');
    expect(result.students.map(({ sum }) => sum)).to.deep.equal([10, 7, 9, 0, 0]);
    expect(result.students.map(({ hints }) => hints)).to.deep.equal([0, 2, 2, 1, 0]);
    expect(result.students[4]?.results[0]?.open).to.include('links');
    expect(result.students[0]?.results[0]?.open).to.deep.equal([]);
    expectValid('grade', result);
  });

  it('says which belief was seen most, and the step that refutes it', async () => {
    // Two bases that are one apart: the ports of the two run into each other.
    const result = await graded({
      'a.json': handedIn('student01', 'same-base-new', [moved('student01', 1)]),
      'b.json': handedIn('student02', 'same-base-new', [moved('student02', 1), moved('student02', 100)]),
      'c.json': handedIn('student03', 'same-base-new', [moved('student03', 100)]),
    });
    const [first] = result.beliefs;
    expect(first).to.include({ students: 2 });
    expect(first?.lab).to.be.a('string');
    const text = renderGrade(result, { width: 80, paint: NO_PAINT });
    expect(text).to.contain(`${first?.belief}`);
    expect(text).to.contain('2 of 3 students');
    expect(text).to.match(/\nNext: niostat teach walk \S+.* --step \S+$/);
  });

  it('believes no score, and no goals that a log claims', async () => {
    const honest = handedIn('student01', 'same-base-new', [moved('student01', 1)]);
    const claims = { ...honest, points: 10, log: [...honest.log, { s: 60, do: 'goals', open: [] }] };
    expect(pointsOf(await graded({ 'a.json': claims }), 'student01')).to.deep.equal({ 'same-base-new': 0 });
  });

  it('refuses what does not fit, and says why', async () => {
    const mine = handedIn('student01', 'same-base-new', [{ hint: 1 }, moved('student01', 100)]);
    const { log } = mine;
    const other = handedIn('student02', 'same-base-new', [moved('student02', 100)]);
    const cases: readonly (readonly [file: unknown, problem: RegExp])[] = [
      ['', /empty/],
      ['{"result": 1, "niosta', /not JSON/],
      ['[1, 2]', /no result/],
      [Buffer.from([0x7b, 0xff, 0xfe, 0x00]), /not UTF-8/],
      ['['.repeat(100_000), /not JSON/],
      [{ ...mine, result: 2 }, /format is 2/],
      [{ ...mine, kind: 'exam' }, /"kind"/],
      [{ ...mine, exercise: 'none-such' }, /seed is not|exercise/],
      [{ ...mine, exercise: 'none-such', seed: '2b/student01/none-such' }, /no exercise none-such/],
      [{ ...mine, seed: other.seed }, /seed is not student01's in class 2b/],
      [{ ...mine, as: 'student02' }, /seed is not student02's/],
      [{ ...mine, class: undefined }, /without the other/],
      [{ ...mine, place: 1000 }, /place/],
      [{ ...mine, as: '=HYPERLINK("x")' }, /"as"/],
      [{ ...mine, log: [] }, /log/],
      [{ ...mine, log: log.slice(1) }, /before a start/],
      [{ ...mine, log: [...log, { s: 5, do: 'quit' }] }, /the one before it at 60 s/],
      [{ ...mine, log: [...log, { s: 70, do: 'quit' }, { s: 71, do: 'load' }] }, /before a start/],
      [{ ...mine, log: [log[0], { s: 1, do: 'hint', n: 2 }, ...log.slice(2)] }, /one after the other/],
      [{ ...mine, log: [...log, { s: 70, do: 'solve' }] }, /act 4 of its log is none/],
      [{ ...mine, log: Array.from({ length: 5001 }, () => log[0]) }, /5000 are the limit/],
      [{ ...mine, final: other.final }, /does not lead to/],
      [{ ...mine, final: {} }, /does not lead to/],
      [{ ...mine, log: [log[0], { s: 1, do: 'save', file: 'lab.yaml', lines: { 9999: 'x' } }] }, /lines do not fit/],
      [{ ...mine, log: [log[0], { s: 1, do: 'save', file: '../../etc/passwd', lines: { 1: 'x' } }] }, /no such file/],
      [{ ...mine, final: { ...mine.final, __proto__x: 'y' } }, /file at the end/],
    ];
    for (const [content, problem] of cases) {
      // A file that is named itself is a result, whatever is in it.
      const folder = new Folder();
      const path = folder.file(
        'x.json',
        typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content),
      );
      const result = await grade([path], { class: undefined, version: '0.1.0' }, quietUi());
      expect(result.misfits.map((one) => one.problem).join('\n'), JSON.stringify(content).slice(0, 300)).to.match(
        problem,
      );
      expect(result).to.include({ outcome: 'findings', files: 1 });
      expect(result.students).to.deep.equal([]);
    }
  });

  it('takes with --class only files of that class', async () => {
    const mine = handedIn('student01', 'same-base-new', [moved('student01', 100)]);
    expect((await graded({ 'a.json': mine }, '2b')).misfits).to.deep.equal([]);
    expect((await graded({ 'a.json': mine }, '2c')).misfits[0]?.problem).to.equal('it is of class 2b, not of 2c');
    const { as: _, class: __, ...alone } = mine;
    expect((await graded({ 'a.json': alone })).students.map(({ name }) => name)).to.deep.equal(['(no name)']);
    expect((await graded({ 'a.json': alone }, '2b')).misfits).to.have.length(1);
  });

  it('counts the better one of two files of a student, and says so', async () => {
    const worse = handedIn('student01', 'same-base-new', [{ hint: 1 }, moved('student01', 100)]);
    const better = handedIn('student01', 'same-base-new', [moved('student01', 100)]);
    const result = await graded({ 'a.json': worse, 'b.json': better });
    expect(pointsOf(result, 'student01')).to.deep.equal({ 'same-base-new': 10 });
    expect(result.misfits).to.deep.equal([
      {
        file: 'a.json',
        problem: 'student01 has handed in same-base-new more than once: b.json counts, with 10 points against 9',
      },
    ]);
  });

  it('makes a table of the class, in 80 columns', async () => {
    const result = await graded(
      {
        'x/student10/a.json': handedIn('student10', 'same-base-new', [moved('student10', 100)]),
        'x/student2/a.json': handedIn('student2', 'same-base-new', [{ hint: 1 }, moved('student2', 100)]),
        'x/student2/b.json': handedIn('student2', 'crossed', [{ do: 'give up' }]),
        'x/notes.json': { topic: 'something else' },
        'x/readme.txt': 'no result',
      },
      '2b',
    );
    expect(result.passedOver).to.equal(1);
    expect(renderGrade(result, { width: 80, paint: NO_PAINT }).split('\n').slice(0, 4)).to.deep.equal([
      'grade  class 2b · 3 files · 2 tasks · points of 10 each · 1 other file passed',
      'over',
      'Student   same-base-new crossed Sum Hints Open',
      'student2              9       0  9  1     crossed: given up',
    ]);
    expect(gradeCsv(result).split('\n').slice(0, 2)).to.deep.equal([
      'student,task,points,hints,solved,givenUp,open,beliefs,seconds,file',
      'student2,same-base-new,9,1,yes,no,,,60,x/student2/a.json',
    ]);
  });

  it('gives numbers to tasks whose names have no room', async () => {
    const tasks = ['count', 'same-base-old', 'same-base-new', 'crossed', 'foreign', 'block', 'churn', 'consoles'];
    const files = Object.fromEntries(tasks.map((task) => [`${task}.json`, handedIn('student01', task, [])]));
    const text = renderGrade(await graded(files), { width: 80, paint: NO_PAINT });
    expect(text).to.match(/^Student +\(1\) \(2\) \(3\) \(4\) \(5\) \(6\) \(7\) \(8\) Sum Hints Open$/m);
    expect(text.replaceAll(/\s+/g, ' ')).to.contain(
      'Tasks: (1) count, (2) same-base-old, (3) same-base-new, (4) crossed',
    );
    for (const line of text.split('\n')) expect(line.length).to.be.at.most(80);
  });

  it('grades a quiz by its first answers', async () => {
    const options = { seed: '2b/student01/quiz', count: 4, difficulty: 'easy', topics: ['ports'] } as const;
    const { questions } = quizOf(options);
    const answer = (index: number, isRight: boolean): { do: 'answer'; q: number; value: string; s: number } => {
      const asked = questions[index] as (typeof questions)[number];
      const texts = choiceTexts(asked);
      const right = asked.question.choices.findIndex((choice) => isSame(choice, asked.question.right));
      const { right: answered } = asked.question;
      const typed = answered.is === 'port' ? answered.port : answered.is === 'count' ? answered.count : 0;
      const value =
        texts.length === 0
          ? `${typed + (isRight ? 0 : 7)}`
          : (texts[isRight ? right : (right + 1) % texts.length] ?? '');
      return { s: 10 * (index + 1), do: 'answer', q: index + 1, value };
    };
    const file: QuizResultFile = {
      result: 1,
      niostat: '0.1.0',
      kind: 'quiz',
      ...options,
      as: 'student01',
      class: '2b',
      // The second one is right at the second try, the third one never, the fourth one was not answered.
      log: [{ s: 0, do: 'start' }, answer(0, true), answer(1, false), { ...answer(1, true) }, answer(2, false)],
    };
    const result = await graded({ 'quiz.json': file }, '2b');
    expect(result.misfits).to.deep.equal([]);
    // One of four.
    expect(result.students[0]?.results[0]).to.include({ task: 'quiz easy 4 (ports)', points: 2.5, isSolved: false });
    expect(result.students[0]?.results[0]?.open).to.deep.equal(['question 3', 'question 4']);
    const invented = {
      ...file,
      log: [
        { s: 0, do: 'start' },
        { s: 1, do: 'answer', q: 9, value: '1' },
      ],
    };
    expect((await graded({ 'quiz.json': invented })).misfits[0]?.problem).to.equal('there is no question 9');
    const huge = { ...file, count: 1e6 };
    expect((await graded({ 'quiz.json': huge })).misfits[0]?.problem).to.contain('not 1000000');
  });

  it('shows what a lesson refutes, and only counts slips', async () => {
    const plain = await graded({ 'a.json': handedIn('student01', 'same-base-new', [{ do: 'quit' }]) });
    const beliefs = [
      { belief: 'other-state', students: 1 },
      { belief: 'open-door', students: 1, lesson: 'by-hand', lab: 'by-hand', at: '4:3a.frame' },
    ];
    const textOf = (seen: GradeResult['beliefs']): string =>
      renderGrade({ ...plain, beliefs: seen }, { width: 80, paint: NO_PAINT });
    expect(textOf(beliefs)).to.contain('open-door').and.contain('and 1 more').and.not.contain('other-state');
    expect(textOf(beliefs)).to.match(/Next: niostat teach walk by-hand --step 4:3a\.frame$/);
    expect(textOf(beliefs.slice(0, 1))).to.not.contain('Seen most');
  });

  it('tells of a file with the name of a result that it is none, and passes over others', async () => {
    const { files, passedOver, misfits } = await graded({ 'quiz-2b-student06.json': '{', 'package.json': '{}' }, '2b');
    expect([files, passedOver]).to.deep.equal([1, 1]);
    expect(misfits.map(({ file }) => file)).to.deep.equal(['quiz-2b-student06.json']);
  });

  it('names the topics of a quiz only where they are not those of its difficulty, and questions by number', async () => {
    const quiz = (as: string, topics: readonly string[]): QuizResultFile => ({
      result: 1,
      niostat: '0.1.0',
      kind: 'quiz',
      seed: `2b/${as}/quiz`,
      as,
      class: '2b',
      difficulty: 'easy',
      topics,
      count: 3,
      log: [{ s: 0, do: 'start' }],
    });
    const result = await graded({
      'a.json': quiz('student01', ['ports', 'rows', 'frames', 'consoles']),
      'b.json': quiz('student02', ['rows']),
    });
    expect(result.tasks.map(({ id }) => id)).to.deep.equal(['quiz easy 3', 'quiz easy 3 (rows)']);
    const text = renderGrade(result, { width: 120, paint: NO_PAINT });
    expect(text).to.contain('quiz easy 3: questions 1, 2, 3');
  });

  it('does not follow links within folders, wait for pipes, or read what is large', async () => {
    const folder = new Folder();
    mkdirSync(join(folder.path, 'sub'));
    symlinkSync(folder.path, join(folder.path, 'sub', 'loop.json'));
    symlinkSync('/dev/zero', join(folder.path, 'zero.json'));
    writeFileSync(join(folder.path, 'large.json'), `{"result": 1, "x": "${'x'.repeat(3_000_000)}"}`);
    const result = await grade([folder.path], { class: undefined, version: '0.1.0' }, quietUi());
    expect(result.files).to.equal(1);
    expect(result.misfits.map(({ problem }) => problem)).to.deep.equal(['it is larger than 2 MiB']);
    const named = await grade(['/dev/zero'], { class: undefined, version: '0.1.0' }, quietUi());
    expect(named.misfits.map(({ problem }) => problem)).to.deep.equal(['it is not a file']);
  });

  it('has no result without a file, and of more than 1,000', async () => {
    const folder = new Folder();
    const fails = async (path: string): Promise<string> =>
      grade([path], { class: undefined, version: '0.1.0' }, quietUi()).then(
        () => 'no error',
        (error: Error) => error.message,
      );
    expect(await fails(folder.path)).to.match(/^there is no \.json file in /);
    expect(await fails(join(folder.path, 'none'))).to.match(/there is no such file/);
    for (let index = 0; index <= 1000; index++) folder.file(`${index}.json`, '{}');
    expect(await fails(folder.path)).to.equal('there are more than 1000 files');
  });
});
