import { entriesOf, type WordEntry } from '../../../core/words/vocabulary.ts';
import type { Page } from '../../../output/paint.ts';
import { wordEntryText } from '../../../output/word-entry.ts';
import { wrapText } from '../../../output/wrap-text.ts';
import type { Way } from '../ways.ts';
import { wordsOf } from '../words-of-step.ts';
import { saidAt } from './said.ts';

/** All that happens at a step, and what its words mean, as `niostat explain` says it. */
export function whyLines(way: Way, step: number, vocabulary: readonly WordEntry[], page: Page): string[] {
  const said = saidAt(way, step).flatMap((sentence) => wrapText(sentence, page.width));
  const entries = wordsOf(way.eventsAt(step)).flatMap((word) => entriesOf(word, vocabulary).slice(0, 1));
  return [...said, ...[...new Set(entries)].flatMap((entry) => ['', ...wordEntryText(entry, page).split('\n')])];
}
