import type { Refusal } from '../../core/address/socket-pair.ts';
import { type UnansweredName, unansweredNames } from '../../core/address/unanswered.ts';
import type { ConsoleType } from '../../core/allocation/allocation.ts';
import { GUI_POOL } from '../../core/allocation/gns3-server.ts';
import { failureReasons, linksNotMade } from '../../core/allocation/links-not-made.ts';
import { generationOf, LATEST_VERSION } from '../../core/kernel/dynamips-version.ts';
import type { Grade } from '../../core/kernel/grade.ts';
import type { Prediction } from '../../core/kernel/prediction.ts';
import { type BindOutcome, type Delivery, NO_SOCKET, type PredictedSocket } from '../../core/kernel/socket.ts';
import type { Origin } from '../../core/kernel/systems/statement.ts';
import type { Verdict } from '../../core/kernel/verdict.ts';
import {
  type AllocatorName,
  type HypervisorKind,
  isGns3Server,
  type Lab,
  type LabFormat,
  type Link,
  type Location,
  type OperatingSystem,
  type PortRange,
} from '../../core/lab/lab.ts';
import type { LabModel } from '../../core/model/lab-model.ts';
import { present } from '../../core/present.ts';

/**
 * Result of `simulate`; its JSON Schema is docs/schemas/simulate.schema.json. Ports are UDP unless said
 * otherwise.
 */
export interface SimulateResult {
  readonly schemaVersion: 1;
  /** Broken links are what a simulation tells, and not its failure. */
  readonly outcome: 'clean';
  readonly labs: readonly LabSummary[];
  /** The rule set of all labs, or `mixed`. */
  readonly allocator: AllocatorName | 'mixed';
  readonly os: OperatingSystem;
  /** What the predictions rest on, the surest first. */
  readonly origins: readonly Origin[];
  /** The Dynamips version that was modelled; `assumed` if nobody said which. */
  readonly dynamips: { readonly version: string; readonly assumed: boolean };
  /** Present if the resolver and the kernel of this machine were asked for the hosts of the labs. */
  readonly resolved?: true;
  /** Names of hosts of which the resolver, which was asked, has said nothing. */
  readonly unanswered?: readonly UnansweredName[];
  readonly hypervisors: readonly HypervisorRow[];
  readonly nios: readonly NioRow[];
  readonly links: readonly SimulatedLink[];
  readonly consoles: readonly ConsoleRow[];
  /** The pool of UDP ports of each host; absent where a lab's rule set has none. */
  readonly pool?: PoolSummary;
  /** What nodes take when they start; absent where no rule set gives out such ports. */
  readonly atStart?: readonly StartRow[];
}

export interface LabSummary {
  readonly name: string;
  readonly file: string;
  readonly format: LabFormat;
  readonly allocator: AllocatorName;
}

export interface HypervisorRow {
  readonly lab: string;
  readonly hypervisor: string;
  readonly kind: HypervisorKind;
  readonly host: string;
  /** TCP control port. */
  readonly port: number;
  readonly baseUdp: number;
  /** How many ports were given out, those of removed links included. */
  readonly portCount: number;
  readonly firstPort?: number;
  readonly lastPort?: number;
  readonly dynamips?: string;
  readonly workingDirectory?: string;
}

/** An end of a link, as the frames see it. */
export interface EndName {
  readonly hypervisor: string;
  readonly device: string;
  readonly interface: string;
}

export interface NioRow extends EndName {
  readonly lab: string;
  readonly link: string;
  readonly owner: 'hypervisor' | 'ubridge';
  readonly localPort: number;
  readonly remoteHost: string;
  readonly remotePort: number;
  /**
   * As netstat would show the connected socket; `?` if the lab does not say by which address this machine is
   * known, or if there is no socket. A name stands for the address that nobody knows.
   */
  readonly localAddress: string;
  readonly remoteAddress: string;
  /** What the kernel did, and the port that is really bound. */
  readonly bind: BindResult;
  readonly frames: FramesResult;
  readonly explicit: boolean;
  readonly tunnel: boolean;
}

export interface BindResult {
  readonly outcome: BindOutcome;
  readonly port: number;
  /** How sure that is, and where it comes from; empty for `unknown`. */
  readonly grade: Grade;
  readonly place: string;
  /** Why Dynamips answers 206, with `refused`. */
  readonly reason?: 'port-taken' | 'peer-port-zero' | Refusal;
  /** The NIO that had the port first. */
  readonly holder?: EndName;
}

