import { expect } from 'chai';
import type { PracticeAct, PracticeResultFile } from '../../../../src/core/teach/result-file.ts';
import { stageOf } from '../../../../src/features/practice/exercises.ts';
import { firstTexts, type Texts } from '../../../../src/features/practice/labs-of-files.ts';
import { lineChanges } from '../../../../src/features/practice/line-changes.ts';
import { type Replayed, replay } from '../../../../src/features/practice/replay.ts';

/** What was done, one second after the other; a text is saved as lab.yaml. */
type Done = PracticeAct['do'] | { readonly hint: 1 | 2 | 3 } | { readonly save: Texts };

const SEED = '2b/student07/same-base-new';

function resultOf(done: readonly Done[], { exercise = 'same-base-new', place = 3 } = {}): PracticeResultFile {
  let files = firstTexts(stageOf(exercise, SEED, place));
  const log: PracticeAct[] = [];
  for (const [s, one] of done.entries()) {
    if (typeof one === 'string') log.push({ s, do: one } as PracticeAct);
    else if ('hint' in one) log.push({ s, do: 'hint', n: one.hint });
    else {
      for (const [file, text] of Object.entries(one.save))
        log.push({ s, do: 'save', file, lines: lineChanges(files[file], text) });
      files = { ...files, ...one.save };
    }
    if (one === 'first file') files = firstTexts(stageOf(exercise, SEED, place));
  }
  const head = { result: 1, niostat: '0.2.0', kind: 'practice', exercise, seed: SEED, place } as const;
  return { ...head, log, final: files };
}

/** The lab with another second base. */
function withSecond(add: number): { readonly save: Texts } {
  const text = firstTexts(stageOf('same-base-new', SEED, 3))['lab.yaml'] ?? '';
  const base = Number(/baseUdp: (\d+)/.exec(text)?.[1]);
  return { save: { 'lab.yaml': text.replace(/(?<=baseUdp: \d+\n.*\n.*baseUdp: )\d+/, String(base + add)) } };
}

const GOOD = withSecond(100);
const GAP = withSecond(1);

function summary(result: PracticeResultFile): string {
  const replayed = replay(result);
  if ('problem' in replayed) return replayed.problem;
  const { points, isSolved, hasGivenUp, open, hints, beliefs }: Replayed = replayed;
  const parts = [
    `${points} points`,
    isSolved ? 'solved' : 'not solved',
    ...(hasGivenUp ? ['given up'] : []),
    `${hints} hints`,
    `open: ${open.join(' ') || 'none'}`,
    ...(beliefs.length > 0 ? [beliefs.join(' ')] : []),
  ];
  return parts.join(', ');
}

describe('the replay of a practice', () => {
  const CASES: ReadonlyArray<readonly [what: string, done: readonly Done[], expected: string]> = [
    ['solved at once', ['start', GOOD, 'quit'], '10 points, solved, 0 hints, open: none'],
    ['not tried', ['start', 'quit'], '0 points, not solved, 0 hints, open: links clean room'],
    ['one hint', ['start', { hint: 1 }, GOOD], '9 points, solved, 1 hints, open: none'],
    ['two hints', ['start', { hint: 1 }, { hint: 2 }, GOOD], '7 points, solved, 2 hints, open: none'],
    ['three hints', ['start', { hint: 1 }, { hint: 2 }, { hint: 3 }, GOOD], '4 points, solved, 3 hints, open: none'],
    ['a hint afterwards', ['start', GOOD, { hint: 1 }], '10 points, solved, 1 hints, open: none'],
    ['a wrong mend first', ['start', GAP, { hint: 1 }, GOOD], '9 points, solved, 1 hints, open: none, any-gap-will-do'],
    ['a wrong mend at the end', ['start', GAP], '0 points, not solved, 0 hints, open: clean room, any-gap-will-do'],
    ['given up, then mended', ['start', 'give up', GOOD], '0 points, not solved, given up, 0 hints, open: none'],
    ['mended, then given up', ['start', GOOD, 'give up'], '10 points, solved, given up, 0 hints, open: none'],
    [
      'mended, and the first files put back',
      ['start', GOOD, 'first file'],
      '10 points, solved, 0 hints, open: links clean room',
    ],
    [
      'in two sittings',
      ['start', GAP, 'quit', 'start', GOOD, 'quit'],
      '10 points, solved, 0 hints, open: none, any-gap-will-do',
    ],
    [
      'a save that cannot be read, which changes nothing',
      ['start', GOOD, { save: { 'lab.yaml': 'devices: [' } }],
      '10 points, solved, 0 hints, open: none',
    ],
  ];
  for (const [what, done, expected] of CASES) {
    it(`${what}: ${expected}`, () => {
      expect(summary(resultOf(done))).to.equal(expected);
    });
  }

  it('loads again where that is the mend', () => {
    expect(summary(resultOf(['start', 'load'], { exercise: 'half-open' }))).to.equal(
      '10 points, solved, 0 hints, open: none',
    );
    expect(summary(resultOf(['start'], { exercise: 'half-open' }))).to.equal(
      '0 points, not solved, 0 hints, open: links',
    );
  });

  it('knows of the other program what the log says', () => {
    const foreign = { exercise: 'foreign' };
    expect(summary(resultOf(['start', 'program ended', 'load'], foreign))).to.equal(
      '0 points, not solved, 0 hints, open: keep',
    );
    expect(summary(resultOf(['start', 'program ended', 'load', 'first file', 'program started'], foreign))).to.equal(
      '0 points, not solved, 0 hints, open: links',
    );
  });

  it('judges files together that were saved together', () => {
    const staged = stageOf('count', SEED, 3);
    const moved = (firstTexts(staged)['lab.yaml'] ?? '').replace(
      /baseUdp: (\d+)/,
      (_, base) => `baseUdp: ${Number(base) + 4}`,
    );
    const save = { 'lab.yaml': moved, 'ports.yaml': staged.mend['ports.yaml'] ?? '' };
    expect(summary(resultOf(['start', { save }], { exercise: 'count' }))).to.equal(
      '0 points, not solved, 0 hints, open: ports keep',
    );
  });

  it('believes no goal of the log', () => {
    const result = resultOf(['start', GAP]);
    const log: PracticeAct[] = [...result.log, { s: 2, do: 'goals', open: [] }];
    expect(summary({ ...result, log })).to.match(/^0 points, not solved/);
  });
});

