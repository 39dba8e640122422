import { counted } from '../../../core/text/counted.ts';
import { listed } from '../../../core/text/listed.ts';
import { changedLines } from '../changed-lines.ts';
import type { Seen } from '../exercise.ts';
import { fitting, type Judged } from './now.ts';

/** At most so many lines of all labs differ from what they were. */
export function judgeLines({ staged, files }: Seen, most: number): Judged {
  const changes = staged.files.flatMap(({ name, text, isLab }) =>
    isLab ? [changedLines(text, files[name] ?? '')] : [],
  );
  const count = changes.reduce((sum, one) => sum + one.count, 0);
  const numbers = changes.flatMap((one) => one.numbers.map(String));
  const all = count === 0 ? 'none changed' : `${counted(count, 'line')} changed`;
  const where = numbers.length === 0 ? all : `${all}: ${listed(numbers)}`;
  return { isReached: count <= most, now: fitting(where, all) };
}
