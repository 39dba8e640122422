import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { readLab } from '../../../../src/core/lab/read-lab.ts';
import type { LessonFrame } from '../../../../src/features/teach/lesson-frame.ts';
import { lessonProgram } from '../../../../src/features/teach/lesson-program.ts';
import type { LessonState, PlayedScreen } from '../../../../src/features/teach/lesson-state.ts';
import { prepare, prepareStep } from '../../../../src/features/teach/prepare.ts';
import { readLesson } from '../../../../src/features/teach/read-lesson.ts';
import type { Values } from '../../../../src/features/teach/vary-lab.ts';
import { NO_PAINT } from '../../../../src/output/paint.ts';
import type { ScreenProgram } from '../../../../src/output/screen/screen-program.ts';

const FILE = 'test/fixtures/lessons/same-base.yaml';

/**
 * A text, where the frame of R1 f0/0 comes out (R2's socket was connected last), and the port of R1
 * f1/0: 10001.
 */
function programOf(values: Values = {}, comesFrom?: string): ScreenProgram<LessonState> {
  const { lesson } = readLesson(readFileSync(FILE, 'utf8'), FILE);
  if (lesson === undefined) throw new Error('the lesson cannot be read');
  const lab = 'test/fixtures/lessons/labs/one-base.yaml';
  const loaded = { lesson, labs: new Map([['labs/one-base.yaml', readLab(readFileSync(lab, 'utf8'), lab).labs]]) };
  const frame: LessonFrame = {
    prepared: prepare(loaded, values, 'seed').prepared,
    number: undefined,
    of: 12,
    next: ['Next: niostat teach'],
    words: () => [],
    askAgain: (pointer) => {
      const screen = prepareStep(loaded, pointer, { base: 12_000 });
      return screen && { part: 'again', screen, lesson: lesson.title };
    },
  };
  const asked = prepareStep(loaded, lesson.steps.find(({ does }) => does === 'ask')?.pointer ?? '', values);
  const earlier: PlayedScreen[] =
    comesFrom === undefined || asked === undefined
      ? []
      : [{ part: 'earlier', screen: asked, lesson: 'same-base-old', from: comesFrom }];
  return lessonProgram(frame, { earlier, at: undefined, missed: [], met: [] });
}

function pressing(program: ScreenProgram<LessonState>, ...keys: string[]): LessonState {
  return keys.reduce((state, key) => program.press(state, key) ?? state, program.start);
}

/** The lines of the window that have something in them. */
function seen(program: ScreenProgram<LessonState>, state: LessonState): string {
  return program.draw(state, { columns: 80, rows: 24, paint: NO_PAINT }).join('\n');
}

const ASKED = ['enter'];

/** The choice that reads like this. */
function choice(program: ScreenProgram<LessonState>, text: string): string {
  const line = seen(program, pressing(program, ...ASKED))
    .split('\n')
    .find((one) => one.trimEnd().endsWith(text));
  return line?.trim()[0] ?? '';
}

