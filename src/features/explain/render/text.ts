import { groupBy } from '../../../core/group-by.ts';
import type { Page } from '../../../output/paint.ts';
import type { ExplainResult, WordList } from '../explain.ts';
import { KINDS, type WordEntry } from '../vocabulary.ts';
import { hanging, rewrapped, unbroken } from './rewrap.ts';

/** A page of a check, the entries of a word, or the list of both, no wider than the window. */
export function renderExplained(result: ExplainResult, page: Page): string {
  if ('page' in result) return rewrapped(result.page.trimEnd(), page);
  if ('checks' in result) return renderList(result, page);
  return result.words.map((entry) => renderEntry(entry, page)).join('\n\n');
}

function renderEntry(entry: WordEntry, { width, paint }: Page): string {
  const { word, group, meaning, counterparts, also } = entry;
  const labelled: [label: string, text: string | undefined][] = [
    ['Example', entry.example],
    ['What to do', entry.remedy],
    ...KINDS.map((kind): [string, string | undefined] => [`${capitalised(kind)} as`, counterparts?.[kind]?.join(', ')]),
    ['Also called', also.join(', ')],
    ['See also', entry.see.join(', ')],
  ];
  const shown = labelled.flatMap(([label, text]) => (text === undefined || text === '' ? [] : [{ label, text }]));
  const margin = Math.max(...shown.map(({ label }) => label.length)) + 3;
  return [
    `${paint.strong(word)} (${lowered(group)})`,
    hanging('', meaning, 0, width),
    '',
    ...shown.map(({ label, text }) => hanging(`${label}:`, text, margin, width)),
  ].join('\n');
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

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** A heading within a sentence. */
function lowered(heading: string): string {
  return heading.charAt(0).toLowerCase() + heading.slice(1);
}
