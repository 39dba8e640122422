import { fileStem } from '../hypervisor.ts';
import type { DeviceEnd, Lab, Link, NioEnd } from '../lab.ts';
import { ProblemList, type ReadResult } from '../problem.ts';
import { type JsonNode, readJsonText } from '../text/json-text.ts';
import { endName } from '../wiring.ts';
import { type Gns3Node, readNodes } from './gns3-devices.ts';
import { type Gns3Port, isLeftBehind1, portOf1, portOf2, portsOf1 } from './gns3-ports.ts';
import { Gns3Servers } from './gns3-servers.ts';
import { Gns3Source, type JsonObject } from './gns3-source.ts';
import { allocatorOfProject, firstConsoleOfProject } from './gns3-version.ts';

/**
 * The largest project that is read. The tree of its values takes some ten times as much memory; the largest published ones
 * are a few megabytes, most of it drawings.
 */
const MAX_CHARACTERS = 32_000_000;

/**
 * Reads a GNS3 project of any generation: 1.x (no revision, 3, 4), 2.x (5 to 9) and 3.x (10 and later). Pure, linear, never
 * throws. Whatever cannot be used is a warning at its place; there is an error only if there is no topology at all.
 */
export function readGns3(text: string, file: string): ReadResult<Lab> {
  const problems = new ProblemList(file);
  if (text.length > MAX_CHARACTERS) {
    problems.error(`a GNS3 project may have ${MAX_CHARACTERS} characters; this one has ${text.length}`, 1, 1);
    return { labs: [], problems: problems.finish() };
  }
  const document = readJsonText(text, problems);
  const lab = document && readProject(new Gns3Source(file, document, problems), document.root, file);
  return { labs: lab === undefined || problems.hasErrors ? [] : [lab], problems: problems.finish() };
}

function readProject(source: Gns3Source, project: JsonNode, file: string): Lab | undefined {
  if (project.type !== 'object') {
    source.error(project, 'this is not a GNS3 project: it is not an object');
    return undefined;
  }
  const topology = source.object(project, 'topology');
  if (topology === undefined) {
    source.error(project, 'this is not a GNS3 project: there is no topology in it');
    return undefined;
  }
  const revision = source.whole(project, 'revision', [0, 1000]);
  const version = source.text(project, 'version');
  const records = source.objects(topology, 'nodes');
  const isOld = isOf1(topology, records, version, revision);
  const servers = new Gns3Servers(source, source.objects(topology, isOld ? 'servers' : 'computes'), isOld);
  const nodes = readNodes(source, records, servers, isOld);
  if (nodes.size === 0) source.warn(topology, 'there is no device in this project');
  const wiring = new Gns3Wiring(source);
  const links = source.objects(topology, 'links');
  if (isOld) connect1(source, wiring, links, nodes);
  else connect2(source, wiring, links, nodes);
  const firstConsole = firstConsoleOfProject(version);
  return {
    name: source.text(project, 'name') ?? fileStem(file),
    file,
    format: 'gns3',
    allocator: allocatorOfProject(version, revision ?? (isOld ? undefined : LATEST_REVISION_OF_2)),
    ...(firstConsole === undefined ? {} : { firstConsole }),
    hypervisors: servers.used,
    images: [],
    devices: [...nodes.values()].map(({ device }) => device),
    links: wiring.links,
    events: [],
  };
}

/** The first revision with computes, and links between adapters and ports; before, there were servers and numbered ports. */
const FIRST_REVISION_OF_2 = 5;
const LATEST_REVISION_OF_2 = 9;

/** True for a project of 1.x: by what only one of the generations has, else by what the file says of itself. */
function isOf1(
  topology: JsonObject,
  nodes: readonly JsonObject[],
  version: string | undefined,
  revision: number | undefined,
): boolean {
  if (topology.entries.has('servers')) return true;
  if (topology.entries.has('computes')) return false;
  if (revision !== undefined) return revision < FIRST_REVISION_OF_2;
  if (version !== undefined) return /^\s*[01]\./.test(version);
  return nodes[0]?.entries.has('node_id') !== true;
}

