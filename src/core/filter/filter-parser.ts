/** The text of a filter as a tree, or an error at its column. The grammar is in docs/FILTER.md. */

import { isMapped, parseIp } from '../address/ip-address.ts';
import { present } from '../present.ts';
import type { Comparison, FilterNode, HostPattern, Side, StateStep, TextField } from './filter-tree.ts';

/** Nobody types more than a few lines; a longer text is a file given by mistake. */
const MAX_LENGTH = 4096;

/**
 * How deep parentheses and negations may stand in each other. Each level is a few calls deep when it is
 * parsed and when it is evaluated, so without a bound a text could exhaust the stack; people lose count long
 * before this.
 */
const MAX_NESTING = 64;

/** Of a word that is not understood, an error shows no more than this. */
const SHOWN_LENGTH = 40;

/** A text that is no filter. The message begins with the column, counted from 1. */
export class FilterError extends Error {
  override readonly name = 'FilterError';
  readonly column: number;

  constructor(column: number, problem: string) {
    super(`column ${column}: ${problem}`);
    this.column = column;
  }
}

/** Other spellings of a state, as ss, netstat and /proc have them. */
const STATE_SPELLINGS: Readonly<Record<string, string>> = {
  estab: 'established',
  listen: 'listening',
  unconn: 'unconnected',
  close: 'unconnected',
  closed: 'unconnected',
  synrcv: 'synrecv',
};

/**
 * One spelling for each state: `FIN_WAIT1` is `fin-wait-1`, and the question mark of `UNREACHABLE?` need not
 * be typed.
 */
export function stateKey(state: string): string {
  const key = state.toLowerCase().replace(/[-_?]/g, '');
  return STATE_SPELLINGS[key] ?? key;
}

/** States that every filter knows. */
const SOCKET_STATES: readonly string[] = [
  // ss's states of sockets.
  ...['established', 'syn-sent', 'syn-recv', 'fin-wait-1', 'fin-wait-2', 'time-wait', 'unconnected', 'close-wait'],
  ...['last-ack', 'listening', 'closing', 'unknown'],
  // ss's names for several states.
  ...['all', 'connected', 'synchronized', 'bucket', 'big'],
];

const WORD_OPERATORS: Readonly<Record<string, string>> = {
  not: '!',
  and: '&',
  or: '|',
  eq: '=',
  ne: '!=',
  neq: '!=',
  lt: '<',
  gt: '>',
  le: '<=',
  leq: '<=',
  ge: '>=',
  geq: '>=',
};
const SYMBOL_OPERATORS: Readonly<Record<string, string>> = { '&&': '&', '||': '|', '==': '=' };
const KEYWORDS: ReadonlySet<string> = new Set([
  ...['src', 'dst', 'sport', 'dport', 'state', 'exclude', 'excl'],
  ...['process', 'pid', 'device', 'hypervisor', 'link'],
]);

const CONDITION = 'a condition such as sport = :10000';
const PORT = 'a port such as :10000';
const HOST = 'an address such as 127.0.0.1, 10.0.0.0/8 or [::1]:10000';
const EXAMPLES: Readonly<Record<TextField, string>> = {
  process: 'a name such as dynamips',
  device: 'a name such as R1',
  hypervisor: 'a hypervisor such as 127.0.0.1:7200',
  link: 'a part of a link\'s name such as "R1 f0/0"',
};

interface Token {
  /** `operator` is one of `( ) ! & | = != < <= > >=`, in whatever way it was written. */
  readonly kind: 'operator' | 'keyword' | 'value' | 'end';
  readonly text: string;
  /** As it was typed, for errors. */
  readonly written: string;
  readonly column: number;
}

/**
 * `states` are those that the subjects may have in addition to a socket's. Throws FilterError. An empty text
 * is a filter without conditions, as for ss: an `and` of nothing.
 */
