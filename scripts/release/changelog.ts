/**
 * CHANGELOG.md as text: each version has a section, `## 0.2.0 - 2026-12-01`, and what is not released yet has
 * `## Unreleased`.
 */

const UNRELEASED = 'Unreleased';

/** The lines below the heading of a version, or below `## Unreleased`, if there is one. */
export function sectionOf(changelog: string, version: string = UNRELEASED): string | undefined {
  const [, ...sections] = `\n${changelog}`.split(/\n## /);
  const section = sections.find((text) => text.split(/[\s]/, 1)[0] === version);
  return section === undefined ? undefined : section.replace(/^.*\n?/, '').trim();
}

/** True if a section says something: headings alone do not. */
export function saysSomething(section: string | undefined): section is string {
  return section?.split('\n').some((line) => line.trim() !== '' && !line.startsWith('#')) ?? false;
}

/**
 * Gives what is unreleased its version and date, as `2026-12-01`, and leaves an empty `## Unreleased` above.
 * Throws if nothing is unreleased.
 */
export function released(changelog: string, version: string, date: string): string {
  if (!saysSomething(sectionOf(changelog))) throw new Error(`nothing stands under "## ${UNRELEASED}"`);
  return changelog.replace(/^## Unreleased[^\n]*$/m, `## ${UNRELEASED}\n\n## ${version} - ${date}`);
}

/**
 * A section as the notes of a release, which stand on a page of their own: links to files of the project
 * lead to `base`, with a slash at its end, or are left as words where it is not known.
 */
export function notesOf(section: string, base: string | undefined): string {
  return section.replace(/\[([^\]]+)\]\((?![a-z]+:)([^)]+)\)/g, (_, words: string, path: string) =>
    base === undefined ? words : `[${words}](${base}${path})`,
  );
}
