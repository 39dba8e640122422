/**
 * The lab: what a lab file says, resolved and in the order in which the software acts on it, and nothing that
 * is computed from it. Every reader returns this one shape.
 */

/** A place in a file. `line` and `column` count from 1, as editors do. */
export interface Location {
  readonly file: string;
  /** The file within `file`, if that is an archive: `project.gns3`. */
  readonly within?: string;
  readonly line: number;
  readonly column: number;
}

/**
 * The program that owns the ports: Dynamips itself, one of the wrappers that speak its protocol, or a GNS3
 * server, which starts Dynamips and others by itself and speaks HTTP.
 */
export type HypervisorKind = 'dynamips' | 'qemu' | 'vbox' | 'pemu' | 'gns3';

/** One hypervisor process, as recorded in a lab file. */
export interface Hypervisor {
  readonly kind: HypervisorKind;
  /** Host as written; two hypervisors are on one host for Dynagen only if these strings are equal. */
  readonly host: string;
  /** TCP control port; of a GNS3 server its HTTP port. */
  readonly port: number;
  /** `host:port`, with its kind before it if that is not Dynamips: how it is named everywhere. */
  readonly name: string;
  /** UDP port of the first NIO. */
  readonly baseUdp: number;
  /** TCP port that a router's instance number is added to. */
  readonly baseConsole: number;
  readonly baseAux: number;
  readonly workingDirectory?: string;
  /** Sum of router RAM that this hypervisor is meant to hold, in MiB. */
  readonly memoryLimitMb?: number;
  /** Dynamips version, such as `0.2.14`; it decides what a port collision does. */
  readonly dynamips?: string;
  /**
   * True for a GNS3 server from 2.0 on: for a link to another server it looks for an address that the other
   * can reach, and so its own may be a loopback name (gns3-server `controller/compute.py`,
   * `get_ip_on_same_subnet`).
   */
  readonly picksAddress?: boolean;
  /** True for the GNS3 server that a project calls its own: its address is in its configuration. */
  readonly isLocal?: boolean;
  readonly location?: Location;
}

export type DeviceKind =
  | 'router'
  | 'ethernet-switch'
  | 'hub'
  | 'frame-relay-switch'
  | 'atm-switch'
  | 'atm-bridge'
  | 'lan'
  | 'qemu'
  | 'vbox'
  | 'cloud'
  | 'nat'
  | 'vpcs'
  | 'docker'
  | 'vmware'
  | 'iou'
  | 'traceng';

/** Something that links end at. A `lan` is the bridge that Dynagen makes for `LAN n`. */
export interface Device {
  readonly name: string;
  readonly kind: DeviceKind;
  /** Undefined while an allocator has still to choose one. */
  readonly hypervisor?: Hypervisor;
  /** Router id (Dynamips instance id); console = base console + this. */
  readonly id?: number;
  readonly image?: string;
  /** The startup configuration of a router, a file; `cnfg` in a .net file. */
  readonly configFile?: string;
  readonly ramMb?: number;
  readonly console?: number;
  readonly aux?: number;
  /** False for a router that is to have no console. */
  readonly hasConsole?: boolean;
  /** As GNS3 writes it, such as `telnet`, `vnc` or `none`. */
  readonly consoleType?: string;
  /** The same of the AUX port, which GNS3 3.0 and later write. */
  readonly auxType?: string;
  /** Network adapters of a virtual machine; 1 if nothing is written. */
  readonly adapters?: number;
  readonly location?: Location;
}

/** One end of a link at a device. `device` is undefined when no device has that name. */
export interface DeviceEnd {
  readonly type: 'device';
  readonly deviceName: string;
  readonly device: Device | undefined;
  /** Interface as written, such as `f0/0`, or a switch port such as `1`. */
  readonly interface: string;
}

/** A UDP NIO that is written out with its ports instead of being given some. */
export interface UdpNioAddress {
  readonly localPort: number;
  readonly remoteHost: string;
  readonly remotePort: number;
}

/**
 * A link end that leaves the lab: an explicit NIO, such as `NIO_udp:30000:127.0.0.1:20000` or
 * `NIO_gen_eth:eth0`.
 */
export interface NioEnd {
  readonly type: 'nio';
  readonly text: string;
  /** Only for UDP. */
  readonly udp?: UdpNioAddress;
}

