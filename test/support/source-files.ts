/**
 * The files of the project as text, and the comments and functions in them as the TypeScript compiler sees
 * them.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const ROOT = join(import.meta.dirname, '..', '..');

/** What lies in the folder and belongs to others, or is made by the build. */
const NOT_OURS = new Set(['node_modules', 'dist', 'man', 'coverage', 'release', '.git']);

/** A block comment, or lines of `//` that follow each other. */
export interface Comment {
  /** Of its first line, counted from 1. */
  readonly line: number;
  /** As they stand in the file, with what stands before and behind the comment. */
  readonly lines: readonly string[];
  /** Its words on one line, without slashes and stars. */
  readonly text: string;
}

export interface FunctionLength {
  readonly name: string;
  /** Of its first line, counted from 1. */
  readonly line: number;
  readonly length: number;
}

/** Paths of all files of the project, from its root, with slashes. */
export function projectFiles(): string[] {
  return readdirSync(ROOT, { withFileTypes: true })
    .filter(({ name }) => !NOT_OURS.has(name))
    .flatMap((entry) =>
      entry.isDirectory()
        ? readdirSync(join(ROOT, entry.name), { recursive: true, withFileTypes: true })
            .filter((inner) => inner.isFile())
            .map((inner) => join(inner.parentPath, inner.name).slice(ROOT.length + 1))
        : [entry.name],
    )
    .map((path) => path.replaceAll('\\', '/'))
    .sort();
}

export function readProjectFile(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** `text` of a file of TypeScript or JavaScript. */
export function parseSource(path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
}

/** All comments of a file, in order. */
export function commentsOf(source: ts.SourceFile): Comment[] {
  const { text } = source;
  const ranges = new Map<number, ts.CommentRange>();
  const visit = (node: ts.Node): void => {
    if (ts.isJSDoc(node)) return;
    const children = node.getChildren(source);
    for (const child of children) visit(child);
    if (children.length > 0) return;
    const found = [
      ...(ts.getLeadingCommentRanges(text, node.getFullStart()) ?? []),
      ...(ts.getTrailingCommentRanges(text, node.getEnd()) ?? []),
    ];
    for (const range of found) ranges.set(range.pos, range);
  };
  visit(source);
  return inOneComment(
    source,
    [...ranges.values()].sort((a, b) => a.pos - b.pos),
  );
}

/** Lines of `//` of which each has only blanks between itself and the next are one comment. */
function inOneComment(source: ts.SourceFile, ranges: readonly ts.CommentRange[]): Comment[] {
  const { text } = source;
  const groups: { pos: number; end: number; kind: ts.CommentKind }[] = [];
  for (const { pos, end, kind } of ranges) {
    const last = groups.at(-1);
    const isLine = kind === ts.SyntaxKind.SingleLineCommentTrivia;
    if (last?.kind === kind && isLine && /^\r?\n[ \t]*$/.test(text.slice(last.end, pos))) last.end = end;
    else groups.push({ pos, end, kind });
  }
  const lines = text.split('\n');
  return groups.map(({ pos, end }) => {
    const first = source.getLineAndCharacterOfPosition(pos).line;
    const last = source.getLineAndCharacterOfPosition(end).line;
    return { line: first + 1, lines: lines.slice(first, last + 1), text: wordsOf(text.slice(pos, end)) };
  });
}

function wordsOf(comment: string): string {
  return comment
    .split('\n')
    .map((line) => line.replace(/^\s*(\/\*\*?|\/\/|\*(?!\/))/, '').replace(/\*\/\s*$/, ''))
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/**
 * Every string of a file, in order, with the line on which it begins; what a template puts in is `…`, and
 * pieces that are joined with `+` are one string.
 */
export function stringsOf(source: ts.SourceFile): { readonly line: number; readonly text: string }[] {
  const found: { line: number; text: string }[] = [];
  const visit = (node: ts.Node): void => {
    const text = stringOf(node);
    if (text === undefined) ts.forEachChild(node, visit);
    else found.push({ line: source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1, text });
    // Strings within what a template puts in.
    if (ts.isTemplateExpression(node)) for (const { expression } of node.templateSpans) visit(expression);
  };
  visit(source);
  return found;
}

function stringOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node)) {
    return node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join('');
  }
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.PlusToken) return undefined;
  const [left, right] = [stringOf(node.left), stringOf(node.right)];
  return left === undefined || right === undefined ? undefined : left + right;
}

/** Every function of a file with a body, with the lines from its first word to its last brace. */
export function functionsOf(source: ts.SourceFile): FunctionLength[] {
  const found: FunctionLength[] = [];
  const lineOf = (position: number) => source.getLineAndCharacterOfPosition(position).line + 1;
  const visit = (node: ts.Node): void => {
    if (isFunction(node) && node.body !== undefined && !isSuite(node)) {
      const line = lineOf(node.getStart(source));
      const name = node.name?.getText(source) ?? 'function without a name';
      found.push({ name, line, length: lineOf(node.getEnd()) - line + 1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isFunction(node: ts.Node): node is ts.FunctionLikeDeclaration {
  return ts.isFunctionLike(node) && 'body' in node;
}

/** True for a function that makes tests: it is a list of them, and as long as the list. */
function isSuite(node: ts.FunctionLikeDeclaration): boolean {
  return node.body !== undefined && ts.isBlock(node.body) && node.body.statements.some(makesTests);
}

function makesTests(statement: ts.Statement): boolean {
  if (ts.isForOfStatement(statement)) {
    return ts.isBlock(statement.statement) && statement.statement.statements.some(makesTests);
  }
  return (
    ts.isExpressionStatement(statement) &&
    ts.isCallExpression(statement.expression) &&
    /^(describe|it)\b/.test(statement.expression.expression.getText())
  );
}
