import { isLoopback, isWildcard, Machines, THIS_MACHINE } from '../../core/address/host.ts';
import { portRanges, portRangesText } from '../../core/address/port-ranges.ts';
import { isLoopbackFlow, type Sender } from '../../core/allocation/needed-flows.ts';
import { InputError } from '../../core/errors/input-error.ts';
import { EPHEMERAL_RANGES } from '../../core/kernel/ephemeral-ranges.ts';
import type { Hypervisor, PortRange } from '../../core/lab/lab.ts';
import { exposedPorts } from '../../core/open-project/exposed.ts';
import type { HostReading } from '../../core/open-project/host.ts';
import { type LabOfServer, labOfServer } from '../../core/open-project/lab-of-server.ts';
import type { OpenProject } from '../../core/open-project/open-project.ts';
import { present } from '../../core/present.ts';
import { commandWord } from '../../core/text/shell-word.ts';
import { DIALECT_NAMES } from './dialects.ts';
import { type FirewallOptions, type FirewallResult, USUAL_DIALECT } from './firewall.ts';
import type { Closing, Flow } from './host-rules.ts';
import { FlowAddresses } from './live/flow-addresses.ts';
import { writeScripts } from './live/write-scripts.ts';
import { operatorNetwork } from './operator-network.ts';

export type ProjectFirewallOptions = Pick<FirewallOptions, 'from' | 'host' | 'dialect' | 'undo' | 'names'>;

/**
 * What the firewalls of an open project's hosts must let pass, as ranges, because the ports of its links
 * change with every edit (docs/FACTS.md, "Ports of a live GNS3"): only between computes that a link joins,
 * from the server to its computes, and from the users to consoles and server. What asks for no password is
 * closed. `target` is the project as a word of a command line. Changes nothing.
 */
export async function firewallOfProject(
  project: OpenProject,
  target: string,
  options: ProjectFirewallOptions,
): Promise<FirewallResult> {
  const { dialect, undo = false } = options;
  if (undo && dialect === undefined) {
    throw new InputError('USAGE', '--undo needs --format: it writes scripts for one kind of firewall', {
      next: `add --format with one of ${DIALECT_NAMES.join(', ')}`,
    });
  }
  const lab = labOfServer(project.says, target);
  const machines = new Machines();
  const operators = [...new Set((options.from ?? []).map(operatorNetwork))];
  const hosts = [...new Set(lab.lab.hypervisors.map(({ host }) => machines.machineOf(host)))];
  const only = options.host === undefined ? undefined : machines.machineOf(options.host);
  if (only !== undefined && !hosts.includes(only)) {
    throw new InputError('UNKNOWN_HOST', `the project has no host "${options.host}"`, {
      next: `its hosts are ${hosts.join(', ')}`,
    });
  }
  const isWanted = ({ to }: { readonly to: string }): boolean => only === undefined || to === only;
  const flows = flowsOf(project, lab, machines, operators).filter(isWanted);
  const closings = closingsOf(project, lab, machines).filter(isWanted);
  const addresses = new FlowAddresses(options.names);
  const thisHost = hosts.includes(THIS_MACHINE) ? THIS_MACHINE : undefined;
  const byMachine = new Map(hosts.map((host) => [host, closings.filter(({ to }) => to === host)] as const));
  const scripts =
    dialect === undefined
      ? undefined
      : await writeScripts(
          flows,
          {
            ...{ labs: [project.says.project.name], dialect, undo, thisHost },
            closings: byMachine,
          },
          addresses,
        );
  const os = project.hosts[0]?.sockets.system ?? 'linux';
  const hasRules = closings.length > 0 || !flows.every(isLoopbackFlow);
  return present({
    schemaVersion: 1 as const,
    outcome: 'clean' as const,
    labs: [{ name: project.says.project.name, file: target }],
    os,
    hosts,
    thisHost,
    operators,
    headroom: 0,
    flows: flows.map((flow) => ({ ...flow, insideHost: isLoopbackFlow(flow) })),
    closings,
    remarks: [...addresses.remarks, ...remarksOf(project, closings)],
    nextCommand:
      scripts === undefined && hasRules ? scriptCommand(target, operators, options.host, USUAL_DIALECT[os]) : undefined,
    scripts,
  });
}

/** The command that writes the scripts. */
function scriptCommand(target: string, operators: readonly string[], host: string | undefined, format: string): string {
  return [
    `niostat firewall ${commandWord(target)}`,
    ...operators.map((network) => `--from ${commandWord(network)}`),
    ...(host === undefined ? [] : [`--host ${commandWord(host)}`]),
    `--format ${format}`,
  ].join(' ');
}

/** Every GNS3 takes these if its file says nothing else. */
const USUAL_CONSOLES = [5000, 10_000] as const;
const USUAL_UDP = { v2: [20_000, 30_000], v3: [10_000, 30_000] } as const;

