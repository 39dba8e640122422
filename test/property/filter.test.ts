import { expect } from 'chai';
import { type FilterEnd, FilterError, type FilterSubject, parseFilter } from '../../src/core/filter/filter.ts';
import { fc } from '../support/property.ts';

/** A condition in the plainest words, how it may be written, and which ends it holds for. */
interface Condition {
  readonly kind: 'condition';
  readonly spellings: readonly string[];
  /** How its negation may be written without `not`. */
  readonly opposites: readonly string[];
  readonly holds: (end: FilterEnd | undefined, subject: FilterSubject) => boolean;
}

type Expression =
  | Condition
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Expression[] }
  | { readonly kind: 'not'; readonly part: Expression };

/** Few values, so that conditions hold often enough. */
const PORTS = [1, 2, 3];
const BITS: Readonly<Record<string, string>> = {
  '10.0.0.1': bits([10, 0, 0, 1], 8),
  '10.0.1.1': bits([10, 0, 1, 1], 8),
  '138.0.0.1': bits([138, 0, 0, 1], 8),
  '::1': bits([0, 0, 0, 0, 0, 0, 0, 1], 16),
  'fe80::1:2': bits([0xfe80, 0, 0, 0, 0, 0, 1, 2], 16),
};
const ADDRESSES = Object.keys(BITS);
const STATES = ['ESTABLISHED', 'HALF-OPEN', 'MISSING', 'UNREACHABLE?', 'UNCONN', 'TIME_WAIT'];
const NAMES = ['R1', 'R2', 'dynamips'];

function bits(numbers: readonly number[], width: number): string {
  return numbers.map((number) => number.toString(2).padStart(width, '0')).join('');
}

const ends: fc.Arbitrary<FilterEnd> = fc.record(
  {
    localAddress: fc.constantFrom(...ADDRESSES, '*'),
    localPort: fc.constantFrom(...PORTS),
    remoteAddress: fc.constantFrom(...ADDRESSES, '*'),
    remotePort: fc.constantFrom(...PORTS),
    pid: fc.constantFrom(...PORTS),
    process: fc.constantFrom(...NAMES),
    device: fc.constantFrom(...NAMES),
    hypervisor: fc.constantFrom('localhost:7200', '[::1]:7201'),
  },
  { requiredKeys: ['localAddress', 'localPort', 'remoteAddress', 'remotePort'] },
);

const subjects: fc.Arbitrary<FilterSubject> = fc.record(
  {
    state: fc.constantFrom(...STATES),
    link: fc.constantFrom('R1 f0/0 -- R2 f0/0', 'R2 f1/0 -- R3 f0/0'),
    ends: fc.array(ends, { maxLength: 3 }),
  },
  { requiredKeys: ['state', 'ends'] },
);

const sides = fc.constantFrom('local' as const, 'remote' as const);

function portOf(end: FilterEnd, side: 'local' | 'remote'): number {
  return side === 'local' ? end.localPort : end.remotePort;
}

function addressOf(end: FilterEnd, side: 'local' | 'remote'): string {
  return side === 'local' ? end.localAddress : end.remoteAddress;
}

const ORDERS = [
  { words: ['<', 'lt', 'LT'], compare: (a: number, b: number) => a < b },
  { words: ['>', 'gt'], compare: (a: number, b: number) => a > b },
  { words: ['<=', 'le', 'leq'], compare: (a: number, b: number) => a <= b },
  { words: ['>=', 'ge', 'geq'], compare: (a: number, b: number) => a >= b },
  { words: ['=', '==', 'eq', ''], compare: (a: number, b: number) => a === b },
] as const;

const OTHERS = ['!=', 'ne', 'neq'];

const portConditions = fc
  .record({ side: sides, order: fc.constantFrom(...ORDERS), port: fc.constantFrom(0, ...PORTS, 4) })
  .map(({ side, order, port }): Condition => {
    const word = side === 'local' ? 'sport' : 'dport';
    return {
      kind: 'condition',
      spellings: order.words.flatMap((operator) => [`${word} ${operator} :${port}`, `${word} ${operator} ${port}`]),
      opposites: order.words.some((operator) => operator === '=') ? OTHERS.map((ne) => `${word} ${ne} :${port}`) : [],
      holds: (end) => end !== undefined && order.compare(portOf(end, side), port),
    };
  });

