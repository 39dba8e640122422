import { familyOf } from '../../core/address/ip-address.ts';
import { LATEST_VERSION } from '../../core/kernel/dynamips-version.ts';
import type { PredictedSocket } from '../../core/kernel/socket.ts';
import { LabModel } from '../../core/model/lab-model.ts';
import type { SocketRow, SocketTable } from '../../core/sockets/socket-table.ts';
import type { PracticeAct } from '../../core/teach/result-file.ts';
import { linksOfTable } from '../links/links-of-table.ts';
import type { Exercise, Seen, SeenLink, Staged } from './exercise.ts';
import { playedReadings } from './gns3/played-server.ts';
import { serverSight } from './gns3/server-sight.ts';
import { serverStateOf } from './gns3/server-state-of.ts';
import type { StagedServer } from './gns3/staged-server.ts';
import { modelOfFiles, type Texts } from './labs-of-files.ts';
import { type Machine, machineAfter } from './machine.ts';
import { playedConsoles } from './played-consoles.ts';

/** Practice has all hypervisors in one process; the other program is another one. */
const PID = { practice: 100, program: 200 } as const;

/**
 * On a machine whose localhost is ::1 first, ends that are told `localhost` do not meet those on 127.0.0.1.
 */
const ADDRESSES = new Map([['localhost', ['127.0.0.1']]]);

/**
 * What would be seen on a Linux machine on which these files were loaded, after what was done so far: the
 * sockets by the model of the kernel, and what `links` says of such a table. Pure. Without links, and
 * without a model, where the files cannot be loaded.
 */
export function playedFromModel(
  { generation }: Pick<Exercise, 'generation'>,
  staged: Staged,
  files: Texts,
  acts: readonly PracticeAct[],
): Seen {
  if (staged.server !== undefined) return playedOnServer(staged, staged.server, files);
  const machine = machineAfter(staged, files, acts);
  const { isProgramThere } = machine;
  const read = modelOfFiles(staged, files);
  if (!('model' in read)) return { staged, files, model: undefined, links: [], isProgramThere };
  const { model } = read;
  // Which Dynamips runs is decided by the exercise, whatever the file says.
  const dynamips = LATEST_VERSION[generation];
  const played = LabModel.of(model.labs, { dynamips, os: 'linux', addresses: ADDRESSES });
  const sockets = [...played.prediction(generation).sockets()].filter((socket) => isMade(socket, machine));
  const links = seenLinks(played, tableOf(played, sockets, machine));
  const hasConsoles = staged.goals.some(({ goal }) => goal === 'consoles');
  return { staged, files, model, links, isProgramThere, ...(hasConsoles && { consoles: playedConsoles(played) }) };
}

/** What would be seen of a project that a server has open, after the deeds of the file. */
function playedOnServer(staged: Staged, server: StagedServer, files: Texts): Seen {
  const read = modelOfFiles(staged, files);
  const state = serverStateOf(staged, files);
  if (!('model' in read) || state === undefined)
    return { staged, files, model: undefined, links: [], isProgramThere: false };
  const { links, programs } = serverSight(server, staged.files[0]?.name ?? '', state, playedReadings(state));
  return { staged, files, model: read.model, links, programs, isProgramThere: false };
}

/** The other program shares its port with nobody, so that a NIO on it is refused in both generations. */
function isMade({ bind, port, nio }: PredictedSocket, { isLoaded, empty, held }: Machine): boolean {
  return isLoaded && bind !== 'refused' && !held.has(port) && !empty.has(nio.hypervisor.name);
}

function seenLinks(model: LabModel, table: SocketTable): SeenLink[] {
  const fileOf = new Map(model.labs.map(({ name, file }) => [name, file]));
  return linksOfTable(model, table).flatMap(({ name, lab, state, a, b }) =>
    name === undefined || lab === undefined
      ? []
      : [{ file: fileOf.get(lab) ?? '', name, ports: [a.localPort, b?.localPort] as const, state }],
  );
}

function tableOf(model: LabModel, sockets: readonly PredictedSocket[], { held }: Machine): SocketTable {
  const rows = [
    ...newestFirst(sockets.map(udpRow)),
    ...[...held].map((port) => ({ ...ROW, localPort: port, state: 'UNCONN' as const, pid: PID.program })),
    ...model.hypervisors.map(({ port }) => ({ ...ROW, protocol: 'tcp' as const, localPort: port, pid: PID.practice })),
  ];
  return {
    host: 'localhost',
    source: 'the model of the kernel',
    rows: rows.map((row, index) => ({ ...row, inode: index + 1 })),
    processes: new Map([
      [PID.practice, { pid: PID.practice, name: 'niostat practi', args: [] }],
      [PID.program, { pid: PID.program, name: 'other', args: [] }],
    ]),
    addresses: ['127.0.0.1'],
    tellsAge: true,
    hidesPeers: false,
    limits: [],
  };
}

const ROW = {
  protocol: 'udp',
  family: 4,
  localAddress: '0.0.0.0',
  remoteAddress: '0.0.0.0',
  remotePort: 0,
  state: 'LISTEN',
  receiveQueue: 0,
  sendQueue: 0,
  inode: 0,
  age: 0,
} as const satisfies Omit<SocketRow, 'localPort'>;

function udpRow({ port, remotePort, route }: PredictedSocket): SocketRow {
  const { localAddress, remoteAddress } = route;
  return {
    ...ROW,
    family: familyOf(remoteAddress),
    localAddress,
    localPort: port,
    remoteAddress,
    remotePort,
    state: 'ESTABLISHED',
    pid: PID.practice,
  };
}

/** Sockets in the order in which they were made: the last one of a port is its newest. */
function newestFirst(rows: readonly SocketRow[]): SocketRow[] {
  const ages = new Map<number, number>();
  return rows.toReversed().map((row) => {
    const age = ages.get(row.localPort) ?? 0;
    ages.set(row.localPort, age + 1);
    return { ...row, age };
  });
}
