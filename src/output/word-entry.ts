import type { WordEntry } from '../core/words/vocabulary.ts';
import { hanging } from './hanging.ts';
import type { Page } from './paint.ts';

/** An entry of the vocabulary: what the word means, an example, what to do, and what is like it. */
export function wordEntryText(entry: WordEntry, { width, paint }: Page): string {
  const { word, group, meaning, counterparts, also } = entry;
  const labelled: [label: string, text: string | undefined][] = [
    ['Example', entry.example],
    ['What to do', entry.remedy],
    ...Object.entries(counterparts ?? {}).map(([kind, words]): [string, string] => [
      `${capitalised(kind)} as`,
      words.join(', '),
    ]),
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

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** A heading within a sentence. */
function lowered(heading: string): string {
  return heading.charAt(0).toLowerCase() + heading.slice(1);
}