/** An address, all of it or its first bits, and perhaps a port. */
const hostConditions = fc
  .record({
    side: sides,
    address: fc.constantFrom(...ADDRESSES, '*'),
    length: fc.option(fc.nat({ max: 128 }), { nil: undefined }),
    port: fc.option(fc.constantFrom(...PORTS), { nil: undefined }),
  })
  .map(({ side, address, length, port }): Condition => {
    const wanted = BITS[address] ?? '';
    const kept = length === undefined ? wanted.length : length % (wanted.length + 1);
    const prefix = address === '*' || length === undefined ? '' : `/${kept}`;
    const portText = port === undefined ? '' : `:${port}`;
    const hosts = address.includes(':')
      ? [`[${address}]${prefix}`, `[${address.toUpperCase()}${prefix}]`, `inet6:[${address}]${prefix}`]
      : address === '*'
        ? ['*', ...(port === undefined ? [] : [''])]
        : [`${address}${prefix}`, `inet:${address}${prefix}`];
    const word = side === 'local' ? 'src' : 'dst';
    return {
      kind: 'condition',
      spellings: hosts.flatMap((host) => ['', '=', 'eq'].map((operator) => `${word} ${operator} ${host}${portText}`)),
      opposites: hosts.flatMap((host) => OTHERS.map((ne) => `${word} ${ne} ${host}${portText}`)),
      holds: (end) => {
        if (end === undefined || (port !== undefined && portOf(end, side) !== port)) return false;
        const actual = BITS[addressOf(end, side)];
        if (address === '*') return true;
        return actual?.length === wanted.length && actual.startsWith(wanted.slice(0, kept));
      },
    };
  });

const stateConditions = fc
  .array(fc.record({ adds: fc.boolean(), states: fc.uniqueArray(fc.constantFrom(...STATES), { minLength: 1 }) }), {
    minLength: 1,
    maxLength: 3,
  })
  .map((clauses): Condition => {
    const set = new Set<string>(clauses[0]?.adds ? [] : STATES);
    for (const { adds, states } of clauses) {
      for (const state of states) {
        if (adds) set.add(state);
        else set.delete(state);
      }
    }
    const printed = clauses.map(({ adds, states }) => `${adds ? 'state' : 'exclude'} ${states.join(' ')}`).join(' ');
    return {
      kind: 'condition',
      spellings: [printed, printed.toLowerCase(), printed.replaceAll('-', '_'), printed.replaceAll('exclude', 'excl')],
      opposites: [],
      holds: (_end, subject) => set.has(subject.state),
    };
  });

const ownerConditions = fc.oneof(
  fc.record({ field: fc.constantFrom('process' as const, 'device' as const), text: fc.constantFrom(...NAMES, 'R3') }),
  fc.record({
    field: fc.constant('hypervisor' as const),
    text: fc.constantFrom('localhost:7200', '[::1]:7201', 'a:1'),
  }),
  fc.record({ field: fc.constant('pid' as const), text: fc.constantFrom('1', '2', '4') }),
  fc.record({ field: fc.constant('link' as const), text: fc.constantFrom('R1 f0/0', 'R2', 'f0/0 -- R2', 'R4') }),
);

const textConditions = ownerConditions.map(({ field, text }): Condition => {
  const values = text.includes(' ') ? [`"${text}"`, `'${text}'`] : [text, `"${text}"`, text.toUpperCase()];
  return {
    kind: 'condition',
    spellings: values.flatMap((value) => [`${field} ${value}`, `${field}=${value}`, `${field} EQ ${value}`]),
    opposites: values.flatMap((value) => OTHERS.map((ne) => `${field} ${ne} ${value}`)),
    holds: (end, subject) =>
      field === 'link' ? subject.link?.includes(text) === true : end !== undefined && String(end[field] ?? '') === text,
  };
});

const conditions: fc.Arbitrary<Condition> = fc.oneof(portConditions, hostConditions, stateConditions, textConditions);

const { expression: expressions } = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    conditions,
    fc.record({ kind: fc.constant('not' as const), part: tie('expression') }),
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      parts: fc.array(tie('expression'), { minLength: 2, maxLength: 4 }),
    }),
  ),
}));

/** A choice of the printer: one of `count` ways. */
type Pick = (count: number) => number;

function pickFrom<T>(values: readonly T[], pick: Pick): T {
  const value = values[pick(values.length)];
  if (value === undefined) throw new Error('nothing to pick from');
  return value;
}

const STRENGTH = { or: 0, and: 1, not: 2, condition: 3 } as const;

/**
 * Written in one of the many ways that mean the same; with the parentheses that are needed and some that are
 * not.
 */
function print(node: Expression, pick: Pick): string {
  const operand = (part: Expression, outer: number): string => {
    const text = print(part, pick);
    if (STRENGTH[part.kind] > outer && pick(3) > 0) return text;
    return pick(2) === 0 ? `(${text})` : `( ${text} )`;
  };
  switch (node.kind) {
    case 'condition':
      return pickFrom(node.spellings, pick);
    case 'not':
      if (node.part.kind === 'condition' && node.part.opposites.length > 0 && pick(2) === 0) {
        return pickFrom(node.part.opposites, pick);
      }
      // A negation of a negation needs no parentheses.
      return `${pickFrom(['not ', '! ', '!', 'NOT '], pick)}${operand(node.part, STRENGTH.not - 1)}`;
    case 'or':
      return node.parts.map((part) => operand(part, STRENGTH.or)).join(pickFrom([' or ', ' | ', '||', ' OR '], pick));
    case 'and': {
      const printed = node.parts.map((part) => operand(part, STRENGTH.and));
      return printed.reduce((text, next) => {
        // Two clauses of states side by side would be one set of states; there "and" must be written.
        const isStates = /(?:state|exclude|excl) [^()=]*$/i.test(text) && /^(?:state|excl)/i.test(next);
        const joint = pickFrom(isStates ? [' and ', '&'] : [' and ', ' & ', ' && ', '&&', ' '], pick);
        return `${text}${joint}${next}`;
      });
    }
  }
}

