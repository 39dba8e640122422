/** What the processes of an open project say on one host: the hosts of its computes are read one by one. */
import type { SocketTable } from '../sockets/socket-table.ts';

export type EmulatorProgram = 'dynamips' | 'ubridge' | 'vpcs' | 'qemu' | 'gns3server';

/** A process of GNS3's emulators, or of the server. */
export interface EmulatorProcess {
  readonly pid: number;
  readonly program: EmulatorProgram;
  /** The command line, word by word. */
  readonly args: readonly string[];
  readonly parentPid?: number;
  /** Where it works: `…/project-files/dynamips/<node id>`; absent if that may not be read. */
  readonly directory?: string;
  /** True if the program that has started it is gone; undefined where that cannot be known. */
  readonly isOrphan?: boolean;
  readonly halted?: 'stopped' | 'traced';
}

/** Frames and bytes that have come in from the socket of a NIO, and gone out. */
export interface HopCounters {
  readonly packetsIn: number;
  readonly packetsOut: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
}

/** The socket of a NIO, as its program was told to make it. */
export interface NioPorts {
  readonly localPort: number;
  readonly remoteHost: string;
  readonly remotePort: number;
}

/** One side of a bridge of uBridge. */
export interface BridgeNio {
  /** What was typed: `20017:127.0.0.1:20016`, or the name of an interface. */
  readonly text: string;
  /** Where it has a UDP socket. */
  readonly ports?: NioPorts;
  readonly counters?: HopCounters;
}

export interface UBridgeBridge {
  /** `DYNAMIPS-20012-20013`, `VPCS-<node id>`, `<node id>-<port number>`, … */
  readonly name: string;
  readonly isRunning: boolean;
  /** Names of filters in their order; what they do is not told. */
  readonly filters: readonly string[];
  readonly source?: BridgeNio;
  readonly destination?: BridgeNio;
}

/** A port of a node of IOU, `0/1`, with its counters towards the link; its socket is not told. */
export interface IolBridgePort {
  readonly port: string;
  readonly counters: HopCounters;
}

/** A bridge between a node of IOU and its links. */
export interface IolBridge {
  /** `IOL-BRIDGE-513` */
  readonly name: string;
  readonly ports: readonly IolBridgePort[];
}

/** Why a program could not be asked, or did not say everything: a clause. */
export interface Unasked {
  readonly why: string;
}

/** A uBridge that was asked. */
export interface UBridgeReading {
  readonly pid: number;
  /** Its TCP address. */
  readonly host: string;
  readonly port: number;
  readonly version?: string;
  readonly bridges: readonly UBridgeBridge[];
  /** Those of IOU; absent if there are none. */
  readonly iolBridges?: readonly IolBridge[];
  readonly unasked?: Unasked;
}

/** A NIO of a hypervisor, with the socket that its log tells. */
export interface HypervisorNio {
  readonly name: string;
  readonly ports?: NioPorts;
  /** The inode of its socket here. */
  readonly inode?: number;
  readonly counters?: HopCounters;
  /** The router, switch or hub that it is bound to, by its name there. */
  readonly boundTo?: string;
  /** `vm`, `ethsw`, `nio_bridge`, `frsw`, `atmsw`, `atm_bridge` */
  readonly module?: string;
  /** Of a router: slot and port. */
  readonly slot?: number;
  readonly port?: number;
}

/** A Dynamips that was asked. */
export interface HypervisorReading {
  readonly pid: number;
  readonly host: string;
  /** TCP. */
  readonly port: number;
  readonly version?: string;
  /** Names of what it has: routers, switches, hubs. */
  readonly devices: readonly string[];
  readonly nios: readonly HypervisorNio[];
  readonly unasked?: Unasked;
}

/** A process that has ended, as what it has left in its directory tells. */
export interface EndedProcess {
  readonly program: 'ubridge' | 'dynamips' | 'vpcs';
  readonly directory: string;
  /** Of a Dynamips: the router or switch that it was for, by its name there. */
  readonly device?: string;
  /** Why, as its log says: `send: Network is unreachable`. */
  readonly lastWords?: string;
  /** The time of the last change of its log, in milliseconds since 1970: it ended then or later. */
  readonly atMs?: number;
  /** UDP ports that its log says it had, the last word on each. */
  readonly ports: readonly NioPorts[];
  /** Of a Dynamips: the NIOs that its log says it had, with what they were bound to. */
  readonly nios?: readonly HypervisorNio[];
}

/** One host with all that belongs to GNS3 there. */
export interface HostReading {
  /** How the host is called, as in `SocketTable.host`. */
  readonly host: string;
  /** The computes that it is, by their ids. */
  readonly computeIds: readonly string[];
  readonly sockets: SocketTable;
  readonly processes: readonly EmulatorProcess[];
  readonly ubridges: readonly UBridgeReading[];
  readonly hypervisors: readonly HypervisorReading[];
  /** Nodes whose directories have the log of a uBridge that no longer runs. */
  readonly ended: readonly EndedProcess[];
  /**
   * Lines of uBridge's logs that say that frames do not arrive, by the directory of the node: the last of
   * each kind.
   */
  readonly complaints: ReadonlyMap<string, readonly string[]>;
  /** When it was read, on the clock of `performance.now()`. */
  readonly atMs: number;
  /** What could not be seen, and which single command would show it, in sentences. */
  readonly limits: readonly string[];
}
