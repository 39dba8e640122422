import { constructFromEvents, EVENT_ID, type Event, SCALAR_STYLE, type ScalarEvent } from 'js-yaml';
import { wellFormed } from './yaml-rules.ts';

/** What may stand, with comments, between a key and the colon behind it, and between the items of a list. */
const BEFORE_COLON = /\s/;
const BEFORE_DASH = /[\s[\]{},]/;

/** A key that is called as it is written, whatever it stands for: `null` is called so too. */
const PLAIN_KEY = /^[a-z][A-Za-z]*$/;

/** A value within a list or a mapping, by the numbers of their events. */
interface Child {
  /** Undefined in a list. */
  readonly key: number | undefined;
  readonly value: number;
}

/**
 * Finds where the values of a text begin, in the events that a parser has made of it. Nearly none of them is
 * ever asked for, so that nothing is kept for each one but two numbers.
 */
export class YamlPlaces {
  private readonly source: string;
  private readonly events: readonly Event[];
  /** By event: the one behind the value that it begins, and where that stands; -1 for what is not written. */
  private readonly next: Int32Array;
  private readonly offsets: Int32Array;
  private readonly children = new Map<number, ReadonlyMap<string, Child> | readonly number[]>();

  constructor(source: string, events: readonly Event[]) {
    this.source = source;
    this.events = events;
    this.next = new Int32Array(events.length);
    this.offsets = new Int32Array(events.length);
    this.locate();
  }

  /** Where the value at a JSON pointer begins, or the nearest value around it. */
  ofValue(root: number, pointer: string): number {
    const path = this.along(root, pointer).reverse();
    const value = path.find((child) => (this.offsets[child.value] ?? -1) >= 0)?.value ?? root;
    return Math.max(this.offsets[value] ?? 0, 0);
  }

  /** Where the key of a mapping begins, or the nearest key or value around it. */
  ofKey(root: number, pointer: string): number {
    const { key, value } = this.along(root, pointer).at(-1) ?? { key: undefined, value: root };
    return Math.max(this.offsets[key ?? value] ?? 0, 0);
  }

  /** The values on the way to a pointer, as far as there are any. */
  private along(root: number, pointer: string): Child[] {
    const path: Child[] = [{ key: undefined, value: root }];
    for (const segment of pointer.split('/').slice(1)) {
      const child = this.child(path.at(-1)?.value ?? root, segment.replaceAll('~1', '/').replaceAll('~0', '~'));
      if (child === undefined) break;
      path.push(child);
    }
    return path;
  }

  private child(parent: number, name: string): Child | undefined {
    const { type } = this.events[parent] ?? {};
    if (type !== EVENT_ID.MAPPING && type !== EVENT_ID.SEQUENCE) return undefined;
    let children = this.children.get(parent);
    if (children === undefined) {
      const nodes = this.nodesIn(parent);
      children = type === EVENT_ID.SEQUENCE ? nodes : this.byKey(nodes);
      this.children.set(parent, children);
    }
    if (children instanceof Map) return children.get(name);
    const value = (children as readonly number[])[Number(name)];
    return value === undefined ? undefined : { key: undefined, value };
  }

  private nodesIn(parent: number): number[] {
    const nodes: number[] = [];
    for (let node = parent + 1; this.events[node]?.type !== EVENT_ID.POP; node = this.next[node] ?? 0) nodes.push(node);
    return nodes;
  }

  /** `nodes` are keys and values in turn. */
  private byKey(nodes: readonly number[]): ReadonlyMap<string, Child> {
    const children = new Map<string, Child>();
    for (let index = 0; index < nodes.length; index += 2) {
      const [key = 0, value = 0] = nodes.slice(index, index + 2);
      children.set(this.text(key), { key, value });
    }
    return children;
  }

  /** A key as the mapping has it: `0x10` is called 16. */
  private text(key: number): string {
    const event = this.events[key] as Event;
    if (event.type === EVENT_ID.SCALAR && event.style === SCALAR_STYLE.PLAIN) {
      const written = this.source.slice(event.valueStart, event.valueEnd);
      if (PLAIN_KEY.test(written)) return written;
    }
    const document = { type: EVENT_ID.DOCUMENT, explicitStart: false, explicitEnd: false, directives: [] };
    const [value] = constructFromEvents([document, event, { type: EVENT_ID.POP }], {
      source: this.source,
    });
    return wellFormed(String(value));
  }

  private locate(): void {
    const { events, next, offsets } = this;
    const open: number[] = [];
    /** Where the value or the key before ends. */
    let end = 0;
    for (const [index, event] of events.entries()) {
      next[index] = index + 1;
      if (event.type === EVENT_ID.POP) next[open.pop() ?? 0] = index + 1;
      else if (event.type === EVENT_ID.SCALAR) {
        const isInList = events[open.at(-1) ?? 0]?.type === EVENT_ID.SEQUENCE;
        const offset = event.valueStart < 0 ? this.startOfEmpty(isInList, end) : this.startOf(event, end);
        offsets[index] = offset;
        end = Math.max(end, offset, event.valueEnd + quotes(event));
      } else {
        open.push(index);
        if (event.type === EVENT_ID.SEQUENCE || event.type === EVENT_ID.MAPPING) end = offsets[index] = event.start;
      }
    }
  }

  /** Behind the dash or the colon that is next; -1 for a value that has none, as in `{a, b}`. */
  private startOfEmpty(isInList: boolean, end: number): number {
    const { source } = this;
    const [sign, between] = isInList ? ['-', BEFORE_DASH] : [':', BEFORE_COLON];
    let at = end;
    while (source[at] === '#' || between.test(source[at] ?? '')) at = source[at] === '#' ? this.lineEnd(at) : at + 1;
    if (source[at] !== sign) return -1;
    do at++;
    while (source[at] === ' ' || source[at] === '\t');
    return at;
  }

  private lineEnd(at: number): number {
    const end = this.source.indexOf('\n', at);
    return end < 0 ? this.source.length : end;
  }

  private startOf(scalar: ScalarEvent, end: number): number {
    const { style, valueStart } = scalar;
    if (style !== SCALAR_STYLE.LITERAL_BLOCK && style !== SCALAR_STYLE.FOLDED_BLOCK) return valueStart - quotes(scalar);
    // Its text begins in the line behind its sign.
    const line = this.source.lastIndexOf('\n', valueStart - 2) + 1;
    return this.source.indexOf(style === SCALAR_STYLE.LITERAL_BLOCK ? '|' : '>', Math.max(line, end));
  }
}

/** How many characters stand on each side of a scalar. */
function quotes({ style }: ScalarEvent): number {
  return style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED ? 1 : 0;
}
