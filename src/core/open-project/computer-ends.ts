import { absentBridge, bridgeHops, lackOf, mirrorOf } from './bridge-hops.ts';
import { chainOf, type EndSight, oneEnd, type Place, type PortPair } from './end-chain.ts';
import type { EmulatorProcess, NioPorts } from './host.ts';
import type { Hop } from './live-link.ts';
import { portsOfProcess } from './process-ports.ts';
import type { Running } from './project-host.ts';
import { socketHop } from './socket-hop.ts';

/**
 * The end of a VPCS or of an adapter of QEMU: its socket, whose ports its command line says, and a bridge
 * with the node's id in its name, whose source is the other end of the tunnel.
 */
export function computerEnd(place: Place, program: 'vpcs' | 'qemu', adapter: number): EndSight {
  const { node, host } = place;
  const name = program === 'vpcs' ? `VPCS-${node.id}` : `QEMU-${node.id}-${adapter}`;
  const placed = host.bridgeNamed(name);
  const source = placed?.bridge.source?.ports;
  const processes = processesOf(place, program, source);
  if (placed === undefined && processes.length === 0 && node.status === 'stopped') return stopped(place, program);
  const running = runningOf(place, program, processes);
  const told = tunnelOf(place, program, processes, program === 'vpcs' ? 0 : adapter);
  const computer = computerHop(place, program, { processes, running, told: told ?? guessed(source) });
  if (placed === undefined) {
    return withoutBridge(computer, absentBridge(place, host.ubridgeOf(node)), told && mirrorOf(told));
  }
  const [near, far] = bridgeHops(place, placed);
  const isCrossed = told !== undefined && source !== undefined && !isMirror(told, source);
  const hops = [isCrossed ? { ...computer, fault: computer.fault ?? 'crossed' } : computer, near, far] as const;
  return oneEnd(chainOf(hops, placed.bridge.destination?.ports));
}

/** A node that is not started has neither its program nor a uBridge (docs/FACTS.md, "A live GNS3"). */
function stopped(place: Place, program: 'vpcs' | 'qemu'): EndSight {
  const { node, host } = place;
  const computer: Hop = { program, node: node.name, host: host.name, isPresent: false };
  return withoutBridge(computer, absentBridge(place, 'stopped'));
}

/** VPCS is two processes: the first serves the console, and its child has the socket. */
function runningOf(
  { node, host }: Place,
  program: 'vpcs' | 'qemu',
  processes: readonly EmulatorProcess[],
): Running<EmulatorProcess> | 'stopped' {
  const [first, ...others] = processes;
  if (first === undefined) return node.status === 'stopped' ? 'stopped' : host.absence(program);
  return program === 'vpcs' && others.length === 0 ? 'ended' : first;
}

/** By their directory, or, where that may not be seen, by the socket at the other end of the tunnel. */
function processesOf(
  { node, host }: Place,
  program: 'vpcs' | 'qemu',
  source: NioPorts | undefined,
): readonly EmulatorProcess[] {
  const own = host.ofNode(program, node);
  if (own.length > 0 || source === undefined) return own;
  return host.view.udp(source.remotePort).flatMap(({ pid }) => {
    const process = host.processOf(pid);
    return process?.program === program && process.directory === undefined && !host.isLeft(pid) ? [process] : [];
  });
}

function withoutBridge(computer: Hop, absent: ReturnType<typeof absentBridge>, source?: PortPair): EndSight {
  return oneEnd({
    hops: [computer, absent('source', source), absent('destination')],
    endAt: (ports) => absent('destination', ports),
  });
}

function computerHop(
  { node, host }: Place,
  program: 'vpcs' | 'qemu',
  {
    processes,
    running,
    told,
  }: {
    readonly processes: readonly EmulatorProcess[];
    readonly running: Running<EmulatorProcess> | 'stopped';
    readonly told: PortPair | undefined;
  },
): Hop {
  return socketHop(host, {
    ...{ program, node: node.name, pids: processes.map(({ pid }) => pid), ports: told },
    lack: running === 'stopped' ? undefined : lackOf(running, true),
    ...{ isRead: true, isConnected: false },
  });
}

/** What the program says of its tunnel on its command line; the server knows that of VPCS as well. */
function tunnelOf(
  { node }: Place,
  program: 'vpcs' | 'qemu',
  processes: readonly EmulatorProcess[],
  adapter: number,
): NioPorts | undefined {
  const args = processes[0]?.args ?? (node.commandLine ?? '').split(' ').filter((word) => word !== '');
  return portsOfProcess({ program, args }).find((one) => one.adapter === adapter)?.ports;
}

/** Where the command line does not tell, the bridge says where the program should be. */
function guessed(source: NioPorts | undefined): PortPair | undefined {
  return source && mirrorOf(source);
}

function isMirror(a: NioPorts, b: NioPorts): boolean {
  return a.localPort === b.remotePort && a.remotePort === b.localPort;
}
