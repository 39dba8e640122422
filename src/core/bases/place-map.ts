import { MAX_PORT } from '../address/port.ts';
import type { PortRange } from '../lab/lab.ts';

/** What is looked for: `length` ports in one piece, the first of them a multiple of `stride`. */
export interface Piece {
  readonly length: number;
  readonly stride: number;
  /** Ports that it must keep clear of in addition to those that are taken; compared by identity. */
  readonly avoided: readonly PortRange[];
}

/**
 * The ports of one machine that are taken, and where a piece finds room. Ports only ever become taken, so
 * that a place where a piece did not fit is never tried for a piece of the kind again: as many searches as
 * there are ports cost little more than one.
 */
export class PlaceMap {
  private readonly taken: Uint8Array;
  /** By kind of piece: a place where it does not fit → one above it below which it does not fit either. */
  private readonly jumps = new Map<readonly PortRange[], Map<string, Map<number, number>>>();

  constructor(like?: PlaceMap) {
    this.taken = like === undefined ? new Uint8Array(MAX_PORT + 1) : like.taken.slice();
  }

  /** Ports outside 0 to 65535 are passed over. */
  take({ first, last }: PortRange): void {
    this.taken.fill(1, Math.max(first, 0), Math.max(last + 1, 0));
  }

  /**
   * The lowest base from `start` up at which the piece is free of everything; `start` and above may be
   * anything.
   */
  firstFree(start: number, piece: Piece): number {
    const jumps = this.jumpsOf(piece);
    const way: number[] = [];
    let base = Math.ceil(start / piece.stride) * piece.stride;
    for (;;) {
      const farther = jumps.get(base) ?? this.nextTry(base, piece);
      if (farther === undefined) break;
      way.push(base);
      base = farther;
    }
    for (const one of way) jumps.set(one, base);
    return base;
  }

  /** The next base at which the piece may fit; undefined if it fits at this one. */
  private nextTry(base: number, { length, stride, avoided }: Piece): number | undefined {
    const end = base + length;
    let highest = -1;
    for (const { first, last } of avoided) if (first < end && last >= base) highest = Math.max(highest, last);
    for (let port = Math.min(end - 1, MAX_PORT); port >= base && port > highest; port--) {
      if (this.taken[port] === 1) highest = port;
    }
    return highest < 0 ? undefined : Math.ceil((highest + 1) / stride) * stride;
  }

  private jumpsOf({ length, stride, avoided }: Piece): Map<number, number> {
    const ofAvoided = this.jumps.get(avoided) ?? new Map<string, Map<number, number>>();
    this.jumps.set(avoided, ofAvoided);
    const key = `${length} ${stride}`;
    const jumps = ofAvoided.get(key) ?? new Map<number, number>();
    ofAvoided.set(key, jumps);
    return jumps;
  }
}
