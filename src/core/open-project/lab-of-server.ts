import { GNS3_KINDS } from '../lab/gns3/gns3-devices.ts';
import { gns3Hypervisor, LOCAL_HOST } from '../lab/gns3/gns3-hypervisor.ts';
import { allocatorOfVersion, versionOfProject } from '../lab/gns3/gns3-version.ts';
import type { Device, DeviceEnd, Hypervisor, Lab, Link } from '../lab/lab.ts';
import { endName } from '../lab/wiring.ts';
import { present } from '../present.ts';
import type { ServerCompute, ServerLinkEnd, ServerNode, ServerSays } from './server.ts';

/** A project as its server tells it, as a lab: what a fresh opening gives follows from it. */
export interface LabOfServer {
  readonly lab: Lab;
  /** By the ids of the server's links, without those that do not have two ends. */
  readonly linkOf: ReadonlyMap<string, Link>;
  /** By the ids of computes; those that no node is on have none. */
  readonly serverOf: ReadonlyMap<string, Hypervisor>;
}

/**
 * The lab that the file of a project would give: nodes and links in the order of the server, which is that
 * of the file (seen 2.2.59). `file` is what the lab is called on a command line. UDP ports that a cloud
 * writes out are not told by the server, and take none of the pool.
 */
export function labOfServer(says: ServerSays, file: string): LabOfServer {
  const { server, project, nodes, links } = says;
  const computes = new Map(says.computes.map((compute) => [compute.id, compute]));
  const serverOf = new Map<string, Hypervisor>();
  const devices = new Map<string, Device>();
  for (const node of nodes) {
    const hypervisor = serverOf.get(node.computeId) ?? computeOf(node.computeId, computes.get(node.computeId), says);
    serverOf.set(node.computeId, hypervisor);
    devices.set(node.id, deviceOf(node, hypervisor));
  }
  const nodeOf = new Map(nodes.map((node) => [node.id, node]));
  const linkOf = new Map<string, Link>();
  for (const { id, ends } of links) {
    const [a, b] = ends.map((end) => endOf(end, nodeOf.get(end.nodeId), devices.get(end.nodeId)));
    if (a === undefined || b === undefined) continue;
    linkOf.set(id, { name: `${endName(a)} -- ${endName(b)}`, a, b });
  }
  const savedBy = versionOfProject(server.version);
  const lab: Lab = present({
    name: project.name,
    file,
    format: 'gns3' as const,
    allocator: savedBy === undefined ? undefined : allocatorOfVersion(savedBy),
    savedBy,
    hypervisors: [...serverOf.values()],
    images: [],
    devices: [...devices.values()],
    links: [...linkOf.values()],
    events: [],
  });
  return { lab, linkOf, serverOf };
}

/** `local` is the machine of the server itself, which calls itself 127.0.0.1. */
function computeOf(id: string, compute: ServerCompute | undefined, { server }: ServerSays): Hypervisor {
  const isLocal = id === 'local';
  const host = isLocal ? (server.isHere ? LOCAL_HOST : server.host) : (compute?.host ?? id);
  const port = isLocal ? server.port : (compute?.port ?? server.port);
  return gns3Hypervisor(host, port, { isLocal, picksAddress: true });
}

/** As a file's nodes are read: what runs on another machine, behind a cloud, has no console here. */
function deviceOf(node: ServerNode, hypervisor: Hypervisor): Device {
  const kind = GNS3_KINDS.get(node.type) ?? 'qemu';
  const isElsewhere = kind === 'cloud' || kind === 'nat';
  const hasNone = node.consoleType === 'none';
  return present({
    name: node.name,
    kind,
    hypervisor,
    adapters: node.adapters,
    console: isElsewhere || (hasNone && kind !== 'ethernet-switch') ? undefined : node.console,
    aux: isElsewhere || node.auxType === 'none' ? undefined : node.aux,
    hasConsole: hasNone && !isElsewhere ? false : undefined,
    consoleType: isElsewhere ? undefined : node.consoleType,
    auxType: isElsewhere ? undefined : node.auxType,
  });
}

function endOf({ nodeId, adapter, port }: ServerLinkEnd, node?: ServerNode, device?: Device): DeviceEnd {
  const named = node?.ports.find((one) => one.adapter === adapter && one.port === port);
  return {
    type: 'device',
    deviceName: node?.name ?? nodeId,
    device,
    interface: named?.shortName ?? unnamed(adapter, port, device),
  };
}

/** Routers and IOU count ports by adapter; other nodes have one port on each, or no adapters. */
function unnamed(adapter: number, port: number, device?: Device): string {
  const isByAdapter = device?.kind === 'router' || device?.kind === 'iou' || (adapter > 0 && port > 0);
  return isByAdapter ? `${adapter}/${port}` : String(adapter + port);
}
