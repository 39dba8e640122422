import { ReadHosts } from '../../src/core/sockets/read-hosts.ts';
import type { SocketRow, SocketTable } from '../../src/core/sockets/socket-table.ts';

/** What a row of a test says beside its addresses. */
type RowDetails = Partial<Pick<SocketRow, 'pid' | 'fd' | 'age' | 'inode' | 'unknownOwner'>>;

const ANY = { remoteAddress: '0.0.0.0', remotePort: 0 };

/** A UDP socket from `127.0.0.1:10000 127.0.0.1:10001`, or `0.0.0.0:10000` without a peer. */
export function udp(addresses: string, details: RowDetails = {}): SocketRow {
  const [local = '', remote] = addresses.split(' ');
  const { address: localAddress, port: localPort } = split(local);
  const peer = remote === undefined ? undefined : split(remote);
  return {
    protocol: 'udp',
    family: localAddress.includes(':') ? 6 : 4,
    localAddress,
    localPort,
    ...(peer === undefined ? ANY : { remoteAddress: peer.address, remotePort: peer.port }),
    state: peer === undefined ? 'UNCONN' : 'ESTABLISHED',
    receiveQueue: 0,
    sendQueue: 0,
    inode: 0,
    age: 0,
    ...details,
  };
}

/** A TCP listener, such as a control port. */
export function listener(addresses: string, details: RowDetails = {}): SocketRow {
  return { ...udp(addresses, details), protocol: 'tcp', state: 'LISTEN' };
}

/** The table of a host; `programs` are names by pid. */
export function tableOf(
  rows: readonly SocketRow[],
  programs: Readonly<Record<number, string | readonly string[]>> = {},
  more: Partial<SocketTable> = {},
): SocketTable {
  const infos = Object.entries(programs).map(([key, program]) => {
    const [name = '', ...args] = typeof program === 'string' ? [program] : program;
    return { pid: Number(key), name, args };
  });
  return {
    host: 'localhost',
    source: '/proc',
    addresses: ['127.0.0.1', '::1'],
    rows,
    processes: new Map(infos.map((info) => [info.pid, info])),
    tellsAge: true,
    hidesPeers: false,
    limits: [],
    ...more,
  };
}

/** Hosts of which the first is the one that the test runs on. */
export function readHostsOf([here, ...others]: readonly SocketTable[]): ReadHosts {
  if (here === undefined) throw new Error('this host has no table');
  return new ReadHosts(here, others);
}

function split(text: string): { address: string; port: number } {
  const colon = text.lastIndexOf(':');
  return { address: text.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(text.slice(colon + 1)) };
}

/** A row in one line: protocol, both ends, state, owner. */
export function rowText(row: SocketRow): string {
  const { protocol, family, localAddress, localPort, remoteAddress, remotePort, state, pid, unknownOwner } = row;
  return `${protocol}${family} ${localAddress}:${localPort} ${remoteAddress}:${remotePort} ${state} ${pid ?? unknownOwner ?? ''}`;
}