export function parseFilterTree(text: string, states: readonly string[]): FilterNode {
  if (text.length > MAX_LENGTH) {
    throw new FilterError(MAX_LENGTH + 1, `a filter has at most ${MAX_LENGTH} characters, this one ${text.length}`);
  }
  return new Parser(tokenize(text), new Set([...SOCKET_STATES, ...states].map(stateKey))).parse();
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  // A quoted value, an operator, or a word up to the next blank or operator. Every alternative takes at least
  // one character.
  const pattern = /\s+|"[^"]*"|'[^']*'|&&|\|\||==|[!<>]=|[()!&|=<>]|["'][\s\S]*|[^\s()!&|=<>]+/g;
  for (const { 0: written, index } of text.matchAll(pattern)) {
    const column = index + 1;
    const first = written[0] ?? '';
    if (first.trim() === '') continue;
    if (first === '"' || first === "'") {
      if (written.length === 1 || !written.endsWith(first)) throw new FilterError(column, `no ${first} ends this text`);
      tokens.push({ kind: 'value', text: written.slice(1, -1), written, column });
    } else if ('()!&|=<>'.includes(first)) {
      tokens.push({ kind: 'operator', text: SYMBOL_OPERATORS[written] ?? written, written, column });
    } else {
      tokens.push(wordToken(written, column));
    }
  }
  tokens.push({ kind: 'end', text: '', written: '', column: text.length + 1 });
  return tokens;
}

function wordToken(written: string, column: number): Token {
  const word = written.toLowerCase();
  if (Object.hasOwn(WORD_OPERATORS, word)) {
    return { kind: 'operator', text: WORD_OPERATORS[word] ?? '', written, column };
  }
  if (KEYWORDS.has(word)) return { kind: 'keyword', text: word, written, column };
  return { kind: 'value', text: written, written, column };
}

