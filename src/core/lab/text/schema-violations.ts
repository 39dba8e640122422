import { type OutputUnit, type Schema, validate } from '@cfworker/json-schema';

/**
 * One way in which a document is not what a schema says. `onKey` asks for the place of the key and not of its
 * value.
 */
export interface SchemaViolation {
  readonly pointer: string;
  readonly message: string;
  readonly onKey: boolean;
}

type JsonSchema = Record<string, unknown>;

/** A published schema of draft 7, as far as it is looked into here. */
export interface PublishedSchema {
  readonly definitions: Readonly<Record<string, unknown>>;
}

/** What of the messages is not the same for all schemas. */
export interface SchemaWords {
  /** `a scenario` */
  readonly document: string;
  /** What a mapping with too few or too many keys should be. */
  readonly oneKey: string;
}

/** Errors that only say that something below is wrong; what is wrong is told by the error below. */
const ENVELOPES = new Set(['properties', 'items', '$ref', 'additionalProperties']);

/**
 * Holds a document against a published schema. Returns every violation once, in the order of the document.
 */
export function violationsOf(document: unknown, schema: PublishedSchema, words: SchemaWords): SchemaViolation[] {
  const { errors } = validate(document, schema as Schema, '7', definitions(schema), false);
  const closed = new Map<string, string>();
  for (const { keyword, instanceLocation, keywordLocation } of errors) {
    if (keyword === 'additionalProperties') closed.set(instanceLocation, keywordLocation);
  }
  const violations = new Map<string, SchemaViolation>();
  for (const error of errors) {
    if (ENVELOPES.has(error.keyword)) continue;
    const violation = describe(error, { schema, words, closed });
    violations.set(`${violation.pointer}\n${violation.message}`, violation);
  }
  return [...violations.values()];
}

/**
 * What the schema refers to, by its reference. The library's own table of all places in the schema takes
 * longer to make than a small document to check.
 */
function definitions(schema: PublishedSchema): Record<string, Schema> {
  return Object.fromEntries(
    Object.entries(schema.definitions).map(([name, part]) => [`#/definitions/${name}`, part as Schema]),
  );
}

interface Describing {
  readonly schema: PublishedSchema;
  readonly words: SchemaWords;
  /** The rule that closes the mapping at a place: the keys that it knows are listed for an unknown one. */
  readonly closed: ReadonlyMap<string, string>;
}

function describe(error: OutputUnit, { schema, words, closed }: Describing): SchemaViolation {
  const pointer = decodeURI(error.instanceLocation.slice(1));
  const name = lastSegment(pointer);
  const rule = schemaAt(schema, error.keywordLocation.slice(0, error.keywordLocation.lastIndexOf('/')));
  const says = (message: string, onKey = false): SchemaViolation => ({ pointer, message, onKey });
  const subject = subjectOf(pointer, words);
  switch (error.keyword) {
    case 'false': {
      const parent = error.instanceLocation.slice(0, error.instanceLocation.lastIndexOf('/'));
      const rules = schemaAt(schema, (closed.get(parent) ?? '#').replace(/\/additionalProperties$/, ''));
      const allowed = Object.keys((rules.properties ?? {}) as object);
      return says(`unknown key "${name}"; known here: ${allowed.join(', ')}`, true);
    }
    case 'required':
      return says(
        `"${/property "(.*)"/.exec(error.error)?.[1] ?? ''}" is missing${pointer === '' ? '' : ` in ${pointer.slice(1)}`}`,
      );
    case 'type':
      return says(`${subject} must be ${article(String(rule.type))}${found(error.error)}`);
    case 'enum':
      return says(`${subject} must be one of ${(rule.enum as string[]).join(', ')}`);
    case 'pattern':
      return says(
        `${subject} is not well-formed${rule.description ? `: ${String(rule.description)}` : rule === schema.definitions['name'] ? ': a name has no spaces' : ''}`,
      );
    case 'minimum':
    case 'maximum':
      return says(`${subject} must be from ${String(rule.minimum ?? '-∞')} to ${String(rule.maximum ?? '∞')}`);
    case 'minItems':
    case 'maxItems':
      return says(`${subject} must have ${itemsText(rule)}`);
    case 'minProperties':
    case 'maxProperties':
      return says(words.oneKey);
    default:
      return says(`${subject}: ${error.error}`);
  }
}

/**
 * The part of the schema that a keyword location such as `#/properties/devices/items/$ref/properties/name`
 * leads to.
 */
function schemaAt(schema: PublishedSchema, location: string): JsonSchema {
  let node = schema as unknown as JsonSchema;
  for (const segment of location.split('/').slice(1)) {
    const name = segment.replaceAll('~1', '/').replaceAll('~0', '~');
    const next = node[name];
    if (name === '$ref' && typeof next === 'string') node = schemaAt(schema, next);
    else if (typeof next === 'object' && next !== null) node = next as JsonSchema;
    else return node;
  }
  return node;
}

function lastSegment(pointer: string): string {
  return pointer
    .slice(pointer.lastIndexOf('/') + 1)
    .replaceAll('~1', '/')
    .replaceAll('~0', '~');
}

function subjectOf(pointer: string, { document }: SchemaWords): string {
  if (pointer === '') return document;
  const name = lastSegment(pointer);
  const parent = lastSegment(pointer.slice(0, pointer.lastIndexOf('/')));
  return /^\d+$/.test(name) ? `item ${Number(name) + 1} of ${parent}` : name;
}

/** `3 items`, `1 to 20 items`, `at least 2 items`. */
function itemsText({ minItems, maxItems }: JsonSchema): string {
  if (minItems === maxItems) return `${minItems} items`;
  if (maxItems === undefined) return `at least ${minItems} items`;
  return `${minItems ?? 0} to ${maxItems} items`;
}

function article(type: string): string {
  const words: Record<string, string> = {
    object: 'a mapping (key: value)',
    array: 'a list',
    string: 'text',
    integer: 'a whole number',
  };
  return words[type] ?? type;
}

function found(error: string): string {
  const type = /Instance type "(\w+)"/.exec(error)?.[1];
  if (type === undefined) return '';
  const hint = type === 'number' ? ' (text that looks like a number needs quotes)' : '';
  return `, not ${type === 'null' ? 'empty' : article(type)}${hint}`;
}
