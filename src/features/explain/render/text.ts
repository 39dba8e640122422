import { groupBy } from '../../../core/group-by.ts';
import { hanging, unbroken } from '../../../output/hanging.ts';
import type { Page } from '../../../output/paint.ts';
import { wordEntryText } from '../../../output/word-entry.ts';
import type { ExplainResult, WordList } from '../explain.ts';
import { rewrapped } from './rewrap.ts';

/** A page of a check, the entries of a word, or the list of both, no wider than the window. */
export function renderExplained(result: ExplainResult, page: Page): string {
  if ('page' in result) return rewrapped(result.page.trimEnd(), page);
  if ('checks' in result) return renderList(result, page);
  return result.words.map((entry) => wordEntryText(entry, page)).join('\n\n');
}

function renderList({ words, checks }: WordList, { width, paint }: Page): string {
  const groups = groupBy(words, ({ group }) => group);
  const section = (heading: string, names: readonly string[]) =>
    `${paint.strong(heading)}\n${hanging('', names.map(unbroken).join(', '), 2, width)}`;
  return [
    hanging(
      '',
      'niostat explain WORD explains a word or a check. "half open", half-open and HALF-OPEN are one word.',
      0,
      width,
    ),
    ...[...groups].map(([group, entries]) =>
      section(
        group,
        entries.map(({ word }) => word),
      ),
    ),
    section(
      'Checks',
      checks.map(({ id, slug }) => `${id} ${slug}`),
    ),
    'Next: niostat explain SHARED',
  ].join('\n\n');
}
