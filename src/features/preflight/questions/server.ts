import { portRanges, portRangesText } from '../../../core/address/port-ranges.ts';
import type { Allocation } from '../../../core/allocation/allocation.ts';
import { hasTunnels, isBehindTunnel } from '../../../core/allocation/gns3-server.ts';
import type { PortsInUse } from '../../../core/open-project/server.ts';
import { counted } from '../../../core/text/counted.ts';
import { listed } from '../../../core/text/listed.ts';
import type { Facts } from '../live/facts.ts';
import type { PreflightDetail } from '../result.ts';
import type { ServerHere } from '../server-here.ts';
import { judged, type Question, skipped, unknown } from './question.ts';

export const SERVER: Question = {
  id: 'server',
  title: 'Has the GNS3 server room for the project?',
  isAbout: ({ format }) => format === 'gns3',
  async ask(facts) {
    if (!facts.model.labs.some(({ format }) => format === 'gns3')) return skipped('the lab is no project of GNS3');
    const { server } = facts.options;
    if (server === undefined) {
      const details = await killedByGui(facts);
      const none = 'no GNS3 server runs on this host';
      return details.length === 0 ? skipped(none) : judged(details, none, `${none}, and its GUI would end programs`);
    }
    if ('why' in server) {
      return unknown(`a GNS3 server runs here and was not asked: ${server.why}`);
    }
    const rooms = roomsOf(server, facts.model.allocations);
    const details = [...openDetails(server, facts), ...rooms.flatMap(noRoom)];
    const version = `GNS3 ${server.server.version}`;
    const room = rooms.map(({ free, needed, host }) => {
      const where = rooms.length === 1 ? '' : ` on ${host}`;
      return `${needed} of ${counted(free, 'free UDP port')} needed${where}`;
    });
    const sum = [version, ...room].join(', ');
    const answer = judged(details, sum, sum, nextOf(server, facts));
    return answer.next === undefined ? answer : { ...answer, isMended: false };
  },
};

/** What shows more of a project that is open; a range that is too small no command mends. */
function nextOf({ own }: ServerHere, { options }: Facts): string | undefined {
  const open = own.find(({ status }) => status === 'opened');
  return open && `niostat simulate ${options.gns3Target ?? `gns3:///${open.id}`}`;
}

/** Which projects are open, and what they hold. */
function openDetails({ projects, own, portsInUse, server }: ServerHere, { options }: Facts): PreflightDetail[] {
  const isOwn = new Set(own.map(({ id }) => id));
  const open = projects.filter(({ status }) => status === 'opened');
  const others = open.filter(({ id }) => !isOwn.has(id));
  const place = options.gns3Target ?? 'gns3://';
  const details = own
    .filter(({ status }) => status === 'opened')
    .map(({ name, id }): PreflightDetail => {
      const target = options.gns3Target ?? `gns3:///${id}`;
      return {
        severity: 'warning',
        rule: 'project-open',
        about: [id],
        message: `${name} is open at ${server.host}:${server.port}: it has its ports already, and if it was edited they are not what a fresh opening gives`,
        remedy: `\`niostat links ${target}\` shows how it is, \`niostat simulate ${target}\` which ports would move`,
      };
    });
  if (others.length === 0) return details;
  const held = portsInUse.flatMap(({ udpPorts }) => udpPorts);
  const consoles = portsInUse.reduce((sum, { consolePorts }) => sum + consolePorts.length, 0);
  const udp = portRangesText(portRanges(held)).replaceAll(',', ', ');
  const holds = held.length === 0 ? 'no UDP port' : `${counted(held.length, 'UDP port')} (${udp})`;
  return [
    ...details,
    {
      severity: 'note',
      rule: 'other-project',
      about: others.map(({ id }) => id),
      message: `${listed(others.map(({ name }) => name))} ${others.length === 1 ? 'is' : 'are'} open at this server, which has given out ${holds} and ${counted(consoles, 'console')}: this project gets ports that are free, so they are not those that it gets alone`,
      remedy: `nothing; \`niostat probe ${place}\` shows what is open`,
    },
  ];
}

/** What a project needs of the range of a compute, and what is left of it. */
interface Room {
  readonly host: string;
  readonly range: readonly [number, number];
  readonly free: number;
  /** When it is opened and all nodes are started. */
  readonly needed: number;
  readonly atStart: number;
}

function roomsOf(server: ServerHere, allocations: readonly Allocation[]): Room[] {
  const isOpen = server.own.some(({ status }) => status === 'opened');
  return server.portsInUse.flatMap((ports) => {
    const compute = server.computes.find(({ id }) => id === ports.computeId);
    const { udpRange } = ports;
    if (udpRange === undefined || compute === undefined) return [];
    const need = needOf(allocations, ports, compute.port, compute.host);
    if (need.needed === 0) return [];
    const [first, last] = udpRange;
    const taken = isOpen ? 0 : ports.udpPorts.length;
    return [{ host: compute.name, range: udpRange, free: Math.max(0, last - first + 1 - taken), ...need }];
  });
}

function needOf(
  allocations: readonly Allocation[],
  { computeId }: PortsInUse,
  port: number,
  host: string,
): { needed: number; atStart: number } {
  let [links, atStart] = [0, 0];
  const isOfCompute = (one: { readonly host: string; readonly port: number; readonly isLocal?: boolean }): boolean =>
    computeId === 'local' ? one.isLocal === true : one.host === host && one.port === port;
  for (const { lab, placement, allocator, atStart: starts } of allocations) {
    const tunnel = hasTunnels(allocator) ? 2 : 0;
    const ends = lab.links.flatMap(({ a, b, fault }) => (fault === undefined && b.type === 'device' ? [a, b] : []));
    for (const end of ends) {
      const hypervisor = end.device && placement.get(end.device);
      if (hypervisor !== undefined && isOfCompute(hypervisor)) links += 1 + (isBehindTunnel(end) ? tunnel : 0);
    }
    for (const { hypervisor, count } of starts) if (isOfCompute(hypervisor)) atStart += count;
  }
  return { needed: links + atStart, atStart };
}

function noRoom({ host, range, free, needed, atStart }: Room): PreflightDetail[] {
  if (needed <= free) return [];
  const opens = needed - atStart <= free;
  return [
    {
      severity: 'error',
      rule: 'no-room',
      about: [host],
      message: `${opens ? 'all nodes together need' : 'the project needs'} ${counted(needed, 'UDP port')} on ${host}${atStart === 0 ? '' : `, ${atStart} of them when nodes start`}, and ${free} of ${range.join('-')} are free: GNS3 answers 409, "Could not find a free port"`,
      remedy:
        'close other projects first, or make the range larger: udp_end_port_range below [Server] in gns3_server.conf, then start the server again',
    },
  ];
}

/**
 * The GUI starts its server with `--pid`, which ends every emulator of the machine (docs/FACTS.md, "Never
 * on a live GNS3").
 */
async function killedByGui(facts: Facts): Promise<PreflightDetail[]> {
  const programs = await facts.startedByHand();
  if (programs.length === 0) return [];
  return [
    {
      severity: 'warning',
      rule: 'ended-by-gui',
      about: programs,
      message: `the GUI of GNS3 starts its server with --pid, which ends at once every dynamips, ubridge, vpcs and traceng of this machine, also those of other users: ${listed(programs)}`,
      remedy:
        'if somebody uses them, start the server by itself (`gns3server --local`) and let the GUI use it; else end them first',
    },
  ];
}
