/**
 * A GNS3 server that is played on paper: it gives out the lowest free ports, starts programs, makes NIOs,
 * bridges and sockets in its order (docs/FACTS.md, "A live GNS3"), and knows how everything is wired. It
 * shares nothing with what finds that out again.
 */
import type {
  BridgeNio,
  EmulatorProcess,
  EmulatorProgram,
  HostReading,
  HypervisorNio,
  NioPorts,
} from '../../src/core/open-project/host.ts';
import type { OpenProject } from '../../src/core/open-project/open-project.ts';
import type { ServerNode } from '../../src/core/open-project/server.ts';
import type { SocketRow } from '../../src/core/sockets/socket-table.ts';
import { tableOf, udp } from './socket-tables.ts';

export const PROJECT = { id: 'c58cbb9e-54b6-4ea6-9486-74ce038936ec', name: 'Played', status: 'opened', path: '/srv/p' };

export type PlayedType =
  | 'dynamips'
  | 'vpcs'
  | 'cloud'
  | 'ethernet_switch'
  | 'ethernet_hub'
  | 'frame_relay_switch'
  | 'docker';

const ROOM: Readonly<Record<PlayedType, number>> = {
  dynamips: 4,
  vpcs: 1,
  cloud: 3,
  ethernet_switch: 8,
  ethernet_hub: 8,
  frame_relay_switch: 8,
  docker: 1,
};

const COUNTERS = { packetsIn: 3, packetsOut: 3, bytesIn: 180, bytesOut: 180 };
const LOOPBACK = '127.0.0.1';

/** One socket that a program was told to make. */
export interface PlayedSocket {
  readonly program: 'dynamips' | 'ubridge' | 'vpcs';
  readonly node: PlayedNode;
  readonly pid: number;
  readonly ports: NioPorts;
}

export interface PlayedNode {
  readonly id: string;
  readonly name: string;
  readonly type: PlayedType;
  readonly host: PlayedHost;
  readonly usedPorts: Set<number>;
  isStarted: boolean;
  dynamips?: number;
  ubridge?: number;
  /** The process that has the socket. */
  vpcs?: number;
  tunnel?: readonly [own: number, ubridge: number];
}

export interface PlayedHost {
  readonly id: string;
  readonly address: string;
  readonly taken: Set<number>;
  readonly processes: EmulatorProcess[];
}

export interface PlayedEnd {
  readonly node: PlayedNode;
  readonly slot: number;
  readonly nio: string;
  readonly port: number;
  /** Of a router. */
  readonly tunnel?: readonly [dynamips: number, ubridge: number];
}

export interface PlayedLink {
  readonly id: string;
  readonly a: PlayedEnd;
  readonly b: PlayedEnd;
}

/** The server with its hosts. */
export class PlayedGns3 {
  readonly hosts: readonly PlayedHost[];
  readonly nodes: PlayedNode[] = [];
  /** In the order in which they were made. */
  links: PlayedLink[] = [];
  private count = 0;

  constructor(hostCount: number) {
    this.hosts = Array.from({ length: hostCount }, (_, index) => ({
      ...{ id: index === 0 ? 'local' : `vm${index}`, address: `10.66.0.${index + 1}`, taken: new Set<number>() },
      processes: [{ pid: 100, program: 'gns3server' as const, args: ['gns3server'], parentPid: 1 }],
    }));
  }

  addNode(type: PlayedType, host: PlayedHost): PlayedNode {
    const number = ++this.count;
    const node: PlayedNode = {
      ...{ id: `node-${number}`, name: `${type.slice(0, 3)}${number}`, type, host, usedPorts: new Set<number>() },
      isStarted: type !== 'vpcs',
    };
    const isSwitch = /switch|hub/.test(type);
    if (type === 'dynamips' || isSwitch) node.dynamips = this.start(node, 'dynamips', isSwitch ? '' : node.id);
    if (type === 'cloud') node.ubridge = this.start(node, 'ubridge', node.id);
    this.nodes.push(node);
    return node;
  }

  /** False if one of the nodes has no free port, or both are one. */
  addLink(a: PlayedNode, b: PlayedNode): boolean {
    const slots = [a, b].map((node) => [...Array(ROOM[node.type]).keys()].find((slot) => !node.usedPorts.has(slot)));
    if (a === b || slots.includes(undefined)) return false;
    const ports = [a, b].map(({ host }) => this.take(host));
    const ends = [a, b].map((node, index): PlayedEnd => {
      node.usedPorts.add(slots[index] as number);
      const nio = `udp-${++this.count}`;
      const end = { node, slot: slots[index] as number, nio, port: ports[index] as number };
      if (node.type !== 'dynamips') return end;
      node.ubridge ??= this.start(node, 'ubridge', node.id);
      return { ...end, tunnel: [this.take(node.host), this.take(node.host)] };
    });
    this.links.push({ id: `link-${++this.count}`, a: ends[0] as PlayedEnd, b: ends[1] as PlayedEnd });
    return true;
  }

