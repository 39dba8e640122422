import type { Hop } from '../../../core/open-project/live-link.ts';

/** A program in the chain of a link, with its sockets that frames pass: one, or both sides of a bridge. */
export interface Block {
  readonly hops: readonly Hop[];
  /** Index of the first of them in the chain. */
  readonly first: number;
}

/** The programs of a chain, from left to right. */
export function blocksOf(hops: readonly Hop[]): Block[] {
  const blocks: Block[] = [];
  for (let index = 0; index < hops.length; ) {
    const [hop, next] = [hops[index], hops[index + 1]];
    const size = hop !== undefined && next !== undefined && isOneBridge(hop, next) ? 2 : 1;
    blocks.push({ hops: hops.slice(index, index + size), first: index });
    index += size;
  }
  return blocks;
}

/** A bridge alone has two sides: of a bridge that is gone they are known by the node. */
function isOneBridge(one: Hop, next: Hop): boolean {
  if (one.program !== 'ubridge' || next.program !== 'ubridge') return false;
  if (one.node !== next.node || one.host !== next.host || one.pid !== next.pid) return false;
  const isOtherBridge = one.nio !== undefined && next.nio !== undefined && one.nio !== next.nio;
  const isSameSide = one.side !== undefined && one.side === next.side;
  return !isOtherBridge && !isSameSide;
}
