import { normalizeHost } from '../../core/address/host.ts';
import { familyOf } from '../../core/address/ip-address.ts';
import { expectedLinks } from '../../core/allocation/expected-links.ts';
import { InputError } from '../../core/errors/input-error.ts';
import { WorldError } from '../../core/errors/world-error.ts';
import type { Lab } from '../../core/lab/lab.ts';
import type { LabModel } from '../../core/model/lab-model.ts';
import { type Outcome, outcomeOf } from '../../core/outcome.ts';
import type { HostView } from '../../core/sockets/host-view.ts';
import { ReadHosts } from '../../core/sockets/read-hosts.ts';
import type { SocketRow, SocketTable } from '../../core/sockets/socket-table.ts';
import { quietUi, type Ui } from '../../core/ui.ts';
import { HostNames } from '../../world/network/host-names.ts';
import { readRemote } from '../../world/sockets/remote-host.ts';
import { readThisHost } from '../../world/sockets/this-host.ts';
import { compareText } from './compare-text.ts';
import { isWell, LINK_STATES, type LinkEnd, type LinkRow } from './link-table.ts';
import { NO_COUNTERS, readCounters } from './live/link-counters.ts';
import { type LabHosts, matchExpected } from './match-expected.ts';
import { emulatorSockets, pairObserved } from './pair-observed.ts';
import { type Filter, FilterError, parseFilter } from './socket-filter.ts';
import { withCounters } from './with-counters.ts';

export interface LinksOptions {
  /** Reads the lab's other hosts over ssh. */
  readonly ssh?: boolean | undefined;
  /** More hosts to read over ssh. */
  readonly hosts?: readonly string[] | undefined;
  /** Asks the hypervisors for counters. */
  readonly counters?: boolean;
  /** Lists all sockets too. */
  readonly all?: boolean;
  /** Only sockets of this family. */
  readonly family?: 4 | 6 | undefined;
  /** ss's filter language; throws `FilterError` if it is none. */
  readonly filter?: string | undefined;
  /** The names of hosts that this run has looked up, where there are some already. */
  readonly names?: HostNames | undefined;
  /** For each host that is read over ssh. */
  readonly timeoutMs?: number;
}

/** A host whose sockets were read, or could not be. */
export interface HostSummary {
  readonly host: string;
  /** What was read; absent if nothing was. */
  readonly source?: string;
  readonly socketCount?: number;
  /** UDP sockets whose owner this user may not know. */
  readonly hiddenSockets?: number;
  readonly limits: readonly string[];
}

/** One socket as netstat would print it. */
export interface SocketSummary extends SocketRow {
  readonly host: string;
  readonly process?: string;
}

export interface LinksResult {
  readonly schemaVersion: 1;
  /** `unknown` if something that was asked for could not be seen; `findings` if a link is not well. */
  readonly outcome: Outcome;
  readonly labs: readonly string[];
  readonly hosts: readonly HostSummary[];
  readonly links: readonly LinkRow[];
  /** How many links the filter, -4 or -6 has left out. */
  readonly filteredOut: number;
  readonly sockets?: readonly SocketSummary[];
}

const SSH_TIMEOUT_MS = 20_000;

