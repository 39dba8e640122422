import {
  CORE_SCHEMA,
  constructFromEvents,
  defineMappingTag,
  defineScalarTag,
  EVENT_ID,
  type Event,
  parseEvents,
  YAMLException,
} from 'js-yaml';
import { LineStarts, type Position } from './line-starts.ts';
import type { PlainDocument } from './plain-document.ts';
import { YamlPlaces } from './yaml-places.ts';
import {
  MAX_DEPTH,
  MAX_DOCUMENTS,
  NO_ANCHORS,
  NO_KEY,
  NO_MAPPING,
  NO_ODD_PARTS,
  NO_TAGS,
  TOO_MANY,
  wellFormed,
} from './yaml-rules.ts';

/** The first reason why a text is not read. */
interface YamlRefusal {
  readonly message: string;
  readonly position: Position;
}

class Refused extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

/** Without a prototype a key such as __proto__ is a key like any other; made so, it stays a fast object. */
function Mapping(this: object): void {}
Mapping.prototype = Object.create(null);

const MAPPING = defineMappingTag<Record<string, unknown>>('tag:yaml.org,2002:map', {
  create: () => new (Mapping as unknown as new () => Record<string, unknown>)(),
  addPair: (mapping, key, value) => {
    if (key === null || typeof key === 'object') return NO_KEY;
    mapping[String(key)] = value;
    return '';
  },
  has: (mapping, key) => typeof key !== 'object' && String(key) in mapping,
  keys: (mapping) => Object.keys(mapping),
  get: (mapping, key) => mapping[String(key)],
  identify: () => false,
});

const TEXT = defineScalarTag('tag:yaml.org,2002:str', { resolve: wellFormed, identify: () => false });

const SCHEMA = CORE_SCHEMA.withTags(MAPPING, TEXT);

/**
 * What the two libraries do not read alike, and an editor of the file would miss: a directive, which js-yaml
 * skips if it does not know it, the end of a document, a carriage return alone, a byte order mark within the
 * text.
 */
const READ_IN_TWO_WAYS = /^\uFEFF?%|^\.\.\.|\r(?!\n)|[\s\S]\uFEFF/m;

/**
 * Reads YAML that is well-formed and has nothing in it that scenarios do not use, in a fraction of the time
 * that a tree of nodes takes. Else gives the first reason why not.
 */
export function readYamlEvents(
  text: string,
): { readonly documents: readonly PlainDocument[] } | { readonly refusal: YamlRefusal } {
  const lines = new LineStarts(text);
  try {
    const unsure = text.search(READ_IN_TWO_WAYS);
    if (unsure >= 0) throw new Refused(NO_ODD_PARTS, unsure);
    const events = parseEvents(text, { maxDepth: MAX_DEPTH });
    const roots = rootsOf(events);
    const values = constructFromEvents(events, { source: text, schema: SCHEMA });
    const places = new YamlPlaces(text, events);
    return {
      documents: values.map((value, index): PlainDocument => {
        const root = roots[index] ?? 0;
        return {
          value,
          positionOf: (pointer) => lines.positionOf(places.ofValue(root, pointer)),
          positionOfKey: (pointer) => lines.positionOf(places.ofKey(root, pointer)),
        };
      }),
    };
  } catch (error) {
    if (error instanceof Refused) return { refusal: { message: error.message, position: lines.positionOf(error.at) } };
    if (!(error instanceof YAMLException)) throw error;
    return { refusal: { message: error.reason, position: lines.positionOf(error.mark?.position ?? 0) } };
  }
}

/** The event of the value of each document. Throws `Refused` at what scenarios do not use. */
function rootsOf(events: readonly Event[]): number[] {
  const roots: number[] = [];
  for (const [index, event] of events.entries()) {
    if (event.type === EVENT_ID.POP) continue;
    if (event.type === EVENT_ID.DOCUMENT) {
      const root = events[index + 1];
      if (root?.type !== EVENT_ID.MAPPING) throw new Refused(NO_MAPPING, 0);
      roots.push(index + 1);
      continue;
    }
    if (event.anchorStart >= 0) throw new Refused(NO_ANCHORS, event.anchorStart - 1);
    if (event.type !== EVENT_ID.ALIAS && event.tagStart >= 0) throw new Refused(NO_TAGS, event.tagStart);
  }
  if (roots.length > MAX_DOCUMENTS) throw new Refused(TOO_MANY, 0);
  return roots;
}
