/**
 * The two ways in which Dynamips binds a NIO's port: from 0.2.18 (2018) on it sets SO_REUSEADDR
 * (docs/FACTS.md, "Sharing a port").
 */
export type Generation = 'before-0.2.18' | 'from-0.2.18';

/**
 * The generation that a version belongs to; versions look like `0.2.14-amd64` or `0.2.8-RC3`. Undefined if it
 * is no version.
 */
export function generationOf(version: string): Generation | undefined {
  const match = /^v?(\d+)\.(\d+)\.(\d+)/.exec(version.trim());
  if (match === null) return undefined;
  const [major, minor, patch] = match.slice(1).map(Number) as [number, number, number];
  const isNew = major > 0 || minor > 2 || (minor === 2 && patch >= 18);
  return isNew ? 'from-0.2.18' : 'before-0.2.18';
}

/**
 * The last version of each generation that the product names; what is assumed when nobody says which Dynamips
 * runs.
 */
export const LATEST_VERSION: Readonly<Record<Generation, string>> = {
  'before-0.2.18': '0.2.17',
  'from-0.2.18': '0.2.24',
};

/** How a generation is called in results and above what is said of it. */
export const GENERATION_TITLE: Readonly<Record<Generation, string>> = {
  'before-0.2.18': 'Dynamips ≤ 0.2.17',
  'from-0.2.18': 'Dynamips ≥ 0.2.18',
};

/** The same within a sentence. */
export const GENERATION_IN_WORDS: Readonly<Record<Generation, string>> = {
  'before-0.2.18': 'Dynamips up to 0.2.17',
  'from-0.2.18': 'Dynamips from 0.2.18 on',
};
