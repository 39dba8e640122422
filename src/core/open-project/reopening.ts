import type { Allocation } from '../allocation/allocation.ts';
import type { TakenOnHost } from '../allocation/taken-on-host.ts';
import type { Link } from '../lab/lab.ts';
import type { RunningServer } from '../model/assumptions.ts';
import { LabModel } from '../model/lab-model.ts';
import { labOfServer } from './lab-of-server.ts';
import type { LiveLink } from './live-link.ts';
import type { OpenProject } from './open-project.ts';
import { portsOfProject } from './ports-of-project.ts';
import type { ServerSays } from './server.ts';

/** UDP ports of the two ends of a link; an end whose port is not known has none. */
export type LinkPorts = readonly [a: number | undefined, b: number | undefined];

/** A link now, and after its project was closed and opened again. */
export interface ReopenedLink {
  readonly id: string;
  readonly name: string;
  readonly now: LinkPorts;
  /** Of parallel links between two switches, which nothing tells apart: it has one of these pairs. */
  readonly oneOf?: readonly LinkPorts[];
  readonly after: LinkPorts;
  /** True if an end has another port then; an end that is not known now does not count. */
  readonly moves: boolean;
  /** Why the server would not make it, in a clause. */
  readonly fails?: string;
}

/**
 * Why ports are not those of a fresh opening. `others first`: all are higher by one number, as when
 * another project was open at that time and is not any more; `edited`: links were deleted and made, or
 * made after nodes had started, while the project was open.
 */
export type WhyMoved = 'edited' | 'others first';

export interface Reopening {
  readonly range: { readonly first: number; readonly last: number };
  readonly links: readonly ReopenedLink[];
  /** Absent if no port moves. */
  readonly why?: WhyMoved;
  /** With `others first`: by so much are all ports higher now. */
  readonly higherBy?: number;
  /** Names of other projects that are open now and keep their ports. */
  readonly others: readonly string[];
  /** Of these, how many UDP ports. */
  readonly takenByOthers: number;
  /** What this could not rest on, in sentences. */
  readonly limits: readonly string[];
}

/**
 * Compares the ports that the links of an open project have with those that they get when it is closed and
 * opened again: closing gives all back, and opening gives them from the bottom, in the order of the server
 * (docs/FACTS.md, "Ports of a live GNS3"). Ports that other open projects have are passed over.
 */
export function reopening(project: OpenProject, live: readonly LiveLink[]): Reopening {
  const { says } = project;
  const limits: string[] = [];
  const others = otherOpenProjects(says);
  const running = runningServer(says, others.length === 0 ? undefined : portsOfProject(project, live));
  if (others.length > 0 && project.notRead.length > 0) {
    const names = project.notRead.map(({ name }) => name).join(', ');
    limits.push(`which ports of ${names} are those of other projects is not known: the host was not read`);
  }
  const { lab, linkOf } = labOfServer(says, '');
  const [allocation] = LabModel.of([lab], { runningServer: running }).allocations;
  const after = allocation === undefined ? new Map<Link, LinkPorts>() : linkPorts(allocation);
  const failures = new Map(allocation?.failures.map(({ link, why }) => [link, why]));
  const now = new Map(live.map((link) => [link.id, portsNow(link)]));
  const links = [...linkOf].map(([id, link]): ReopenedLink => {
    const ends = { now: NOT_KNOWN, ...now.get(id), after: after.get(link) ?? NOT_KNOWN };
    const fails = failures.get(link);
    return { id, name: link.name, ...ends, moves: differ(ends), ...(fails === undefined ? {} : { fails }) };
  });
  return {
    range: allocation?.pool ?? { first: 0, last: 0 },
    links,
    ...whyMoved(links),
    others: others.map(({ name }) => name),
    takenByOthers: running.taken.reduce((sum, { udpPorts }) => sum + udpPorts.length, 0),
    limits: [...limits, ...differentRanges(says)],
  };
}

const NOT_KNOWN: LinkPorts = [undefined, undefined];

