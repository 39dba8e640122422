/**
 * What `npm version` runs: `version.ts before`, which refuses what is no release, and `version.ts after`,
 * when package.json has the new version and the commit is not made yet. docs/RELEASE.md has the whole way.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { released, saysSomething, sectionOf } from './changelog.ts';
import { notCommitted } from './reasons.ts';

const CHANGELOG = 'CHANGELOG.md';

function git(...args: readonly string[]): string {
  return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trimEnd();
}

/** Why there can be no release of this version now; empty if it can be. */
function reasonsAgainstVersion(version: string): string[] {
  const reasons: string[] = [];
  const branch = git('branch', '--show-current');
  if (branch !== 'main')
    reasons.push(`a release is made on main, and this is ${branch === '' ? 'no branch' : branch}: git switch main`);
  const changed = git('status', '--porcelain').split('\n').filter(Boolean);
  if (changed.length > 0) reasons.push(notCommitted(changed));
  if (git('tag', '--list', `v${version}`) !== '')
    reasons.push(`there is a tag v${version}; what was released is never changed, take the next version`);
  if (!saysSomething(sectionOf(readFileSync(CHANGELOG, 'utf8'))))
    reasons.push(`${CHANGELOG} has nothing under "## Unreleased": write down what users will notice`);
  return reasons;
}

/** Today, or the day of SOURCE_DATE_EPOCH, as 2026-12-01 in UTC. */
function day(): string {
  const seconds = Number(process.env['SOURCE_DATE_EPOCH']);
  return (seconds > 0 ? new Date(seconds * 1000) : new Date()).toISOString().slice(0, 10);
}

const version = process.env['npm_new_version'];
const [when] = process.argv.slice(2);
if (version === undefined || (when !== 'before' && when !== 'after')) {
  console.error('npm version runs this: npm version minor');
  process.exitCode = 2;
} else if (when === 'before') {
  const reasons = reasonsAgainstVersion(version);
  for (const reason of reasons) console.error(`niostat ${version}: ${reason}`);
  if (reasons.length > 0) process.exitCode = 1;
} else {
  const text = released(readFileSync(CHANGELOG, 'utf8'), version, day());
  writeFileSync(`${CHANGELOG}.next`, text);
  renameSync(`${CHANGELOG}.next`, CHANGELOG);
  git('add', CHANGELOG);
}
