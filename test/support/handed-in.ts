import type { PracticeAct, PracticeResultFile } from '../../src/core/teach/result-file.ts';
import { stageOf } from '../../src/features/practice/exercises.ts';
import { lineChanges } from '../../src/features/practice/line-changes.ts';

/** What a student of the tests does: saves of whole files, and other acts. */
export type Doing =
  | { readonly save: Readonly<Record<string, string>> }
  | { readonly hint: 1 | 2 | 3 }
  | { readonly do: 'load' | 'give up' | 'first file' | 'quit' };

/** A result file as practice writes it, for a student of class 2b; half a minute for each act. */
export function handedIn(as: string, exercise: string, doings: readonly Doing[], place = 3): PracticeResultFile {
  const seed = `2b/${as}/${exercise}`;
  const { files } = stageOf(exercise, seed, place);
  const texts: Record<string, string> = Object.fromEntries(files.map(({ name, text }) => [name, text]));
  const log: PracticeAct[] = [{ s: 0, do: 'start' }];
  let s = 0;
  for (const doing of doings) {
    s += 30;
    if ('hint' in doing) log.push({ s, do: 'hint', n: doing.hint });
    else if ('do' in doing) log.push({ s, do: doing.do });
    else {
      for (const [file, text] of Object.entries(doing.save)) {
        log.push({ s, do: 'save', file, lines: lineChanges(texts[file], text) });
        texts[file] = text;
      }
    }
  }
  return { result: 1, niostat: '0.1.0', kind: 'practice', exercise, seed, as, class: '2b', place, log, final: texts };
}
