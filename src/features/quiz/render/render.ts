import { safeJson } from '../../../output/safe-text.ts';
import type { QuizSheet } from '../sheet.ts';
import { giftText } from './gift.ts';
import { markdownText } from './markdown.ts';

/** The questions of a quiz in one of the formats of `--format`. */
export function renderSheet(sheet: QuizSheet, format: string, options: { readonly answers: boolean }): string {
  if (format === 'markdown') return markdownText(sheet, options);
  return format === 'gift' ? giftText(sheet) : safeJson(sheet);
}
