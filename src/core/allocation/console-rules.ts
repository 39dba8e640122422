import { isAtLeast } from '../lab/gns3/gns3-version.ts';
import type { DeviceKind, Gns3Version, PortRange } from '../lab/lab.ts';

/** Which TCP ports the nodes of a project take from a GNS3 server. */
export interface ConsoleRules {
  readonly range: PortRange;
  /** The range of VNC consoles; that of the others before 1.4. */
  readonly vnc: PortRange;
  /** False for 1.3, which refuses a node whose written console it cannot give. */
  readonly replaces: boolean;
  /** True if ports that browsers refuse are passed over. */
  readonly skipsBanned: boolean;
  /** Nodes with a console of their own: `BaseNode` and, from 2.1 on, the Ethernet switch. */
  readonly withConsole: ReadonlySet<DeviceKind>;
  /** Nodes whose console the server answers itself: the emulator's is on a second port. */
  readonly wrapped: ReadonlySet<DeviceKind>;
  /** Nodes that may have an AUX port. */
  readonly withAux: ReadonlySet<DeviceKind>;
  /** Who has an AUX port that is not written: Docker, or, from 3.0 on, who has a type of AUX. */
  readonly aux: 'none' | 'docker' | 'by type';
  /** True from 2.2 on: the console that a switch writes is asked for. Before, it gets a new one. */
  readonly keepsSwitch: boolean;
}

const OF_1: readonly DeviceKind[] = ['router', 'vpcs', 'qemu', 'docker', 'vbox', 'vmware', 'iou', 'traceng'];
const OF_2: readonly DeviceKind[] = [...OF_1, 'cloud', 'nat'];
const NOBODY: ReadonlySet<DeviceKind> = new Set();

const OF_1_3: ConsoleRules = {
  range: { first: 2000, last: 5000 },
  vnc: { first: 2000, last: 5000 },
  replaces: false,
  skipsBanned: false,
  withConsole: new Set(OF_1),
  wrapped: NOBODY,
  withAux: new Set<DeviceKind>(['router']),
  aux: 'none',
  keepsSwitch: false,
};
const OF_1_4: ConsoleRules = {
  ...OF_1_3,
  range: { first: 2001, last: 7000 },
  vnc: { first: 5900, last: 6000 },
  replaces: true,
};
const OF_1_5: ConsoleRules = {
  ...OF_1_4,
  range: { first: 5000, last: 10_000 },
  skipsBanned: true,
  withAux: new Set<DeviceKind>(['router', 'docker']),
  aux: 'docker',
};
const OF_2_0: ConsoleRules = {
  ...OF_1_5,
  withConsole: new Set(OF_2),
  wrapped: new Set<DeviceKind>(['qemu', 'vpcs']),
};
const OF_2_1: ConsoleRules = { ...OF_2_0, withConsole: new Set([...OF_2, 'ethernet-switch']) };
const OF_2_2: ConsoleRules = { ...OF_2_1, keepsSwitch: true };
const OF_2_2_17: ConsoleRules = { ...OF_2_2, vnc: { first: 5900, last: 10_000 } };
const OF_3_0: ConsoleRules = {
  ...OF_2_2_17,
  withAux: new Set<DeviceKind>(['router', 'docker', 'qemu']),
  aux: 'by type',
};

/**
 * Newest first (gns3-server `compute/base_node.py`, `compute/port_manager.py`, `vpcs_vm.py`, `qemu_vm.py`,
 * `docker_vm.py`, `builtin/nodes/cloud.py` and `dynamips/nodes/ethernet_switch.py`, in 1.x in `modules/`,
 * at the tags of these versions).
 */
const ERAS: ReadonlyArray<readonly [Gns3Version, ConsoleRules]> = [
  [[3, 0, 0], OF_3_0],
  [[2, 2, 17], OF_2_2_17],
  [[2, 2, 0], OF_2_2],
  [[2, 1, 0], OF_2_1],
  [[2, 0, 0], OF_2_0],
  [[1, 5, 0], OF_1_5],
  [[1, 4, 0], OF_1_4],
];

/** The rules of the server of one version. */
export function consoleRules(version: Gns3Version): ConsoleRules {
  return ERAS.find(([first]) => isAtLeast(version, first))?.[1] ?? OF_1_3;
}
