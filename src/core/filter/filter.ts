/** The language of `--filter`: ss's, with words for links. The grammar is in docs/FILTER.md. */
import { InputError } from '../errors/input-error.ts';
import { compileFilter, type Filter } from './filter-evaluator.ts';
import { FilterError, parseFilterTree } from './filter-parser.ts';

export type { Filter, FilterEnd, FilterSubject } from './filter-evaluator.ts';
export { FilterError } from './filter-parser.ts';

/**
 * The filter that a text means; throws FilterError. `states` are those that the subjects may have in addition
 * to a socket's.
 *
 * A link matches when one of its ends matches the whole expression: `sport = :1 and dport = :2` wants both at
 * the same end. Only a negation speaks of the whole link: `not X`, and so `!=`, means that X holds for no
 * end. `not sport = :1` keeps the links that have no end with local port 1, and not those that have some
 * other end as well. So `not (X or Y)` is `not X and not Y`, and `not not X` is true at every end if X is at
 * one of them.
 *
 * A state and the name of a link are the same for all ends. A subject without ends can match by these alone:
 * conditions on an end are false for it, and so is a condition on something that is not known, such as the
 * process of another's socket.
 */
export function parseFilter(text: string, states: readonly string[]): Filter {
  return compileFilter(parseFilterTree(text, states));
}

/** The filter of a flag, or everything without one; throws an `InputError` if the filter cannot be read. */
export function filterOf(text: string | undefined, states: readonly string[]): Filter {
  if (text === undefined) return () => true;
  try {
    return parseFilter(text, states);
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    const next = "filters are like ss's: sport = :10000 and dst 127.0.0.1, state shared";
    throw new InputError('BAD_FILTER', `the filter cannot be read: ${error.message}`, { next });
  }
}
