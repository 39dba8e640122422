import { hashOf } from '../../core/teach/seeded.ts';
import { VARIED, type Vary } from './lesson.ts';
import type { Values } from './vary-lab.ts';

/**
 * The values that a seed picks. `turn` counts how often a question has returned: from one turn to the next
 * every number is another one, as long as there are others.
 */
export function pickedValues(vary: Vary, seed: string, turn = 0): Values {
  const values: { -readonly [name in keyof Values]: number } = {};
  for (const name of VARIED) {
    const known = vary[name];
    if (known === undefined) continue;
    values[name] = known[(hashOf(`${seed}/${name}`) + turn) % known.length] ?? 0;
  }
  return values;
}

/** Every choice that a seed can make, one number after the other: the first values, then each other one. */
export function allValues(vary: Vary): Values[] {
  const first = Object.fromEntries(VARIED.flatMap((name) => (vary[name] ? [[name, vary[name][0]]] : []))) as Values;
  const others = VARIED.flatMap((name) => (vary[name] ?? []).slice(1).map((value) => ({ ...first, [name]: value })));
  const last = Object.fromEntries(VARIED.flatMap((name) => (vary[name] ? [[name, vary[name].at(-1)]] : []))) as Values;
  return [first, ...others, last];
}
