import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect } from 'chai';
import fc from 'fast-check';
import { isProblem } from '../../../../src/core/teach/problem.ts';
import { readResultFile } from '../../../../src/core/teach/read-result-file.ts';

const PRACTICE = {
  result: 1,
  niostat: '0.1.0',
  kind: 'practice',
  exercise: 'same-base-new',
  seed: '2b/student07/same-base-new',
  as: 'student07',
  class: '2b',
  place: 4,
  log: [
    { s: 0, do: 'start' },
    { s: 95, do: 'hint', n: 1 },
    { s: 180, do: 'save', file: 'lab.yaml', lines: { 6: '    baseUdp: 10001', 7: null } },
    { s: 181, do: 'goals', open: ['clean', 'room'] },
    { s: 240, do: 'quit' },
  ],
  final: { 'lab.yaml': 'name: lab\n' },
};

const QUIZ = {
  result: 1,
  niostat: '0.1.0',
  kind: 'quiz',
  seed: 'kulima',
  difficulty: 'easy',
  topics: ['ports'],
  count: 3,
  log: [
    { s: 0, do: 'start' },
    { s: 9, do: 'answer', q: 1, value: 'port 10001' },
  ],
};

const schema = JSON.parse(
  readFileSync(new URL('../../../../docs/schemas/result.schema.json', import.meta.url), 'utf8'),
);
const isValid = new Ajv({ strict: true, allowUnionTypes: true }).compile(schema);

describe('readResultFile', () => {
  it('takes what practice and quiz write, as the schema does', () => {
    for (const file of [PRACTICE, QUIZ]) {
      expect(readResultFile(JSON.stringify(file))).to.deep.equal(JSON.parse(JSON.stringify(file)));
      expect(isValid(file)).to.equal(true);
    }
  });

  it('goes on after a run that was ended, and after one that was killed', () => {
    const starts = (acts: readonly object[]) => readResultFile(JSON.stringify({ ...PRACTICE, log: acts }));
    const [start, quit] = [
      { s: 0, do: 'start' },
      { s: 1, do: 'quit' },
    ];
    expect(isProblem(starts([start, quit, { s: 1, do: 'start' }, { s: 2, do: 'load' }]))).to.equal(false);
    expect(isProblem(starts([start, { s: 1, do: 'start' }]))).to.equal(false);
    expect(starts([start, quit, { s: 2, do: 'load' }])).to.deep.equal({
      problem: 'act 3 of its log is "load", before a start',
    });
  });

  it('throws at no text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(isProblem(readResultFile(text))).to.equal(true);
      }),
    );
  });

  it('takes nothing that the schema does not take', () => {
    const values = fc.oneof(fc.jsonValue(), fc.constantFrom(-1, 0.5, 1e20, '', 'x'.repeat(300), [], {}, null, true));
    const changed = fc
      .tuple(
        fc.constantFrom<Record<string, unknown>>(PRACTICE, QUIZ),
        fc.constantFrom(...Object.keys(PRACTICE), ...Object.keys(QUIZ)),
        values,
      )
      .map(([file, key, value]) => ({ ...file, [key]: value }));
    const acts = fc
      .tuple(fc.constantFrom('s', 'do', 'n', 'file', 'lines', 'open'), fc.nat(4), values)
      .map(([key, index, value]) => ({
        ...PRACTICE,
        log: PRACTICE.log.map((act, at) => (at === index ? { ...act, [key]: value } : act)),
      }));
    fc.assert(
      fc.property(fc.oneof(changed, acts), (file) => {
        const text = JSON.stringify(file);
        const read = readResultFile(text);
        // Fields that mean nothing to an act are passed over.
        if (!isProblem(read)) expect(isValid(JSON.parse(text)) || hasMore(JSON.parse(text)), text).to.equal(true);
      }),
      { numRuns: 2000 },
    );
  });
});

/** True where an act, or the whole, has a field more than the schema names. */
function hasMore({
  log,
  ...file
}: {
  readonly log: readonly Record<string, unknown>[];
  readonly kind?: string;
}): boolean {
  const usual: Readonly<Record<string, number>> = { hint: 3, save: 4, goals: 3, answer: 4 };
  const known = Object.keys(file.kind === 'quiz' ? QUIZ : PRACTICE).concat('as', 'class', 'isPlayed');
  return (
    log.some((act) => Object.keys(act).length > (usual[String(act['do'])] ?? 2)) ||
    Object.keys(file).some((key) => !known.includes(key))
  );
}
