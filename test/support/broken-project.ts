/**
 * Things that go wrong in a project that a server played on paper has wired, and what that does to its links.
 */
import type { EmulatorProcess, HostReading } from '../../src/core/open-project/host.ts';
import type { LiveState } from '../../src/core/open-project/live-link.ts';
import type { OpenProject } from '../../src/core/open-project/open-project.ts';
import type { SocketRow } from '../../src/core/sockets/socket-table.ts';
import type { PlayedGns3, PlayedLink, PlayedNode, PlayedSocket } from './played-gns3.ts';
import { udp } from './socket-tables.ts';

/**
 * A project in which one thing is wrong, and the links that it hurts with the states that are true of them.
 */
export interface Broken {
  readonly project: OpenProject;
  readonly hurt: ReadonlyMap<PlayedLink, readonly LiveState[]>;
  /** The node and program of a `BROKEN` link. */
  readonly dead?: { readonly node: string; readonly program: string };
}

export const FAULTS = [
  'nothing',
  'ubridge killed',
  'dynamips killed',
  'vpcs killed',
  'socket gone',
  'port taken',
  'orphan',
  'twin',
  'stopped process',
  'bridge stopped',
  'crossed',
  'host not read',
  'unasked',
  'suspended',
  'filtered',
] as const;

export type Fault = (typeof FAULTS)[number];

type Hurt = Map<PlayedLink, readonly LiveState[]>;

/** `pick` chooses among what can be hurt. Undefined if there is nothing of the kind. */
export function breakOne(gns3: PlayedGns3, whole: OpenProject, fault: Fault, pick: number): Broken | undefined {
  if (fault === 'nothing') return { project: whole, hurt: new Map() };
  if (fault.endsWith('killed')) return kill(gns3, whole, fault.split(' ')[0] as 'ubridge', pick);
  if (fault === 'host not read') return unread(gns3, whole);
  if (fault === 'unasked') return unasked(gns3, whole, pick);
  if (fault === 'stopped process') return halt(gns3, whole, pick);
  if (fault === 'suspended' || fault === 'filtered') return filter(gns3, whole, fault, pick);
  if (fault === 'bridge stopped' || fault === 'crossed') return hurtBridge(gns3, whole, fault, pick);
  return hurtSocket(gns3, whole, fault, pick);
}

function linksOf({ links }: PlayedGns3, node: PlayedNode): PlayedLink[] {
  return links.filter(({ a, b }) => a.node === node || b.node === node);
}

function all(links: readonly PlayedLink[], ...states: LiveState[]): Hurt {
  return new Map(links.map((link) => [link, states]));
}

function chosen<T>(things: readonly T[], pick: number): T | undefined {
  return things[pick % Math.max(1, things.length)];
}

function withHost(project: OpenProject, id: string, change: (host: HostReading) => HostReading): OpenProject {
  return { ...project, hosts: project.hosts.map((host) => (host.host === id ? change(host) : host)) };
}

function withRows(host: HostReading, change: (rows: readonly SocketRow[]) => readonly SocketRow[]): HostReading {
  return { ...host, sockets: { ...host.sockets, rows: change(host.sockets.rows) } };
}

/** Without processes, with all that they had and said. */
function without(host: HostReading, pids: readonly number[]): HostReading {
  const stays = ({ pid }: { readonly pid?: number }): boolean => pid === undefined || !pids.includes(pid);
  const left = { processes: host.processes.filter(stays), ubridges: host.ubridges.filter(stays) };
  return withRows({ ...host, ...left, hypervisors: host.hypervisors.filter(stays) }, (rows) => rows.filter(stays));
}

