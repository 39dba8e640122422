import { normalizeHost } from '../address/host.ts';
import { HostView } from './host-view.ts';
import type { SocketTable } from './socket-table.ts';

/** The hosts whose sockets were read: this one, and others that were read over ssh. */
export class ReadHosts {
  readonly here: HostView;
  readonly others: readonly HostView[];
  /** This host and the others. */
  readonly views: readonly HostView[];
  private owners: Map<string, HostView> | undefined;
  private named: Map<string, HostView> | undefined;

  constructor(here: SocketTable, others: readonly SocketTable[] = []) {
    this.here = new HostView(here);
    this.others = others.map((table) => new HostView(table));
    this.views = [this.here, ...this.others];
  }

  /** The host that an address means to a socket of `from`; undefined if it was not read. */
  destination(from: HostView, address: string): HostView | undefined {
    if (from.owns(address)) return from;
    return this.ownerOf(address);
  }

  /** The first host that has an address which others reach; undefined if none has. */
  ownerOf(address: string): HostView | undefined {
    if (this.owners === undefined) {
      this.owners = new Map();
      for (const view of this.views)
        for (const own of view.table.addresses)
          if (view.ownsPublicly(own) && !this.owners.has(own)) this.owners.set(own, view);
    }
    return this.owners.get(address);
  }

  /** The other host that was reached by this name. */
  otherNamed(host: string): HostView | undefined {
    if (this.named === undefined) {
      this.named = new Map();
      for (const view of this.others) {
        const name = normalizeHost(view.name);
        if (!this.named.has(name)) this.named.set(name, view);
      }
    }
    return this.named.get(normalizeHost(host));
  }
}
