import { isLoopback, isWildcard } from '../address/host.ts';
import { familyOf } from '../address/ip-address.ts';
import type { ProcessInfo, SocketRow, SocketTable } from './socket-table.ts';

/** What a process is to a lab. `other` is everybody else. */
export type Role = 'hypervisor' | 'ubridge' | 'vpcs' | 'qemu' | 'other' | 'unknown';

const ROLES: readonly (readonly [RegExp, Role])[] = [
  // An embedded hypervisor calls itself so, and so do several in one process; Linux cuts the name after 15
  // bytes.
  [/^(dynamips|niostat (hypervi|practic))/i, 'hypervisor'],
  [/^ubridge/i, 'ubridge'],
  [/^vpcs/i, 'vpcs'],
  [/^qemu/i, 'qemu'],
];

/** Programs that pass TCP connections on, mostly to another host, as `ssh -L` does. */
export const FORWARDERS = /^(sshd?|sshd-session|autossh|plink|socat|rinetd|docker-proxy)$/i;

/** What a lab consists of; everybody else is a foreign program. */
const EMULATORS: ReadonlySet<Role> = new Set(['hypervisor', 'ubridge', 'vpcs', 'qemu']);

/** As many sockets of one port are looked through one by one; there are more where a lab has gone wrong. */
const FEW = 8;

const NONE: readonly SocketRow[] = [];

/** Port → value → the sockets of that port with that value, the newest first. */
type Crowds = Map<number, Map<number | undefined, SocketRow[]>>;

/** One UDP socket with the host it is on. */
export interface Located {
  readonly view: HostView;
  readonly row: SocketRow;
}

/** What shows every owner, for the end of a sentence. */
export function privilegeFor({ hiddenFromRoot }: Pick<SocketTable, 'hiddenFromRoot'>): string {
  return hiddenFromRoot === true ? 'with CAP_SYS_PTRACE' : 'as root';
}

/** The sockets of one host, so that they can be found by port and by owner. */
export class HostView {
  readonly table: SocketTable;
  private readonly udpByPort = new Map<number, SocketRow[]>();
  private readonly udpByPeer: Crowds = new Map();
  private readonly udpByOwner: Crowds = new Map();
  private udpByRemotePort: Map<number, SocketRow[]> | undefined;
  private readonly listeners = new Map<number, SocketRow[]>();
  private readonly listenersByAddress = new Map<number, readonly SocketRow[]>();
  private listenersByPid: Map<number, SocketRow[]> | undefined;
  /** Processes that a lab says to be hypervisors, whatever they are called. */
  private readonly declared = new Set<number>();
  private readonly roles = new Map<number, Role>();
  /** By process; nearly every socket of a large table asks. */
  private readonly hypervisors = new Map<number, string | undefined>();

  constructor(table: SocketTable) {
    this.table = table;
    for (const row of table.rows) {
      if (row.protocol === 'udp') push(this.udpByPort, row.localPort, row);
      else if (row.state === 'LISTEN') push(this.listeners, row.localPort, row);
    }
    // The order in which a table lists its rows must not show in any result.
    for (const rows of this.udpByPort.values()) if (rows.length > 1) rows.sort(byAge);
  }

  /** The host, as it is called in results. */
  get name(): string {
    return this.table.host;
  }

  /** What this user lacks to see every owner, for the end of a sentence. */
  get privilege(): string {
    return privilegeFor(this.table);
  }

  /** The sockets of a port, the newest first. */
  udp(port: number): readonly SocketRow[] {
    return this.udpByPort.get(port) ?? [];
  }

  /** Those of them whose peer has this port, the newest first. */
  udpTowards(port: number, remotePort: number): readonly SocketRow[] {
    return this.someOf(port, this.udpByPeer, (row) => row.remotePort, remotePort);
  }

  /** Those of them that a process holds, the newest first. */
  udpOf(port: number, pid: number): readonly SocketRow[] {
    return this.someOf(port, this.udpByOwner, (row) => row.pid, pid);
  }

  /** The UDP sockets whose peers have this port, in the order of `allUdp`. */
  udpToPort(remotePort: number): readonly SocketRow[] {
    if (this.udpByRemotePort === undefined) {
      this.udpByRemotePort = new Map();
      for (const { row } of this.allUdp()) push(this.udpByRemotePort, row.remotePort, row);
    }
    return this.udpByRemotePort.get(remotePort) ?? [];
  }

