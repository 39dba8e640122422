/** What is drawn of labs: what stands where, and what is linked with what; no port, no fate. */
export interface Topology {
  readonly hosts: readonly HostNode[];
  readonly links: readonly LinkNode[];
}

/** A machine, or what is drawn as one. */
export interface HostNode {
  readonly id: string;
  readonly title: string;
  /** `addresses`: far ends that the lab gives as an address; `unplaced`: devices that no hypervisor runs. */
  readonly kind: 'host' | 'addresses' | 'unplaced';
  readonly hypervisors: readonly HypervisorNode[];
}

export interface HypervisorNode {
  readonly id: string;
  /** Empty for a group that has no box. */
  readonly title: string;
  readonly devices: readonly DeviceNode[];
}

export type DeviceShape = 'router' | 'switch' | 'hub' | 'cloud' | 'computer' | 'address' | 'folded';

export interface DeviceNode {
  readonly id: string;
  readonly title: string;
  readonly shape: DeviceShape;
  /** A second line. */
  readonly note?: string;
}

export interface LinkNode {
  /** Its lab, where several run at once, and its name. */
  readonly id: string;
  readonly title: string;
  readonly a: EndNode;
  readonly b: EndNode;
  /** How many links this one stands for, where devices are folded. */
  readonly bundles?: readonly string[];
}

export interface EndNode {
  /** As `endId` makes it. */
  readonly id: string;
  /** The id of its device. */
  readonly device: string;
  /** Empty at an address. */
  readonly interface: string;
  /** True where a uBridge stands between the router and the link. */
  readonly hasUbridge: boolean;
}

/** How an end is called in a picture: `R1 f0/0`, with its lab where several run at once. */
export function endId(lab: string | undefined, end: string): string {
  return lab === undefined ? end : `${lab}\n${end}`;
}
