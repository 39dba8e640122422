import type { QuestionState } from '../../output/page/questions-on-page.ts';

/** How an answer looks without its colour; what was skipped or is not known never looks good. */
export const STATE_LOOK: Readonly<Record<QuestionState, { readonly sign: string; readonly word: string }>> = {
  failed: { sign: '✗', word: 'failed' },
  unknown: { sign: '?', word: 'not known' },
  warning: { sign: '!', word: 'warning' },
  ok: { sign: '✓', word: 'ok' },
  skipped: { sign: '-', word: 'not looked at' },
};
