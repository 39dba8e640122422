import type { Asked, Claim } from './asked.ts';
import { BELIEFS } from './beliefs.ts';
import { isSame, type Moment, type SubjectOf } from './moment.ts';
import { isProblem, type Problem } from './problem.ts';
import { rightAnswer } from './right-answer.ts';
import { saidAnswer } from './said-answer.ts';
import { subjectFor } from './subject-for.ts';

/**
 * Which of some statements holds, or why that cannot be asked: one of them cannot be decided, none holds, or
 * several do.
 */
export function trueOf(moment: Moment, { statements = [], at }: Asked): SubjectOf<'true of'> | Problem {
  if (statements.length < 2) return { problem: 'there are fewer than two statements' };
  const holding: number[] = [];
  for (const [place, { say, claims, belief }] of statements.entries()) {
    const holds = claimHolds(moment, claims, at);
    if (typeof holds !== 'boolean') return { problem: `of "${say}": ${holds.problem}` };
    if (holds) holding.push(place);
    if (belief !== undefined && !BELIEFS.some(({ id }) => id === belief))
      return { problem: `there is no belief "${belief}"` };
  }
  const [holds, other] = holding;
  if (holds === undefined) return { problem: 'none of the statements holds' };
  return other === undefined
    ? { ask: 'true of', statements, holds }
    : { problem: `"${statements[holds]?.say}" and "${statements[other]?.say}" both hold` };
}

/** Whether what is claimed is so at the moment, or why nobody can say. */
function claimHolds(moment: Moment, { is, ...claim }: Claim, at: string): boolean | Problem {
  const subject = subjectFor(moment, { ...claim, at });
  if (isProblem(subject)) return subject;
  const said = saidAnswer(moment, subject, is);
  if (said === undefined) return { problem: `"${is}" is no answer to "${claim.ask}"` };
  const right = rightAnswer(moment, subject);
  return right === undefined
    ? { problem: 'the answer is not known at this step: "at" names the moment that shows it' }
    : isSame(right, said);
}
