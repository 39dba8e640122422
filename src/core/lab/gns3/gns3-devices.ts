import { MAX_PORT } from '../../address/port.ts';
import { present } from '../../present.ts';
import type { Device, DeviceKind } from '../lab.ts';
import type { Gns3Generation } from './gns3-generation.ts';
import type { Gns3Servers } from './gns3-servers.ts';
import type { Gns3Source, JsonObject } from './gns3-source.ts';

/** Node types of 2.x and 3.x (gns3-server `schemas/node.py`), and those of 1.x (`controller/topology.py`). */
export const GNS3_KINDS: ReadonlyMap<string, DeviceKind> = new Map([
  ['dynamips', 'router'],
  ['ethernet_switch', 'ethernet-switch'],
  ['ethernet_hub', 'hub'],
  ['frame_relay_switch', 'frame-relay-switch'],
  ['atm_switch', 'atm-switch'],
  ['cloud', 'cloud'],
  ['nat', 'nat'],
  ['vpcs', 'vpcs'],
  ['qemu', 'qemu'],
  ['docker', 'docker'],
  ['virtualbox', 'vbox'],
  ['vmware', 'vmware'],
  ['iou', 'iou'],
  ['traceng', 'traceng'],
  ['EtherSwitchRouter', 'router'],
  ['EthernetSwitch', 'ethernet-switch'],
  ['EthernetHub', 'hub'],
  ['FrameRelaySwitch', 'frame-relay-switch'],
  ['ATMSwitch', 'atm-switch'],
  ['Cloud', 'cloud'],
  ['Host', 'cloud'],
  ['VPCSDevice', 'vpcs'],
  ['QemuVM', 'qemu'],
  ['DockerVM', 'docker'],
  ['VirtualBoxVM', 'vbox'],
  ['VMwareVM', 'vmware'],
  ['IOUDevice', 'iou'],
]);

/** `C7200`, `C3725`, … of 1.x. */
const ROUTER_OF_1 = /^C\d{4}$/;

const CONSOLE_PORTS = [1, MAX_PORT] as const;
/** QEMU takes 275 of them (gns3-server `schemas/qemu.py`). */
const ADAPTERS = [0, 275] as const;
/** More memory than any router or host has, in MiB. */
const MAX_RAM_MB = 16_777_216;

/** One node of a project. */
export interface Gns3Node {
  readonly device: Device;
  readonly record: JsonObject;
  readonly properties: JsonObject | undefined;
}

/** Reads the nodes of a project, by their ids. Of two with one id the first counts. */
export function readNodes(
  source: Gns3Source,
  records: readonly JsonObject[],
  servers: Gns3Servers,
  generation: Gns3Generation,
): Map<string, Gns3Node> {
  const nodes = new Map<string, Gns3Node>();
  const firstOfName = new Map<string, Device>();
  for (const record of records) {
    const properties = source.object(record, 'properties');
    const label = source.object(record, 'label');
    const id = source.id(record, generation.nodeId);
    const name = generation.nameOfNode(source, record, { label, properties }) ?? `node ${nodes.size + 1}`;
    if (id === undefined) {
      source.warn(record, `${name} is passed over: it has no id, so that no link can lead to it`);
      continue;
    }
    const twin = nodes.get(id);
    if (twin !== undefined) {
      const where = twin.device.location?.line ?? '?';
      source.warn(record, `${name} is passed over: ${twin.device.name} in line ${where} has the same id "${id}"`);
      continue;
    }
    const namesake = firstOfName.get(name);
    if (namesake !== undefined) {
      source.warn(record, `two devices are called "${name}", first in line ${namesake.location?.line ?? '?'}`);
    }
    const kind = kindOf(source, record, name, generation.nodeType);
    const device: Device = present({
      name,
      kind,
      hypervisor: servers.of(record),
      ...hardwareOf(source, properties),
      ...consolesOf(source, record, properties, kind),
      location: source.locationOf(record),
    });
    if (namesake === undefined) firstOfName.set(name, device);
    nodes.set(id, { device, record, properties });
  }
  return nodes;
}

function kindOf(source: Gns3Source, record: JsonObject, name: string, key: string): DeviceKind {
  const type = source.text(record, key);
  const kind = type === undefined ? undefined : ROUTER_OF_1.test(type) ? 'router' : GNS3_KINDS.get(type);
  if (kind !== undefined) return kind;
  const what = type === undefined ? `has no ${key}` : `is of the unknown type "${type}"`;
  source.warn(record.entries.get(key) ?? record, `${name} ${what}: it gets one UDP port for each link`);
  return 'qemu';
}

/** Fields of a device, undefined where nothing is written. */
type Optional<K extends keyof Device> = { readonly [P in K]: Device[P] | undefined };

function hardwareOf(source: Gns3Source, properties: JsonObject | undefined): Optional<'image' | 'ramMb' | 'adapters'> {
  return {
    image: properties && source.text(properties, 'image'),
    ramMb: properties && source.whole(properties, 'ram', [0, MAX_RAM_MB]),
    adapters: properties && source.whole(properties, 'adapters', ADAPTERS),
  };
}

/** In 1.x a console is a property; since 2.0 it stands beside them, and AUX since 3.0. */
function consolesOf(
  source: Gns3Source,
  record: JsonObject,
  properties: JsonObject | undefined,
  kind: DeviceKind,
): Optional<'console' | 'aux' | 'hasConsole' | 'consoleType' | 'auxType'> {
  const consoleType = source.text(record, 'console_type');
  const auxType = source.text(record, 'aux_type');
  const hasConsole = consoleType === 'none' ? false : undefined;
  // The console of a cloud is on another machine, of which only its address is written.
  if (kind === 'cloud' || kind === 'nat') {
    return { console: undefined, aux: undefined, hasConsole: undefined, consoleType: undefined, auxType: undefined };
  }
  const port = (key: string): number | undefined => {
    const holder = record.entries.has(key) ? record : properties;
    return holder && source.whole(holder, key, CONSOLE_PORTS);
  };
  return {
    // A server keeps the port of a switch, though nothing listens on it.
    console: hasConsole === false && kind !== 'ethernet-switch' ? undefined : port('console'),
    aux: auxType === 'none' ? undefined : port('aux'),
    hasConsole,
    consoleType,
    auxType,
  };
}
