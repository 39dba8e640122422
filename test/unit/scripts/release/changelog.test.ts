import { expect } from 'chai';
import { notesOf, released, saysSomething, sectionOf } from '../../../../scripts/release/changelog.ts';

const CHANGELOG = `# Changelog

Some words.

## Unreleased

### Added

- A thing.

## 0.2.0 - 2026-03-01

### Changed

- Another.

## 0.2.0-rc.1 - 2026-02-01

- A candidate.
`;

describe('the changelog', () => {
  it('has a section for each version, and one for what is not released', () => {
    expect(sectionOf(CHANGELOG)).to.equal('### Added\n\n- A thing.');
    expect(sectionOf(CHANGELOG, '0.2.0')).to.equal('### Changed\n\n- Another.');
    expect(sectionOf(CHANGELOG, '0.2.0-rc.1')).to.equal('- A candidate.');
    expect(sectionOf(CHANGELOG, '0.2')).to.equal(undefined);
  });

  it('gives what is unreleased its version and date, and an empty section its place', () => {
    const text = released(CHANGELOG, '0.3.0', '2026-04-05');
    expect(text).to.equal(CHANGELOG.replace('## Unreleased\n', '## Unreleased\n\n## 0.3.0 - 2026-04-05\n'));
    expect(sectionOf(text, '0.3.0')).to.equal('### Added\n\n- A thing.');
    expect(() => released(text, '0.4.0', '2026-04-06')).to.throw('nothing stands under "## Unreleased"');
  });

  it('says nothing with headings alone', () => {
    expect(saysSomething('### Added\n\n### Changed\n')).to.equal(false);
    expect(saysSomething('')).to.equal(false);
    expect(saysSomething(undefined)).to.equal(false);
    expect(saysSomething('### Added\n\n- A thing.')).to.equal(true);
  });

  it('is a page of its own as notes of a release: links lead to the project, or are words', () => {
    const section = 'See [lessons](docs/LESSONS.md) and [netstat](https://example.org/netstat).';
    expect(notesOf(section, 'https://example.org/o/n/blob/v0.3.0/')).to.equal(
      'See [lessons](https://example.org/o/n/blob/v0.3.0/docs/LESSONS.md) and [netstat](https://example.org/netstat).',
    );
    expect(notesOf(section, undefined)).to.equal('See lessons and [netstat](https://example.org/netstat).');
  });
});
