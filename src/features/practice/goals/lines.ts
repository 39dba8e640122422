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
  if (count === 0) return { isReached: true, now: 'none is changed' };
  const all = `${count} changed`;
  const word = numbers.length === 1 ? 'line' : 'lines';
  const where =
    numbers.length === 0 ? `${count} ${count === 1 ? 'is' : 'are'} gone` : `${all}: ${word} ${listed(numbers)}`;
  return { isReached: count <= most, now: fitting(where, all) };
}
