import type { Outcome } from '../../core/outcome.ts';

/** Result of `teach grade`; its JSON Schema is docs/schemas/grade.schema.json. */
export interface GradeResult {
  readonly schemaVersion: 1;
  /** `findings` if a file does not fit. */
  readonly outcome: Extract<Outcome, 'clean' | 'findings'>;
  /** As the command was told. */
  readonly class?: string;
  /** How many files were read. */
  readonly files: number;
  /** Files in folders that are no results. */
  readonly passedOver: number;
  /** What was handed in, exercises first. */
  readonly tasks: readonly Task[];
  /** By name. */
  readonly students: readonly Student[];
  /** Wrong ideas behind mends and answers, those of most students first. */
  readonly beliefs: readonly SeenBelief[];
  readonly misfits: readonly MisfitFile[];
}

export interface Task {
  /** `same-base-new`; of a quiz `quiz easy 10`. */
  readonly id: string;
  readonly kind: 'practice' | 'quiz';
}

export interface Student {
  readonly name: string;
  readonly sum: number;
  readonly hints: number;
  readonly results: readonly StudentResult[];
}

export interface StudentResult {
  /** Id of a task. */
  readonly task: string;
  readonly file: string;
  /** Of 10. */
  readonly points: number;
  readonly hints: number;
  readonly isSolved: boolean;
  readonly hasGivenUp: boolean;
  /** Goals that are open at the end; of a quiz the questions without a right answer, `question 3`. */
  readonly open: readonly string[];
  /** Ids of beliefs. */
  readonly beliefs: readonly string[];
  /** As the file says; not graded. */
  readonly seconds: number;
}

export interface SeenBelief {
  readonly belief: string;
  /** How many students had it. */
  readonly students: number;
  /** Where it is to be seen that it is not so; absent for a mere slip. */
  readonly lesson?: string;
  readonly lab?: string;
  readonly at?: string;
  readonly dynamips?: string;
}

/** A file that does not count, and why, in a clause. */
export interface MisfitFile {
  readonly file: string;
  readonly problem: string;
}
