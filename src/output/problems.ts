import type { Problem } from '../core/lab/problem.ts';
import { placeText } from '../core/text/place-text.ts';
import { safeText } from './safe-text.ts';

/** One line per problem, as compilers print them: an editor can jump to each. */
export function renderProblems(problems: readonly Problem[]): string {
  return problems
    .map(({ severity, message, location }) => {
      return safeText(`${placeText(location)}: ${severity}: ${message}`);
    })
    .join('\n');
}
