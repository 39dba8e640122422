/**
 * What a practice or a quiz leaves behind: what the student did, and no score. `grade` makes everything again
 * from the seed and computes goals and points itself. The schema is docs/schemas/result.schema.json.
 */
export type ResultFile = PracticeResultFile | QuizResultFile;

interface Shared {
  /** The version of this format. */
  readonly result: 1;
  /** The niostat that wrote it. */
  readonly niostat: string;
  /** `CLASS/STUDENT/EXERCISE`, or what `--seed` said. */
  readonly seed: string;
  /** The student, if named. */
  readonly as?: string;
  readonly class?: string;
}

export interface PracticeResultFile extends Shared {
  readonly kind: 'practice';
  readonly exercise: string;
  /** Which ports of the machine it took: `Place.number` of features/practice. */
  readonly place: number;
  /** True if it was played from the model, without sockets. */
  readonly isPlayed?: boolean;
  readonly log: readonly PracticeAct[];
  /** The files as they are at the end, by name. */
  readonly final: Readonly<Record<string, string>>;
}

/** `s`: whole seconds since the start; shown, never graded. */
export type PracticeAct = { readonly s: number } & (
  | { readonly do: 'start' | 'load' | 'give up' | 'first file' | 'quit' }
  /** The other program that has a port of the exercise is gone, or is there again. */
  | { readonly do: 'program ended' | 'program started' }
  | { readonly do: 'hint'; readonly n: 1 | 2 | 3 }
  /** The lines that differ from the last save, by number, from 1; null for one that is gone. */
  | { readonly do: 'save'; readonly file: string; readonly lines: Readonly<Record<string, string | null>> }
  /** The goals that are open now. */
  | { readonly do: 'goals'; readonly open: readonly string[] }
);

export interface QuizResultFile extends Shared {
  readonly kind: 'quiz';
  readonly difficulty: string;
  readonly topics: readonly string[];
  readonly count: number;
  readonly log: readonly QuizAct[];
}

export type QuizAct = { readonly s: number } & (
  | { readonly do: 'start' | 'quit' }
  /** `q`: the number of the question, from 1; `value`: the text of the choice, or what was typed. */
  | { readonly do: 'answer'; readonly q: number; readonly value: string }
);
