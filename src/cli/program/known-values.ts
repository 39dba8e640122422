import { ALLOCATOR_NAMES } from '../../core/lab/lab.ts';
import { listChecks } from '../../features/check/check-list.ts';
import { QUESTIONS } from '../../features/preflight/preflight.ts';
import type { Values } from './model.ts';

const CHECKS = { kind: 'words', words: listChecks().checks.map(({ slug }) => slug) } as const;
const QUESTION_IDS: Values = { kind: 'words', words: QUESTIONS.map(({ id }) => id) };

/** What flags and arguments take where oclif does not know it. */
export interface KnownValues {
  /** By name, since a name means the same in every command. */
  readonly flags: Readonly<Record<string, Values>>;
  /** By name, or by command and name where it is meant for one command. */
  readonly arguments: Readonly<Record<string, Values>>;
}

export const KNOWN_VALUES: KnownValues = {
  flags: {
    allocator: { kind: 'words', words: ALLOCATOR_NAMES },
    kernel: { kind: 'files' },
    only: QUESTION_IDS,
    rule: CHECKS,
    program: { kind: 'files' },
    'save-config': { kind: 'files' },
    'server-conf': { kind: 'files' },
    skip: QUESTION_IDS,
    'working-dir': { kind: 'directories' },
    write: { kind: 'files' },
  },
  arguments: {
    'explain word': CHECKS,
    lab: { kind: 'labs' },
    'probe target': { kind: 'labs' },
    'reach target': { kind: 'labs' },
    'teach grade file': { kind: 'files' },
  },
};

/**
 * The same, with the words that `explain` knows, each as one word for a shell: `base-UDP`, and the ids of
 * lessons and the names of scenarios.
 */
export function withWords(
  words: readonly string[],
  { lessons, scenarios }: { readonly lessons: readonly string[]; readonly scenarios: readonly string[] },
): KnownValues {
  const plain = words.map((word) => word.replaceAll(' ', '-')).filter((word) => /^[\w-]+$/.test(word));
  const all: Values = { kind: 'words', words: [...new Set([...CHECKS.words, ...plain])] };
  const offered: KnownValues['arguments'] = {
    'explain word': all,
    'scenarios name': { kind: 'words', words: scenarios },
    'teach lesson': { kind: 'words', words: lessons },
  };
  return { ...KNOWN_VALUES, arguments: { ...KNOWN_VALUES.arguments, ...offered } };
}
