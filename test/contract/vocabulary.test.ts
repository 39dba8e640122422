/** docs/VOCABULARY.md says what the maps in the code say, and has an entry for every word that users meet. */
import { expect } from 'chai';
import { CHECKS } from '../../src/core/checks/registry.ts';
import { VERDICT_FATES } from '../../src/core/kernel/verdict-fates.ts';
import { FATES, type Fate, type FatesOf } from '../../src/core/words/fate.ts';
import { readVocabulary } from '../../src/core/words/vocabulary.ts';
import { LIVE_STATE_FATES } from '../../src/features/hops/hop-fates.ts';
import { LINK_STATE_FATES } from '../../src/features/links/link-fates.ts';
import { REACH_STATE_FATES } from '../../src/features/reach/reach-fates.ts';
import { DIRECTION_FATES } from '../../src/features/rehearse/direction-fates.ts';
import { headingsOf } from '../support/markdown.ts';
import { readProjectFile } from '../support/source-files.ts';

const PAGE = readProjectFile('docs/VOCABULARY.md');

/** Links of labs, and of projects that GNS3 has open, have the same words for the same states. */
const OBSERVED: FatesOf<string> = { ...LINK_STATE_FATES, ...LIVE_STATE_FATES };

const VOCABULARIES: Readonly<Record<string, FatesOf<string>>> = {
  predicted: VERDICT_FATES,
  observed: OBSERVED,
  tried: DIRECTION_FATES,
  reached: REACH_STATE_FATES,
};

/** Cells of the table of the page, its heading first, without the line of dashes. */
const TABLE = PAGE.split('\n')
  .filter((line) => /^\|(?!-)/.test(line))
  .map((line) => [...line.matchAll(/ ((?:\\\||[^|])*?) \|/g)].map(([, cell = '']) => cell.replaceAll('\\|', '|')));

/** Each entry of the page: its word, and what stands under it. */
const ENTRIES = PAGE.split(/^### /m)
  .slice(1)
  .map((entry) => ({ word: entry.slice(0, entry.indexOf('\n')), body: entry.split('\n## ')[0] ?? '' }));

/** The words of a vocabulary that tell of a fate. */
function wordsFor(fate: Fate, fates: FatesOf<string>): string[] {
  return Object.keys(fates).filter((word) => fates[word]?.includes(fate));
}

/** True if both words tell of a common fate. */
function agree(one: readonly Fate[], other: readonly Fate[]): boolean {
  return one.some((fate) => other.includes(fate));
}

describe('the vocabulary', () => {
  it('maps what is predicted, observed, tried and reached onto each other as the code does', () => {
    expect(TABLE).to.deep.equal([
      ['fate', ...Object.keys(VOCABULARIES)],
      ...FATES.map((fate) => [
        fate,
        ...Object.values(VOCABULARIES).map((fates) => wordsFor(fate, fates).join(', ') || '-'),
      ]),
    ]);
  });

  it('has one meaning for a state, of links of labs and of projects that GNS3 has open', () => {
    const labs: FatesOf<string> = LINK_STATE_FATES;
    for (const [state, fates] of Object.entries(LIVE_STATE_FATES))
      if (state in labs) expect(fates, state).to.deep.equal(labs[state]);
  });

  it('gives one accident words of one fate', () => {
    // docs/FACTS.md, "The same-base accident": up to 0.2.17 one socket that is its own peer, from 0.2.18 on
    // two with one address.
    expect(agree(VERDICT_FATES.looped, LINK_STATE_FATES.SELF)).to.equal(true);
    expect(agree(VERDICT_FATES.looped, LINK_STATE_FATES.SHARED)).to.equal(true);
    expect(agree(VERDICT_FATES.looped, DIRECTION_FATES.looped)).to.equal(true);
    // docs/FACTS.md, "Sharing a port": the socket of another link that was connected last takes every frame.
    expect(agree(VERDICT_FATES.misdelivered, LINK_STATE_FATES.SHARED)).to.equal(true);
    expect(agree(VERDICT_FATES.misdelivered, DIRECTION_FATES.elsewhere)).to.equal(true);
  });

  it('has one entry for each word', () => {
    const words = ENTRIES.map(({ word }) => word);
    expect(new Set(words).size).to.equal(words.length);
    expect(words).to.include.members([...FATES, ...Object.values(VOCABULARIES).flatMap((fates) => Object.keys(fates))]);
    // docs/FACTS.md, "Reply codes".
    const codes = [100, 101, 102, ...Array.from({ length: 16 }, (_, index) => 200 + index)];
    expect(words).to.include.members(codes.map(String));
    // netstat(8).
    const columns = ['Proto', 'Recv-Q', 'Send-Q', 'Local Address', 'Foreign Address', 'State', 'PID/Program name'];
    expect(words).to.include.members(columns);
    expect(words).to.include.members(['host', 'hypervisor', 'NIO', 'base UDP', 'generation', 'end', 'link']);
    expect(headingsOf(PAGE)).to.include.members(words);
  });

  it('has entries of a few lines with an example, fit for a terminal', () => {
    for (const { word, body } of ENTRIES) {
      const lines = body.trimEnd().split('\n');
      expect(lines.filter((line) => line.startsWith('Example: ')).length, word).to.equal(1);
      expect(lines.length, word).to.be.at.most(16);
      expect(Math.max(...lines.map(({ length }) => length)), word).to.be.at.most(78);
      expect(body, word).to.match(/^[\x00-\x7f]*$/);
    }
  });

  it('leads from each entry to words and checks that there are', () => {
    const entries = readVocabulary(PAGE);
    const known = [...entries.map(({ word }) => word), ...CHECKS.map(({ id }) => id)];
    for (const { word, see } of entries) expect(known, word).to.include.members([...see]);
  });

  it('has no name for two words', () => {
    const entries = readVocabulary(PAGE);
    const names = entries.flatMap(({ word, also }) => [word, ...also]);
    expect(names.length).to.equal(new Set(names).size);
  });
});
