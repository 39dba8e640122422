import { type KeptProgress, LESSON_KEY } from './progress.ts';

/** The lessons of which something is kept, by their keys. */
export function keptLessons(kept: KeptProgress): string[] {
  return kept.keys().filter((key) => key.startsWith(LESSON_KEY));
}

/** Forgets what a student has done of all lessons. */
export function clearLessons(kept: KeptProgress): void {
  for (const key of keptLessons(kept)) kept.change(key, () => undefined);
}
