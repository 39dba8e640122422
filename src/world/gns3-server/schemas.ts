import type {
  PortsInUse,
  ServerCompute,
  ServerLink,
  ServerNode,
  ServerPort,
  ServerProject,
} from '../../core/open-project/server.ts';
import { present } from '../../core/present.ts';
import { isObject, type Told } from './told.ts';

/**
 * What is read of the answers of GNS3, field by field; those of 2.x and 3.x are alike in all of these. Fields
 * that are not named here may be anything. What is needed and not there ends the reading of the entry.
 */

export function projectOf(told: Told): ServerProject {
  told.needObject();
  return present({
    id: told.field('project_id').needText(),
    name: told.field('name').needText(),
    status: told.field('status').needText(),
    path: told.field('path').text(),
    filename: told.field('filename').text(),
    closesItself: told.field('auto_close').yesOrNo(),
  });
}

/** Of a closed project a node has no status and no ports. */
export function nodeOf(told: Told): ServerNode {
  told.needObject();
  const ports = told.field('ports');
  return present({
    id: told.field('node_id').needText(),
    name: told.field('name').needText(),
    type: told.field('node_type').needText(),
    computeId: told.field('compute_id').needText(),
    status: told.field('status').text(),
    console: told.field('console').port(),
    consoleHost: told.field('console_host').text(),
    consoleType: told.field('console_type').text(),
    // 2.x has the AUX port of a router among the settings of its kind, 3.x says it of every node.
    aux: told.field('aux').port() ?? told.field('properties').field('aux').port(),
    auxType: told.field('aux_type').text(),
    adapters: told.field('properties').field('adapters').count(),
    directory: told.field('node_directory').text(),
    commandLine: told.field('command_line').commandLine(),
    ports: ports.isAbsent ? [] : ports.eachOrLimit(portOf),
  });
}

function portOf(told: Told): ServerPort {
  told.needObject();
  const name = told.field('name').needText();
  return present({
    adapter: told.field('adapter_number').needNumber(),
    port: told.field('port_number').needNumber(),
    name,
    shortName: told.field('short_name').text() ?? name,
    linkType: told.field('link_type').text(),
  });
}

/** A link that is being made has one end, or none. */
export function linkOf(told: Told): ServerLink {
  told.needObject();
  return present({
    id: told.field('link_id').needText(),
    ends: told
      .field('nodes')
      .needList()
      .map((end) => ({
        nodeId: end.field('node_id').needText(),
        adapter: end.field('adapter_number').needNumber(),
        port: end.field('port_number').needNumber(),
      })),
    isSuspended: told.field('suspend').yesOrNo() ?? false,
    filters: filtersOf(told.field('filters')),
    isCapturing: told.field('capturing').yesOrNo() ?? false,
    linkType: told.field('link_type').text(),
  });
}

/** `{"packet_loss": [30], "bpf": ["icmp"]}` */
function filtersOf(told: Told): ServerLink['filters'] {
  const filters = new Map<string, readonly (number | string)[]>();
  if (told.isAbsent) return filters;
  if (!isObject(told.value)) {
    told.limits.add(told.unknown('an object').message);
    return filters;
  }
  for (const name of Object.keys(told.value)) {
    const values = told.field(name).list();
    filters.set(
      name,
      values.flatMap(({ value }) => (typeof value === 'number' || typeof value === 'string' ? [value] : [])),
    );
  }
  return filters;
}

export interface ToldCompute extends ServerCompute {
  /** Whether the controller has a connection to it; undefined where it does not say, as 3.x. */
  readonly saysConnected?: boolean;
}

export function computeOf(told: Told): ToldCompute {
  told.needObject();
  const capabilities = told.field('capabilities');
  const id = told.field('compute_id').needText();
  const saysConnected = told.field('connected').yesOrNo();
  return present({
    id,
    name: told.field('name').text() ?? id,
    host: told.field('host').needText(),
    port: told.field('port').port() ?? 0,
    protocol: told.field('protocol').text() ?? 'http',
    isConnected: saysConnected ?? false,
    saysConnected,
    version: capabilities.field('version').text(),
    platform: capabilities.field('platform').text(),
  });
}

export function portsInUseOf(told: Told, computeId: string): PortsInUse {
  told.needObject();
  return present({
    computeId,
    udpRange: rangeOf(told.field('udp_port_range')),
    consoleRange: rangeOf(told.field('console_port_range')),
    udpPorts: portsOf(told.field('udp_ports')),
    consolePorts: portsOf(told.field('console_ports')),
  });
}

function rangeOf(told: Told): readonly [first: number, last: number] | undefined {
  const [first, last] = told.list().map((one) => one.port());
  return first === undefined || last === undefined ? undefined : [first, last];
}

/** Each once, ascending. */
function portsOf(told: Told): readonly number[] {
  const ports = new Set(told.list().flatMap((one) => one.port() ?? []));
  return [...ports].sort((a, b) => a - b);
}
