import { existsSync } from 'node:fs';
import { expect } from 'chai';
import type { Arbitrary } from 'fast-check';
import { REFUTED_AT } from '../../src/core/teach/refuted-at.ts';
import type { Exercise, Seen, Staged } from '../../src/features/practice/exercise.ts';
import { EXERCISES, stageOf } from '../../src/features/practice/exercises.ts';
import { socketsOf } from '../../src/features/practice/gns3/server-project.ts';
import { serverStateOf } from '../../src/features/practice/gns3/server-state-of.ts';
import { goalId, isSolved, judge } from '../../src/features/practice/judge.ts';
import { firstTexts, modelOfFiles, type Texts } from '../../src/features/practice/labs-of-files.ts';
import { PLACE_COUNT, PLACE_SIZE, placeOf } from '../../src/features/practice/places.ts';
import { playedFromModel } from '../../src/features/practice/played.ts';
import { MENDS, OPEN_AT_FIRST, SAVED } from '../support/exercise-mends.ts';
import { fc } from '../support/property.ts';

const SEEDS = fc.tuple(fc.string({ maxLength: 12 }), fc.integer({ min: 0, max: PLACE_COUNT - 1 }));

function openGoals(seen: Seen): string[] {
  return judge(seen).flatMap(({ goal, isReached }) => (isReached ? [] : goalId(goal)));
}

/** The states of the links at first, sorted; worked out by hand. */
const STATES_AT_FIRST: Readonly<Record<string, readonly string[]>> = {
  count: ['MISSING', 'MISSING', 'MISSING'],
  'same-base-old': ['ESTABLISHED', 'HALF-OPEN', 'SELF'],
  'same-base-new': ['ESTABLISHED', 'ESTABLISHED', 'SHARED'],
  crossed: ['CROSSED', 'CROSSED', 'CROSSED', 'CROSSED'],
  foreign: ['ESTABLISHED', 'ESTABLISHED', 'FOREIGN'],
  block: ['ESTABLISHED', 'ESTABLISHED', 'ESTABLISHED', 'ESTABLISHED', 'SHARED', 'SHARED'],
  churn: ['SHARED', 'SHARED'],
  consoles: ['ESTABLISHED'],
  'half-open': ['ESTABLISHED', 'HALF-OPEN', 'HALF-OPEN'],
  'two-names': ['ESTABLISHED', 'UNREACHABLE?', 'UNREACHABLE?'],
  'two-labs': ['ESTABLISHED', 'SHARED', 'SHARED'],
  'dead-ubridge': ['BROKEN', 'BROKEN', 'ESTABLISHED'],
  'suspended-link': ['ESTABLISHED', 'ESTABLISHED', 'ESTABLISHED', 'SUSPENDED'],
  'orphan-ports': ['ORPHAN', 'ORPHAN'],
  exam: ['CROSSED', 'ESTABLISHED', 'ESTABLISHED', 'HALF-OPEN', 'SHARED'],
};

for (const exercise of EXERCISES) {
  describe(`exercise ${exercise.id}, for every seed and place`, () => {
    itIsBrokenAtFirst(exercise);
    itIsMendedByOurs(exercise);
    for (const mend of MENDS[exercise.id] ?? []) {
      it(`${mend.title}: ${mend.open.length === 0 ? 'all goals' : `open: ${mend.open.join(', ')}`}`, () => {
        fc.assert(
          fc.property(SEEDS, ([seed, place]) => {
            const staged = stageOf(exercise.id, seed, place);
            const files = { ...firstTexts(staged), ...mend.texts(staged) };
            const seen = playedFromModel(exercise, staged, files, mend.acts ?? SAVED);
            expect(openGoals(seen)).to.deep.equal(mend.open);
            const [slip] = staged.slips.filter((one) => one.isMade(seen));
            expect(slip && (slip.belief ?? 'slip')).to.equal(mend.told);
          }),
          { numRuns: 10 },
        );
      });
    }
  });
}

