import type { Answer } from '../../core/teach/moment.ts';
import type { Question } from '../../core/teach/question.ts';

/** What became of a question: answered rightly or not, or its answer was shown. */
export type Outcome = 'right' | 'wrong' | 'shown';

/** How far a reader is in the quiz. It stays in the page, and is written nowhere. */
export interface QuizProgress {
  /** By `playKey` and anchor: what was answered first. */
  readonly outcomes: ReadonlyMap<string, Outcome>;
  /** By `playKey`: the highest step that the reader has seen; up to it all moves are free. */
  readonly farthest: ReadonlyMap<string, number>;
  /** How many hints to the question on the screen are open. */
  readonly hints: number;
  /** The answer just given, until the reader goes on. No answer: it was shown. */
  readonly said?: { readonly question: Question; readonly answer?: Answer };
}

export const NO_PROGRESS: QuizProgress = { outcomes: new Map(), farthest: new Map(), hints: 0 };
