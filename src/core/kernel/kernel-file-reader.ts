import { type Problem, ProblemList } from '../lab/problem.ts';
import { type JsonDocument, type JsonNode, readJsonText } from '../lab/text/json-text.ts';
import { present } from '../present.ts';
import { KERNEL_FILE_VERSION, type KernelFile, type KernelMethod, type Observation } from './kernel-file.ts';
import { BIND_ANSWERS, isSituationId, RECEIVER_ANSWERS } from './situation.ts';

/** A file of all situations has six thousand; a longer one is another file. */
const MAX_CHARACTERS = 200_000;

/** Releases and versions are a few words. */
const MAX_WORDS = 200;

/** The file, unless it has an error. */
export interface ReadKernel {
  readonly kernel?: KernelFile;
  readonly problems: readonly Problem[];
}

/**
 * Reads what `niostat kernel --write` wrote. Pure; never throws. Every error stands at its line. A situation
 * that this version does not know is passed over with a warning.
 */
export function readKernelFile(text: string, file: string): ReadKernel {
  const problems = new ProblemList(file);
  if (text.length > MAX_CHARACTERS) {
    problems.error(`a file of niostat kernel has no more than ${MAX_CHARACTERS} characters`, 1, 1);
    return { problems: problems.finish() };
  }
  const document = readJsonText(text, problems);
  const kernel = document === undefined ? undefined : new KernelReader(document, problems).read();
  return problems.hasErrors || kernel === undefined
    ? { problems: problems.finish() }
    : { kernel, problems: problems.finish() };
}

type JsonObject = JsonNode & { readonly type: 'object' };

class KernelReader {
  private readonly document: JsonDocument;
  private readonly problems: ProblemList;

  constructor(document: JsonDocument, problems: ProblemList) {
    this.document = document;
    this.problems = problems;
  }

  /** Undefined if it is no such file at all; what is wrong within one is in the problems. */
  read(): KernelFile | undefined {
    const { root } = this.document;
    const kind = root.type === 'object' ? root.entries.get('kind') : undefined;
    if (root.type !== 'object' || kind?.type !== 'string' || kind.value !== 'niostat-kernel') {
      this.error(root, 'this is not a file of niostat kernel; `niostat kernel --write FILE` writes one');
      return undefined;
    }
    if (!this.isOfThisVersion(root)) return undefined;
    this.knownKeys(root, ['schemaVersion', 'kind', 'system', 'release', 'date', 'method', 'observations']);
    return {
      schemaVersion: KERNEL_FILE_VERSION,
      kind: 'niostat-kernel',
      system: this.oneOf(root, 'system', ['linux', 'windows', 'darwin'] as const),
      release: this.words(root, 'release'),
      date: this.date(root),
      method: this.method(root),
      observations: this.observations(root),
    };
  }

  private isOfThisVersion(root: JsonObject): boolean {
    const version = root.entries.get('schemaVersion');
    if (version?.type === 'number' && version.value === KERNEL_FILE_VERSION) return true;
    const written = version?.type === 'number' ? ` ${version.value}` : '';
    this.error(
      version ?? root,
      `this is version${written || ' ?'} of the format, and ${KERNEL_FILE_VERSION} can be read: ask again with niostat kernel --write`,
    );
    return false;
  }

  private method(root: JsonObject): KernelMethod {
    const method = this.object(root, 'method');
    if (method === undefined) return { by: 'own-sockets' };
    const by = this.oneOf(method, 'by', ['own-sockets', 'program'] as const);
    if (by === 'own-sockets') {
      this.knownKeys(method, ['by']);
      return { by };
    }
    this.knownKeys(method, ['by', 'program', 'version', 'generation']);
    return {
      by,
      program: this.words(method, 'program'),
      version: this.words(method, 'version'),
      generation: this.oneOf(method, 'generation', ['before-0.2.18', 'from-0.2.18'] as const),
    };
  }

  private observations(root: JsonObject): Observation[] {
    const list = root.entries.get('observations');
    if (list?.type !== 'array') {
      this.error(list ?? root, '"observations" must be a list');
      return [];
    }
    const seen = new Set<string>();
    return list.items.flatMap((item): Observation[] => {
      if (this.problems.isFull) return [];
      if (item.type !== 'object') {
        this.error(item, 'an observation must be an object: {"situation", "bind", "receiver"}');
        return [];
      }
      this.knownKeys(item, ['situation', 'bind', 'receiver', 'error']);
      const situation = this.words(item, 'situation');
      const bind = this.oneOf(item, 'bind', BIND_ANSWERS);
      const receiver = this.oneOf(item, 'receiver', RECEIVER_ANSWERS);
      const error = item.entries.has('error') ? this.words(item, 'error') : undefined;
      if (seen.has(situation)) this.error(item, `the situation "${situation}" is there twice`);
      seen.add(situation);
      if (isSituationId(situation)) return [present({ situation, bind, receiver, error })];
      const { line, column } = this.document.positionOf(item);
      if (situation !== '')
        this.problems.warning(`the situation "${situation}" is not known here: passed over`, line, column);
      return [];
    });
  }

  private date(root: JsonObject): string {
    const date = this.words(root, 'date');
    const isDate = /^\d{4}-\d{2}-\d{2}$/.test(date) && !Number.isNaN(Date.parse(date));
    if (date !== '' && !isDate) this.error(root.entries.get('date') ?? root, '"date" must be a day, as in 2026-11-27');
    return date;
  }

  private object(node: JsonObject, key: string): JsonObject | undefined {
    const value = node.entries.get(key);
    if (value?.type === 'object') return value;
    this.error(value ?? node, `"${key}" must be an object`);
    return undefined;
  }

  /** A text that is not empty; '' after an error. */
  private words(node: JsonObject, key: string): string {
    const value = node.entries.get(key);
    if (value?.type === 'string' && value.value !== '' && value.value.length <= MAX_WORDS) return value.value;
    this.error(value ?? node, `"${key}" must be a text of 1 to ${MAX_WORDS} characters`);
    return '';
  }

  /** The first of `values` after an error. */
  private oneOf<T extends string>(node: JsonObject, key: string, values: readonly T[]): T {
    const value = node.entries.get(key);
    const found = value?.type === 'string' ? values.find((known) => known === value.value) : undefined;
    if (found === undefined) this.error(value ?? node, `"${key}" must be one of ${values.join(', ')}`);
    return found ?? (values[0] as T);
  }

  private knownKeys(node: JsonObject, known: readonly string[]): void {
    for (const [key, value] of node.entries) {
      if (!known.includes(key)) this.error(value, `unknown key "${key}"; known here: ${known.join(', ')}`);
    }
  }

  private error(node: { readonly at: number }, message: string): void {
    const { line, column } = this.document.positionOf(node);
    this.problems.error(message, line, column);
  }
}