function connect1(
  source: Gns3Source,
  wiring: Gns3Wiring,
  links: readonly JsonObject[],
  nodes: ReadonlyMap<string, Gns3Node>,
): void {
  const ports = portsOf1(source, nodes);
  const left: JsonObject[] = [];
  for (const link of links) {
    if (isLeftBehind1(source, link, ports)) {
      left.push(link);
      continue;
    }
    const from = portOf1(source, link, 'source', nodes, ports);
    const to = portOf1(source, link, 'destination', nodes, ports);
    if (from === undefined || to === undefined) {
      source.warn(link, 'this link is passed over: it does not name two nodes with a port each');
    } else if (from.nio !== undefined && to.nio !== undefined) {
      source.warn(link, `the link ${from.deviceName} -- ${to.deviceName} is passed over: both ends are clouds`);
    } else if (!wiring.has(from, to)) {
      // GNS3 1.x gives the NIO of a cloud to the device at the other end.
      const [device, other] = from.nio === undefined ? [from, to] : [to, from];
      wiring.connect(link, device, other.nio ?? other, other.plug);
    }
  }
  reportLeftBehind(source, left);
}

/** Says once what was left behind: such projects hold dozens of them. */
function reportLeftBehind(source: Gns3Source, left: readonly JsonObject[]): void {
  const [first] = left;
  if (first === undefined) return;
  const what =
    left.length === 1 ? 'this link is passed over' : `${left.length} links are passed over, this is the first`;
  source.warn(first, `${what}: the ports at both ends belong to other links`);
}

function connect2(
  source: Gns3Source,
  wiring: Gns3Wiring,
  links: readonly JsonObject[],
  nodes: ReadonlyMap<string, Gns3Node>,
): void {
  for (const link of links) {
    const [first, second, ...more] = source.objects(link, 'nodes');
    const from = first && portOf2(source, first, nodes);
    const to = second && portOf2(source, second, nodes);
    if (from === undefined || to === undefined || more.length > 0) {
      source.warn(link, 'this link is passed over: it does not name two nodes');
      continue;
    }
    const isMade = wiring.connect(link, from, to, to.plug);
    // A cloud has a port of its own for the link, and behind it the tunnel that its port is configured for.
    if (isMade)
      for (const end of [from, to]) if (end.nio !== undefined) wiring.connect(link, end, end.nio, undefined, true);
  }
}

/** Plugs cables into ports as a project numbers them; what is written beside a port is only its name. */
class Gns3Wiring {
  readonly links: Link[] = [];
  private readonly source: Gns3Source;
  private readonly linkOfPlug = new Map<string, Link>();

  constructor(source: Gns3Source) {
    this.source = source;
  }

  /** True if this very link is there already: projects of 1.2 may hold one several times. */
  has({ plug: from = '' }: Gns3Port, { plug: to = '' }: Gns3Port): boolean {
    const link = this.linkOfPlug.get(from);
    return link !== undefined && link === this.linkOfPlug.get(to) && from !== to;
  }

  /** True if the link is made. With `behind` the port of `from` is in use, and rightly. */
  connect(
    record: JsonObject,
    from: Gns3Port,
    to: Gns3Port | NioEnd,
    plugOfTo: string | undefined,
    behind = false,
  ): boolean {
    const a = endOf(from);
    const b = 'type' in to ? to : endOf(to);
    const isUnknown = a.device === undefined || (b.type === 'device' && b.device === undefined);
    const isSame = from.plug !== undefined && from.plug === plugOfTo;
    const plugs = behind ? [] : [from.plug, plugOfTo].filter((plug) => plug !== undefined);
    const heldBy = plugs.map((plug) => this.linkOfPlug.get(plug)).find((link) => link !== undefined);
    const link: Link = {
      name: `${endName(a)} -- ${endName(b)}`,
      a,
      b,
      location: this.source.locationOf(record),
      ...(isUnknown
        ? { fault: 'unknown-device' as const }
        : isSame
          ? { fault: 'same-interface' as const }
          : heldBy === undefined
            ? {}
            : { fault: 'interface-in-use' as const, heldBy }),
    };
    this.links.push(link);
    if (link.fault !== undefined) return false;
    for (const plug of plugs) this.linkOfPlug.set(plug, link);
    return true;
  }
}

function endOf({ node, deviceName, interface: name }: Gns3Port): DeviceEnd {
  return { type: 'device', deviceName, device: node?.device, interface: name };
}
