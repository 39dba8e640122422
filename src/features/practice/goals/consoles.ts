import type { Seen } from '../exercise.ts';
import { fitting, type Judged } from './now.ts';

/** Behind every console is the router that it belongs to. */
export function judgeConsoles({ consoles = [] }: Seen): Judged {
  const wrong = consoles.filter(({ router, answers }) => answers !== router);
  const [first] = wrong;
  const count = `${consoles.length - wrong.length} of ${consoles.length}`;
  if (first === undefined) return { isReached: consoles.length > 0, now: count };
  const { router, port, answers } = first;
  const what = answers === undefined ? 'no router answers' : `${answers} answers`;
  return { isReached: false, now: fitting(`${router} has ${port}, where ${what}`, `${port}: ${what}`, count) };
}