/** Reads the sockets of this host and of others, pairs them, and joins them with the labs. Changes nothing anywhere. */
export async function links(
  { labs, allocations }: LabModel,
  options: LinksOptions = {},
  { signal }: Ui = quietUi(),
): Promise<LinksResult> {
  const filter = filterOf(options.filter);
  const names = options.names ?? new HostNames();
  const hostNames = await addressesOfHosts(labs, names);
  const remote = [
    ...(await othersOf(options.hosts ?? [], names)),
    ...(options.ssh ? remoteHosts(hostNames, names) : []),
  ];
  const [here, ...others] = await Promise.all([
    readHere(options.all ?? false),
    ...[...new Set(remote)].map((host) => readRemote(host, { timeoutMs: options.timeoutMs ?? SSH_TIMEOUT_MS, signal })),
  ]);
  const otherTables = eachOnce(
    here,
    others.flatMap((one) => ('table' in one ? [one.table] : [])),
  );
  const tables = [here, ...otherTables];
  const failures = others.flatMap((one) => ('failure' in one ? [one.failure] : []));
  const hosts = new ReadHosts(here, otherTables);
  const { countersOf, limits } = options.counters ? await readCounters(hosts, signal) : NO_COUNTERS;
  const rows =
    labs.length === 0
      ? pairObserved(hosts, emulatorSockets(hosts), countersOf)
      : matchExpected(hosts, expectedLinks(allocations), {
          labHosts: labHosts(hosts, hostNames, names),
          countersOf,
        });
  const judged = rows.map(withCounters);
  const shown = judged.filter(
    (row) =>
      isOfFamily(row, options.family) &&
      filter({
        state: row.state,
        ...(row.name === undefined ? {} : { link: row.name }),
        ends: endsOf(row),
      }),
  );
  const result = {
    labs: labs.map(({ name }) => name),
    hosts: [
      ...tables.map((table, index) => ({
        host: table.host,
        source: table.source,
        socketCount: table.rows.length,
        ...hiddenSockets(table),
        limits: index === 0 ? [...table.limits, ...limits] : table.limits,
      })),
      ...failures.map(({ host, why }) => ({ host, limits: [why] })),
    ],
    links: inOrder(shown),
    filteredOut: judged.length - shown.length,
    ...(options.all
      ? {
          sockets: tables
            .flatMap((table) => socketsOf(table, options.family))
            .filter((row) => filter({ state: row.state, ends: [row] })),
        }
      : {}),
  };
  return { schemaVersion: 1, outcome: outcome(result), ...result };
}

function outcome(result: Pick<LinksResult, 'labs' | 'hosts' | 'links'>): Outcome {
  return outcomeOf({
    unknown: couldNotSee(result),
    findings: result.links.some(({ state }) => !isWell(state)),
  });
}

/** True if something that was asked for could not be seen. */
function couldNotSee({ labs, hosts, links: rows }: Pick<LinksResult, 'labs' | 'hosts' | 'links'>): boolean {
  if (hosts.some(({ source }) => source === undefined) || rows.some(({ state }) => state === 'UNKNOWN')) return true;
  // Without a lab nobody says that there should be links: those of other users are not seen at all.
  return labs.length === 0 && rows.length === 0 && hosts.some(({ hiddenSockets: hidden }) => hidden !== undefined);
}

function filterOf(text: string | undefined): Filter {
  if (text === undefined) return () => true;
  try {
    return parseFilter(text);
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    const next = "filters are like ss's: sport = :10000 and dst 127.0.0.1, state shared";
    throw new InputError('BAD_FILTER', `the filter cannot be read: ${error.message}`, { next });
  }
}

async function readHere(allOwners: boolean): Promise<SocketTable> {
  const reading = await readThisHost({ allOwners });
  if (reading.table !== undefined) return reading.table;
  throw new WorldError('SOCKETS_UNREADABLE', `the sockets of this host cannot be read: ${reading.why}`, {
    next: 'links needs /proc/net on Linux, and netstat on macOS and Windows',
    cause: reading.cause,
  });
}

/** Every host that a lab names, with its addresses. */
async function addressesOfHosts(labs: readonly Lab[], names: HostNames): Promise<Map<string, readonly string[]>> {
  const hosts = new Set(
    labs.flatMap(({ hypervisors, links: all }) => [
      ...hypervisors.map(({ host }) => host),
      ...all.flatMap(({ b }) => (b.type === 'nio' && b.udp !== undefined ? [b.udp.remoteHost] : [])),
    ]),
  );
  const found = await Promise.all(
    [...hosts].map(
      async (host): Promise<[string, readonly string[]]> => [normalizeHost(host), await names.addressesOf(host)],
    ),
  );
  return new Map(found);
}

/** Without those that are this host, which is read anyway. */
async function othersOf(hosts: readonly string[], names: HostNames): Promise<string[]> {
  const areHere = await Promise.all(hosts.map((host) => names.isThisHost(host)));
  return hosts.filter((_, index) => !areHere[index]);
}

function remoteHosts(lookedUp: ReadonlyMap<string, readonly string[]>, names: HostNames): string[] {
  return [...lookedUp].flatMap(([host, found]) => (names.isThisHostAt(host, found) ? [] : [host]));
}