function flowsOf(
  { says }: OpenProject,
  { lab, linkOf, serverOf }: LabOfServer,
  machines: Machines,
  operators: readonly string[],
): Flow[] {
  const machineOf = ({ host }: Pick<Hypervisor, 'host'>): string => machines.machineOf(host);
  const rangeOf = (ends: readonly [number, number]): PortRange[] => [{ first: ends[0], last: ends[1] }];
  const controller = says.server.isHere ? THIS_MACHINE : machines.machineOf(says.server.host);
  const senders: Sender[] =
    operators.length === 0 ? [{ machine: THIS_MACHINE }] : operators.map((network) => ({ network }));
  const flows: Flow[] = senders.map((from) => ({
    ...{ from, to: controller, protocol: 'tcp', purpose: 'server' },
    ...{ ports: rangeOf([says.server.port, says.server.port]), neededBy: ['API and GUI'] },
  }));
  for (const [id, compute] of serverOf) {
    const to = machineOf(compute);
    const ports = says.portsInUse.find(({ computeId }) => computeId === id);
    if (to !== controller) {
      const neededBy = ['control of the compute'];
      const from = { machine: controller };
      flows.push({
        from,
        to,
        protocol: 'tcp',
        purpose: 'server',
        ports: rangeOf([compute.port, compute.port]),
        neededBy,
      });
    }
    const consoles = says.nodes.filter(
      ({ computeId, console, consoleType = 'none' }) =>
        computeId === id && console !== undefined && consoleType !== 'none',
    );
    for (const from of consoles.length === 0 ? [] : senders) {
      const range = rangeOf(ports?.consoleRange ?? USUAL_CONSOLES);
      flows.push({
        from,
        to,
        protocol: 'tcp',
        purpose: 'consoles',
        ports: range,
        neededBy: consoles.map(({ name }) => name),
      });
    }
    for (const [other, links] of joined(compute, [...linkOf.values()])) {
      const range = rangeOf(ports?.udpRange ?? USUAL_UDP[says.server.api]);
      const from = { machine: machineOf(other) };
      flows.push({ from, to, protocol: 'udp', purpose: 'links', ports: range, neededBy: links });
    }
  }
  const order = lab.hypervisors.map(machineOf);
  return flows.sort((one, other) => order.indexOf(one.to) - order.indexOf(other.to));
}

/** The other computes that a link joins with one, and the names of those links. */
function joined(compute: Hypervisor, links: readonly LinkLike[]): Map<Hypervisor, string[]> {
  const others = new Map<Hypervisor, string[]>();
  for (const { a, b, name } of links) {
    const [one, two] = [a.device?.hypervisor, b.type === 'device' ? b.device?.hypervisor : undefined];
    const other = one === compute ? two : two === compute ? one : undefined;
    if (other === undefined || other === compute) continue;
    others.set(other, [...(others.get(other) ?? []), name]);
  }
  return others;
}

type LinkLike = LabOfServer['linkOf'] extends ReadonlyMap<string, infer L> ? L : never;

interface PlacedClosing extends Closing {
  readonly to: string;
}

/** What listens on the hosts that were read, and asks for no password. */
function closingsOf({ hosts }: OpenProject, { serverOf }: LabOfServer, machines: Machines): PlacedClosing[] {
  return hosts.flatMap((host) => {
    const [id] = host.computeIds;
    const server = id === undefined ? undefined : serverOf.get(id);
    const to = server === undefined ? THIS_MACHINE : machines.machineOf(server.host);
    const exposed = exposedPorts(host);
    const vpcs = portRanges(exposed.flatMap(({ program, port }) => (program === 'vpcs' ? [port] : [])));
    const random = [EPHEMERAL_RANGES[host.sockets.system ?? 'linux']];
    const isOpen = exposed.some(({ program }) => program !== 'vpcs') || listensEverywhere(host);
    return [
      ...(isOpen ? [{ to, ports: random, what: 'uBridge and Dynamips, whose random ports ask for no password' }] : []),
      ...(vpcs.length === 0 ? [] : [{ to, ports: vpcs, what: "VPCS's own consoles, which ask for no password" }]),
    ];
  });
}

/**
 * Where the server listens its uBridges do, those that start later, too (docs/FACTS.md, "Processes of
 * GNS3").
 */
function listensEverywhere({ processes, sockets }: HostReading): boolean {
  const servers = new Set(processes.filter(({ program }) => program === 'gns3server').map(({ pid }) => pid));
  return sockets.rows.some(
    ({ protocol, state, pid, localAddress }) =>
      protocol === 'tcp' && state === 'LISTEN' && pid !== undefined && servers.has(pid) && isWildcard(localAddress),
  );
}

function remarksOf({ notRead, hosts }: OpenProject, closings: readonly PlacedClosing[]): string[] {
  const unread = notRead.map(
    ({ name, why }) => `what listens on ${name} without a password is not known, and not closed: ${why}`,
  );
  const closed = closings.flatMap(({ ports }) => ports);
  const others = hosts.flatMap(({ host, sockets, processes }) => {
    const emulators = new Set(processes.map(({ pid }) => pid));
    const isClosed = (port: number): boolean => closed.some(({ first, last }) => port >= first && port <= last);
    const rows = sockets.rows.filter(
      ({ protocol, state, pid, localAddress, localPort }) =>
        protocol === 'tcp' &&
        state === 'LISTEN' &&
        !(pid !== undefined && emulators.has(pid)) &&
        !isLoopback(localAddress) &&
        isClosed(localPort),
    );
    if (rows.length === 0) return [];
    const ports = portRangesText(portRanges(rows.map(({ localPort }) => localPort)));
    return [`on ${host} other programs listen on TCP ${ports}, which are closed to other hosts, too`];
  });
  return [...unread, ...others];
}