function kill(
  gns3: PlayedGns3,
  whole: OpenProject,
  program: 'ubridge' | 'dynamips' | 'vpcs',
  pick: number,
): Broken | undefined {
  const node = chosen(
    gns3.nodes.filter((one) => one.isStarted && one[program] !== undefined && linksOf(gns3, one).length > 0),
    pick,
  );
  if (node === undefined) return undefined;
  const pids = node.host.processes
    .filter((one) => one.program === program && (one.pid === node[program] || one.directory?.endsWith(`/${node.id}`)))
    .map(({ pid }) => pid);
  return {
    project: withHost(whole, node.host.id, (host) => without(host, pids)),
    hurt: all(linksOf(gns3, node), 'BROKEN'),
    dead: { node: node.name, program },
  };
}

function unread(gns3: PlayedGns3, whole: OpenProject): Broken | undefined {
  const [, other] = gns3.hosts;
  if (other === undefined) return undefined;
  const notRead = [{ computeId: other.id, name: other.id, why: 'it was not read' }];
  const hurt = gns3.links.filter(({ a, b }) => a.node.host === other || b.node.host === other);
  return {
    project: { ...whole, hosts: whole.hosts.filter(({ host }) => host !== other.id), notRead },
    hurt: all(hurt, 'UNKNOWN'),
  };
}

/** A uBridge that does not say its bridges: what is behind it is not known. */
function unasked(gns3: PlayedGns3, whole: OpenProject, pick: number): Broken | undefined {
  const node = chosen(
    gns3.nodes.filter((one) => one.isStarted && one.ubridge !== undefined),
    pick,
  );
  if (node === undefined) return undefined;
  const project = withHost(whole, node.host.id, (host) => ({
    ...host,
    ubridges: host.ubridges.map((one) =>
      one.pid === node.ubridge ? { ...one, bridges: [], unasked: { why: 'it does not answer' } } : one,
    ),
  }));
  return { project, hurt: all(linksOf(gns3, node), 'UNKNOWN') };
}

function halt(gns3: PlayedGns3, whole: OpenProject, pick: number): Broken | undefined {
  const node = chosen(
    gns3.nodes.filter((one) => one.isStarted && (one.ubridge ?? one.dynamips) !== undefined),
    pick,
  );
  if (node === undefined) return undefined;
  const pid = node.ubridge ?? node.dynamips;
  const project = withHost(whole, node.host.id, (host) => ({
    ...host,
    processes: host.processes.map((one): EmulatorProcess => (one.pid === pid ? { ...one, halted: 'stopped' } : one)),
  }));
  return { project, hurt: all(linksOf(gns3, node), 'STALLED') };
}

/** Links of which every socket is there. */
function wiredLinks(gns3: PlayedGns3): PlayedLink[] {
  return gns3.links.filter((link) => [link.a, link.b].every(({ node }) => node.isStarted && node.type !== 'docker'));
}

/** Links between the same two switches cannot be told apart. */
function alike({ links }: PlayedGns3, link: PlayedLink): PlayedLink[] {
  const isSwitch = ({ type }: PlayedNode): boolean => /switch|hub/.test(type);
  if (!isSwitch(link.a.node) || !isSwitch(link.b.node)) return [link];
  const nodes = [link.a.node, link.b.node];
  return links.filter(({ a, b }) => nodes.includes(a.node) && nodes.includes(b.node));
}

function isRowOf(row: SocketRow, { pid, ports }: PlayedSocket): boolean {
  return row.pid === pid && row.localPort === ports.localPort;
}

const STRANGER = 77;