/** What is known about the hosts of a lab, found out once for each name: every link asks for two of them again and again. */
function labHosts(hosts: ReadHosts, lookedUp: ReadonlyMap<string, readonly string[]>, names: HostNames): LabHosts {
  const known = new Map<string, { view: HostView | undefined; addresses: readonly string[] }>();
  const of = (host: string): { view: HostView | undefined; addresses: readonly string[] } => {
    let found = known.get(host);
    if (found === undefined) {
      const own = lookedUp.get(normalizeHost(host)) ?? [];
      const view = names.isThisHostAt(host, own) ? hosts.here : otherView(host, own, hosts);
      // A name may be known to ssh only.
      found = { view, addresses: [...own, ...(view?.table.addresses ?? [])] };
      known.set(host, found);
    }
    return found;
  };
  return { addressesOf: (host) => of(host).addresses, viewOf: (host) => of(host).view };
}

/** The host that was read over ssh for a name of the lab: by its name, or by one of its addresses. */
function otherView(host: string, addresses: readonly string[], { others, views }: ReadHosts): HostView | undefined {
  const name = normalizeHost(host);
  return (
    others.find((view) => normalizeHost(view.name) === name) ??
    views.find((view) => addresses.some((address) => view.ownsPublicly(address)))
  );
}

/** A host may be named twice, or be this one under another name. */
function eachOnce(here: SocketTable, others: readonly SocketTable[]): SocketTable[] {
  const seen = new Set(here.identity === undefined ? [] : [here.identity]);
  return others.filter(({ identity }) => {
    if (identity === undefined) return true;
    if (seen.has(identity)) return false;
    seen.add(identity);
    return true;
  });
}

function endsOf({ a, b, also, holder }: LinkRow): LinkEnd[] {
  return [a, b, holder, ...also].filter((end) => end !== undefined);
}

/** What is judged does not depend on what is shown: -4 and -6 leave rows out, and no sockets before. */
function isOfFamily(row: LinkRow, family: 4 | 6 | undefined): boolean {
  if (family === undefined) return true;
  return endsOf(row).some(({ present, localAddress }) => present && familyOf(localAddress) === family);
}

function hiddenSockets({ rows }: SocketTable): Pick<HostSummary, 'hiddenSockets'> {
  const count = rows.filter(
    ({ protocol, unknownOwner }) => protocol === 'udp' && unknownOwner === 'no permission',
  ).length;
  return count === 0 ? {} : { hiddenSockets: count };
}

function socketsOf(table: SocketTable, family: 4 | 6 | undefined): SocketSummary[] {
  return table.rows
    .filter((row) => family === undefined || row.family === family)
    .map((row) => {
      const process = row.pid === undefined ? undefined : table.processes.get(row.pid)?.name;
      return { ...row, host: table.host, ...(process === undefined ? {} : { process }) };
    })
    .sort(
      (a, b) =>
        compareText(a.protocol, b.protocol) ||
        a.localPort - b.localPort ||
        compareText(a.localAddress, b.localAddress) ||
        a.remotePort - b.remotePort ||
        compareText(a.remoteAddress, b.remoteAddress) ||
        a.age - b.age ||
        a.inode - b.inode,
    );
}

/** What is well comes last; else by hypervisor, the one with the worst link first, in it the worst first, then by port. */
function inOrder(rows: readonly LinkRow[]): LinkRow[] {
  const worst = new Map<string, number>();
  const keyed = rows.map((row) => {
    const [group, rank] = [groupOf(row), LINK_STATES.indexOf(row.state)];
    worst.set(group, Math.min(worst.get(group) ?? LINK_STATES.length, rank));
    return { row, group, rank };
  });
  keyed.sort(
    (one, other) =>
      Number(isWell(one.row.state)) - Number(isWell(other.row.state)) ||
      (worst.get(one.group) ?? 0) - (worst.get(other.group) ?? 0) ||
      compareText(one.group, other.group) ||
      one.rank - other.rank ||
      compareLinks(one.row, other.row),
  );
  return keyed.map(({ row }) => row);
}

function compareLinks({ a, name = '' }: LinkRow, { a: b, name: otherName = '' }: LinkRow): number {
  return (
    a.localPort - b.localPort ||
    a.remotePort - b.remotePort ||
    compareText(a.localAddress, b.localAddress) ||
    compareText(a.remoteAddress, b.remoteAddress) ||
    compareText(name, otherName)
  );
}

function groupOf({ a }: LinkRow): string {
  return a.hypervisor ?? `${a.host} ${a.process ?? ''}`;
}
