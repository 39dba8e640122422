/** Says of a socket or a link whether a parsed filter matches it. */
import { parseIp, splitZone, unmapped } from '../address/ip-address.ts';
import { isInNetwork } from '../address/network.ts';
import { stateKey } from './filter-parser.ts';
import type { Comparison, FilterNode, HostPattern, StateStep, TextField } from './filter-tree.ts';

/**
 * A socket as a filter sees it. Addresses are IPv4 or IPv6; another text, such as `*`, is an address that is
 * not known.
 */
export interface FilterEnd {
  readonly localAddress: string;
  readonly localPort: number;
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly pid?: number;
  readonly process?: string;
  readonly device?: string;
  /** HOST:PORT. */
  readonly hypervisor?: string;
}

/** A link with its ends, or a socket, which is its own single end. */
export interface FilterSubject {
  readonly state: string;
  /** Name of the link. */
  readonly link?: string | undefined;
  readonly ends: readonly FilterEnd[];
}

export type Filter = (subject: FilterSubject) => boolean;

/** ss's `bucket`: what the kernel keeps as a minisocket; `big` is everything else. */
const BUCKET: ReadonlySet<string> = new Set(['synrecv', 'timewait']);

/**
 * ss's `connected`: all of its states except listening and unconnected. States of links are not among them.
 */
const CONNECTED: ReadonlySet<string> = new Set([
  ...['established', 'synsent', 'synrecv', 'finwait1', 'finwait2', 'timewait', 'closewait', 'lastack', 'closing'],
]);

const COMPARISONS: Readonly<Record<Exclude<Comparison, '='>, (a: number, b: number) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

interface Evaluation {
  readonly subject: FilterSubject;
  /** What is looked at one by one: the ends, or for a subject without ends, `undefined` once. */
  readonly ends: ReadonlyArray<FilterEnd | undefined>;
  /**
   * The answer of each negation, once it is known. It is the same for all ends; asked again for each of them,
   * negations in negations would take exponential time.
   */
  readonly negations: Array<boolean | undefined>;
}

type Test = (end: FilterEnd | undefined, evaluation: Evaluation) => boolean;

const NO_ENDS: ReadonlyArray<FilterEnd | undefined> = [undefined];

/** The meaning of a tree; `parseFilter` says what it is. */
export function compileFilter(tree: FilterNode): Filter {
  const compiler = new Compiler();
  const test = compiler.compile(tree);
  return (subject) => {
    const ends = subject.ends.length === 0 ? NO_ENDS : subject.ends;
    const evaluation: Evaluation = { subject, ends, negations: [] };
    return ends.some((end) => test(end, evaluation));
  };
}

class Compiler {
  private negationCount = 0;

  compile(node: FilterNode): Test {
    switch (node.kind) {
      case 'and': {
        const tests = node.parts.map((part) => this.compile(part));
        return (end, evaluation) => tests.every((test) => test(end, evaluation));
      }
      case 'or': {
        const tests = node.parts.map((part) => this.compile(part));
        return (end, evaluation) => tests.some((test) => test(end, evaluation));
      }
      case 'not':
        return this.negation(this.compile(node.part));
      case 'states':
        return (_end, { subject }) => matchesStates(node.steps, stateKey(subject.state));
      case 'host':
        return (end) =>
          end !== undefined &&
          (node.side === 'local'
            ? matchesHost(node.pattern, end.localAddress, end.localPort)
            : matchesHost(node.pattern, end.remoteAddress, end.remotePort));
      case 'port': {
        const compare = COMPARISONS[node.comparison];
        return (end) => end !== undefined && compare(node.side === 'local' ? end.localPort : end.remotePort, node.port);
      }
      case 'text':
        return textTest(node.field, node.text.toLowerCase());
      case 'pid':
        return (end) => end?.pid === node.pid;
    }
  }

  private negation(test: Test): Test {
    const number = this.negationCount++;
    return (_end, evaluation) => {
      const { ends, negations } = evaluation;
      let answer = negations[number];
      if (answer === undefined) {
        answer = !ends.some((end) => test(end, evaluation));
        negations[number] = answer;
      }
      return answer;
    };
  }
}

/** A filter that begins with `exclude` begins with all states, any other with none. */
function matchesStates(steps: readonly StateStep[], state: string): boolean {
  let isIn = steps[0]?.adds === false;
  for (const { adds, states } of steps) {
    if (states.some((wanted) => isOfState(state, wanted))) isIn = adds;
  }
  return isIn;
}

function isOfState(state: string, wanted: string): boolean {
  switch (wanted) {
    case 'all':
      return true;
    case 'connected':
      return CONNECTED.has(state);
    case 'synchronized':
      return CONNECTED.has(state) && state !== 'synsent';
    case 'bucket':
      return BUCKET.has(state);
    case 'big':
      return !BUCKET.has(state);
    default:
      return state === wanted;
  }
}

function matchesHost(pattern: HostPattern, address: string, port: number): boolean {
  if (pattern.port !== undefined && pattern.port !== port) return false;
  if (pattern.network === undefined && pattern.family === undefined) return true;
  const read = parseIp(splitZone(address).address);
  if (read === undefined) return false;
  const groups = unmapped(read);
  if (pattern.network !== undefined) return isInNetwork(groups, pattern.network);
  return groups.length === (pattern.family === 4 ? 2 : 8);
}

function textTest(field: TextField, wanted: string): Test {
  // The name of a link holds those of two devices and two interfaces: nobody writes it out.
  if (field === 'link') return (_end, { subject }) => subject.link?.toLowerCase().includes(wanted) ?? false;
  return (end) => end?.[field]?.toLowerCase() === wanted;
}
