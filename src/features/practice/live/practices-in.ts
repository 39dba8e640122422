import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { NiostatError } from '../../../core/errors/niostat-error.ts';
import type { PracticeResultFile } from '../../../core/teach/result-file.ts';
import { hasGivenUp, isDone } from '../session.ts';
import { resultIn } from './folder.ts';

type PracticeProgress = 'begun' | 'done' | 'given up';

/** What has become of the exercises that have a folder in this one, by their ids. */
export function practicesIn(folder: string): ReadonlyMap<string, PracticeProgress> {
  const states = new Map<string, PracticeProgress>();
  for (const name of subfolders(folder)) {
    const result = readable(join(folder, name));
    if (result === undefined) continue;
    const state = progressOf(result);
    if (states.get(result.exercise) !== 'done') states.set(result.exercise, state);
  }
  return states;
}

function subfolders(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** A list of exercises does not fail because of one folder. */
function readable(folder: string): PracticeResultFile | undefined {
  try {
    return resultIn(folder);
  } catch (error) {
    if (!(error instanceof NiostatError)) throw error;
    return undefined;
  }
}

function progressOf({ log }: PracticeResultFile): PracticeProgress {
  if (isDone({ acts: log })) return 'done';
  return hasGivenUp({ acts: log }) ? 'given up' : 'begun';
}
