import type { Systeminformation } from 'systeminformation';
import { familyOf, isIp, plainAddress, splitZone } from '../../core/address/ip-address.ts';
import type { SocketRow, SocketState } from '../../core/sockets/socket-table.ts';
import { type RawRow, setAges } from './raw-rows.ts';

type Connection = Systeminformation.NetworkConnectionsData;

/** `udp46` is macOS's word for a socket of family 6 that takes IPv4 too; Windows names no family. */
const PROTOCOL = /^(udp|tcp)(4|6|46)?$/;

/** The words of both systems; those that the library turned into Linux's already are here too. */
const STATES: ReadonlyMap<string, SocketState> = new Map([
  ['ESTABLISHED', 'ESTABLISHED'],
  ['LISTEN', 'LISTEN'],
  ['LISTENING', 'LISTEN'],
  ['SYN_SENT', 'SYN_SENT'],
  ['SYN_RECV', 'SYN_RECV'],
  ['SYN_RCVD', 'SYN_RECV'],
  ['SYN_RECEIVED', 'SYN_RECV'],
  ['FIN_WAIT1', 'FIN_WAIT1'],
  ['FIN_WAIT_1', 'FIN_WAIT1'],
  ['FIN_WAIT2', 'FIN_WAIT2'],
  ['FIN_WAIT_2', 'FIN_WAIT2'],
  ['TIME_WAIT', 'TIME_WAIT'],
  ['CLOSE', 'CLOSE'],
  ['CLOSED', 'CLOSE'],
  ['CLOSE_WAIT', 'CLOSE_WAIT'],
  ['LAST_ACK', 'LAST_ACK'],
  ['CLOSING', 'CLOSING'],
]);

export interface ConnectionRows {
  readonly rows: readonly SocketRow[];
  /** Sockets that the library told of in words that are no address or port. */
  readonly unreadable: number;
}

/**
 * Rows from what systeminformation made of netstat's output. Sockets without a port of their own are left
 * out.
 */
export function rowsOfConnections(connections: readonly Connection[], platform: 'darwin' | 'win32'): ConnectionRows {
  const rows: RawRow[] = [];
  let unreadable = 0;
  for (const connection of connections) {
    const match = PROTOCOL.exec(connection.protocol);
    // The library takes netstat's headline for a connection of the protocol `proto`.
    if (match === null) continue;
    const row = rowOf(connection, match[1] === 'udp' ? 'udp' : 'tcp', familyOfProtocol(match[2], connection));
    if (row === undefined) unreadable++;
    // Nobody can send to a socket that is not bound yet; Linux does not list it either.
    else if (row.localPort > 0) rows.push(finish(row, connection, platform));
  }
  setAges(rows);
  return { rows, unreadable };
}

/** What the protocol is called says the family, `tcp4`; where it does not, the address does. */
function familyOfProtocol(suffix: string | undefined, { localAddress }: Connection): 4 | 6 {
  if (suffix === undefined) return familyOf(localAddress);
  return suffix === '4' ? 4 : 6;
}

function rowOf(connection: Connection, protocol: 'udp' | 'tcp', family: 4 | 6): RawRow | undefined {
  const localAddress = addressOf(connection.localAddress, family);
  const remoteAddress = addressOf(connection.peerAddress, family);
  const localPort = portOf(connection.localPort);
  const remotePort = portOf(connection.peerPort);
  if (localAddress === undefined || remoteAddress === undefined) return undefined;
  if (localPort === undefined || remotePort === undefined) return undefined;
  const ends = { localAddress, localPort, remoteAddress, remotePort };
  const state = protocol === 'tcp' ? 'UNKNOWN' : remotePort > 0 ? 'ESTABLISHED' : 'UNCONN';
  return { protocol, family, ...ends, state, receiveQueue: 0, sendQueue: 0, inode: 0, age: 0 };
}

function addressOf(text: string, family: 4 | 6): string | undefined {
  if (text === '*') return family === 6 ? '::' : '0.0.0.0';
  // The interface of a link-local address is written behind it: fe80::1%lo0.
  const { address } = splitZone(text);
  return isIp(address) ? plainAddress(address) : undefined;
}

function portOf(text: string): number | undefined {
  if (text === '*') return 0;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  return port <= 65_535 ? port : undefined;
}

/** Adds what the systems tell differently: the state of TCP and the owner. */
function finish(row: RawRow, connection: Connection, platform: 'darwin' | 'win32'): RawRow {
  const state = row.protocol === 'udp' ? row.state : tcpState(row, connection.state, platform);
  return { ...row, state, ...ownerOf({ ...row, state }, connection.pid, platform) };
}

function tcpState({ remotePort }: RawRow, word: string, platform: 'darwin' | 'win32'): SocketState {
  const state = STATES.get(word.toUpperCase());
  // Windows translates its words, and only a listener has no foreign port. On macOS a closed socket has none
  // either.
  return state ?? (platform === 'win32' && remotePort === 0 ? 'LISTEN' : 'UNKNOWN');
}

function ownerOf(
  { protocol, state }: RawRow,
  pid: number,
  platform: 'darwin' | 'win32',
): Pick<SocketRow, 'pid' | 'unknownOwner'> {
  // Where it does not know the state of a macOS row, the library reads the pid from the column before
  // (SYN_RCVD, CLOSED).
  const isMisread = platform === 'darwin' && protocol === 'tcp' && state === 'UNKNOWN';
  if (Number.isSafeInteger(pid) && pid > 0 && !isMisread) return { pid };
  // Such a connection lives on in the kernel alone.
  return state === 'TIME_WAIT' ? {} : { unknownOwner: 'not told' };
}