  deleteLink(link: PlayedLink): void {
    this.links = this.links.filter((one) => one !== link);
    for (const { node, slot, port, tunnel = [] } of [link.a, link.b]) {
      node.usedPorts.delete(slot);
      for (const each of [port, ...tunnel]) node.host.taken.delete(each);
    }
  }

  /** A VPCS gets two more ports when it is started for the first time, and keeps them. */
  startVpcs(node: PlayedNode): void {
    if (node.type !== 'vpcs' || node.isStarted) return;
    node.isStarted = true;
    node.tunnel ??= [this.take(node.host), this.take(node.host)];
    const [own, far] = node.tunnel;
    const args = ['vpcs', '-p', '5000', '-s', `${own}`, '-c', `${far}`, '-t', LOOPBACK];
    const parent = this.start(node, 'vpcs', node.id, args);
    node.vpcs = this.start(node, 'vpcs', node.id, args, parent);
    node.ubridge = this.start(node, 'ubridge', node.id);
  }

  stopVpcs(node: PlayedNode): void {
    if (node.type !== 'vpcs' || !node.isStarted) return;
    node.isStarted = false;
    const own = (one: EmulatorProcess): boolean => one.directory?.endsWith(`/${node.id}`) === true;
    node.host.processes.splice(0, Infinity, ...node.host.processes.filter((one) => !own(one)));
  }

  /** The sockets from node to node, as they were made; a VPCS that is not started has none. */
  wiring({ a, b }: PlayedLink): PlayedSocket[] {
    return [...socketsOf(a, b), ...socketsOf(b, a).toReversed()];
  }

  private take({ taken }: PlayedHost): number {
    let port = 20_000;
    while (taken.has(port)) port++;
    taken.add(port);
    return port;
  }

  private start(
    node: PlayedNode,
    program: EmulatorProgram,
    folder: string,
    args = [program as string],
    parentPid = 100,
  ): number {
    const pid = 1000 + ++this.count;
    const module = node.type === 'vpcs' ? 'vpcs' : node.type === 'cloud' ? 'builtin' : 'dynamips';
    const directory = `${PROJECT.path}/project-files/${module}${folder === '' ? '' : `/${folder}`}`;
    node.host.processes.push({ pid, program, args, parentPid, directory, isOrphan: false });
    return pid;
  }
}

/** Where frames go to from a host: its own address for its own links too, if it is not that of the server. */
function addressFor(from: PlayedHost, to: PlayedHost): string {
  return from === to && from.id === 'local' ? LOOPBACK : to.address;
}

/** From the node to its end of the link. */
function socketsOf({ node, port, tunnel = node.tunnel }: PlayedEnd, other: PlayedEnd): PlayedSocket[] {
  const out = { localPort: port, remoteHost: addressFor(node.host, other.node.host), remotePort: other.port };
  const { dynamips = 0, ubridge = 0, vpcs = 0 } = node;
  if (node.type === 'docker' || !node.isStarted) return [];
  if (node.type === 'cloud') {
    const outside = { localPort: 30_000 + port, remoteHost: LOOPBACK, remotePort: 40_000 };
    return [outside, out].map((ports) => ({ program: 'ubridge', node, pid: ubridge, ports }));
  }
  if (tunnel === undefined) return [{ program: 'dynamips', node, pid: dynamips, ports: out }];
  const [near, far] = tunnel;
  const own = { localPort: near, remoteHost: LOOPBACK, remotePort: far };
  const behind = { localPort: far, remoteHost: LOOPBACK, remotePort: near };
  const first =
    node.type === 'vpcs'
      ? ({ program: 'vpcs', pid: vpcs } as const)
      : ({ program: 'dynamips', pid: dynamips } as const);
  return [
    { ...first, node, ports: own },
    { program: 'ubridge', node, pid: ubridge, ports: behind },
    { program: 'ubridge', node, pid: ubridge, ports: out },
  ];
}

