/** Result of `teach` without a lesson; its JSON Schema is docs/schemas/teach.schema.json. */
export interface TeachList {
  readonly schemaVersion: 1;
  readonly outcome: 'clean';
  readonly lessons: readonly ListedLesson[];
  readonly exercises: readonly ListedExercise[];
  /** What to do next: a command. */
  readonly next: string;
}

export interface ListedLesson {
  readonly number: number;
  readonly id: string;
  readonly title: string;
  readonly minutes: number;
  readonly goals: readonly string[];
  readonly after: readonly string[];
  /** The file that it is in. */
  readonly file: string;
  readonly state: 'new' | 'begun' | 'done';
  readonly questions: number;
  /** The question where it goes on, if it is begun. */
  readonly question?: number;
}

export interface ListedExercise {
  readonly id: string;
  readonly title: string;
  readonly minutes: number;
  readonly after: readonly string[];
}

/** Result of `teach --check`; its JSON Schema is docs/schemas/teach-check.schema.json. */
export interface TeachCheck {
  readonly schemaVersion: 1;
  readonly outcome: 'clean' | 'findings';
  readonly lessons: number;
  readonly problems: readonly CheckedProblem[];
}

export interface CheckedProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}
