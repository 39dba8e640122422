import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect } from 'chai';
import { readKernelFile } from '../../../../src/core/kernel/kernel-file-reader.ts';
import { knowledgeOf } from '../../../../src/core/kernel/knowledge.ts';
import { SITUATIONS } from '../../../../src/core/kernel/situation.ts';

const validate = new Ajv().compile(
  JSON.parse(readFileSync(new URL('../../../../docs/schemas/kernel-file.schema.json', import.meta.url), 'utf8')),
);

const GOOD = {
  schemaVersion: 1,
  kind: 'niostat-kernel',
  system: 'darwin',
  release: '24.4.0',
  date: '2026-11-27',
  method: { by: 'own-sockets' },
  observations: [
    { situation: 'reuse-reuse-identical', bind: 'shared', receiver: 'first' },
    { situation: 'plain-plain-different', bind: 'refused', receiver: 'unknown', error: 'EADDRINUSE' },
  ],
};

/** What is wrong with a file, `line: message`. */
function problems(document: unknown): string[] {
  const text = typeof document === 'string' ? document : JSON.stringify(document, undefined, 1);
  return readKernelFile(text, 'kernel.json').problems.map(({ location, message }) => `${location.line}: ${message}`);
}

describe('the file of niostat kernel', () => {
  it('is read as it was written, with the answers of real programs too', () => {
    const program = {
      ...GOOD,
      method: { by: 'program', program: 'dynamips', version: '0.2.24', generation: 'from-0.2.18' },
    };
    for (const document of [GOOD, program]) {
      expect(validate(document)).to.equal(true);
      expect(readKernelFile(JSON.stringify(document), 'kernel.json')).to.deep.equal({ kernel: document, problems: [] });
    }
  });

  it('replaces the answers of its system, and where it could not try a half that half stays', () => {
    const { kernel } = readKernelFile(JSON.stringify(GOOD), 'kernel.json');
    const known = knowledgeOf('darwin', kernel);
    const place = 'niostat kernel, 2026-11-27, macOS 24.4.0';
    expect(known.answerTo('reuse-reuse-identical')).to.deep.equal({
      bind: { value: 'shared', grade: 'observed', place },
      receiver: { value: 'first', grade: 'observed', place },
    });
    expect(known.answerTo('plain-plain-different')).to.deep.equal({
      bind: { value: 'refused', grade: 'observed', place },
      receiver: { value: 'first', grade: 'source', place: 'XNU bsd/netinet/in_pcb.c' },
    });
    expect(known.answerTo('vpcs-plain').bind.grade).to.equal('source');
  });

  it('says at which line it is wrong, and what may stand there', () => {
    const cases: Array<[document: unknown, problem: string | RegExp]> = [
      ['{"kind": "niostat-kernel",\n', /^2: .*ends where a key/],
      [[], '1: this is not a file of niostat kernel; `niostat kernel --write FILE` writes one'],
      [{ schemaVersion: 1, outcome: 'clean' }, /^1: this is not a file of niostat kernel/],
      [{ ...GOOD, schemaVersion: 2 }, /^2: this is version 2 of the format, and 1 can be read/],
      [{ ...GOOD, system: 'beos' }, '4: "system" must be one of linux, windows, darwin'],
      [{ ...GOOD, date: 'yesterday' }, '6: "date" must be a day, as in 2026-11-27'],
      [{ ...GOOD, date: '2026-13-45' }, '6: "date" must be a day, as in 2026-11-27'],
      [{ ...GOOD, release: '' }, '5: "release" must be a text of 1 to 200 characters'],
      [{ ...GOOD, release: 'x'.repeat(201) }, '5: "release" must be a text of 1 to 200 characters'],
      [{ ...GOOD, method: { by: 'magic' } }, '8: "by" must be one of own-sockets, program'],
      [{ ...GOOD, observations: 7 }, '10: "observations" must be a list'],
      [{ ...GOOD, observations: [7] }, /^11: an observation must be an object/],
      [
        { ...GOOD, observations: [{ situation: 'own-ports', bind: 'perhaps', receiver: 'none' }] },
        '13: "bind" must be one of bound, shared, refused, fallback, unknown',
      ],
      [{ ...GOOD, extra: true }, /^23: unknown key "extra"; known here: schemaVersion, kind/],
      [
        { ...GOOD, observations: [GOOD.observations[0], GOOD.observations[0]] },
        '16: the situation "reuse-reuse-identical" is there twice',
      ],
    ];
    for (const [document, problem] of cases) {
      const found = problems(document);
      if (typeof problem === 'string') expect(found).to.deep.equal([problem]);
      else expect(found.join('\n')).to.match(problem);
    }
  });

  it('passes over a situation that it does not know with a warning, and uses the others', () => {
    const newer = {
      ...GOOD,
      observations: [{ situation: 'sctp', bind: 'bound', receiver: 'none' }, ...GOOD.observations],
    };
    const { kernel, problems: found } = readKernelFile(JSON.stringify(newer), 'kernel.json');
    expect(kernel?.observations).to.have.length(2);
    expect(found.map(({ severity, message }) => [severity, message])).to.deep.equal([
      ['warning', 'the situation "sctp" is not known here: passed over'],
    ]);
  });

  it('gives up on hostile files at once: far too long, far too deep, thousands of errors', () => {
    expect(problems(' '.repeat(200_001))).to.deep.equal([
      '1: a file of niostat kernel has no more than 200000 characters',
    ]);
    expect(problems('['.repeat(100_000))[0]).to.match(/nest more than 64 deep/);
    const many = { ...GOOD, observations: new Array(10_000).fill(7) };
    expect(problems(many).length).to.be.lessThan(60);
    const kinds = JSON.stringify({ ...GOOD, __proto__: null, constructor: 1 });
    expect(problems(kinds)[0]).to.match(/unknown key "constructor"/);
    const named = { ...GOOD, observations: [{ situation: 'toString', bind: 'bound', receiver: 'none' }] };
    expect(problems(named)[0]).to.match(/"toString" is not known here/);
  });

  it('has room for all situations', () => {
    const observations = SITUATIONS.map(({ id }) => ({
      situation: id,
      bind: 'unknown',
      receiver: 'unknown',
      error: 'x'.repeat(200),
    }));
    const document = { ...GOOD, observations };
    expect(readKernelFile(JSON.stringify(document, undefined, 2), 'kernel.json').problems).to.deep.equal([]);
  });
});
