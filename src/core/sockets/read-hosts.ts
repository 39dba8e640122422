import { HostView } from './host-view.ts';
import type { SocketTable } from './socket-table.ts';

/** The hosts whose sockets were read: this one, and others that were read over ssh. */
export class ReadHosts {
  readonly here: HostView;
  readonly others: readonly HostView[];
  /** This host and the others. */
  readonly views: readonly HostView[];

  constructor(here: SocketTable, others: readonly SocketTable[] = []) {
    this.here = new HostView(here);
    this.others = others.map((table) => new HostView(table));
    this.views = [this.here, ...this.others];
  }

  /** The host that an address means to a socket of `from`; undefined if it was not read. */
  destination(from: HostView, address: string): HostView | undefined {
    if (from.owns(address)) return from;
    return this.views.find((view) => view.ownsPublicly(address));
  }
}
