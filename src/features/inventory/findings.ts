import { isWildcard } from '../../core/address/host.ts';
import { portRanges, portRangesText } from '../../core/address/port-ranges.ts';
import { SEVERITIES } from '../../core/checks/finding.ts';
import { EPHEMERAL_RANGES } from '../../core/kernel/ephemeral-ranges.ts';
import type { PortRange } from '../../core/lab/lab.ts';
import { type ExposedPort, exposedPorts } from '../../core/open-project/exposed.ts';
import type { HostReading } from '../../core/open-project/host.ts';
import type { OpenProject } from '../../core/open-project/open-project.ts';
import { orphansOf } from '../../core/open-project/orphans.ts';
import { counted } from '../../core/text/counted.ts';
import { someOf } from '../../core/text/listed.ts';
import { closingRules } from './closing-rules.ts';
import type { InventoryCompute, InventoryFinding, InventoryNode, InventoryProgram } from './result.ts';

/** So many names of nodes are read; the JSON has all. */
const MOST_NAMES = 8;

/** What was made of a project, ready to be judged. */
export interface Seen {
  readonly project: OpenProject;
  readonly computes: readonly InventoryCompute[];
  readonly nodes: readonly InventoryNode[];
  readonly programs: readonly InventoryProgram[];
}

/** Judges what was seen, worst first. */
export function judge({ project, computes, nodes, programs }: Seen): InventoryFinding[] {
  const findings = [
    ...computes.flatMap(lostCompute),
    ...endedPrograms(programs),
    ...orphans(project),
    ...halted(programs),
    ...silent(programs),
    ...closedConsoles(nodes),
    ...project.hosts.flatMap((host) => exposures(host, programs)),
  ];
  return findings.sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
}

function lostCompute({ isConnected, name, host, port }: InventoryCompute): InventoryFinding[] {
  if (isConnected) return [];
  return [
    {
      slug: 'compute-lost',
      severity: 'error',
      host,
      about: [name],
      message: `the server has no connection to its compute ${name} (${host}:${port}): nodes there cannot be started or stopped, and no project that has one opens`,
      remedy: `start the GNS3 server there, and look whether TCP port ${port} gets through: \`niostat firewall\` writes the rules`,
    },
  ];
}

/** As their makers write them. */
const PROGRAM_NAMES: Readonly<Record<string, string>> = { ubridge: 'uBridge', dynamips: 'Dynamips', vpcs: 'VPCS' };

/** GNS3 goes on saying `started` (docs/FACTS.md, "REST API of GNS3"). */
function endedPrograms(programs: readonly InventoryProgram[]): InventoryFinding[] {
  return programs
    .filter(({ state }) => state === 'ended')
    .map(({ program, nodes, host, why }) => {
      const node = nodes[0] ?? 'a node';
      const words = why === undefined ? '' : `; its log ends with "${why}"`;
      return {
        slug: 'ended',
        severity: 'error',
        host,
        about: [...nodes],
        message: `the ${PROGRAM_NAMES[program] ?? program} of ${node} has ended${words}. GNS3 does not notice: no frame passes there`,
        remedy: '`niostat links` names the links that are dead, and what brings each of them back',
      };
    });
}

/** Process by process, as `links` counts them: VPCS is two. */
function orphans(project: OpenProject): InventoryFinding[] {
  const left = orphansOf(project);
  const hosts = new Set(left.map(({ host }) => host));
  return [...hosts].map((host) => {
    const here = left.filter((one) => one.host === host);
    const ports = portRangesText(portRanges(here.flatMap(({ udpPorts }) => udpPorts))).replaceAll(',', ', ');
    const pids = here.map(({ process }) => process.pid);
    const held = ports === '' ? '' : `; they hold UDP ${ports}, which the server gives out again`;
    return {
      slug: 'orphan',
      severity: 'error',
      host,
      about: here.map(({ process }) => `${process.program} (pid ${process.pid})`),
      message: `${counted(here.length, 'process is', 'processes are')} left of a server that is gone${held}`,
      remedy: 'end them',
      command: `kill ${pids.join(' ')}`,
    };
  });
}

function halted(programs: readonly InventoryProgram[]): InventoryFinding[] {
  return programs
    .filter(({ state }) => state === 'stopped' || state === 'traced')
    .map(({ program, nodes, host, pid, state }) => ({
      slug: 'halted',
      severity: 'error',
      host,
      about: [...nodes],
      message: `${program} (pid ${pid}) of ${nodes[0] ?? 'no node'} does not run: ${state === 'traced' ? 'a debugger holds it' : 'it was suspended'}, and no frame passes there`,
      remedy: state === 'traced' ? 'let the debugger go on' : 'let it go on',
      ...(state === 'traced' ? {} : { command: `kill -CONT ${pid}` }),
    }));
}