function unexpected(token: Token, expected: string): FilterError {
  const { written } = token;
  const excerpt = written.length > SHOWN_LENGTH ? `${written.slice(0, SHOWN_LENGTH)}…` : written;
  // What is quoted already needs no more quotes.
  const found = token.kind === 'end' ? 'the end' : /^["']/.test(excerpt) ? excerpt : `"${excerpt}"`;
  return new FilterError(token.column, `expected ${expected}, found ${found}`);
}

/** Recursive descent: or, and, not, condition. */
class Parser {
  private readonly tokens: readonly Token[];
  private position = 0;
  private nesting = 0;
  private readonly knownStates: ReadonlySet<string>;

  constructor(tokens: readonly Token[], knownStates: ReadonlySet<string>) {
    this.tokens = tokens;
    this.knownStates = knownStates;
  }

  parse(): FilterNode {
    if (this.peek().kind === 'end') return { kind: 'and', parts: [] };
    const tree = this.alternatives();
    if (this.peek().kind !== 'end') throw unexpected(this.peek(), 'the end, as no "(" is open');
    return tree;
  }

  private peek(): Token {
    const token = this.tokens[this.position];
    if (token === undefined) throw new Error('the last token was not read');
    return token;
  }

  private take(): Token {
    const token = this.peek();
    this.position++;
    return token;
  }

  /** Takes the next token if it is this operator. */
  private accept(operator: string): boolean {
    if (!this.nextIs('operator', operator)) return false;
    this.position++;
    return true;
  }

  private nextIs(kind: Token['kind'], ...texts: readonly string[]): boolean {
    return this.peek().kind === kind && texts.includes(this.peek().text);
  }

  private alternatives(): FilterNode {
    const parts = [this.conjunction()];
    while (this.accept('|')) parts.push(this.conjunction());
    return group('or', parts);
  }

  private conjunction(): FilterNode {
    const parts = [this.factor()];
    for (;;) {
      if (!this.accept('&')) {
        if (this.peek().kind === 'end' || this.nextIs('operator', '|', ')')) return group('and', parts);
        // ss takes two conditions side by side as "and"; anything else that stands here is a mistake of this
        // place.
        if (this.peek().kind !== 'keyword' && !this.nextIs('operator', '(', '!')) {
          const further = parts.at(-1)?.kind === 'states' ? 'another state, ' : '';
          throw unexpected(this.peek(), `${further}"and", "or" or another condition`);
        }
      }
      parts.push(this.factor());
    }
  }

  private factor(): FilterNode {
    const token = this.take();
    if (token.kind === 'keyword') return this.condition(token);
    if (token.kind !== 'operator' || (token.text !== '!' && token.text !== '(')) throw unexpected(token, CONDITION);
    this.nesting++;
    if (this.nesting > MAX_NESTING) {
      throw new FilterError(token.column, `more than ${MAX_NESTING} parentheses and negations stand in each other`);
    }
    const node: FilterNode = token.text === '!' ? { kind: 'not', part: this.factor() } : this.parenthesis(token);
    this.nesting--;
    return node;
  }

  private parenthesis(open: Token): FilterNode {
    const node = this.alternatives();
    if (!this.accept(')')) throw unexpected(this.peek(), `")" for the "(" of column ${open.column}`);
    return node;
  }

  private condition(keyword: Token): FilterNode {
    switch (keyword.text) {
      case 'src':
      case 'dst':
        return this.host(keyword.text === 'src' ? 'local' : 'remote');
      case 'sport':
      case 'dport':
        return this.port(keyword.text === 'sport' ? 'local' : 'remote');
      case 'state':
      case 'exclude':
      case 'excl':
        return this.states(keyword);
      case 'pid':
        return this.pid();
      default:
        return this.text(keyword.text as TextField);
    }
  }

  private host(side: Side): FilterNode {
    const isNegated = this.equality();
    const token = this.value(HOST);
    return negatedIf(isNegated, { kind: 'host', side, pattern: parseHost(token) });
  }

  private port(side: Side): FilterNode {
    const comparison = this.comparison();
    const token = this.value(PORT);
    const match = /^(?:(inet6?):)?:?(\*|\d+)$/i.exec(token.text);
    if (match === null) throw unexpected(token, PORT);
    const port = portNumber(match[2], token);
    const family = familyOf(match[1]);
    if (comparison === '=' || comparison === '!=') {
      return negatedIf(comparison === '!=', { kind: 'host', side, pattern: present({ family, port }) });
    }
    if (port === undefined) throw unexpected(token, `a number after ${comparison}`);
    const bound: FilterNode = { kind: 'port', side, comparison, port };
    return family === undefined ? bound : { kind: 'and', parts: [{ kind: 'host', side, pattern: { family } }, bound] };
  }

  /**
   * ss's STATE-FILTER: clauses side by side make one set of states, each adding to it or taking away from it.
   */
  private states(first: Token): FilterNode {
    const steps: StateStep[] = [];
    let keyword = first;
    for (;;) {
      const states: string[] = [];
      while (this.peek().kind === 'value' && this.knownStates.has(stateKey(this.peek().text)))
        states.push(stateKey(this.take().text));
      if (states.length === 0) throw unexpected(this.peek(), 'a state such as established or half-open');
      steps.push({ adds: keyword.text === 'state', states });
      if (!this.nextIs('keyword', 'state', 'exclude', 'excl')) return { kind: 'states', steps };
      keyword = this.take();
    }
  }

  private pid(): FilterNode {
    const isNegated = this.equality();
    const token = this.value('a process number such as 4711');
    if (!/^\d{1,10}$/.test(token.text)) throw unexpected(token, 'a process number such as 4711');
    return negatedIf(isNegated, { kind: 'pid', pid: Number(token.text) });
  }

  private text(field: TextField): FilterNode {
    const isNegated = this.equality();
    const token = this.value(EXAMPLES[field]);
    if (!isName(field, token.text)) throw unexpected(token, EXAMPLES[field]);
    return negatedIf(isNegated, { kind: 'text', field, text: token.text });
  }

  /** Takes `=`, `!=` or nothing, which is `=`; says whether it was `!=`. */
  private equality(): boolean {
    if (this.nextIs('operator', '<', '<=', '>', '>=')) throw unexpected(this.peek(), '"=" or "!="');
    return this.comparison() === '!=';
  }

  private comparison(): Comparison | '!=' {
    if (!this.nextIs('operator', '=', '!=', '<', '<=', '>', '>=')) return '=';
    return this.take().text as Comparison | '!=';
  }

  private value(expected: string): Token {
    if (this.peek().kind !== 'value') {
      // A name that is a word of the grammar is written in quotes.
      const hint = this.peek().kind === 'keyword' ? ' (in quotes, if it is a word of the filter)' : '';
      throw unexpected(this.peek(), `${expected}${hint}`);
    }
    return this.take();
  }
}

function isName(field: TextField, text: string): boolean {
  if (field !== 'hypervisor') return text !== '';
  const port = /.:([1-9]\d{0,4})$/.exec(text)?.[1];
  return port !== undefined && Number(port) <= 65535;
}

/** Lists of one are what they hold, so that a tree is as deep as its text. */
function group(kind: 'and' | 'or', parts: readonly FilterNode[]): FilterNode {
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind, parts };
}

