import { textWidth } from './text-width.ts';
import type { DeviceNode } from './topology.ts';

/** Sizes of what a picture is made of, in pixels of its own size. */
/** `bold` is the size that a name of 18 pixels is as broad as. */
export const FONT = { bold: 20, text: 16 } as const;

/** From one end of a device to the next below it: a port above its line, a sign below it. */
export const PITCH = 58;
/** Above the first end of a device: its name. */
export const DEVICE_HEADER = 32;
/** From the edge of a device to where its links may turn: a port of five figures, or `⊘ 206`. */
export const STUB = 78;
/** The same with a uBridge on the way: tunnel, its box, and the port of the link. */
export const UBRIDGE_STUB = 208;
export const TUNNEL = 62;
export const UBRIDGE = { width: 68, height: 32 } as const;

/** From the border of a box to what is in it. */
export const PADDING = 12;
export const HOST_HEADER = 28;
export const HYPERVISOR_HEADER = 48;
/** Between neighbours. */
export const GAP = 20;
/** From one line to the next beside it. */
export const TRACK = 18;
/**
 * By so much the ends at the left edge of a device are lower than those at the right edge of its neighbour,
 * so that lines from both never lie on each other.
 */
export const NUDGE = 10;

/** The most that names take. */
const NAME_WIDTH = 150;
export const INTERFACE_WIDTH = 62;
/** Room for `base 10000 · next 10000`. */
export const HYPERVISOR_WIDTH = textWidth('base 10000 · next 10000', FONT.text);

/** The room that a device's name takes in its box, its shape beside it. */
export function nameWidth({ title, note, shape }: DeviceNode): number {
  const widest = shape === 'address' ? NAME_WIDTH * 1.4 : NAME_WIDTH;
  const text = Math.min(widest, textWidth(title, FONT.bold));
  const below = note === undefined ? 0 : textWidth(note, FONT.text);
  return Math.max(text + (shape === 'address' ? 28 : 56), below + 24);
}
