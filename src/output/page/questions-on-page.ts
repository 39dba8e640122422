import type { Severity } from '../../core/checks/finding.ts';

/** The answers of `preflight`, in the order of the questions; sentences are those of its other formats. */
export interface QuestionsOnPage {
  /** `12 questions: 5 ok, 7 not looked at`. */
  readonly sum: string;
  /** The worst of the states that count. */
  readonly state: QuestionState;
  readonly questions: readonly QuestionOnPage[];
  /** What to do next: command lines, or a sentence where there is none. */
  readonly next: { readonly commands: readonly string[]; readonly text: string };
  /** What is to be done after that. */
  readonly afterwards?: string;
}

/** `unknown`: the world would not let us know; `skipped`: not looked at. */
export type QuestionState = 'failed' | 'unknown' | 'warning' | 'ok' | 'skipped';

export interface QuestionOnPage {
  /** Such as `ports`. */
  readonly id: string;
  /** A question. */
  readonly title: string;
  readonly state: QuestionState;
  readonly summary: string;
  readonly details: readonly QuestionDetail[];
  /** The command lines that say more, or mend it. */
  readonly commands: readonly string[];
  /** A sentence in their place. */
  readonly advice?: string;
}

export interface QuestionDetail {
  readonly severity: Severity;
  readonly message: string;
  readonly remedy?: string;
  /** Such as `NIO001`. */
  readonly rule?: string;
  /** `lab.net:5:1`. */
  readonly place?: string;
}
