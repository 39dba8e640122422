import { isConnected } from '../../core/sockets/host-view.ts';
import type { ReadHosts } from '../../core/sockets/read-hosts.ts';
import type { SocketRow } from '../../core/sockets/socket-table.ts';
import type { LinksOptions } from './options.ts';
import type { LinksResult } from './result.ts';
import type { Selection } from './selection.ts';
import { socketSummaries } from './summaries.ts';

/** Which sockets are listed in addition to the links; undefined for none. */
export function socketsWanted({ all, sockets }: LinksOptions): LinksOptions['sockets'] {
  return all ? 'all' : sockets;
}

/** The sockets that were asked for, as a part of the result; nothing if none were. */
export function listedSockets(
  hosts: ReadHosts,
  options: LinksOptions,
  { hasSocket }: Selection,
): Pick<LinksResult, 'sockets' | 'connectedNios'> {
  const wanted = socketsWanted(options);
  if (wanted === undefined) return {};
  const { protocols } = options;
  const isOfProtocol = ({ protocol }: SocketRow): boolean => protocols === undefined || protocols.includes(protocol);
  const all = hosts.views.map((view) => socketSummaries(view).filter((one) => isOfProtocol(one) && hasSocket(one)));
  const sockets = all.flat().filter((row) => wanted === 'all' || isListening(row) === (wanted === 'listening'));
  if (wanted !== 'listening') return { sockets };
  const connectedNios = hosts.views.reduce(
    (sum, view, index) => sum + (all[index] ?? []).filter((row) => isConnectedUdp(row) && view.isEmulators(row)).length,
    0,
  );
  return connectedNios === 0 ? { sockets } : { sockets, connectedNios };
}

/** As netstat takes it with -l: a UDP socket without a peer is among them. */
function isListening({ state }: SocketRow): boolean {
  return state === 'LISTEN' || state === 'UNCONN';
}

function isConnectedUdp(row: SocketRow): boolean {
  return row.protocol === 'udp' && isConnected(row);
}
