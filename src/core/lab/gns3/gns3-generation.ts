import type { Gns3Node } from './gns3-devices.ts';
import type { Gns3Source, JsonObject } from './gns3-source.ts';
import type { Gns3Wiring } from './gns3-wiring.ts';

/** The objects within a node that may say its name. */
export interface NodeParts {
  readonly label: JsonObject | undefined;
  readonly properties: JsonObject | undefined;
}

/** What one generation of GNS3 writes differently: under which keys, and how a link says where it ends. */
export interface Gns3Generation {
  /** The list of servers in the topology. */
  readonly servers: string;
  /** The id of a server, in that list and in a device. */
  readonly serverId: string;
  readonly serverIdOfNode: string;
  readonly nodeId: string;
  readonly nodeType: string;
  /** As `Hypervisor.picksAddress`; undefined for false. */
  readonly picksAddress: true | undefined;
  /** The revision of a project that writes none. */
  readonly usualRevision: number | undefined;
  nameOfNode(source: Gns3Source, record: JsonObject, parts: NodeParts): string | undefined;
  /** True for the server on the machine where the project was saved. */
  isLocal(source: Gns3Source, server: JsonObject, id: string): boolean;
  /** Makes the links that these records state. What cannot be used is a warning at its place. */
  connect(
    source: Gns3Source,
    wiring: Gns3Wiring,
    links: readonly JsonObject[],
    nodes: ReadonlyMap<string, Gns3Node>,
  ): void;
}