/** Why a link is never made: the software refuses it before any port is given. */
export type LinkFault = 'unknown-device' | 'interface-in-use' | 'same-interface';

/** A link, `a` being the end that is written first: it takes its port first. */
export interface Link {
  /** `R1 f0/0 -- R2 f0/0`. */
  readonly name: string;
  readonly a: DeviceEnd;
  readonly b: DeviceEnd | NioEnd;
  readonly location?: Location;
  readonly fault?: LinkFault;
  /** The earlier link that holds the interface, with fault `interface-in-use`. */
  readonly heldBy?: Link;
}

/** What happens after the links of the file are made, in order. */
export type LabEvent =
  | { readonly type: 'add'; readonly link: Link }
  | { readonly type: 'remove'; readonly link: Link }
  | {
      readonly type: 'stop';
      readonly hypervisor: Hypervisor;
      /** Not the hypervisor stops, but the uBridge of this router, which runs next to it. */
      readonly ubridgeOf?: Device;
    };

/** What an event stops: `localhost:7201`, `uBridge of R2`. */
export function stopName({ hypervisor, ubridgeOf }: Extract<LabEvent, { type: 'stop' }>): string {
  return ubridgeOf === undefined ? hypervisor.name : `uBridge of ${ubridgeOf.name}`;
}

/** The hypervisors that have stopped at the end. */
export function stoppedHypervisors({ events }: Pick<Lab, 'events'>): Set<Hypervisor> {
  return new Set(
    events.flatMap((event) => (event.type === 'stop' && event.ubridgeOf === undefined ? [event.hypervisor] : [])),
  );
}

/** An IOS image and the recorded hypervisors that its routers may be put on, in the order of preference. */
export interface Image {
  readonly name: string;
  readonly hypervisors: readonly Hypervisor[];
}

/** A range of ports, both ends included. */
export interface PortRange {
  readonly first: number;
  readonly last: number;
}

/** What a server's configuration file says about its ranges; what it leaves open is the server's default. */
export interface ServerRanges {
  /** UDP ports of links. */
  readonly udp?: Partial<PortRange>;
  /** TCP ports of consoles. */
  readonly consoles?: Partial<PortRange>;
  /** TCP ports of consoles of type VNC. */
  readonly vnc?: Partial<PortRange>;
}

/** A version of GNS3: `2.2.45` is `[2, 2, 45]`. */
export type Gns3Version = readonly [major: number, minor: number, patch: number];

export type OperatingSystem = 'linux' | 'windows' | 'darwin';

export const ALLOCATOR_NAMES = [
  'dynagen',
  'dynagen-0.8.3',
  'gns3-classic',
  'gns3-server-1.3',
  'gns3-server-2.1',
  'gns3-server-2.2.3',
  'gns3-server-3.0',
  'udp-auto',
] as const;

/** A rule set that gives out ports. */
export type AllocatorName = (typeof ALLOCATOR_NAMES)[number];

/** True for the rule sets of GNS3 1.3 and later, whose servers read a configuration file. */
export function isGns3Server(name: AllocatorName): boolean {
  return name.startsWith('gns3-server-');
}

export type LabFormat = 'scenario' | 'dynagen' | 'gns3';

/** The GNS3 that wrote a `.net` file, by its `version` key, such as `0.8.3.1`, and where that stands. */
export interface WrittenBy {
  readonly version: string;
  readonly location: Location;
}

export interface Lab {
  readonly name: string;
  readonly file: string;
  /** The name for which the program has found the file itself: commands that are printed say it. */
  readonly scenario?: string;
  readonly format: LabFormat;
  /** Present where a scenario is written as JSON: lines for it are JSON too. */
  readonly syntax?: 'json';
  readonly description?: string;
  readonly allocator?: AllocatorName;
  /** The version of GNS3 that saved the project, when the file says it. */
  readonly savedBy?: Gns3Version;
  readonly writtenBy?: WrittenBy;
  readonly dynamips?: string;
  readonly os?: OperatingSystem;
  /** The ephemeral range of the lab's hosts, when the file says it. */
  readonly ephemeralRange?: PortRange;
  readonly hypervisors: readonly Hypervisor[];
  readonly images: readonly Image[];
  readonly devices: readonly Device[];
  /** In the order in which the software makes them. */
  readonly links: readonly Link[];
  readonly events: readonly LabEvent[];
}