function negatedIf(isNegated: boolean, part: FilterNode): FilterNode {
  return isNegated ? { kind: 'not', part } : part;
}

function familyOf(word: string | undefined): 4 | 6 | undefined {
  return word === undefined ? undefined : word.toLowerCase() === 'inet' ? 4 : 6;
}

/** `*` and nothing are no number: every port. */
function portNumber(text: string | undefined, token: Token): number | undefined {
  if (text === undefined || text === '*') return undefined;
  const port = Number(text);
  if (port > 65535) throw unexpected(token, 'a port from :0 to :65535');
  return port;
}

/** [FAMILY:]ADDRESS[/LENGTH][:PORT]; the address may be missing or `*`, one of IPv6 stands in brackets. */
const HOST_FORM = /^(?:(inet6?):)?(?:\[([^\]/]*)(?:\/(\d+)\]|\](?:\/(\d+))?)|([^:[\]/]*)(?:\/(\d+))?)(?::(\*|\d+))?$/i;

function parseHost(token: Token): HostPattern {
  const match = HOST_FORM.exec(token.text);
  if (match === null) {
    const isBare = (token.text.match(/:/g)?.length ?? 0) > 1 && !token.text.includes('[');
    throw unexpected(token, isBare ? 'an IPv6 address in brackets, such as [::1] or [::1]:10000' : HOST);
  }
  const [, familyWord, bracketed, lengthInside, lengthBehind, bare, lengthOfBare, portText] = match;
  const family = familyOf(familyWord);
  const port = portNumber(portText, token);
  const length = lengthInside ?? lengthBehind ?? lengthOfBare;
  const isAnyAddress = bare === '*' || (bare === '' && portText !== undefined);
  if (isAnyAddress && length === undefined) return present({ family, port });
  return present({ network: networkOf({ address: bracketed ?? bare ?? '', length, family }, token), port });
}

function networkOf(
  { address, length, family }: { address: string; length: string | undefined; family: 4 | 6 | undefined },
  token: Token,
): NonNullable<HostPattern['network']> {
  // ss's manual writes 193.233.7/24: the octets that a prefix leaves out are 0.
  const isShort = length !== undefined && /^\d+(\.\d+){0,2}$/.test(address);
  const groups = parseIp(isShort ? address + '.0'.repeat(4 - address.split('.').length) : address);
  if (groups === undefined) {
    const looksLikeName = /^[a-z][\w.-]*$/i.test(address);
    throw unexpected(token, looksLikeName ? `${HOST} (names are not looked up)` : HOST);
  }
  const bits = groups.length * 16;
  if (family !== undefined && (family === 4) !== (bits === 32)) throw unexpected(token, `an IPv${family} address`);
  const prefixLength = length === undefined ? bits : Number(length);
  if (prefixLength > bits) throw unexpected(token, `a prefix length of at most ${bits}`);
  // What lies within ::ffff:0:0/96 is IPv4 in other clothes.
  if (isMapped(groups) && prefixLength >= 96) return { groups: groups.slice(6), prefixLength: prefixLength - 96 };
  return { groups, prefixLength };
}