function itIsBrokenAtFirst(exercise: Exercise): void {
  it('is broken at first, as it says', () => {
    fc.assert(
      fc.property(SEEDS, ([seed, place]) => {
        const staged = stageOf(exercise.id, seed, place);
        const seen = playedFromModel(exercise, staged, firstTexts(staged), [{ s: 0, do: 'start' }]);
        expect(openGoals(seen)).to.deep.equal(OPEN_AT_FIRST[exercise.id]);
        expect(seen.links.map(({ state }) => state).sort()).to.deep.equal(STATES_AT_FIRST[exercise.id]);
        expect(staged.slips.filter((slip) => slip.isMade(seen))).to.deep.equal([]);
      }),
      { numRuns: 25 },
    );
  });
}

function itIsMendedByOurs(exercise: Exercise): void {
  it('is mended by its own mend, and no slip is told then', () => {
    fc.assert(
      fc.property(SEEDS, ([seed, place]) => {
        const staged = stageOf(exercise.id, seed, place);
        const files = { ...firstTexts(staged), ...staged.mend };
        const seen = playedFromModel(exercise, staged, files, SAVED);
        expect(openGoals(seen)).to.deep.equal([]);
        expect(staged.slips.filter((slip) => slip.isMade(seen))).to.deep.equal([]);
      }),
      { numRuns: 25 },
    );
  });
}

/** Consoles are opened only where a goal asks for them. */
function portsOf(staged: Staged, texts: Texts): Record<'control' | 'udp' | 'console', number[]> {
  const state = serverStateOf(staged, texts);
  if (state !== undefined) {
    const udp = state.programs.flatMap(socketsOf).map(({ localPort }) => localPort);
    return { control: state.programs.map(({ control }) => control), udp, console: [] };
  }
  const read = modelOfFiles(staged, texts);
  if (!('model' in read)) throw new Error(read.problem.message);
  const { allocations, hypervisors } = read.model;
  const hasConsoles = staged.goals.some(({ goal }) => goal === 'consoles');
  return {
    control: hypervisors.map(({ port }) => port),
    udp: allocations.flatMap(({ created }) => [...created].map(({ localPort }) => localPort)),
    console: allocations.flatMap(({ consoles }) => (hasConsoles ? consoles.map(({ port }) => port) : [])),
  };
}

/** What somebody does to a line: takes it away, writes another number or another word, or anything. */
const EDITS = fc.record({
  file: fc.nat({ max: 1 }),
  line: fc.nat({ max: 25 }),
  how: fc.oneof(
    fc.constant('gone'),
    fc.integer({ min: 0, max: 70_000 }).map((number) => `${number}`),
    fc.constantFrom('localhost:7300', '127.0.0.2:7301', 'R1 f0/0 -- R2 f0/0', '  - { name: x }', 'links:', 'events:'),
    fc.string({ unit: 'binary', maxLength: 60 }),
  ),
});

type Edit = typeof EDITS extends Arbitrary<infer T> ? T : never;

function edited(texts: Texts, { file, line, how }: Edit): Texts {
  const names = Object.keys(texts);
  const name = names[file % names.length] ?? '';
  const lines = (texts[name] ?? '').split('\n');
  const before = lines[line % lines.length] ?? '';
  const after = how === 'gone' ? [] : [/^\d+$/.test(how) ? before.replace(/\d+/, how) : how];
  lines.splice(line % lines.length, 1, ...after);
  return { ...texts, [name]: lines.join('\n') };
}