  /** The sockets that listen on a TCP port. */
  listening(port: number): readonly SocketRow[] {
    return this.listeners.get(port) ?? [];
  }

  /** Every UDP socket, port by port, the newest of a port first. */
  *allUdp(): Generator<Located, void, undefined> {
    for (const rows of this.udpByPort.values()) for (const row of rows) yield { view: this, row };
  }

  /**
   * The process that listens on a TCP port, best on one of `addresses`: `undefined` if nobody does,
   * `'unknown'` if it is not told who.
   */
  listenerOn(port: number, addresses: readonly string[] = []): number | 'unknown' | undefined {
    if (!this.listeners.has(port)) return undefined;
    const owned = this.ownedListeners(port);
    const best =
      owned.find(({ localAddress }) => addresses.includes(localAddress)) ??
      owned.find(({ localAddress }) => isWildcard(localAddress)) ??
      owned[0];
    return best?.pid ?? 'unknown';
  }

  /**
   * Two programs may listen on one port, each on an address of its own: the first of each address whose owner
   * is told. Every hypervisor of a lab asks, and thousands may have one port.
   */
  private ownedListeners(port: number): readonly SocketRow[] {
    let owned = this.listenersByAddress.get(port);
    if (owned === undefined) {
      const firsts = new Map<string, SocketRow>();
      for (const row of this.listening(port))
        if (row.pid !== undefined && !firsts.has(row.localAddress)) firsts.set(row.localAddress, row);
      owned = [...firsts.values()];
      this.listenersByAddress.set(port, owned);
    }
    return owned;
  }

  /** The addresses on which a TCP port can be reached: where it listens, or where this host is. */
  addressesOfListener(port: number): readonly string[] {
    const bound = (this.listeners.get(port) ?? []).map(({ localAddress }) => localAddress);
    return bound.every((address) => isWildcard(address)) ? this.table.addresses : bound;
  }

  /** Notes that a process is a hypervisor, because the lab's control port is its. */
  declareHypervisor(pid: number): void {
    this.declared.add(pid);
  }

  /** True for a process of which that was noted. */
  isDeclared(pid: number): boolean {
    return this.declared.has(pid);
  }

  /** True for a process whose name is known and is not that of a hypervisor, whatever a lab says of it. */
  isCalledOtherwise(pid: number): boolean {
    const name = this.table.processes.get(pid)?.name ?? '';
    return name !== '' && ROLES.find(([pattern]) => pattern.test(name))?.[1] !== 'hypervisor';
  }

  /** What the process behind a socket is; `unknown` if its owner is hidden. */
  roleOf({ pid }: SocketRow): Role {
    if (pid === undefined) return 'unknown';
    if (this.declared.has(pid)) return 'hypervisor';
    let role = this.roles.get(pid);
    if (role === undefined) {
      const name = this.table.processes.get(pid)?.name ?? '';
      role = ROLES.find(([pattern]) => pattern.test(name))?.[1] ?? 'other';
      this.roles.set(pid, role);
    }
    return role;
  }

  /** True for a process that passes connections on: what it listens for is not here. */
  isForwarder(pid: number): boolean {
    return FORWARDERS.test(this.table.processes.get(pid)?.name ?? '');
  }

  /** True if an emulator holds a socket. */
  isEmulators(row: SocketRow): boolean {
    return EMULATORS.has(this.roleOf(row));
  }

  /** `host:port` of the hypervisor that holds a socket, if one does. */
  hypervisorOf(row: SocketRow): string | undefined {
    const { pid } = row;
    if (pid === undefined || this.roleOf(row) !== 'hypervisor') return undefined;
    if (!this.hypervisors.has(pid)) {
      const port = this.controlPortOf(pid);
      this.hypervisors.set(pid, port === undefined ? undefined : `${this.name}:${port}`);
    }
    return this.hypervisors.get(pid);
  }

  /** The process behind a socket; undefined if its owner is hidden. */
  processOf({ pid }: SocketRow): ProcessInfo | undefined {
    return pid === undefined ? undefined : this.table.processes.get(pid);
  }

  /** The processes that are called like hypervisors and listen on a TCP port. */
  hypervisorProcesses(): ReadonlySet<number> {
    const rows = [...this.listeners.values()].flat();
    return new Set(
      rows.flatMap((row) => (row.pid !== undefined && this.roleOf(row) === 'hypervisor' ? [row.pid] : [])),
    );
  }