/** Who gets the frames that an end sends. */
export interface FramesResult {
  readonly to: Delivery;
  readonly grade: Grade;
  readonly place: string;
  readonly receiver?: EndName;
  /** With `unknown`: the name whose address decides, and the end that gets the frames if it fits. */
  readonly openName?: string;
  readonly candidate?: EndName;
}

export interface SimulatedLink {
  readonly lab: string;
  readonly name: string;
  readonly verdict: Verdict;
  /** Why the link is not made, or not known. */
  readonly reason?: string;
  readonly location?: Location;
}

export interface ConsoleRow {
  readonly lab: string;
  readonly device: string;
  readonly hypervisor: string;
  readonly host: string;
  readonly type: ConsoleType;
  /** TCP port. */
  readonly port: number;
  readonly explicit: boolean;
  /** What the lab file says, where the server gives another port. */
  readonly written?: number;
}

/** The range that link ends and tunnels have their ports from. */
export interface PoolSummary extends PortRange {
  /** False if the configuration of the server says it. */
  readonly assumed: boolean;
  /** The other range that is usual: that of the server which the GNS3 GUI starts by itself. */
  readonly usualOfGui?: PortRange;
}

/** The UDP ports that a node takes from the pool of its host when it starts. */
export interface StartRow {
  readonly lab: string;
  readonly device: string;
  readonly hypervisor: string;
  /** How many it takes; more than `ports` if the pool is used up. */
  readonly count: number;
  /** Which, if all nodes start in the order of the file. */
  readonly ports: readonly number[];
}

/**
 * Says what becomes of every NIO of the labs, which run at once, in their order.
 */
export function simulate(model: LabModel): SimulateResult {
  const { labs, allocations } = model;
  const said = allocations
    .flatMap((allocation) => allocation.hypervisors.map((h) => model.versionOf(h)))
    .find((version) => version !== undefined);
  const version = said ?? LATEST_VERSION['from-0.2.18'];
  const prediction = model.prediction(generationOf(version) ?? 'from-0.2.18');
  const names = new Set(allocations.map((allocation) => allocation.allocator));
  const [allocator = 'dynagen'] = names;
  const unanswered = unansweredNames(model.assumptions.unanswered);
  return {
    schemaVersion: 1,
    outcome: 'clean',
    labs: allocations.map(({ lab, allocator: name }) => ({
      name: lab.name,
      file: lab.file,
      format: lab.format,
      allocator: name,
    })),
    allocator: names.size > 1 ? 'mixed' : allocator,
    os: model.os,
    origins: prediction.origins(),
    dynamips: { version, assumed: said === undefined },
    ...(model.assumptions.addresses === undefined ? {} : { resolved: true }),
    ...(unanswered.length > 0 && { unanswered }),
    hypervisors: hypervisorRows(model),
    nios: [...prediction.sockets()].map((socket) => nioRow(prediction, socket, labs)),
    links: simulatedLinks(model, prediction),
    consoles: consoleRows(model),
    ...poolOf(model),
    ...startRows(model),
  };
}

function consoleRows({ allocations }: LabModel): ConsoleRow[] {
  return allocations.flatMap(({ lab, consoles }) =>
    consoles.map(({ device, hypervisor, type, port, explicit, written }) =>
      present({
        lab: lab.name,
        device: device.name,
        hypervisor: hypervisor.name,
        host: hypervisor.host,
        type,
        port,
        explicit,
        written: explicit ? undefined : written,
      }),
    ),
  );
}

/** Labs of two rule sets have no pool in common. */
function poolOf({ allocations, serverConf }: LabModel): Pick<SimulateResult, 'pool'> {
  const [first] = allocations;
  if (first?.pool === undefined || allocations.some(({ allocator }) => allocator !== first.allocator)) return {};
  const said = serverConf?.ranges.udp;
  const assumed = said?.first === undefined || said.last === undefined;
  const isUsual = isGns3Server(first.allocator) && !isSameRange(first.pool, GUI_POOL);
  return { pool: { ...first.pool, assumed, ...(assumed && isUsual ? { usualOfGui: GUI_POOL } : {}) } };
}

function isSameRange(a: PortRange, b: PortRange): boolean {
  return a.first === b.first && a.last === b.last;
}

function startRows({ allocations }: LabModel): Pick<SimulateResult, 'atStart'> {
  const atStart = allocations.flatMap((allocation) =>
    allocation.atStart.map(({ device, hypervisor, count, ports }) => ({
      lab: allocation.lab.name,
      device: device.name,
      hypervisor: hypervisor.name,
      count,
      ports,
    })),
  );
  return atStart.length === 0 ? {} : { atStart };
}

