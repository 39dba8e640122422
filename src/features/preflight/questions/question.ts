import type { Lab } from '../../../core/lab/lab.ts';
import { present } from '../../../core/present.ts';
import type { HypervisorProbe } from '../../probe/result.ts';
import type { Facts } from '../live/facts.ts';
import type { Answer, PreflightDetail } from '../result.ts';

/** One question of a preflight. */
export interface Question {
  /** Stable, for --only and --skip. */
  readonly id: string;
  /** As a question in a few words. */
  readonly title: string;
  /** Asked only when it is named, because it does something. */
  readonly onRequest?: boolean;
  /** Absent if it is about every lab; one that is about none of the labs is asked only when it is named. */
  readonly isAbout?: (lab: Lab) => boolean;
  ask(facts: Facts): Promise<Answer>;
}

/** The answer that details make: as bad as the worst of them. */
export function judged(details: readonly PreflightDetail[], whenOk: string, whenNot: string, next?: string): Answer {
  const isBad = (severity: PreflightDetail['severity']): boolean => details.some((one) => one.severity === severity);
  const state: Answer['state'] = isBad('error') ? 'failed' : isBad('warning') ? 'warning' : 'ok';
  if (state === 'ok') return { state, summary: whenOk, details };
  return present({ state, summary: whenNot, details, next });
}

/** Why what only a running hypervisor shows was not looked at. */
export const NONE_RUNS = 'no hypervisor runs yet';

/** Why nothing was seen of hypervisors, where none answers: one that hangs, or is out of reach, may run. */
export function whyNoneAnswers(hypervisors: readonly Pick<HypervisorProbe, 'tcp' | 'findings'>[]): string {
  const isDown = hypervisors.every(
    ({ tcp, findings }) => tcp.state === 'refused' || findings.some(({ slug }) => slug === 'responder'),
  );
  return isDown ? NONE_RUNS : 'no hypervisor answers';
}

/** The answer that nothing is wrong. */
export function ok(summary: string): Answer {
  return { state: 'ok', summary, details: [] };
}

/** The answer that the question was not asked; `summary` says why. It is not counted as good. */
export function skipped(summary: string): Answer {
  return { state: 'skipped', summary, details: [] };
}

/** The answer that it could not be found out; `next` is what the user can do about it. */
export function unknown(summary: string, next?: string): Answer {
  return present({ state: 'unknown' as const, summary, details: [], next });
}
