import { counted } from '../../../core/text/counted.ts';
import { type Column, renderColumns } from '../../../output/columns.ts';
import { indent } from '../../../output/prose.ts';
import { safeResult } from '../../../output/safe-text.ts';
import { socketAddress } from '../../../output/socket-address.ts';
import type { LinksResult, SocketSummary } from '../result.ts';
import { type LinkColumns, program } from './rows.ts';

interface SocketColumn extends Column {
  readonly cell: (socket: SocketSummary) => string;
}

/** Sockets as netstat prints them; their host too, if there are several. */
export function socketTable(
  result: LinksResult,
  width: number,
  style: LinkColumns & { readonly header: boolean },
): string {
  const { sockets = [], connectedNios = 0 } = result;
  const columns = columnsOf(new Set(sockets.map(({ host }) => host)).size > 1, style);
  const rows = safeResult(sockets).map((socket) => columns.map(({ cell }) => cell(socket)));
  const table = renderColumns(columns, rows, width, { header: style.header });
  if (connectedNios === 0 || !style.header) return table;
  const verb = connectedNios === 1 ? 'is' : 'are';
  return `${table}\n\n${indent(`${counted(connectedNios, 'connected NIO')} ${verb} not shown; -a shows them`, 0, width)}`;
}

function columnsOf(hasHosts: boolean, style: LinkColumns): SocketColumn[] {
  const ofHost: SocketColumn = { title: 'Host', cell: ({ host }) => host };
  const ofProgram: SocketColumn = {
    title: 'PID/Program name',
    stays: true,
    cell: (socket) => (socket.pid === undefined ? (socket.unknownOwner ?? '-') : program(socket)),
  };
  return [
    { title: 'Proto', stays: true, cell: ({ protocol, family }) => `${protocol}${family === 6 ? '6' : ''}` },
    { title: 'Recv-Q', stays: true, cell: ({ receiveQueue }) => String(receiveQueue) },
    { title: 'Send-Q', stays: true, cell: ({ sendQueue }) => String(sendQueue) },
    {
      title: 'Local Address',
      address: true,
      cell: ({ localAddress, localPort }) => socketAddress(localAddress, localPort, style),
    },
    {
      title: 'Foreign Address',
      address: true,
      cell: ({ remoteAddress, remotePort }) => socketAddress(remoteAddress, remotePort, style),
    },
    { title: 'State', stays: true, cell: ({ state }) => (state === 'UNCONN' ? '' : state) },
    ...(style.processes ? [ofProgram] : []),
    ...(hasHosts ? [ofHost] : []),
  ];
}
