/** What a GNS3 server says of itself and of a project, whichever of its APIs said it. */

/** `v2` is that of GNS3 2.x, `v3` that of 3.x. */
export type Gns3Api = 'v2' | 'v3';

export interface Gns3Server {
  /** As it was dialled. */
  readonly host: string;
  /** TCP. */
  readonly port: number;
  readonly protocol: 'http' | 'https';
  readonly api: Gns3Api;
  /** `2.2.59` */
  readonly version: string;
  /** True if it is one of this host. */
  readonly isHere: boolean;
}

export interface ServerProject {
  readonly id: string;
  readonly name: string;
  /** `opened`, `closed`, or what a later server says. */
  readonly status: string;
  /** The folder of the project on the server's disk; absent where the server does not tell it. */
  readonly path?: string;
  /** The name of its file in that folder. */
  readonly filename?: string;
  /** True if the server closes it when its last listener leaves. */
  readonly closesItself?: boolean;
}

/** A port of a node, as the server names it. */
export interface ServerPort {
  readonly adapter: number;
  readonly port: number;
  /** `FastEthernet0/0` */
  readonly name: string;
  /** `f0/0`; the name where the server has no short one. */
  readonly shortName: string;
  readonly linkType?: string;
}

export interface ServerNode {
  readonly id: string;
  readonly name: string;
  /**
   * `dynamips`, `vpcs`, `ethernet_switch`, `ethernet_hub`, `frame_relay_switch`, `atm_switch`, `cloud`,
   * `nat`, `qemu`, `docker`, …
   */
  readonly type: string;
  readonly computeId: string;
  /** `started`, `stopped`, `suspended`; it stays `started` when the processes of the node have ended. */
  readonly status?: string;
  /** TCP. */
  readonly console?: number;
  /** As the server says it: `0.0.0.0` stands for every address. */
  readonly consoleHost?: string;
  readonly consoleType?: string;
  /** TCP; of a router or a container that has an AUX port. */
  readonly aux?: number;
  /** As `consoleType`, from 3.0 on. */
  readonly auxType?: string;
  /** Network adapters of a virtual machine, where the server tells them. */
  readonly adapters?: number;
  /** Where the processes of the node work, on the disk of its compute. */
  readonly directory?: string;
  readonly commandLine?: string;
  readonly ports: readonly ServerPort[];
}

/** One end of a link of the server. */
export interface ServerLinkEnd {
  readonly nodeId: string;
  readonly adapter: number;
  readonly port: number;
}

export interface ServerLink {
  readonly id: string;
  /** In the order of the server. A link that is being made may have one. */
  readonly ends: readonly ServerLinkEnd[];
  readonly isSuspended: boolean;
  /** `packet_loss` → `[30]`: what the user has set, by the names of the filters. */
  readonly filters: ReadonlyMap<string, readonly (number | string)[]>;
  readonly isCapturing: boolean;
  readonly linkType?: string;
}

/** A machine on which nodes run; `local` is that of the server itself. */
export interface ServerCompute {
  readonly id: string;
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly protocol: string;
  readonly isConnected: boolean;
  readonly version?: string;
  readonly platform?: string;
}

/** The ports that a compute has given out, for all projects together. */
export interface PortsInUse {
  readonly computeId: string;
  readonly udpRange?: readonly [first: number, last: number];
  readonly consoleRange?: readonly [first: number, last: number];
  /** Ascending. */
  readonly udpPorts: readonly number[];
  readonly consolePorts: readonly number[];
}

/** An open project as its server tells it, links in the order in which they were made. */
export interface ServerSays {
  readonly server: Gns3Server;
  /** All that the server knows, this one among them. */
  readonly projects: readonly ServerProject[];
  readonly project: ServerProject;
  readonly nodes: readonly ServerNode[];
  readonly links: readonly ServerLink[];
  readonly computes: readonly ServerCompute[];
  readonly portsInUse: readonly PortsInUse[];
  /** What the server did not tell, or told in a way that is not known, in sentences. */
  readonly limits: readonly string[];
}
