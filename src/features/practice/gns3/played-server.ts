import type { UBridgeReading } from '../../../core/open-project/host.ts';
import type { SocketRow, SocketTable } from '../../../core/sockets/socket-table.ts';
import type { PlayedBridge, PlayedProgram, PortsOfSocket, ServerState } from './play-server.ts';
import { niosPorts, pidOf, type ServerReadings, socketsOf } from './server-project.ts';

/** What would be read of a Linux machine on which a server has come to this state. Pure. */
export function playedReadings({ programs }: ServerState): ServerReadings {
  const rows = programs.flatMap((program) => socketsOf(program).map((ports) => rowOf(ports, pidOf(program))));
  return { programs, sockets: tableOf(rows), ubridges: programs.filter(isUBridge).map(ubridgeOf) };
}

function isUBridge({ program }: PlayedProgram): boolean {
  return program === 'ubridge';
}

function ubridgeOf(one: PlayedProgram): UBridgeReading {
  return { pid: pidOf(one), host: '127.0.0.1', port: one.control, bridges: one.bridges.map(bridgeOf) };
}

function bridgeOf({ name, source, destination, isFiltering }: PlayedBridge): UBridgeReading['bridges'][number] {
  const side = (ports: PortsOfSocket) => ({
    text: `${ports.localPort}:127.0.0.1:${ports.remotePort}`,
    ports: niosPorts(ports),
  });
  return {
    name,
    isRunning: true,
    filters: isFiltering ? ['filter0'] : [],
    source: side(source),
    destination: side(destination),
  };
}

function rowOf({ localPort, remotePort }: PortsOfSocket, pid: number): SocketRow {
  return {
    protocol: 'udp',
    family: 4,
    localAddress: '127.0.0.1',
    localPort,
    remoteAddress: '127.0.0.1',
    remotePort,
    state: 'ESTABLISHED',
    receiveQueue: 0,
    sendQueue: 0,
    inode: 0,
    age: 0,
    pid,
  };
}

/** Of sockets on one port the last one is the newest. */
function tableOf(rows: readonly SocketRow[]): SocketTable {
  return {
    host: 'localhost',
    source: 'the model of a GNS3 server',
    addresses: ['127.0.0.1'],
    rows: rows.map((row, index) => {
      const age = rows.slice(index + 1).filter(({ localPort }) => localPort === row.localPort).length;
      return { ...row, inode: index + 1, age };
    }),
    processes: new Map(),
    tellsAge: true,
    hidesPeers: false,
    limits: [],
  };
}
