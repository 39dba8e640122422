import type { Claim } from './asked.ts';
import { isSame, type Moment } from './moment.ts';
import { isProblem, type Problem } from './problem.ts';
import { rightAnswer } from './right-answer.ts';
import { saidAnswer } from './said-answer.ts';
import { subjectFor } from './subject-for.ts';

/** Whether what is claimed is so at the moment, or why nobody can say. */
export function claimHolds(moment: Moment, { is, ...claim }: Claim, at: string): boolean | Problem {
  const subject = subjectFor(moment, { ...claim, at });
  if (isProblem(subject)) return subject;
  const said = saidAnswer(moment, subject, is);
  if (said === undefined) return { problem: `"${is}" is no answer to "${claim.ask}"` };
  const right = rightAnswer(moment, subject);
  return right === undefined ? { problem: 'the answer is not known at this step' } : isSame(right, said);
}
