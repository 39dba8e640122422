import type { Location } from '../lab.ts';
import type { ProblemList } from '../problem.ts';
import type { JsonDocument, JsonNode } from '../text/json-text.ts';

export type JsonObject = Extract<JsonNode, { type: 'object' }>;

/** Names are shown in tables; one that is longer than this is somebody's joke and is cut. */
const MAX_NAME_LENGTH = 200;

/**
 * The values of a project, each read as what it should be. What is of another type is reported where it
 * stands, and left out.
 */
export class Gns3Source {
  private readonly place: Pick<Location, 'file' | 'within'>;
  private readonly document: JsonDocument;
  private readonly problems: ProblemList;

  constructor(place: Pick<Location, 'file' | 'within'>, document: JsonDocument, problems: ProblemList) {
    this.place = place;
    this.document = document;
    this.problems = problems;
  }

  warn(node: JsonNode, message: string): void {
    const { line, column } = this.document.positionOf(node);
    this.problems.warning(message, line, column);
  }

  error(node: JsonNode, message: string): void {
    const { line, column } = this.document.positionOf(node);
    this.problems.error(message, line, column);
  }

  locationOf(node: JsonNode): Location {
    return { ...this.place, ...this.document.positionOf(node) };
  }

  object(parent: JsonObject, key: string): JsonObject | undefined {
    return this.read(parent, key, 'object', 'an object');
  }

  /** The objects of a list, with what is none of them reported. Empty if there is no list. */
  objects(parent: JsonObject, key: string): JsonObject[] {
    const items = this.read(parent, key, 'array', 'a list')?.items ?? [];
    return items.filter((item): item is JsonObject => {
      if (item.type === 'object') return true;
      this.warn(item, `an item of "${key}" is passed over: it must be an object, not ${nameOf(item)}`);
      return false;
    });
  }

  /** Text on one line, without space around it; undefined if it is empty. */
  text(parent: JsonObject, key: string): string | undefined {
    const written = this.read(parent, key, 'string', 'text')?.value ?? '';
    const text = written
      .slice(0, 2 * MAX_NAME_LENGTH)
      .replace(/\s+/g, ' ')
      .trim()
      .slice(0, MAX_NAME_LENGTH);
    return text === '' ? undefined : text;
  }

  /** A whole number from `first` to `last`. */
  whole(parent: JsonObject, key: string, [first, last]: readonly [number, number]): number | undefined {
    const node = this.read(parent, key, 'number', 'a number');
    if (node === undefined) return undefined;
    if (Number.isInteger(node.value) && node.value >= first && node.value <= last) return node.value;
    this.warn(node, `"${key}" is passed over: it must be a whole number from ${first} to ${last}`);
    return undefined;
  }

  isTrue(parent: JsonObject, key: string): boolean {
    return this.read(parent, key, 'boolean', 'true or false')?.value === true;
  }

  /** The id of something: a UUID since 2.0, a number before. */
  id(parent: JsonObject, key: string): string | undefined {
    const node = parent.entries.get(key);
    if (node?.type === 'number') return String(node.value);
    return this.text(parent, key);
  }

  private read<T extends JsonNode['type']>(
    parent: JsonObject,
    key: string,
    type: T,
    what: string,
  ): Extract<JsonNode, { type: T }> | undefined {
    const node = parent.entries.get(key);
    if (node === undefined || node.type === 'null') return undefined;
    if (node.type === type) return node as Extract<JsonNode, { type: T }>;
    this.warn(node, `"${key}" is passed over: it must be ${what}, not ${nameOf(node)}`);
    return undefined;
  }
}

const TYPE_NAMES: Readonly<Record<JsonNode['type'], string>> = {
  object: 'an object',
  array: 'a list',
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  null: 'null',
};

function nameOf({ type }: JsonNode): string {
  return TYPE_NAMES[type];
}
