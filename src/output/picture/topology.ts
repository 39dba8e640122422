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
  /**
   * Over all labs, from 1, as a trace counts: several where a link is removed and made again, and where two
   * UDP NIOs point at each other, which are two links of the labs.
   */
  readonly numbers: readonly number[];
  readonly a: EndNode;
  readonly b: EndNode;
  /** The ids of the links that this one stands for, where devices are folded. */
  readonly bundles?: readonly string[];
}

export interface EndNode {
  /** As `endId` makes it. */
  readonly id: string;
  /** The id of its device. */
  readonly device: string;
  /** How the lab names it, such as `R1 f0/0`; two links at one LAN have ends of one name. */
  readonly name: string;
  /** Its lab, where several run at once. */
  readonly lab?: string;
  /** Absent at an address, which has no port in the picture; empty where nobody names it. */
  readonly interface?: string;
  /** True where a uBridge stands between the router and the link. */
  readonly hasUbridge: boolean;
}

/** The id of a hypervisor, a device or a link: its name, with its lab where several run at once. */
export function idOf(lab: string | undefined, name: string): string {
  return lab === undefined ? name : `${lab}\n${name}`;
}

/** The id of an end: that of its link, and its name. */
export function endId(lab: string | undefined, link: string, end: string): string {
  return `${idOf(lab, link)}\n${end}`;
}

const GROUP_TITLES = { unplaced: 'no hypervisor', addresses: 'by address' } as const;

/** The box of devices that are on no machine of the labs; none where there are no such devices. */
export function groupHost(kind: keyof typeof GROUP_TITLES, devices: readonly DeviceNode[]): HostNode[] {
  if (devices.length === 0) return [];
  return [{ id: kind, title: GROUP_TITLES[kind], kind, hypervisors: [{ id: kind, title: '', devices }] }];
}
