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
 * Ports of a block: labs have 100,000 machines, each with ports taken in a few places, and an array of all
 * ports for each of them would be gigabytes.
 */
const BLOCK = 1024;

/**
 * The ports of one machine that are taken, and where a piece finds room. Ports only ever become taken, so
 * that a place where a piece did not fit is never tried for a piece of the kind again: as many searches as
 * there are ports cost little more than one.
 */
export class PlaceMap {
  /** 1 where a port is taken; a block without such a port may be missing. */
  private readonly blocks: Array<Uint8Array | undefined>;
  /** Blocks that no other map has too. */
  private readonly own = new Set<number>();
  /** By kind of piece: a place where it does not fit → one above it below which it does not fit either. */
  private readonly jumps = new Map<readonly PortRange[], Map<string, Map<number, number>>>();

  constructor(like?: PlaceMap) {
    this.blocks = like === undefined ? [] : [...like.blocks];
    // What both have now is copied by the one that writes first.
    like?.own.clear();
  }

  /** Ports outside 0 to 65535 are passed over. */
  take({ first, last }: PortRange): void {
    const [low, end] = [Math.max(first, 0), Math.min(last, MAX_PORT) + 1];
    for (let start = low - (low % BLOCK); start < end; start += BLOCK) {
      this.ownBlock(start / BLOCK).fill(1, Math.max(low - start, 0), Math.min(end - start, BLOCK));
    }
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
    highest = Math.max(highest, this.lastTaken(Math.max(base, highest + 1), Math.min(end - 1, MAX_PORT)));
    return highest < 0 ? undefined : Math.ceil((highest + 1) / stride) * stride;
  }

  /** The highest port from `first` to `last` that is taken; -1 if none is. */
  private lastTaken(first: number, last: number): number {
    for (let port = last; port >= first; port--) {
      const start = port - (port % BLOCK);
      const block = this.blocks[start / BLOCK];
      for (; block !== undefined && port >= Math.max(first, start); port--) if (block[port - start] === 1) return port;
      port = start;
    }
    return -1;
  }

  private ownBlock(index: number): Uint8Array {
    const there = this.blocks[index];
    if (there !== undefined && this.own.has(index)) return there;
    const block = there?.slice() ?? new Uint8Array(BLOCK);
    while (this.blocks.length <= index) this.blocks.push(undefined);
    this.blocks[index] = block;
    this.own.add(index);
    return block;
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
