import type { ExpectedEnd } from '../../core/allocation/expected-links.ts';
import type { HostView, Located } from '../../core/sockets/host-view.ts';
import type { LinkEnd } from './link-table.ts';

/** An expected end with what is there: its socket, or what stands in its way. */
export interface MatchedEnd {
  readonly expected: ExpectedEnd;
  readonly view: HostView | undefined;
  readonly found: Located | undefined;
  /** A socket of the right program on the right port, with another peer. */
  readonly elsewhere: Located | undefined;
  /** A socket of another program on that port. */
  readonly holder: Located | undefined;
  /** What the row has: the socket, or the place where it should be. */
  readonly end: LinkEnd;
  readonly isHypervisorDown: boolean;
}

/** True if a program that has nothing to do with labs holds the port. */
export function isHeldByStranger({ holder }: MatchedEnd): boolean {
  return holder !== undefined && holder.view.roleOf(holder.row) === 'other';
}
