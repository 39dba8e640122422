import { type OutputUnit, type Schema, validate } from '@cfworker/json-schema';
import schema from '../../../../docs/schemas/scenario.schema.json' with { type: 'json' };

/**
 * One way in which a document is not a scenario. `onKey` asks for the place of the key and not of its value.
 */
export interface SchemaViolation {
  readonly pointer: string;
  readonly message: string;
  readonly onKey: boolean;
}

type JsonSchema = Record<string, unknown>;

/** Errors that only say that something below is wrong; what is wrong is told by the error below. */
const ENVELOPES = new Set(['properties', 'items', '$ref', 'additionalProperties']);

/**
 * Holds a document against the published schema. Returns every violation once, in the order of the document.
 */
export function violationsOfScenario(document: unknown): SchemaViolation[] {
  const { errors } = validate(document, schema as Schema, '7', definitions(), false);
  const closed = new Map<string, string>();
  for (const { keyword, instanceLocation, keywordLocation } of errors) {
    if (keyword === 'additionalProperties') closed.set(instanceLocation, keywordLocation);
  }
  const violations = new Map<string, SchemaViolation>();
  for (const error of errors) {
    if (ENVELOPES.has(error.keyword)) continue;
    const violation = describe(error, closed);
    violations.set(`${violation.pointer}\n${violation.message}`, violation);
  }
  return [...violations.values()];
}

/**
 * What the schema refers to, by its reference. The library's own table of all places in the schema takes
 * longer to make than a small document to check.
 */
function definitions(): Record<string, Schema> {
  return Object.fromEntries(
    Object.entries(schema.definitions).map(([name, part]) => [`#/definitions/${name}`, part as Schema]),
  );
}

/**
 * `closed` says which rule closes the mapping at a place: the keys that it knows are listed for an unknown
 * one.
 */
function describe(error: OutputUnit, closed: ReadonlyMap<string, string>): SchemaViolation {
  const pointer = decodeURI(error.instanceLocation.slice(1));
  const name = lastSegment(pointer);
  const rule = schemaAt(error.keywordLocation.slice(0, error.keywordLocation.lastIndexOf('/')));
  const says = (message: string, onKey = false): SchemaViolation => ({ pointer, message, onKey });
  switch (error.keyword) {
    case 'false': {
      const parent = error.instanceLocation.slice(0, error.instanceLocation.lastIndexOf('/'));
      const rules = schemaAt((closed.get(parent) ?? '#').replace(/\/additionalProperties$/, ''));
      const allowed = Object.keys((rules.properties ?? {}) as object);
      return says(`unknown key "${name}"; known here: ${allowed.join(', ')}`, true);
    }
    case 'required':
      return says(
        `"${/property "(.*)"/.exec(error.error)?.[1] ?? ''}" is missing${pointer === '' ? '' : ` in ${pointer.slice(1)}`}`,
      );
    case 'type':
      return says(`${subject(pointer)} must be ${article(String(rule.type))}${found(error.error)}`);
    case 'enum':
      return says(`${subject(pointer)} must be one of ${(rule.enum as string[]).join(', ')}`);
    case 'pattern':
      return says(
        `${subject(pointer)} is not well-formed${rule.description ? `: ${String(rule.description)}` : rule === schema.definitions.name ? ': a name has no spaces' : ''}`,
      );
    case 'minimum':
    case 'maximum':
      return says(`${subject(pointer)} must be from ${String(rule.minimum ?? '-∞')} to ${String(rule.maximum ?? '∞')}`);
    case 'minProperties':
    case 'maxProperties':
      return says('an event is exactly one of add, remove and stop');
    default:
      return says(`${subject(pointer)}: ${error.error}`);
  }
}

/**
 * The part of the schema that a keyword location such as `#/properties/devices/items/$ref/properties/name`
 * leads to.
 */
function schemaAt(location: string): JsonSchema {
  let node = schema as unknown as JsonSchema;
  for (const segment of location.split('/').slice(1)) {
    const name = segment.replaceAll('~1', '/').replaceAll('~0', '~');
    const next = node[name];
    if (name === '$ref' && typeof next === 'string') node = schemaAt(next);
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

function subject(pointer: string): string {
  if (pointer === '') return 'a scenario';
  const name = lastSegment(pointer);
  const parent = lastSegment(pointer.slice(0, pointer.lastIndexOf('/')));
  return /^\d+$/.test(name) ? `item ${Number(name) + 1} of ${parent}` : name;
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