/** Something becomes of one socket of one link. */
function hurtSocket(gns3: PlayedGns3, whole: OpenProject, fault: Fault, pick: number): Broken | undefined {
  const link = chosen(wiredLinks(gns3), pick);
  const socket = link && chosen(gns3.wiring(link), Math.floor(pick / 7));
  if (link === undefined || socket === undefined) return undefined;
  const { host } = socket.node;
  const { localPort } = socket.ports;
  const change = (reading: HostReading): HostReading => {
    const own = reading.sockets.rows.find((row) => isRowOf(row, socket)) as SocketRow;
    const others = reading.sockets.rows.filter((row) => row !== own);
    if (fault === 'socket gone') return withRows(reading, () => others);
    if (fault === 'port taken')
      return withRows(reading, () => [...others, udp(`0.0.0.0:${localPort}`, { pid: STRANGER })]);
    const twin = withRows(reading, (rows) => [...rows, { ...own, pid: STRANGER }]);
    const left: EmulatorProcess = { pid: STRANGER, program: 'ubridge', args: ['ubridge'], parentPid: 1 };
    const directory = '/srv/gone/project-files/vpcs/node-gone';
    return { ...twin, processes: [...twin.processes, { ...left, directory, isOrphan: fault === 'orphan' }] };
  };
  const states: Readonly<Partial<Record<Fault, readonly LiveState[]>>> = {
    'socket gone': ['HALF-OPEN'],
    'port taken': ['FOREIGN'],
    orphan: ['ORPHAN'],
    twin: ['SHARED'],
  };
  return { project: withHost(whole, host.id, change), hurt: all(alike(gns3, link), ...(states[fault] ?? [])) };
}

function hurtBridge(gns3: PlayedGns3, whole: OpenProject, fault: Fault, pick: number): Broken | undefined {
  // What is outside of a cloud may point anywhere.
  const canHurt = ({ program, ports }: PlayedSocket): boolean => program === 'ubridge' && ports.remotePort !== 40_000;
  const link = chosen(
    wiredLinks(gns3).filter((one) => gns3.wiring(one).some(canHurt)),
    pick,
  );
  const socket = link && chosen(gns3.wiring(link).filter(canHurt), Math.floor(pick / 7));
  if (link === undefined || socket === undefined) return undefined;
  const { localPort } = socket.ports;
  const project = withHost(whole, socket.node.host.id, (host) => {
    const ubridges = host.ubridges.map((one) => ({
      ...one,
      bridges: one.bridges.map((bridge) => {
        const side = (['source', 'destination'] as const).find((name) => bridge[name]?.ports?.localPort === localPort);
        if (one.pid !== socket.pid || side === undefined) return bridge;
        if (fault === 'bridge stopped') return { ...bridge, isRunning: false };
        return { ...bridge, [side]: { ...bridge[side], ports: { ...socket.ports, remotePort: 39_999 } } };
      }),
    }));
    const crossed = (row: SocketRow): SocketRow => (isRowOf(row, socket) ? { ...row, remotePort: 39_999 } : row);
    return fault === 'crossed' ? withRows({ ...host, ubridges }, (rows) => rows.map(crossed)) : { ...host, ubridges };
  });
  return { project, hurt: all([link], fault === 'bridge stopped' ? 'STALLED' : 'CROSSED') };
}

/**
 * A suspended link has a filter in the bridge of the first end that can filter; between switches none has.
 */
function filter(gns3: PlayedGns3, whole: OpenProject, fault: Fault, pick: number): Broken | undefined {
  const link = chosen(wiredLinks(gns3), pick);
  if (link === undefined) return undefined;
  const end = [link.a, link.b].find(({ node }) => node.ubridge !== undefined);
  const said = whole.says.links.map((one) =>
    one.id !== link.id
      ? one
      : {
          ...one,
          isSuspended: fault === 'suspended',
          filters: new Map(fault === 'filtered' ? [['delay', [50, 5]]] : []),
        },
  );
  const project = { ...whole, says: { ...whole.says, links: said } };
  if (end === undefined) return { project, hurt: new Map() };
  const own = gns3.wiring(link).filter(({ node, program }) => node === end.node && program === 'ubridge');
  const ports = own.map((socket) => socket.ports.localPort);
  const withFilter = withHost(project, end.node.host.id, (host) => ({
    ...host,
    ubridges: host.ubridges.map((one) => ({
      ...one,
      bridges: one.bridges.map((bridge) =>
        one.pid === end.node.ubridge && ports.includes(bridge.source?.ports?.localPort ?? -1)
          ? { ...bridge, filters: ['filter0'] }
          : bridge,
      ),
    })),
  }));
  return { project: withFilter, hurt: all([link], fault === 'suspended' ? 'SUSPENDED' : 'FILTERED') };
}