describe('exercises', () => {
  it('stay within the ports of their place, before and after', () => {
    fc.assert(
      fc.property(SEEDS, fc.constantFrom(...EXERCISES), ([seed, number], { id }) => {
        const staged = stageOf(id, seed, number);
        const { control, udp, console } = placeOf(number);
        for (const texts of [firstTexts(staged), { ...firstTexts(staged), ...staged.mend }]) {
          const ports = portsOf(staged, texts);
          // The last control port says that the place is taken.
          for (const port of ports.control) expect(port).to.be.within(control, control + PLACE_SIZE.control - 2);
          for (const port of ports.udp) expect(port).to.be.within(udp, udp + PLACE_SIZE.udp - 1);
          for (const port of ports.console) expect(port).to.be.within(console, console + PLACE_SIZE.console - 1);
        }
      }),
    );
  });

  it('are the same for the same seed', () => {
    fc.assert(
      fc.property(SEEDS, fc.constantFrom(...EXERCISES), ([seed, place], { id }) => {
        const [one, other] = [stageOf(id, seed, place), stageOf(id, seed, place)];
        expect(JSON.stringify(one)).to.equal(JSON.stringify(other));
      }),
    );
  });

  it('differ between neighbours: of a class of 30 nine in ten pairs have other files and other mends', () => {
    for (const { id } of EXERCISES) {
      const class_ = Array.from({ length: 30 }, (_, number) => stageOf(id, `2b/student${number + 1}/${id}`, 0));
      let [pairs, alike] = [0, 0];
      for (const [index, one] of class_.entries())
        for (const other of class_.slice(index + 1)) {
          pairs++;
          const isFileAlike = JSON.stringify(firstTexts(one)) === JSON.stringify(firstTexts(other));
          const isMendAlike = JSON.stringify(one.mend) === JSON.stringify(other.mend) && id !== 'half-open';
          if (isFileAlike || isMendAlike) alike++;
        }
      expect(alike / pairs, id).to.be.below(0.1);
    }
  });

  it('say everything in few words, and nothing that is not to be printed', () => {
    fc.assert(
      fc.property(SEEDS, fc.constantFrom(...EXERCISES), ([seed, place], { id }) => {
        const staged = stageOf(id, seed, place);
        expect(staged.story.length).to.be.within(1, 3);
        const texts = [...staged.story, ...staged.hints, ...staged.slips.map(({ says }) => says), staged.because];
        for (const text of texts) {
          expect(text).to.match(/^[ -~]+$/);
          for (const sentence of text.split(/(?<=[.:?!]) /))
            expect(sentence.split(' ').length, sentence).to.be.at.most(20);
          expect(text.length).to.be.at.most(160);
        }
        for (const { name, text } of staged.files) {
          expect(name).to.match(/^[a-z0-9]+\.(yaml|txt)$/);
          for (const line of text.split('\n')) expect(line.length).to.be.at.most(72);
        }
      }),
    );
  });

  it('are judged whatever a student makes of a file, in few columns', () => {
    fc.assert(
      fc.property(
        SEEDS,
        fc.constantFrom(...EXERCISES),
        fc.array(EDITS, { maxLength: 6 }),
        ([seed, place], exercise, edits) => {
          const staged = stageOf(exercise.id, seed, place);
          const files = edits.reduce((texts, edit) => edited(texts, edit), firstTexts(staged));
          const seen = playedFromModel(exercise, staged, files, SAVED);
          for (const { now } of judge(seen)) expect(now.length).to.be.at.most(40);
          expect(isSolved(seen)).to.equal(openGoals(seen).length === 0);
          for (const slip of staged.slips) slip.isMade(seen);
        },
      ),
    );
  });

  it('come after lessons that there are, and tell of beliefs that a lesson refutes', () => {
    for (const { id, after } of EXERCISES) {
      for (const lesson of after)
        expect(existsSync(`scenarios/lessons/${lesson}.yaml`), `${id} after ${lesson}`).to.equal(true);
      const beliefs = stageOf(id, 'any', 0).slips.flatMap(({ belief }) => belief ?? []);
      for (const belief of beliefs) expect(REFUTED_AT, id).to.have.property(belief);
    }
  });
});