/**
 * Where an expression holds, as the set of the ends' numbers; a subject without ends has one place, with
 * nothing in it.
 */
function places(node: Expression, subject: FilterSubject): ReadonlySet<number> {
  const all = subject.ends.length === 0 ? [0] : subject.ends.map((_end, index) => index);
  switch (node.kind) {
    case 'condition':
      return new Set(all.filter((index) => node.holds(subject.ends[index], subject)));
    case 'not':
      return new Set(places(node.part, subject).size === 0 ? all : []);
    case 'and':
    case 'or': {
      const parts = node.parts.map((part) => places(part, subject));
      const isEnough = (index: number): boolean =>
        node.kind === 'and' ? !parts.some((part) => !part.has(index)) : parts.some((part) => part.has(index));
      return new Set(all.filter(isEnough));
    }
  }
}

/** Words of the language and others, in any order. */
const fragments = fc.constantFrom(
  ...['sport', 'dport', 'src', 'dst', 'state', 'exclude', 'process', 'pid', 'device', 'hypervisor', 'link', 'not'],
  ...['and', 'or', '(', ')', '!', '&', '|', '=', '!=', '<', '>=', ' ', ' ', ' ', ':1', '*', '10.0.0.0/8', '[::1]:1'],
  ...[
    '[',
    ']',
    '/',
    ':',
    '"',
    "'",
    'idle',
    'all',
    '1',
    'x',
    'inet:',
    '\n',
    '\t',
    '\u0000',
    '\uD800',
    '\uFEFF',
    '__proto__',
  ],
  ...['constructor', 'toString', '%', '.', '?'],
);
const texts = fc.oneof(
  fc.array(fragments, { maxLength: 40 }).map((parts) => parts.join('')),
  fc.array(fragments, { maxLength: 40 }).map((parts) => parts.join(' ')),
  fc.string({ unit: 'binary', maxLength: 200 }),
);

/** Parses; anything thrown but FilterError comes through. */
function errorOf(text: string): FilterError | undefined {
  try {
    const filter = parseFilter(text, STATES);
    filter({ state: 'IDLE', ends: [] });
    return undefined;
  } catch (error) {
    if (error instanceof FilterError) return error;
    throw error;
  }
}

describe('properties of the socket filter', () => {
  it('an expression that is printed and parsed holds where a brute-force evaluation of its tree says', () => {
    fc.assert(
      fc.property(
        expressions,
        fc.array(subjects, { minLength: 1, maxLength: 8 }),
        fc.infiniteStream(fc.nat()),
        (expression, some, choices) => {
          const text = print(expression, (count) => (choices.next().value ?? 0) % count);
          fc.pre(text.length <= 4096);
          const filter = parseFilter(text, STATES);
          for (const subject of some) {
            expect(filter(subject), text).to.equal(places(expression, subject).size > 0);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('nothing but FilterError is thrown, with a column within the text', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const error = errorOf(text);
        if (error === undefined) return;
        expect(error.column).to.be.within(1, text.length + 1);
        expect(error.message.startsWith(`column ${error.column}: `)).to.equal(true);
        expect(error.message.length).to.be.below(250);
      }),
      { numRuns: 5000 },
    );
  });

  it('what stands before the column of an error is not the mistake', () => {
    // Up to there the text can be the beginning of a filter: with the rest away, the error is at the end or
    // there is none.
    fc.assert(
      fc.property(fc.array(fragments, { maxLength: 20 }), (parts) => {
        const text = parts.join(' ');
        const error = errorOf(text);
        fc.pre(error !== undefined && !error.message.includes('ends this text'));
        const before = text.slice(0, (error?.column ?? 1) - 1);
        const again = errorOf(before);
        if (again !== undefined) expect(again.column, text).to.equal(before.length + 1);
      }),
      { numRuns: 2000 },
    );
  });

  it('any text of the longest length is answered in time, where backtracking would take minutes', () => {
    fc.assert(
      fc.property(fc.array(fragments, { minLength: 1, maxLength: 3 }), (parts) => {
        errorOf(parts.join('').repeat(4096).slice(0, 4096));
        errorOf(`dst ${parts.join('').repeat(4096)}`.slice(0, 4096));
      }),
    );
  });
});
