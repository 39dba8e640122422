import { absentBridge, bridgeHops, mirrorOf } from './bridge-hops.ts';
import { chainOf, type EndChain, type EndSight, oneEnd, type Place, type PortPair } from './end-chain.ts';
import type { EmulatorProcess, HypervisorNio, HypervisorReading, NioPorts } from './host.ts';
import type { Hop, HopFault } from './live-link.ts';
import { nioHop } from './nio-hop.ts';
import type { PlacedBridge, Running } from './project-host.ts';
import { socketHop } from './socket-hop.ts';

/**
 * The ends of a router. The NIO of a slot and port is known by its binding; its uBridge has a bridge whose
 * source is the other end of the NIO's tunnel, and whose destination is the link end. If Dynamips could not
 * be asked, each bridge that belongs to no other port may be the one.
 */
export class RouterEnds {
  private readonly place: Place;
  private readonly hypervisor: HypervisorReading | undefined;
  private readonly running: Running<HypervisorReading | EmulatorProcess>;
  private readonly ubridge: Running<EmulatorProcess>;
  private unclaimed: readonly EndChain[] | undefined;

  constructor(place: Place) {
    this.place = place;
    this.running = place.host.hypervisorOf(place.node);
    this.hypervisor = typeof this.running === 'object' && 'nios' in this.running ? this.running : undefined;
    this.ubridge = place.host.ubridgeOf(place.node);
  }

  at(slot: number, port: number): EndSight {
    const living = this.hypervisor?.nios.find((one) => one.slot === slot && one.port === port);
    const nio = living ?? this.endedNio(slot, port);
    if (nio?.ports !== undefined) return this.fromNio(nio, nio.ports);
    return { chains: this.unclaimedChains(), isShared: true, otherwise: this.withoutBridge(this.unknownNio(nio)) };
  }

  private fromNio(nio: HypervisorNio, ports: NioPorts): EndSight {
    const { place, hypervisor } = this;
    const dynamips = hypervisor === undefined ? this.unknownNio(nio, ports) : nioHop(place, hypervisor, nio);
    const { localPort, remotePort } = ports;
    const placed = this.bridgeBehind(remotePort, localPort);
    if (placed !== undefined) {
      const [near, far] = bridgeHops(place, placed);
      const isCrossed = placed.bridge.source?.ports?.remotePort !== localPort;
      const hops = [dynamips, isCrossed ? { ...near, fault: 'crossed' as const } : near, far];
      return oneEnd(chainOf(hops, placed.bridge.destination?.ports));
    }
    return oneEnd(this.withoutBridge(dynamips, mirrorOf({ localPort, remotePort })));
  }

  private withoutBridge(dynamips: Hop, source?: PortPair): EndChain {
    const absent = absentBridge(this.place, this.ubridge);
    return {
      hops: [dynamips, absent('source', source), absent('destination')],
      endAt: (ports) => absent('destination', ports),
    };
  }

  /** What the log of a Dynamips that has ended says of a port. */
  private endedNio(slot: number, port: number): HypervisorNio | undefined {
    const { node, host } = this.place;
    if (this.running !== 'ended') return undefined;
    return host.endedOf('dynamips', node)?.nios?.find((one) => one.slot === slot && one.port === port);
  }

  /** The NIO of a port is not known, or was: what stands in its place. */
  private unknownNio(nio: HypervisorNio | undefined, ports?: PortPair): Hop {
    const { node, host } = this.place;
    const pids = typeof this.running === 'string' ? [] : [this.running.pid];
    return socketHop(host, {
      ...{ program: 'dynamips', node: node.name, pids, nio: nio?.name, ports, lack: this.lackOfNio(nio) },
      isRead: node.status === 'started',
      isConnected: true,
    });
  }

  private lackOfNio(nio: HypervisorNio | undefined): HopFault {
    if (this.running === 'ended') return 'process ended';
    const isTold = this.hypervisor !== undefined && this.hypervisor.unasked === undefined && nio === undefined;
    return isTold ? 'no socket' : 'not seen';
  }

  private bridgeBehind(localPort: number, remotePort: number): PlacedBridge | undefined {
    // One that works nowhere that may be seen is found by the ports of its tunnel.
    const pid = typeof this.ubridge === 'string' ? undefined : this.ubridge.pid;
    if (this.ubridge === 'ended') return undefined;
    const { host } = this.place;
    return (
      host.bridgeFrom(localPort, remotePort, pid) ?? (pid === undefined ? undefined : host.bridgeAt(localPort, pid))
    );
  }

  /** The bridges of this router's uBridge that no known NIO has as its other end. */
  private unclaimedChains(): readonly EndChain[] {
    this.unclaimed ??= this.ownBridges().flatMap(({ pid, bridge }) => {
      const { source, destination } = bridge;
      if (source?.ports === undefined || this.isClaimed(source.ports.remotePort)) return [];
      const dynamips = this.unknownNio(undefined, mirrorOf(source.ports));
      return [chainOf([dynamips, ...bridgeHops(this.place, { pid, bridge })], destination?.ports)];
    });
    return this.unclaimed;
  }

  private isClaimed(localPort: number): boolean {
    return (
      this.hypervisor?.nios.some(({ ports, slot }) => slot !== undefined && ports?.localPort === localPort) === true
    );
  }

  private ownBridges(): readonly PlacedBridge[] {
    const { host } = this.place;
    if (typeof this.ubridge === 'object') return host.bridgesOf(this.ubridge.pid);
    const pid = typeof this.running === 'object' ? this.running.pid : undefined;
    if (pid === undefined || this.ubridge === 'ended') return [];
    // The other ends of the sockets that this Dynamips has.
    return host
      .socketsOf(pid)
      .flatMap(({ localPort, remotePort }) => host.bridgeFrom(remotePort, localPort, undefined) ?? []);
  }
}
