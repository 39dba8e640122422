import { expect } from 'chai';
import { InputError } from '../../../../src/core/errors/input-error.ts';
import { explain, listWords } from '../../../../src/features/explain/explain.ts';
import { renderExplained } from '../../../../src/features/explain/render/text.ts';
import { NO_PAINT } from '../../../../src/output/paint.ts';
import { readProjectFile } from '../../../support/source-files.ts';

const readPage = (path: string) => readProjectFile(`docs/${path}`);

/** The words that a name leads to. */
function wordsFor(name: string): string[] {
  const result = explain(name, readPage);
  return 'words' in result ? result.words.map(({ word }) => word) : [result.slug];
}

function shown(name: string, width: number): string {
  return renderExplained(explain(name, readPage), { width, paint: NO_PAINT });
}

describe('explain', () => {
  it('finds a word by any spelling and by its other names', () => {
    for (const name of ['HALF-OPEN', 'half open', 'Half-Open', ' half_open '])
      expect(wordsFor(name), name).to.deep.equal(['HALF-OPEN']);
    for (const [name, word] of [
      ['peer port', 'peer'],
      ['4-tuple', 'four values'],
      ['unreachable', 'UNREACHABLE?'],
      ['open filtered', 'open|filtered'],
      ['udp nio', 'NIO'],
      ['Same base UDP', 'same-base-udp'],
      ['nio001', 'same-base-udp'],
    ] as const)
      expect(wordsFor(name), name).to.deep.equal([word]);
  });

  it('explains both words that are written alike, the one that was typed first', () => {
    expect(wordsFor('SHARED')).to.deep.equal(['SHARED', 'shared']);
    expect(wordsFor('one-way')).to.deep.equal(['one-way', 'ONE-WAY']);
  });

  it('says what other commands call it', () => {
    // docs/FACTS.md, "The same-base accident": what links sees as SHARED, simulate predicts as looped and
    // misdelivered, and frames of a rehearsal loop or come out elsewhere.
    const text = shown('SHARED', 80);
    expect(text).to.match(/^Predicted as: +looped, misdelivered$/m);
    expect(text).to.match(/^Tried as: +looped, elsewhere$/m);
    // A link that passes frames one way is neither ok nor dead.
    expect(shown('ONE-WAY', 80)).to.match(/^Predicted as: +one-way$/m);
    expect(shown('ok', 80)).to.match(/^Observed as: +IDLE, ESTABLISHED$/m);
  });

  it('asks whether the nearest word was meant', () => {
    expect(() => explain('half-opn', readPage))
      .to.throw(InputError, 'there is no word or check "half-opn"; did you mean HALF-OPEN?')
      .with.property('next', 'niostat explain lists all of them');
    for (const name of ['', '?', 'NIO999', 'xyzzy'.repeat(100)])
      expect(() => explain(name, readPage), name)
        .to.throw()
        .with.property('code', 'UNKNOWN_CHECK');
  });

  it('fits every word, every check and the list into the width of a terminal', () => {
    const list = listWords(readPage);
    for (const width of [60, 80, 200]) {
      const words = list.words.map(({ word }) => shown(word, width));
      const checks = list.checks.map(({ id }) => shown(id, width));
      const lines = [
        renderExplained(list, { width, paint: NO_PAINT }),
        ...words,
        // Code stays as it is: a broken line of a socket table or of a lab file would be another one.
        ...checks.map((text) => text.replace(/^ {4}.*$/gm, '')),
      ].flatMap((text) => text.split('\n'));
      for (const line of lines) expect(line.length, line).to.be.at.most(width);
    }
  });
});

describe('a page of a check', () => {
  const page = [
    '# NIO001 x',
    '',
    'One two',
    'three.',
    '',
    '- four',
    '  five',
    '- six',
    '',
    '    code  stays as it is',
    '',
    '    here',
  ].join('\n');
  const rendered = (width: number) =>
    renderExplained(
      { schemaVersion: 1, outcome: 'clean', id: 'NIO001', slug: 'x', severity: 'error', title: 'x', page },
      { width, paint: NO_PAINT },
    );

  it('is wrapped anew, lists with their indent, code as it is', () => {
    expect(rendered(80).split('\n')).to.deep.equal([
      '# NIO001 x',
      '',
      'One two three.',
      '',
      '- four five',
      '- six',
      '',
      '    code  stays as it is',
      '',
      '    here',
    ]);
  });

  it('stays as it is where lines are not cut', () => {
    expect(rendered(Number.POSITIVE_INFINITY)).to.equal(page);
  });

  it('does not take a number that ends a sentence for an item of a list', () => {
    expect(shown('NIO013', 60)).to.not.match(/^10000\. +The/m);
  });
});
