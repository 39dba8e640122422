import { Composer, type CST, type Document, isMap, isScalar, isSeq, type Node, Parser, type YAMLMap } from 'yaml';
import type { ProblemList } from '../problem.ts';
import { LineStarts, type Position } from './line-starts.ts';
import type { PlainDocument } from './plain-document.ts';
import {
  MAX_DEPTH,
  MAX_DOCUMENTS,
  NO_ANCHORS,
  NO_DIRECTIVES,
  NO_KEY,
  NO_TAGS,
  TOO_MANY,
  wellFormed,
} from './yaml-rules.ts';

/**
 * Reads YAML as a tree of nodes, to tell every problem in it at its place. Linear in the length of the text,
 * but slow, and large.
 */
export function readYamlNodes(text: string, problems: ProblemList): PlainDocument[] {
  const lines = new LineStarts(text);
  const at = (offset: number): Position => lines.positionOf(offset);
  const report = (message: string, offset: number): void => {
    const { line, column } = at(offset);
    problems.error(message, line, column);
  };

  const tokens = [...new Parser().parse(text)];
  inspectTokens(tokens, report, problems);
  if (problems.hasErrors) return [];

  // Keys are compared below, in linear time; the library's own comparison is quadratic.
  const composer = new Composer({ uniqueKeys: false, keepSourceTokens: false });
  const documents: PlainDocument[] = [];
  for (const document of composer.compose(tokens, true, text.length)) {
    for (const error of document.errors) report(firstLine(error.message), error.pos[0]);
    if (document.errors.length === 0 && document.contents !== null) documents.push(toPlain(document, at, report));
  }
  return documents;
}

type Report = (message: string, offset: number) => void;

interface Nested {
  readonly token: CST.Token | CST.SourceToken;
  readonly depth: number;
}

/** Walks the tokens with a stack of its own, so that depth costs memory and not the call stack. */
function inspectTokens(tokens: readonly CST.Token[], report: Report, problems: ProblemList): void {
  if (tokens.filter((token) => token.type === 'document').length > MAX_DOCUMENTS) {
    report(TOO_MANY, 0);
  }
  const stack: Nested[] = tokens.map((token) => ({ token, depth: 0 }));
  stack.reverse();
  for (let entry = stack.pop(); entry !== undefined && !problems.isFull; entry = stack.pop()) {
    if (entry.depth > MAX_DEPTH) {
      report(`nested more than ${MAX_DEPTH} deep`, entry.token.offset);
      return;
    }
    inspectToken(entry.token, report);
    if (entry.token.type === 'flow-collection') inspectFlow(entry.token, report);
    // Last child first, so that tokens are met in the order of the text.
    for (const child of [...childrenOf(entry)].reverse()) stack.push(child);
  }
}

/** The tokens inside a token: its properties, its values, and the items of a collection one level deeper. */
function* childrenOf({ token, depth }: Nested): Generator<Nested, void, undefined> {
  const lists = [
    'props' in token ? token.props : undefined,
    'start' in token && Array.isArray(token.start) ? token.start : undefined,
    'end' in token && Array.isArray(token.end) ? token.end : undefined,
  ];
  for (const list of lists) for (const child of list ?? []) yield { token: child, depth };
  if ('value' in token && token.value) yield { token: token.value, depth };
  if (!('items' in token)) return;
  for (const { start, sep, key, value } of token.items) {
    for (const child of [...start, ...(sep ?? [])]) yield { token: child, depth };
    if (key) yield { token: key, depth: depth + 1 };
    if (value) yield { token: value, depth: depth + 1 };
  }
}

function inspectToken(token: CST.Token | CST.SourceToken, report: Report): void {
  switch (token.type) {
    case 'anchor':
    case 'alias':
      report(NO_ANCHORS, token.offset);
      break;
    case 'tag':
      report(NO_TAGS, token.offset);
      break;
    case 'directive':
      report(NO_DIRECTIVES, token.offset);
      break;
    case 'error':
      report(firstLine(token.message), token.offset);
      break;
    default:
      break;
  }
}

/** Finds the first comma behind a comma; the composer would report each one in quadratic time. */
function inspectFlow(token: CST.FlowCollection, report: Report): void {
  for (const { start } of token.items) {
    const first = start.findIndex((one) => one.type === 'comma');
    const second = first < 0 ? undefined : start.find((one, index) => index > first && one.type === 'comma');
    if (second === undefined) continue;
    report('a comma without a value before it', second.offset);
    return;
  }
}

function toPlain(document: Document.Parsed, at: (offset: number) => Position, report: Report): PlainDocument {
  const values = new Map<string, number>();
  const keys = new Map<string, number>();

  const visitMap = (map: YAMLMap, pointer: string): unknown => {
    // Without a prototype a key such as __proto__ is a key like any other.
    const result: Record<string, unknown> = Object.create(null);
    for (const pair of map.items) {
      const keyNode = pair.key as Node | null;
      const offset = keyNode?.range?.[0] ?? map.range?.[0] ?? 0;
      if (!isScalar(keyNode) || keyNode.value === null || typeof keyNode.value === 'object') {
        report(NO_KEY, offset);
        continue;
      }
      const key = wellFormed(String(keyNode.value));
      const child = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      const first = keys.get(child);
      if (first === undefined) keys.set(child, offset);
      else report(`"${key}" is set twice, first in line ${at(first).line}`, offset);
      result[key] = visit(pair.value as Node | null, child);
    }
    return result;
  };
  const visit = (node: Node | null, pointer: string): unknown => {
    if (node?.range) values.set(pointer, node.range[0]);
    if (isSeq(node)) return node.items.map((item, index) => visit(item as Node | null, `${pointer}/${index}`));
    if (isMap(node)) return visitMap(node, pointer);
    if (!isScalar(node)) return null;
    return typeof node.value === 'string' ? wellFormed(node.value) : node.value;
  };

  const value = visit(document.contents, '');
  const nearest = (map: ReadonlyMap<string, number>, pointer: string): Position => {
    let path = pointer;
    while (!map.has(path) && !values.has(path) && path !== '') path = path.slice(0, path.lastIndexOf('/'));
    return at(map.get(path) ?? values.get(path) ?? 0);
  };
  return {
    value,
    positionOf: (pointer) => nearest(values, pointer),
    positionOfKey: (pointer) => nearest(keys, pointer),
  };
}

/** The library's messages go on with an excerpt of the text; the place says the same in fewer words. */
function firstLine(message: string): string {
  const line = message.split('\n')[0] ?? message;
  return line.replace(/ at line \d+, column \d+:?$/, '');
}