function hypervisorRows(model: LabModel): HypervisorRow[] {
  return model.allocations.flatMap(({ lab, used, pool }) =>
    used.map(({ hypervisor, given, first, next }): HypervisorRow => {
      const version = model.versionOf(hypervisor);
      return present({
        lab: lab.name,
        hypervisor: hypervisor.name,
        kind: hypervisor.kind,
        host: hypervisor.host,
        port: hypervisor.port,
        // A GNS3 server has no base of its own but a pool.
        baseUdp: hypervisor.kind === 'gns3' && pool !== undefined ? pool.first : hypervisor.baseUdp,
        portCount: given,
        firstPort: given === 0 ? undefined : first,
        lastPort: given === 0 ? undefined : next - 1,
        dynamips: version,
        workingDirectory: hypervisor.workingDirectory,
      });
    }),
  );
}

/** Written out for speed: a lab may have a million of them. */
function nioRow(prediction: Prediction, socket: PredictedSocket, labs: readonly Lab[]): NioRow {
  const { nio, route } = socket;
  return {
    ...nameOf(socket),
    lab: labs[socket.lab]?.name ?? '',
    link: nio.link.name,
    owner: nio.owner,
    localPort: nio.localPort,
    remoteHost: nio.remoteHost,
    remotePort: nio.remotePort,
    localAddress: route.localAddress,
    remoteAddress: route.remoteAddress,
    bind: bindOf(prediction, socket),
    frames: framesOf(prediction, socket),
    explicit: nio.explicit,
    tunnel: nio.tunnel,
  };
}

function bindOf(prediction: Prediction, socket: PredictedSocket): BindResult {
  const { bind: outcome, port, holder, route, bindOrigin } = socket;
  const result = { outcome, port, ...bindOrigin };
  if (outcome === 'refused' && route.refusal !== undefined) return { ...result, reason: route.refusal };
  if (holder === NO_SOCKET) return outcome === 'refused' ? { ...result, reason: 'peer-port-zero' } : result;
  const taken = { ...result, holder: nameOf(prediction.socket(holder)) };
  return outcome === 'refused' ? { ...taken, reason: 'port-taken' } : taken;
}

function framesOf(prediction: Prediction, socket: PredictedSocket): FramesResult {
  const { delivery, receiver, candidate, framesOrigin } = socket;
  const to = { to: delivery, ...framesOrigin };
  if (receiver !== NO_SOCKET) return { ...to, receiver: nameOf(prediction.socket(receiver)) };
  if (candidate === NO_SOCKET) return to;
  const far = prediction.socket(candidate);
  const openName = socket.route.openName ?? far.route.openName;
  return openName === undefined ? to : { ...to, openName, candidate: nameOf(far) };
}

function nameOf({ nio }: PredictedSocket): EndName {
  return { hypervisor: nio.hypervisor.name, device: nio.device, interface: nio.interface };
}

/** Links with NIOs in the order of creation, then the links that are never made; each link once. */
function simulatedLinks(model: LabModel, prediction: Prediction): SimulatedLink[] {
  const { labs, allocations } = model;
  const failures = allocations.map((allocation) => failureReasons(allocation));
  const made = [...prediction.links()].map(({ link, lab, verdict, sockets }) => {
    const reason = failures[lab]?.get(link) ?? (verdict === 'unknown' ? openReason(prediction, sockets) : undefined);
    return simulatedLink(labs[lab], link, verdict, reason);
  });
  const neverMade = allocations.flatMap((allocation, index) =>
    linksNotMade(allocation).map(({ link, reason }) => simulatedLink(labs[index], link, 'dead', reason)),
  );
  return [...made, ...neverMade];
}

/** The name on which it depends whether frames pass. */
function openReason(prediction: Prediction, sockets: readonly PredictedSocket[]): string | undefined {
  const socket = sockets.find(({ candidate }) => candidate !== NO_SOCKET);
  const name = socket === undefined ? undefined : framesOf(prediction, socket).openName;
  return name === undefined ? undefined : `it is not known which address ${name} has, and so whether the ends meet`;
}

function simulatedLink(lab: Lab | undefined, link: Link, verdict: Verdict, reason: string | undefined): SimulatedLink {
  return present({ lab: lab?.name ?? '', name: link.name, verdict, reason, location: link.location });
}