/** Projects that are open at the same server. */
export function otherOpenProjects({ projects, project }: ServerSays): ServerSays['projects'] {
  return projects.filter(({ id, status }) => id !== project.id && status === 'opened');
}

/**
 * What the server says of its ranges and of the ports that it has given out. `own`: by compute, the ports
 * that belong to the project itself, which closing gives back; undefined if no port counts as taken.
 */
export function runningServer(
  says: Pick<ServerSays, 'server' | 'computes' | 'portsInUse'>,
  own: ReadonlyMap<string, ReadonlySet<number>> | undefined,
): RunningServer {
  const { server, computes, portsInUse } = says;
  const local = portsInUse.find(({ computeId }) => computeId === 'local') ?? portsInUse[0];
  const range = (ends: readonly [number, number] | undefined) => ends && { first: ends[0], last: ends[1] };
  const [udp, consoles] = [range(local?.udpRange), range(local?.consoleRange)];
  const taken = portsInUse.map(({ computeId, udpPorts, consolePorts }): TakenOnHost => {
    const host = computes.find(({ id }) => id === computeId)?.host ?? server.host;
    return {
      host: computeId === 'local' && server.isHere ? '127.0.0.1' : computeId === 'local' ? server.host : host,
      udpPorts: own === undefined ? [] : udpPorts.filter((port) => own.get(computeId)?.has(port) !== true),
      consolePorts: own === undefined ? [] : consolePorts,
    };
  });
  return { ranges: { ...(udp && { udp }), ...(consoles && { consoles }) }, taken };
}

/** The ports of the link ends, without those of tunnels and those that the lab writes out. */
function linkPorts({ created }: Allocation): Map<Link, LinkPorts> {
  const ports = new Map<Link, LinkPorts>();
  for (const { link, end, localPort, tunnel, explicit } of created) {
    if (tunnel || explicit) continue;
    const [a, b] = ports.get(link) ?? NOT_KNOWN;
    ports.set(link, end === 'a' ? [localPort, b] : [a, localPort]);
  }
  return ports;
}

/** A chain between two switches is a socket at each end. */
function portsNow({ ports, hops, otherChains }: LiveLink): Pick<ReopenedLink, 'now' | 'oneOf'> {
  if (otherChains === undefined || ports !== undefined) return { now: ports ?? NOT_KNOWN };
  const oneOf = [hops, ...otherChains].map((chain): LinkPorts => [chain[0]?.localPort, chain.at(-1)?.localPort]);
  return { now: NOT_KNOWN, oneOf };
}

function differ({ now, oneOf = [now], after }: Pick<ReopenedLink, 'now' | 'oneOf' | 'after'>): boolean {
  return oneOf.every((ports) => ports.some((port, end) => port !== undefined && port !== after[end]));
}

function whyMoved(links: readonly ReopenedLink[]): Pick<Reopening, 'why' | 'higherBy'> {
  const differences = new Set(
    links.flatMap(({ now, after }) =>
      now.flatMap((port, end) => {
        const then = after[end];
        return port === undefined || then === undefined ? [] : [port - then];
      }),
    ),
  );
  const [only = 0] = differences;
  if (differences.size === 1 && only > 0) return { why: 'others first', higherBy: only };
  return links.some(({ moves }) => moves) ? { why: 'edited' } : {};
}

/** Every compute has a range of its own; one that differs is told, because the same is taken for all. */
function differentRanges({ portsInUse }: ServerSays): string[] {
  const texts = new Set(portsInUse.flatMap(({ udpRange }) => (udpRange === undefined ? [] : [udpRange.join('-')])));
  const isUntold = portsInUse.length === 0 || portsInUse.some(({ udpRange }) => udpRange === undefined);
  return [
    ...(texts.size > 1 ? [`the computes have different ranges (${[...texts].join(', ')}): the first is taken`] : []),
    ...(isUntold ? ['the server does not tell all ranges of its ports: the usual ones of its version are taken'] : []),
  ];
}
