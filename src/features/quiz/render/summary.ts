import type { Page } from '../../../output/paint.ts';
import { safeText } from '../../../output/safe-text.ts';
import { wrapText } from '../../../output/wrap-text.ts';
import type { QuizSummary } from '../summary.ts';

/** What a summary ends with: where the answers are, and how the same quiz is had again. */
interface Kept {
  readonly path: string | undefined;
  readonly seed: string;
}

/** How a quiz went, as text. */
export function summaryText(summary: QuizSummary, { width, paint }: Page, { path, seed }: Kept): string {
  const { count, answered, rightAtFirst, rightLater, met } = summary;
  const later = rightLater === 0 ? '' : `, ${rightLater} at the second`;
  const open = answered === count ? '' : `; ${count - answered} not answered`;
  const lines = met.flatMap(({ questions, fact, refuted }) => {
    const which = `${questions.length === 1 ? 'Question' : 'Questions'} ${questions.join(', ')}: ${fact}`;
    const see = refuted === undefined ? [] : [`  See again: niostat teach ${refuted.lesson}`];
    return [...wrapText(which, width), ...see];
  });
  return [
    paint.strong(`${rightAtFirst} of ${count} right at the first answer${later}${open}`),
    ...(lines.length === 0 ? [] : ['', ...lines]),
    '',
    ...(path === undefined ? [`The same questions again: --seed ${seed}`] : [`Answers: ${safeText(path)}`]),
  ].join('\n');
}
