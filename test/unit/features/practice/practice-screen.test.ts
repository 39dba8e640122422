import { expect } from 'chai';
import type { Exercise } from '../../../../src/features/practice/exercise.ts';
import { EXERCISES } from '../../../../src/features/practice/exercises.ts';
import { goalWords } from '../../../../src/features/practice/render/goal-words.ts';
import { drawPractice } from '../../../../src/features/practice/render/practice-screen.ts';
import { tellPractice } from '../../../../src/features/practice/render/tell-practice.ts';
import type { PracticeState } from '../../../../src/features/practice/session.ts';
import { widthOf } from '../../../../src/output/cut-text.ts';
import { NO_PAINT } from '../../../../src/output/paint.ts';
import { afterSave, practiceOf, pressed } from '../../../support/practice-states.ts';

function drawn(state: PracticeState, columns = 80, rows = 24): string[] {
  return drawPractice(state, { columns, rows, paint: NO_PAINT });
}

function byId(id: string): Exercise {
  return EXERCISES.find((one) => one.id === id) as Exercise;
}

describe('the window of a practice', () => {
  for (const exercise of EXERCISES) {
    const begun = practiceOf(exercise);
    const states = {
      'as it begins': begun,
      mended: afterSave(exercise, begun, begun.about.staged.mend),
      'with all hints': pressed(begun, 'h', 'h', 'h'),
      'with all hints, at work': pressed(begun, 'h', 'h', 'h', 'enter'),
      explaining: pressed(begun, 'l'),
      'asked for the first file': pressed(begun, 'o'),
      'given up': pressed(begun, 'u', 'y'),
    };
    for (const [name, state] of Object.entries(states)) {
      it(`${exercise.id} ${name}: 24 lines of at most 80 columns, and nothing left out`, () => {
        const lines = drawn(state);
        expect(lines).to.have.length(24);
        expect(lines.filter((line) => widthOf(line) > 80)).to.deep.equal([]);
        expect(lines.join('\n')).to.not.match(/too low|…/);
        expect(lines.at(-1)).to.match(/^ \S+ \S/);
      });
    }

    it(`${exercise.id}: goals, states and keys are on the screen from the start`, () => {
      const text = drawn(begun).join('\n');
      for (const { goal, isReached } of begun.goals)
        expect(text).to.include(`${isReached ? '✓' : '✗'} ${goalWords(goal)}`);
      for (const { state } of begun.sight?.links ?? []) expect(text).to.include(state);
      expect(text).to.match(/h hint 1 \(-1\).*u give up.*q quit/);
      expect(text).to.include(begun.about.staged.story[0]?.split(' ').slice(0, 4).join(' '));
    });

    it(`${exercise.id}: no line is too wide for smaller and other windows`, () => {
      for (const [columns, rows] of [
        [200, 10],
        [40, 60],
        [20, 5],
        [1, 1],
      ] as const) {
        const lines = drawn(begun, columns, rows);
        expect(lines.length).to.be.at.most(rows);
        if (columns >= 20) expect(lines.filter((line) => widthOf(line) > columns)).to.deep.equal([]);
      }
    });
  }

  it('hides the ports where they are what the student is to say', () => {
    const begun = practiceOf(byId('count'));
    const ports = (begun.sight?.links ?? []).flatMap((link) => link.ports.map(String));
    expect(ports).to.have.length(6);
    for (const state of [begun, pressed(begun, 'l'), pressed(begun, 't')]) {
      const text = [...drawn(state), ...tellPractice(state, begun), ...tellPractice(begun, undefined)].join('\n');
      for (const port of ports) expect(text).to.not.include(port);
    }
    const mended = afterSave(byId('count'), begun, begun.about.staged.mend);
    expect(drawn(mended).join('\n')).to.include(`${ports[0]} -> ${ports[1]}`);
  });

  it('shows text of a student without control characters', () => {
    const exercise = byId('same-base-new');
    const begun = practiceOf(exercise);
    const hostile = (begun.files['lab.yaml'] ?? '').replace(/Bonn|R1|A1|oak|Ada/g, '"\\u001b[31mR\\u0007"');
    const state = afterSave(exercise, begun, { 'lab.yaml': hostile });
    const text = [...drawn(state), ...drawn(pressed(state, 'l')), ...tellPractice(state, begun)].join('\n');
    expect(text).to.not.match(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  });

  it('says where to read what check finds, as long as it finds something', () => {
    const exercise = byId('same-base-new');
    const begun = practiceOf(exercise);
    expect(drawn(pressed(begun, 'l')).join('\n')).to.include('What check finds: `niostat explain NIO001`.');
    const mended = afterSave(exercise, begun, begun.about.staged.mend);
    expect(drawn(pressed(mended, 'l')).join('\n')).to.not.include('niostat explain NIO');
  });

  it('says why it is played from the model', () => {
    const state = practiceOf(byId('block'), { about: { playedBecause: 'as --played says' } });
    expect(drawn(state).join('\n')).to.include('Played from the model, without sockets: as --played says.');
  });
});

describe('a practice, line by line', () => {
  const exercise = byId('same-base-new');
  const begun = practiceOf(exercise);

  it('says at first what it is, where to edit, and the keys', () => {
    const lines = tellPractice(begun, undefined);
    expect(lines[0]).to.match(/^Practice same-base-new, seed a: no hint used · 10 of 10 points\.$/);
    expect(lines.join('\n')).to.match(/lab\.yaml[\s\S]*Keys: h hint 1/);
  });

  it('says of a save what has changed, and nothing that has not', () => {
    const mended = afterSave(exercise, begun, begun.about.staged.mend);
    const lines = tellPractice(mended, begun);
    const changed = (mended.sight?.links ?? []).filter(
      ({ state, ports }, index) =>
        state !== begun.sight?.links[index]?.state || ports.join() !== begun.sight?.links[index]?.ports.join(),
    );
    expect(lines.filter((line) => line.startsWith('Link '))).to.have.length(changed.length);
    expect(lines[0]).to.match(/^Link .*: ESTABLISHED, ports \d+ and \d+\.$/);
    expect(lines.at(-1)).to.equal('All goals are reached: q ends it.');
  });

  it('says nothing where nothing is new', () => {
    expect(tellPractice(begun, begun)).to.deep.equal([]);
  });

  it('says a hint first, and then what can be pressed', () => {
    const hinted = pressed(begun, 'h');
    const lines = tellPractice(hinted, begun);
    expect(lines[0]).to.match(/^Hint 1: /);
    expect(lines.at(-1)).to.match(/^Keys: /);
  });
});
