/** What installers say of a package with an install script and a peer that is not there, as it was seen. */
import { expect } from 'chai';
import { warningsIn } from '../../../../scripts/installers/warnings.ts';

const SEEN: readonly (readonly [string, string])[] = [
  [
    'npm 12.2.2',
    'npm warn install-scripts 1 package had install scripts blocked because they are not covered by allowScripts:',
  ],
  ['npm 11.21.2', 'npm warn install-scripts   niostat@0.1.0 (prepare: node scripts/build.mjs)'],
  ['pnpm 12.21.0', '  ╰─▶ Ignored build scripts: noisy@file:../../../noisy-1.0.0.tgz'],
  ['Yarn 1.22.22', 'warning " > noisy@1.0.0" has unmet peer dependency "left-pad@0.0.3".'],
  ['Yarn 4.18.1', "➤ YN0002: │ labs@workspace:. doesn't provide left-pad (pb38cc5), requested by noisy."],
  [
    'Yarn 4.18.1',
    '➤ YN0004: │ noisy@file:noisy.tgz [db7ea] lists build scripts, but all build scripts have been disabled.',
  ],
  ['Bun 1.4.5', 'Blocked 1 postinstall. Run `bun pm untrusted` for details.'],
];

const QUIET = [
  'added 51 packages in 20s',
  '22 packages are looking for funding',
  'npm notice New major version of npm available! 10.9.9 -> 12.2.2',
  'Packages are hard linked from the content-addressable store to the virtual store.',
  'Progress: resolved 51, reused 0, downloaded 51, added 51, done',
  'info No lockfile found.',
  '[4/4] Building fresh packages...',
  'success Installed "niostat@0.1.0" with binaries:',
  '➤ YN0013: │ 51 packages were added to the project (+ 11.02 MiB).',
  '51 packages installed [2.70s]',
];

describe('warnings of installers', () => {
  for (const [installer, line] of SEEN) {
    it(`has that of ${installer}: ${line.trim().slice(0, 50)}`, () => {
      expect(warningsIn(`before\n${line}\nafter`)).to.deep.equal([line]);
    });
  }

  it('has nothing of what they say of an install that went well', () => {
    expect(warningsIn(QUIET.join('\n'))).to.deep.equal([]);
  });

  it('has nothing that is allowed', () => {
    const line = '➤ YN0092: │ ESM support for PnP uses the experimental loader API; a warning';
    expect(warningsIn(line)).to.deep.equal([line]);
    expect(warningsIn(line, /YN0092/)).to.deep.equal([]);
  });
});
