import { expect } from 'chai';
import type { Exercise } from '../../../../src/features/practice/exercise.ts';
import { findExercise } from '../../../../src/features/practice/exercises.ts';
import { hasGivenUp, isDone, isSolved, pointsLeft, press } from '../../../../src/features/practice/session.ts';
import { afterSave, practiceOf, pressed } from '../../../support/practice-states.ts';

const exercise = findExercise('same-base-new') as Exercise;
const begun = practiceOf(exercise);
const { mend } = begun.about.staged;

describe('a practice as a value', () => {
  it('notes each hint once, and no more than three', () => {
    const state = pressed(begun, 'h', 'h', 'h', 'h', 'h');
    expect(state.acts.filter((act) => act.do === 'hint')).to.deep.equal([1, 2, 3].map((n) => ({ do: 'hint', n })));
  });

  it('hints cost one point, two and three, of ten', () => {
    expect([0, 1, 2, 3].map((count) => pointsLeft(pressed(begun, ...Array<string>(count).fill('h'))))).to.deep.equal([
      10, 9, 7, 4,
    ]);
  });

  it('gives no points once it was given up, and only when that was confirmed', () => {
    expect(pointsLeft(pressed(begun, 'u', 'n'))).to.equal(10);
    const state = pressed(begun, 'u', 'y');
    expect([hasGivenUp(state), pointsLeft(state), state.panel]).to.deep.equal([true, 0, 'mend']);
    expect(isDone(afterSave(exercise, state, mend))).to.equal(false);
  });

  it('what is done after all goals were reached costs nothing', () => {
    const solved = afterSave(exercise, pressed(begun, 'h'), mend);
    expect([isSolved(solved), isDone(solved)]).to.deep.equal([true, true]);
    const after = pressed(solved, 'enter', 'h', 'u', 'y');
    expect([pointsLeft(after), isDone(after)]).to.deep.equal([9, true]);
  });

  it('a goal that was reached can become open again, and what was done stays done', () => {
    const solved = afterSave(exercise, begun, mend);
    const again = afterSave(exercise, solved, { 'lab.yaml': begun.files['lab.yaml'] ?? '' });
    expect([isSolved(again), isDone(again)]).to.deep.equal([false, true]);
  });

  it('notes the lines of a save, and the goals only when they change', () => {
    const first = begun.files['lab.yaml'] ?? '';
    const state = afterSave(exercise, begun, { 'lab.yaml': `${first}# a remark\n` });
    const last = first.split('\n').length;
    expect(state.acts.slice(begun.acts.length)).to.deep.equal([
      { do: 'save', file: 'lab.yaml', lines: { [last]: '# a remark', [last + 1]: '' } },
    ]);
    expect(afterSave(exercise, state, mend).acts.at(-1)).to.deep.equal({ do: 'goals', open: [] });
  });

  it('puts the first files back as one act, and only when that was confirmed', () => {
    const changed = afterSave(exercise, begun, mend);
    expect(pressed(changed, 'o', 'escape').files).to.equal(changed.files);
    const state = pressed(changed, 'o', 'y');
    expect(state.files).to.deep.equal(begun.files);
    expect(state.acts.at(-1)).to.deep.equal({ do: 'first file' });
  });

  it('q ends it, but not as an answer to a question', () => {
    expect(press(begun, 'q')).to.equal(undefined);
    expect(press(pressed(begun, 'l'), 'q')).to.equal(undefined);
    expect(press(pressed(begun, 'u'), 'q')?.panel).to.equal('work');
  });

  it('is the same object after a key that means nothing', () => {
    for (const key of ['x', 'left', '7', 'tab']) expect(press(begun, key)).to.equal(begun);
  });
});
