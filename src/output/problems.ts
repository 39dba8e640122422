import type { Problem } from '../core/lab/problem.ts';
import { placeText } from '../core/text/place-text.ts';
import { safeText } from './safe-text.ts';

/** From so many on, equal problems of a file are told as one. */
const MANY = 4;

/** As many further lines are named. */
const NAMED = 3;

/**
 * One line per problem, as compilers print them: an editor can jump to each. What is said of many lines of a
 * file is said once, with the first places.
 */
export function renderProblems(problems: readonly Problem[]): string {
  const groups = new Map<string, Problem[]>();
  for (const problem of problems) {
    const { severity, message, location } = problem;
    const key = `${severity} ${location.file} ${location.within ?? ''} ${message}`;
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(problem);
  }
  return [...groups.values()]
    .flatMap((group) => (group.length < MANY ? group.map((one) => problemLine(one, '')) : [manyLine(group)]))
    .join('\n');
}

function manyLine([first, ...others]: readonly Problem[]): string {
  const lines = [...new Set(others.map(({ location }) => location.line))];
  const some = lines.slice(0, NAMED).join(', ');
  const more = lines.length > NAMED ? ', …' : '';
  return problemLine(first as Problem, ` (and ${others.length} more times, in lines ${some}${more})`);
}

function problemLine({ severity, message, location }: Problem, more: string): string {
  return safeText(`${placeText(location)}: ${severity}: ${message}${more}`);
}
