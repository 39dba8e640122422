import type { ExpectedEnd } from '../../core/allocation/expected-links.ts';
import type { OpenFiles } from '../../core/kernel/open-files.ts';
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
  /** The hypervisor of the lab that this is, where its process is several of them. */
  readonly holderInLab: string | undefined;
  /** What the row has: the socket, or the place where it should be. */
  readonly end: LinkEnd;
  /** True if that program is an emulator of a GNS3 server that is gone. */
  readonly isHolderLeftOver: boolean;
  /** True if that program is a hypervisor of the lab. */
  readonly isHolderOfLab: boolean;
  readonly isHypervisorDown: boolean;
  /** True if its hypervisor runs and has no UDP socket at all. */
  readonly isHypervisorEmpty: boolean;
  /** The program on its control port, where that is no hypervisor by its name and has no UDP socket. */
  readonly stranger: string | undefined;
  /** Of the hypervisor, as far as they are known. */
  readonly openFiles: OpenFiles | undefined;
  /** The program that passes the hypervisor's control port on to another host, such as `ssh (pid 812)`. */
  readonly forwarder: string | undefined;
}

/** True if a program that has nothing to do with labs holds the port. */
export function isHeldByStranger({ holder }: MatchedEnd): boolean {
  return holder !== undefined && holder.view.roleOf(holder.row) === 'other';
}

/** True if an end was not found on a host whose table is not whole: it may be there all the same. */
export function isMaybeCut({ found, view }: MatchedEnd): boolean {
  return found === undefined && view?.table.isCut === true;
}
