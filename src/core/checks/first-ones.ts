/** Different things, as numbers, each with the place where it is met first; in the order of the places. */
export type Places = Map<number, number>;

/** How many different things there are, and which are met first. */
export interface FirstOnes {
  readonly count: number;
  readonly first: readonly number[];
}

/** As many as a sentence names. */
const NAMED = 3;

/** Notes where a thing is met, unless it was met before. */
export function place(places: Places, thing: number, at: number): void {
  if (!places.has(thing)) places.set(thing, at);
}

/**
 * The things of several lists together, with the first `most` of them. It goes through all lists but the
 * longest: a list that belongs to very many findings costs each of them nothing.
 */
export function firstOnes(lists: readonly Places[], most = NAMED): FirstOnes {
  const [longest = NOTHING, ...others] = lists.length > 1 ? [...lists].sort((a, b) => b.size - a.size) : lists;
  const more = new Set<number>();
  for (const list of others) for (const thing of list.keys()) if (!longest.has(thing)) more.add(thing);
  const heads = lists.flatMap((list) => headOf(list, most)).sort(([, a], [, b]) => a - b);
  const first = [...new Set(heads.map(([thing]) => thing))].slice(0, most);
  return { count: longest.size + more.size, first };
}

const NOTHING: Places = new Map();

function headOf(list: Places, most: number): Array<readonly [thing: number, at: number]> {
  const head: Array<readonly [number, number]> = [];
  for (const entry of list) {
    if (head.length === most) break;
    head.push(entry);
  }
  return head;
}