function silent(programs: readonly InventoryProgram[]): InventoryFinding[] {
  return programs
    .filter(({ state }) => state === 'silent')
    .map(({ program, nodes, host, pid, why }) => ({
      slug: 'silent',
      severity: 'warning',
      host,
      about: [...nodes],
      message: `${program} (pid ${pid}) of ${nodes[0] ?? 'no node'} was asked and did not answer: ${why ?? 'no reply'}`,
      remedy: 'look whether its process runs; stop the node and start it again',
    }));
}

function closedConsoles(nodes: readonly InventoryNode[]): InventoryFinding[] {
  return nodes.flatMap(({ name, status, console }) => {
    if (console === undefined || (console.state !== 'refused' && console.state !== 'no answer')) return [];
    const { host, port, state } = console;
    return [
      {
        slug: 'console-closed',
        severity: 'warning',
        host,
        about: [name],
        message: `${name} is ${status ?? 'started'}, and its console ${host}:${port} ${state === 'refused' ? 'is refused: nothing listens there' : 'does not answer'}`,
        remedy:
          state === 'refused'
            ? `stop ${name} and start it again in GNS3`
            : 'a firewall may be in the way: `niostat firewall` writes the rules',
      },
    ];
  });
}

/** One finding for each program of a host that lets everybody in. */
function exposures(host: HostReading, programs: readonly InventoryProgram[]): InventoryFinding[] {
  const exposed = exposedPorts(host);
  const of = (program: ExposedPort['program']): ExposedPort[] => exposed.filter((one) => one.program === program);
  const random = [EPHEMERAL_RANGES[host.sockets.system ?? 'linux']];
  return [
    ...exposure(of('ubridge'), { slug: 'ubridge-open', close: random }, host, programs),
    ...exposure(of('dynamips'), { slug: 'dynamips-open', close: random }, host, programs),
    ...exposure(of('vpcs'), { slug: 'vpcs-console-open' }, host, programs),
  ];
}

interface Exposure {
  readonly slug: 'ubridge-open' | 'dynamips-open' | 'vpcs-console-open';
  /** In place of the ports as they are now: those change with every start. */
  readonly close?: readonly PortRange[];
}

function exposure(
  ports: readonly ExposedPort[],
  { slug, close }: Exposure,
  { host }: HostReading,
  programs: readonly InventoryProgram[],
): InventoryFinding[] {
  const [first] = ports;
  if (first === undefined) return [];
  const nodes = ports.flatMap(({ pid }) => programs.find((one) => one.host === host && one.pid === pid)?.nodes ?? []);
  const where = isWildcard(first.address) ? 'every address' : first.address;
  const ranges = portRanges(ports.map(({ port }) => port));
  const list = portRangesText(ranges).replaceAll(',', ', ');
  return [
    {
      slug,
      severity: slug === 'vpcs-console-open' ? 'note' : 'warning',
      host,
      about: nodes,
      message: `${WHAT[slug](ports.length)} on ${where} (TCP ${list}) and ${ports.length === 1 ? 'asks' : 'ask'} for no password: ${HARM[slug]}${nodes.length === 0 ? '' : ` (${someOf(nodes, MOST_NAMES)})`}`,
      remedy: REMEDIES[slug],
      closing: closingRules(close ?? ranges),
    },
  ];
}

const WHAT: Readonly<Record<Exposure['slug'], (count: number) => string>> = {
  'ubridge-open': (count) => counted(count, 'uBridge listens', 'uBridges listen'),
  'dynamips-open': (count) => counted(count, 'Dynamips listens', 'Dynamips listen'),
  'vpcs-console-open': (count) => counted(count, 'console of VPCS itself listens', 'consoles of VPCS itself listen'),
};

const HARM: Readonly<Record<Exposure['slug'], string>> = {
  'ubridge-open': 'every host that reaches this one can cut links, put interfaces into them and write capture files',
  'dynamips-open': 'every host that reaches this one can stop routers and write files',
  'vpcs-console-open':
    'every host that reaches this one can type there; VPCS always does so, and the console that users get is another one',
};

const REMEDIES: Readonly<Record<Exposure['slug'], string>> = {
  'ubridge-open':
    'write `host = 127.0.0.1` below [Server] into gns3_server.conf and start the server again, if no other host has to reach it; else close the ports, which change with every start',
  'dynamips-open':
    'use Dynamips 0.2.23 or later, which listens on 127.0.0.1 only, or write `host = 127.0.0.1` below [Server] into gns3_server.conf; else close the ports',
  'vpcs-console-open': 'no setting changes it: close the ports, which change when nodes are added',
};