describe('a practice that cannot have been', () => {
  const good = resultOf(['start', GOOD, 'quit']);
  const withLog = (...log: readonly unknown[]): PracticeResultFile => ({ ...good, log: log as PracticeAct[] });
  const [start, save, quit] = good.log;

  const MISFITS: ReadonlyArray<readonly [what: string, result: PracticeResultFile, problem: string]> = [
    ['an exercise that is none', { ...good, exercise: 'x' }, 'there is no exercise x'],
    ['a place that is none', { ...good, place: 100 }, 'place 100 is not one of 0 to 99'],
    ['another place', { ...good, place: 4 }, 'the log does not lead to the lab.yaml of the end'],
    [
      'the seed of a neighbour',
      { ...good, seed: '2b/student08/same-base-new' },
      'the log does not lead to the lab.yaml of the end',
    ],
    [
      'another file at the end',
      { ...good, final: { 'lab.yaml': 'x' } },
      'the log does not lead to the lab.yaml of the end',
    ],
    ['no file at the end', { ...good, final: {} }, 'the log does not lead to the lab.yaml of the end'],
    [
      'one file more at the end',
      { ...good, final: { ...good.final, more: '' } },
      'it has a file at the end that the exercise does not have',
    ],
    ['no log', withLog(), 'the log does not begin with a start'],
    ['a save before the start', withLog(save, start), 'the log does not begin with a start'],
    [
      'seconds backwards',
      withLog(start, { ...save, s: 9 }, { ...quit, s: 8 }),
      'act 3 of the log: seconds go backwards',
    ],
    ['half seconds', withLog({ ...start, s: 0.5 }), 'act 1 of the log: its seconds are no whole number'],
    [
      'more after the end',
      withLog(start, quit, { ...save, s: 9 }),
      'act 3 of the log: something was done after the end',
    ],
    ['a hint left out', withLog(start, { s: 1, do: 'hint', n: 2 }), 'act 2 of the log: hints come one after the other'],
    [
      'a hint twice',
      withLog(start, { s: 1, do: 'hint', n: 1 }, { s: 1, do: 'hint', n: 1 }),
      'act 3 of the log: hints come one after the other',
    ],
    [
      'a file of another exercise',
      withLog(start, { ...save, file: 'ports.yaml' }),
      'act 2 of the log: the exercise has no such file',
    ],
    ['another program', withLog(start, { s: 1, do: 'program ended' }), 'act 2 of the log: there is no other program'],
    [
      'lines beyond the file',
      withLog(start, { ...save, lines: { 900: 'x' } }),
      'act 2 of the log: these lines do not fit lab.yaml',
    ],
    [
      'very many acts',
      withLog(...Array.from({ length: 5001 }, () => start)),
      'the log has 5001 acts; 5000 are the limit',
    ],
    [
      'very many states',
      withLog(start, ...Array.from({ length: 201 }, () => ({ s: 1, do: 'load' }))),
      'more than 200 saves and loads',
    ],
  ];
  for (const [what, result, problem] of MISFITS) {
    it(`${what}: ${problem}`, () => {
      expect(summary(result)).to.equal(problem);
    });
  }
});