  /** The control port of a hypervisor's process: what `-H` says, else the port that it opened first. */
  controlPortOf(pid: number): number | undefined {
    const { args = [] } = this.table.processes.get(pid) ?? {};
    const port = Number(/(?:^| )-H (?:\S*:)?(\d{1,5})(?: |$)/.exec(args.join(' '))?.[1] ?? 0);
    if (port > 0) return port;
    const own = this.listenersOf(pid);
    const [only] = own;
    if (own.every((row) => row.localPort === only?.localPort)) return only?.localPort;
    // Consoles listen too. Without descriptors nobody can tell which port is which.
    if (own.some(({ fd }) => fd === undefined)) return undefined;
    return own.reduce((first, row) => ((row.fd ?? 0) < (first.fd ?? 0) ? row : first)).localPort;
  }

  /** The sockets of a port with a value; those of a port with many are sorted by it once. */
  private someOf(
    port: number,
    crowds: Crowds,
    keyOf: (row: SocketRow) => number | undefined,
    value: number,
  ): readonly SocketRow[] {
    const rows = this.udp(port);
    // Nearly every port has one socket.
    if (rows.length === 1) return keyOf(rows[0] as SocketRow) === value ? rows : NONE;
    if (rows.length <= FEW) return rows.filter((row) => keyOf(row) === value);
    let crowd = crowds.get(port);
    if (crowd === undefined) {
      crowd = new Map();
      for (const row of rows) push(crowd, keyOf(row), row);
      crowds.set(port, crowd);
    }
    return crowd.get(value) ?? [];
  }

  private listenersOf(pid: number): readonly SocketRow[] {
    if (this.listenersByPid === undefined) {
      this.listenersByPid = new Map();
      for (const row of [...this.listeners.values()].flat())
        if (row.pid !== undefined) push(this.listenersByPid, row.pid, row);
    }
    return this.listenersByPid.get(pid) ?? [];
  }

  /** True if an address is this host, seen from itself. */
  owns(address: string): boolean {
    return isLoopback(address) || isWildcard(address) || this.ownAddresses.has(address);
  }

  /** True if an address is this host, seen from another one. */
  ownsPublicly(address: string): boolean {
    return !isLoopback(address) && this.ownAddresses.has(address);
  }

  private get ownAddresses(): ReadonlySet<string> {
    this.addressSet ??= new Set(this.table.addresses);
    return this.addressSet;
  }

  private addressSet: Set<string> | undefined;
}

/** True if two sockets have the same four values, so that one of them gets what is meant for either. */
export function isTwin(a: SocketRow, b: SocketRow): boolean {
  return (
    a.localPort === b.localPort &&
    a.remotePort === b.remotePort &&
    a.localAddress === b.localAddress &&
    a.remoteAddress === b.remoteAddress
  );
}

/** True if each of two sockets is the other's peer. */
export function isMirror(a: Located, b: Located): boolean {
  return (
    a.row.localPort === b.row.remotePort &&
    a.row.remotePort === b.row.localPort &&
    isLocalAddress(a, b.row.remoteAddress) &&
    isLocalAddress(b, a.row.remoteAddress)
  );
}

/**
 * True if a connected socket has this address. Windows lists it with 0.0.0.0: then it may be any of the
 * host's own, of the loopback for a peer there, and another one for a peer elsewhere.
 */
export function isLocalAddress({ view, row }: Located, address: string): boolean {
  if (row.localAddress === address) return true;
  if (!isWildcard(row.localAddress) || !isConnected(row) || isWildcard(address)) return false;
  const { remoteAddress } = row;
  if (familyOf(address) !== familyOf(remoteAddress)) return false;
  return isLoopback(remoteAddress) === isLoopback(address) && view.owns(address);
}

/** True for a socket that has a peer: of UDP too, netstat calls that ESTABLISHED. */
export function isConnected({ state }: SocketRow): boolean {
  return state === 'ESTABLISHED';
}

/** True for a socket whose peer is itself. */
export function isSelfConnected(located: Located): boolean {
  return isConnected(located.row) && isMirror(located, located);
}

function byAge(a: SocketRow, b: SocketRow): number {
  return a.age - b.age || a.family - b.family || a.inode - b.inode;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}