/** What a reader of such a project finds if all is well. */
export function readPlayed(gns3: PlayedGns3): OpenProject {
  const { links, hosts } = gns3;
  const ends = links.flatMap(({ id, a, b }) => [
    { id, own: a, other: b },
    { id, own: b, other: a },
  ]);
  return {
    says: {
      server: { host: LOOPBACK, port: 3080, protocol: 'http', api: 'v2', version: '2.2.59', isHere: true },
      ...{ projects: [PROJECT], project: PROJECT, nodes: gns3.nodes.map(serverNode), limits: [] },
      links: links.map(({ id, a, b }) => ({
        ...{ id, isSuspended: false, filters: new Map(), isCapturing: false },
        ends: [a, b].map(({ node, slot }) => ({ nodeId: node.id, ...placeOf(node, slot) })),
      })),
      computes: hosts.map(({ id, address }) => ({
        ...{ id, name: id, host: id === 'local' ? LOOPBACK : address, port: 3080, protocol: 'http', isConnected: true },
      })),
      portsInUse: hosts.map(({ id, taken }) => ({
        ...{ computeId: id, udpRange: [20_000, 30_000] as const, udpPorts: [...taken], consolePorts: [] },
      })),
    },
    hosts: hosts.map((host) => readingOf(host, gns3, ends)),
    notRead: [],
  };
}

function placeOf({ type }: PlayedNode, slot: number): { adapter: number; port: number } {
  return type === 'dynamips' ? { adapter: slot, port: 0 } : { adapter: 0, port: slot };
}

function serverNode({ id, name, type, host, isStarted }: PlayedNode): ServerNode {
  const status = isStarted ? 'started' : 'stopped';
  return { ...{ id, name, type, computeId: host.id, status, ports: [] } };
}

interface PlacedEnd {
  readonly own: PlayedEnd;
  readonly other: PlayedEnd;
}

function readingOf(host: PlayedHost, gns3: PlayedGns3, ends: readonly PlacedEnd[]): HostReading {
  const here = ends.filter(({ own }) => own.node.host === host);
  const nodes = gns3.nodes.filter((node) => node.host === host);
  return {
    ...{ host: host.id, computeIds: [host.id], processes: host.processes, ended: [], complaints: new Map() },
    sockets: tableOf(
      here.flatMap(({ own, other }) => socketsOf(own, other).map((socket) => rowOf(socket, host))),
      Object.fromEntries(host.processes.map(({ pid, program }) => [pid, program])),
      { host: host.id, addresses: [LOOPBACK, host.address] },
    ),
    ubridges: nodes.flatMap((node) =>
      node.ubridge === undefined || !node.isStarted
        ? []
        : [{ pid: node.ubridge, host: LOOPBACK, port: 1, bridges: bridgesOf(node, here) }],
    ),
    hypervisors: nodes.flatMap((node) =>
      node.dynamips === undefined
        ? []
        : [{ pid: node.dynamips, host: LOOPBACK, port: 1, devices: [node.name], nios: niosOf(node, here) }],
    ),
    ...{ atMs: 0, limits: [] },
  };
}

function rowOf({ program, pid, ports }: PlayedSocket, host: PlayedHost): SocketRow {
  const { localPort, remoteHost, remotePort } = ports;
  if (program === 'vpcs') return udp(`0.0.0.0:${localPort}`, { pid });
  const local = remoteHost === LOOPBACK ? LOOPBACK : host.address;
  return udp(`${local}:${localPort} ${remoteHost}:${remotePort}`, { pid });
}

function bridgesOf(node: PlayedNode, ends: readonly PlacedEnd[]): HostReading['ubridges'][number]['bridges'] {
  const own = ends.filter((end) => end.own.node === node);
  return own.map(({ own, other }) => {
    const sockets = socketsOf(own, other);
    const [near, far] = sockets.slice(-2).map(({ ports }): BridgeNio => {
      const text = `${ports.localPort}:${ports.remoteHost}:${ports.remotePort}`;
      return { text, ports, counters: COUNTERS };
    }) as [BridgeNio, BridgeNio];
    const base = { isRunning: true, filters: [] };
    if (node.type === 'cloud') return { ...base, name: `${node.id}-${own.slot}`, source: far, destination: near };
    const name = node.type === 'vpcs' ? `VPCS-${node.id}` : `DYNAMIPS-${own.tunnel?.join('-')}`;
    return { ...base, name, source: near, destination: far };
  });
}

/** The newest first. */
function niosOf(node: PlayedNode, ends: readonly PlacedEnd[]): HypervisorNio[] {
  const own = ends.filter((end) => end.own.node === node).toReversed();
  return own.map(({ own, other }) => {
    const ports = (socketsOf(own, other)[0] as PlayedSocket).ports;
    const base = { name: own.nio, boundTo: node.name, ports, counters: COUNTERS };
    return node.type === 'dynamips' ? { ...base, module: 'vm', slot: own.slot, port: 0 } : { ...base, module: 'ethsw' };
  });
}