describe('a lesson, key by key', () => {
  const program = programOf();

  it('shows nothing of later steps before an answer is given', () => {
    const text = seen(program, pressing(program, ...ASKED));
    expect(text).to.include('R1 sends a frame out of f0/0').and.include('link not ready');
    expect(text).not.to.include('itself');
    expect(text).not.to.include('127.0.0.1:10001');
  });

  it('moves to the step that shows the answer when that is right', () => {
    const right = pressing(program, ...ASKED, choice(program, 'at R2 f0/0'));
    expect(right.phase).to.equal('right');
    expect(seen(program, right)).to.include('✓ At R2 f0/0.').and.include('R1 f0/0, itself');
  });

  it('says what is wrong, and where to look, without showing the answer, and asks once more', () => {
    const wrong = pressing(program, ...ASKED, choice(program, 'a copy each'));
    expect(wrong.phase).to.equal('wrong');
    expect(wrong.met).to.deep.equal(['copy-for-all']);
    expect(seen(program, wrong))
      .to.include('✗ Not at both. You said: at R1 f0/0 and at R2 f0/0, a copy each.')
      .and.include('Hint 1 of 3: Compare all four values')
      .and.include('Enter try once more')
      .and.include('link not ready');
    const again = program.press(wrong, 'enter') ?? wrong;
    expect(again.phase).to.equal('asked');
    expect(seen(program, again))
      .to.include('link not ready')
      .and.match(/a copy each {2}✗/)
      .and.include('h hint (1 of 3)');
    expect(program.press(again, choice(program, 'a copy each')), 'the same again').to.equal(again);
  });

  it('shows the answer after the second wrong one, and goes on', () => {
    const wrong = pressing(program, ...ASKED, choice(program, 'a copy each'), 'enter');
    const shown = program.press(wrong, choice(program, 'it comes back')) ?? wrong;
    expect(shown.phase).to.equal('shown');
    expect(shown.met).to.deep.equal(['copy-for-all', 'first-keeps']);
    expect(shown.missed).to.deep.equal(['/steps/1']);
    expect(seen(program, shown))
      .to.include('✗ Not at R1 f0/0.')
      .and.include('The answer: At R2 f0/0.')
      .and.include('R1 f0/0, itself')
      .and.include('Enter go on')
      .and.not.include('try once more');
    expect(program.press(shown, 'enter')?.at).to.equal(2);
  });

  it('shows the answer to a number after the second wrong one, and lets it be right before that', () => {
    const asked = pressing(program, ...ASKED, choice(program, 'at R2 f0/0'), 'enter');
    const keys = (state: LessonState, text: string): LessonState =>
      [...text, 'enter'].reduce((one, key) => program.press(one, key) ?? one, state);
    const wrong = keys(asked, '10000');
    expect(wrong.phase).to.equal('wrong');
    expect(seen(program, wrong)).to.match(/^ +R1 f1\/0 *$/m);
    // A digit begins the next try at once.
    expect(keys(wrong, '10001').phase).to.equal('right');
    expect(keys(wrong, '9').phase).to.equal('shown');
  });

  it('gives three hints one at a time, and then shows the answer, marked as shown', () => {
    for (const [count, text] of [
      [1, 'Hint 1 of 3: Compare all four values'],
      [2, 'Hint 2 of 3: Equal in all four'],
      [3, 'Hint 3 of 3: Which of the two'],
      [4, 'The answer, shown: At R2 f0/0.'],
    ] as const) {
      expect(seen(program, pressing(program, ...ASKED, ...Array<string>(count).fill('h')))).to.include(text);
    }
    expect(pressing(program, ...ASKED, 'h', 'h', 'h', 'h').missed).to.deep.equal(['/steps/1']);
  });

  it('looks back at steps that were seen, and no further than the screen may show', () => {
    const back = pressing(program, ...ASKED, 'left');
    expect(seen(program, back)).to.include('back at step');
    expect(pressing(program, ...ASKED, 'left', 'right')).to.deep.equal({ ...pressing(program, ...ASKED) });
    expect(pressing(program, ...ASKED, 'left', 'left', 'left', 'left', 'left', 'left').past).to.equal(0);
    expect(seen(program, pressing(program, ...ASKED, 'up')))
      .to.include('back at an earlier text')
      .and.include('Both hypervisors count');
  });

  it('takes a number that is typed, and hides the next port while a port is asked', () => {
    const right = choice(program, 'at R2 f0/0');
    const asked = pressing(program, ...ASKED, right, 'enter');
    expect(seen(program, asked)).to.match(/localhost:7200 +10000 +\?/);
    expect(program.takes?.(asked)).to.equal('number');
    const typed = pressing(program, ...ASKED, right, 'enter', '1', '0', '0', '0', '2', 'backspace', '1');
    expect(seen(program, typed)).to.include('[10001_]');
    const done = program.press(typed, 'enter');
    expect(done?.phase).to.equal('right');
    expect(program.press(asked, 'enter')).to.deep.equal(asked);
  });

  it('asks a missed question once more at the end, with other numbers', () => {
    const right = choice(program, 'at R2 f0/0');
    const end = pressing(program, ...ASKED, 'h', 'h', 'h', 'h', 'enter', ...'10001', 'enter', 'enter');
    expect(seen(program, end)).to.include('once more, other numbers').and.include('12000').and.not.to.include('10000');
    const done = [right, 'enter'].reduce((state, key) => program.press(state, key) ?? state, end);
    expect(done.isDone).to.equal(true);
    expect(done.missed).to.deep.equal(['/steps/1']);
    expect(seen(program, done)).to.include('This lesson is done.').and.include('Both sockets bind 10000');
    expect(program.press(done, 'enter')).to.equal(undefined);
  });

  it('ends with q wherever it is, and does nothing with other keys', () => {
    for (const keys of [[], ASKED, [...ASKED, 'h'], [...ASKED, 'left'], [...ASKED, 'w'], ['?']]) {
      const state = pressing(program, ...keys);
      expect(program.press(state, 'q'), keys.join()).to.equal(undefined);
      expect(program.press(state, 'z'), keys.join()).to.equal(state);
    }
  });

  it('fills every window of 80 x 24, and draws any other', () => {
    for (const [columns, rows] of [
      [80, 24],
      [200, 10],
      [40, 24],
      [20, 3],
    ] as const) {
      const lines = program.draw(pressing(program, ...ASKED), { columns, rows, paint: NO_PAINT });
      expect(lines.length).to.be.at.most(rows);
    }
  });

  it('moves all numbers with the seed', () => {
    const moved = programOf({ base: 15_000 });
    expect(seen(moved, moved.start)).to.include('Both hypervisors count from 15000.').and.not.to.include('10000');
  });

  it('tells a screen reader what has changed first, a fact in each line', () => {
    const asked = pressing(program, ...ASKED);
    const wrong = program.press(asked, choice(program, 'a copy each')) ?? asked;
    expect(program.tell(wrong, asked)).to.deep.equal([
      'Not right: Not at both. You said: at R1 f0/0 and at R2 f0/0, a copy each.',
      'On Linux a frame goes to one socket, never to two, and sockets do not take turns.',
      'Hint 1 of 3: Compare all four values of the two rows.',
      'Enter: try once more. h: a hint.',
    ]);
    const again = program.press(wrong, 'enter') ?? wrong;
    expect(program.tell(again, wrong)).to.include(
      `${choice(program, 'a copy each')}: at R1 f0/0 and at R2 f0/0, a copy each (was not right)`,
    );
    const shown = program.press(again, choice(program, 'it comes back')) ?? again;
    expect(program.tell(shown, again).slice(1)).to.deep.equal([
      'The answer: At R2 f0/0. R1 f0/0 and R2 f0/0 have the same four values. R2 f0/0 was connected last and takes every frame.',
      'R1 f0/0: local 127.0.0.1:10000, foreign 127.0.0.1:10000, sends to R2 f0/0, hears nothing.',
      'R2 f0/0: local 127.0.0.1:10000, foreign 127.0.0.1:10000, sends to itself, hears R1 f0/0, itself.',
      'Enter: go on.',
    ]);
  });

  it('says of which lesson a question is that was missed there, and when its own begins', () => {
    const from = programOf({}, 'lesson 4: One base, Dynamips up to 0.2.17');
    const title = 'One base, Dynamips 0.2.18 and later';
    const [first = ''] = seen(from, from.start).split('\n');
    expect(first).to.match(/^ ?From lesson 4: One base, Dynamips up to 0\.2\.17 +before this lesson · step \d+ *$/);
    const told = from.tell(from.start, undefined);
    expect(told).to.include('First a question from lesson 4: One base, Dynamips up to 0.2.17.');
    expect(told.some((line) => line.startsWith('The question: R1 sends a frame out of f0/0'))).to.equal(true);
    const right = from.press(from.start, choice(program, 'at R2 f0/0')) ?? from.start;
    const own = from.press(right, 'enter') ?? right;
    expect(from.tell(own, right)[0]).to.equal(title);
    expect(seen(from, own).split('\n')[0]).to.include(title);
  });
});
