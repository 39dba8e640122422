/** How the links of a node are made: which program holds its end, and whether a uBridge stands before it. */
export type NodeKind = 'router' | 'vpcs' | 'qemu' | 'cloud' | 'switch';

const KINDS: Readonly<Record<string, NodeKind>> = {
  dynamips: 'router',
  vpcs: 'vpcs',
  qemu: 'qemu',
  cloud: 'cloud',
  nat: 'cloud',
  ethernet_switch: 'switch',
  ethernet_hub: 'switch',
  frame_relay_switch: 'switch',
  atm_switch: 'switch',
};

/** Undefined for a type whose ends are not looked at, such as `docker`. */
export function nodeKindOf(type: string): NodeKind | undefined {
  return Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
}

/** The types whose uBridge takes filters (source gns3server `controller/link.py`). */
const FILTERING: ReadonlySet<string> = new Set([
  'cloud',
  'docker',
  'dynamips',
  'iou',
  'nat',
  'qemu',
  'traceng',
  'virtualbox',
  'vmware',
  'vpcs',
]);

/**
 * True for a node that can filter: the first such end of a link has its filters, and suspends it; of a link
 * between two switches or hubs none can.
 */
export function canFilter(type: string): boolean {
  return FILTERING.has(type);
}
