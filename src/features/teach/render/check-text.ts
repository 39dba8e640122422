import { counted } from '../../../core/text/counted.ts';
import { placeText } from '../../../core/text/place-text.ts';
import type { Page } from '../../../output/paint.ts';
import { safeText } from '../../../output/safe-text.ts';
import type { TeachCheck } from '../result.ts';

/** One line for each problem, as compilers print them. */
export function renderCheck({ lessons, problems }: TeachCheck, { paint }: Page): string {
  if (problems.length === 0) return `${paint.good('✓')} ${counted(lessons, 'lesson')} can be used`;
  const lines = problems.map((one) => safeText(`${placeText(one)}: ${one.message}`));
  return [
    ...lines,
    '',
    `${paint.bad('✗')} ${counted(problems.length, 'problem')} in ${counted(lessons, 'lesson')}`,
  ].join('\n');
}
