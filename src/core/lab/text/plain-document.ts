import type { Position } from './line-starts.ts';

/**
 * One YAML document as plain values, with the position of every value and key by its path
 * (`/devices/0/name`).
 */
export interface PlainDocument {
  readonly value: unknown;
  /** The position of the value at a JSON pointer, or of the nearest value around it. */
  positionOf(pointer: string): Position;
  /** The position of a key of a mapping, which is where an unknown key is shown. */
  positionOfKey(pointer: string): Position;
}
