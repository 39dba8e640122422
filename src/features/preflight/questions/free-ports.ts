import { portRanges, portRangesText } from '../../../core/address/port-ranges.ts';
import type { ConsoleType } from '../../../core/allocation/allocation.ts';
import { ownerName } from '../../../core/sockets/holder-name.ts';
import type { HostView } from '../../../core/sockets/host-view.ts';
import type { SocketRow } from '../../../core/sockets/socket-table.ts';
import { counted } from '../../../core/text/counted.ts';
import { asRootCommand, endCommand } from '../../../core/text/system-commands.ts';
import { type LeftByServer, leftByServerDetail } from '../left-by-server.ts';
import type { Facts } from '../live/facts.ts';
import { type HeldPort, poolDetails } from '../pool-ports.ts';
import type { Cause, PreflightDetail } from '../result.ts';
import { controlPortCause, processCause } from './process-cause.ts';
import { judged, type Question, skipped } from './question.ts';

/**
 * The socket table says who has a port; to try and bind it would say that a port which Dynamips shares is
 * free (docs/FACTS.md, "Testing whether a port is free").
 */
export const FREE_PORTS: Question = {
  id: 'ports',
  title: 'Are the ports free on this host?',
  async ask(facts) {
    if (facts.isOpenAtServer) return skipped('the project is open and has its ports');
    const needs = [...(await udpNeeds(facts)), ...(await tcpNeeds(facts))];
    const pool = await facts.poolPorts();
    if (needs.length + pool.needed.length === 0) return skipped(await facts.whyNothingHere());
    const view = await facts.view();
    const own = await facts.ownProcesses();
    const left = await facts.leftByServer();
    const isTold = byOrphansOnly(left);
    const isOwn = ({ pid }: SocketRow): boolean => pid !== undefined && own.has(pid);
    const foreign = await foreignControlPorts(facts, view);
    const listens = (await facts.hypervisorsHere()).some(({ port }) => view.listening(port).length > 0);
    const untold = needs.filter(({ mayMove, inTheWay }) => !(mayMove && isTold(inTheWay)));
    const held = pool.held.filter(({ port, isGivenOut }) => isGivenOut === undefined || !isTold(view.udp(port)));
    const isMet = untold.length < needs.length || held.length < pool.held.length;
    const details = [
      ...(left !== undefined && isMet ? [leftByServerDetail(left)] : []),
      ...takenByOthers(untold, view, {
        isOwn,
        mayRun: listens,
        plan: planOf(facts),
        privilege: view.privilege,
      }),
      ...foreign,
      ...poolDetails(held, facts.knowsServer),
    ];
    // A GNS3 server has the consoles of all its projects, of which the lab need not be one.
    const hasOthers = pool.held.some(({ holding }) => holding === 'other project' || holding === 'some project');
    const running = needs.filter(({ rows, mayMove }) => !(mayMove && hasOthers) && rows.some(isOwn));
    if (running.length > 0 && !details.some(({ rule }) => rule === 'lab-runs'))
      details.push(labRuns(running.length, facts.filesAndServer));
    const taken =
      needs.filter(({ inTheWay }) => inTheWay.some((row) => !isOwn(row))).length +
      foreign.length +
      pool.held.filter(({ holding }) => holding !== 'lab').length;
    // A control port that is not free is one only if it is not a hypervisor's.
    const ports = counted(
      new Set(needs.map(({ protocol, port }) => `${protocol} ${port}`)).size + pool.needed.length + foreign.length,
      'port',
    );
    const answer = judged(
      details,
      `${ports} free, as the socket table shows`,
      taken > 0 ? `${taken} of ${ports} in use` : 'the lab seems to run already',
      taken > 0
        ? nextFor(details, { left, held: pool.held }, foreign.length > 0, facts)
        : `niostat links ${facts.filesAndServer}`,
    );
    const isKnown = pool.held.every(({ isGivenOut }) => isGivenOut !== undefined);
    if (!isKnown && answer.state !== 'failed') return { ...answer, state: 'unknown' };
    // The state of a lab that runs is no way to mend one that is wrong as written.
    return taken > 0 || answer.next === undefined ? answer : { ...answer, isMended: false };
  },
};

/**
 * Whether orphans of a GNS3 server have all of some sockets: they are one finding, and not one for each port.
 */
function byOrphansOnly(left: LeftByServer | undefined): (rows: readonly SocketRow[]) => boolean {
  const pids = new Set<number | undefined>(left?.processes.map(({ pid }) => pid));
  return (rows) => rows.length > 0 && rows.every(({ pid }) => pids.has(pid));
}

/** The command that mends it, or that tells what has to be known first. */
function nextFor(
  details: readonly PreflightDetail[],
  { left, held }: { readonly left: LeftByServer | undefined; readonly held: readonly HeldPort[] },
  hasForeign: boolean,
  facts: Facts,
): string | undefined {
  const orphans = new Set([...(left?.processes ?? []).map(({ pid }) => pid), ...held.flatMap((one) => one.orphans)]);
  const isLeftOver = orphans.size > 0 && left?.isIdle !== false && held.every((one) => one.orphans.length > 0);
  // No plan moves a control port: the program has to go.
  if (hasForeign) return undefined;
  const plan = planOf(facts);
  if (details.some(({ rule }) => rule === 'port-taken') && plan !== undefined) return plan;
  if (isLeftOver) return endCommand([...orphans].sort((a, b) => a - b));
  return details.some(({ rule }) => rule === 'port-held-unseen')
    ? asRootCommand(`niostat preflight ${facts.filesAndServer}`)
    : 'niostat links -anp';
}

/** The command that gives the lab ports that are free now; undefined if no plan could. */
function planOf({ hasBases, files }: Facts): string | undefined {
  return hasBases ? `niostat plan ${files} --avoid live` : undefined;
}

/** A port that the lab is going to take on this host. */
interface Need {
  readonly protocol: 'UDP' | 'TCP';
  readonly port: number;
  /** `R1 f0/0`, or `the console of R1`. */
  readonly neededBy: string;
  readonly labs: readonly string[] | undefined;
  /** True for a console that a GNS3 server gives another port when somebody has it. */
  readonly mayMove: boolean;
  /** The sockets of the port. */
  readonly rows: readonly SocketRow[];
  /** Those of them that keep the lab from having it. */
  readonly inTheWay: readonly SocketRow[];
}

async function udpNeeds(facts: Facts): Promise<Need[]> {
  const view = await facts.view();
  return Promise.all(
    (await facts.endsHere()).map(async (end) => ({
      protocol: 'UDP' as const,
      port: end.localPort,
      neededBy: `${end.device} ${end.interface}`,
      labs: facts.labsOf(end.hypervisor),
      mayMove: false,
      rows: view.udp(end.localPort),
      inTheWay: await facts.inTheWayOf(end),
    })),
  );
}

async function tcpNeeds(facts: Facts): Promise<Need[]> {
  const view = await facts.view();
  return (await facts.consolesHere()).map(({ device, hypervisor, type, port }) => ({
    protocol: 'TCP',
    port,
    neededBy: `the ${CONSOLE_NAMES[type]} of ${device.name}`,
    labs: facts.labsOf(hypervisor),
    mayMove: hypervisor.kind === 'gns3',
    rows: view.listening(port),
    inTheWay: view.listening(port),
  }));
}

const CONSOLE_NAMES: Readonly<Record<ConsoleType, string>> = {
  console: 'console',
  aux: 'AUX port',
  internal: 'inner console',
  reserved: 'console',
};

interface Circumstances {
  readonly isOwn: (row: SocketRow) => boolean;
  /** True if something listens on a control port of the lab. */
  readonly mayRun: boolean;
  /** The command that chooses other ports; undefined if no plan could. */
  readonly plan: string | undefined;
  /** What this user lacks to see every owner. */
  readonly privilege: string;
}

/** Ports of a protocol that the same programs have. */
interface TakenPorts {
  readonly protocol: Need['protocol'];
  /** The programs, as one list. */
  readonly holders: string;
  /** The only program that has them; undefined if there are several, or it is not known. */
  readonly pid: number | undefined;
  /** True if it is not known whose the first of the ports is. */
  readonly isUnseen: boolean;
  readonly first: Need;
  readonly needs: Need[];
}

function takenByOthers(needs: readonly Need[], view: HostView, circumstances: Circumstances): PreflightDetail[] {
  const byHolders = new Map<string, TakenPorts>();
  for (const need of needs) {
    const rows = need.inTheWay.filter((row) => !circumstances.isOwn(row));
    if (rows.length === 0) continue;
    const { protocol } = need;
    const holders = [...new Set(rows.map((row) => ownerName(view, row)))].join(', ');
    const key = `${protocol} ${need.mayMove} ${holders}`;
    const known = byHolders.get(key);
    if (known !== undefined) known.needs.push(need);
    else {
      const isUnseen = rows.every(({ pid }) => pid === undefined);
      const pids = new Set(rows.map(({ pid }) => pid));
      const pid = pids.size === 1 ? rows[0]?.pid : undefined;
      byHolders.set(key, { protocol, holders, pid, isUnseen, first: need, needs: [need] });
    }
  }
  return [...byHolders.values()].map((taken) => {
    const labs = [...new Set(taken.needs.flatMap((need) => need.labs ?? []))];
    const cause = causeOf(taken);
    return { ...takenDetail(taken, circumstances), cause, ...(labs.length > 0 ? { labs } : {}) };
  });
}

/** That a program has `UDP 10000-10003`, of `R1 f0/0 and 3 others`. */
function causeOf({ protocol, pid, holders, first, needs }: TakenPorts): Cause {
  const others = needs.length === 1 ? '' : ` and ${counted(needs.length - 1, 'other')}`;
  const ports = portRangesText(portRanges(needs.map(({ port }) => port)));
  return processCause({ pid, name: holders }, `${protocol} ${ports}`, `${first.neededBy}${others}`);
}

/** Ports that the same programs have are one detail, with what needs the first of them. */
function takenDetail(taken: TakenPorts, { mayRun, plan, privilege }: Circumstances): PreflightDetail {
  const { protocol, holders, isUnseen, first, needs } = taken;
  const others = needs.length === 1 ? '' : `, and ${counted(needs.length - 1, 'other')} of the lab`;
  const ports = portRangesText(portRanges(needs.map(({ port }) => port)));
  const about = [`${protocol} ${first.port}`];
  const verb = first.mayMove ? 'gets' : 'needs';
  const message = `${protocol} port ${ports} is in use by ${holders}; ${first.neededBy} ${verb} it${others}`;
  if (isUnseen && mayRun) {
    return {
      severity: 'warning',
      rule: 'port-held-unseen',
      about,
      message: `${message}; it may be the lab's own hypervisor`,
      remedy: `run preflight ${privilege} to see whose it is`,
    };
  }
  if (first.mayMove) {
    return {
      severity: 'warning',
      rule: 'console-passed-over',
      about,
      message: `${message}. The GNS3 server gives another port, and those after it move too`,
      remedy: 'look the console up in GNS3 before you connect, or stop the program before the project is opened',
    };
  }
  const instead = plan === undefined ? '' : `, or give the lab other ports: \`${plan}\``;
  return { severity: 'error', rule: 'port-taken', about, message, remedy: `${stopOf(taken.pid)}${instead}` };
}

/** What listens on a control port and does not answer as a hypervisor. */
async function foreignControlPorts(facts: Facts, view: HostView): Promise<PreflightDetail[]> {
  const displaced = await facts.displacedHypervisors();
  const mute = displaced.length === 0 ? new Set<string>() : await facts.muteTargets();
  return displaced.map((hypervisor) => {
    const { name, port } = hypervisor;
    const rows = view.listening(port);
    const holders = [...new Set(rows.map((row) => ownerName(view, row)))].join(', ') || 'another program';
    const pids = new Set(rows.map(({ pid }) => pid));
    const pid = pids.size === 1 ? rows[0]?.pid : undefined;
    const labs = facts.labsOf(hypervisor);
    const isMute = mute.has(name);
    return {
      severity: 'error',
      rule: 'port-taken',
      about: [`TCP ${port}`],
      message: `TCP port ${port}, the control port of ${name}, is in use by ${holders}, which ${isMute ? 'does not answer' : 'is not a hypervisor'}`,
      remedy: isMute
        ? `${stopOf(pid)}, and start the hypervisor; or give the hypervisor another port`
        : `${stopOf(pid)}, or give the hypervisor another port`,
      cause: controlPortCause({ pid, name: holders }, hypervisor),
      ...(labs === undefined ? {} : { labs }),
    };
  });
}

function stopOf(pid: number | undefined): string {
  return pid === undefined ? 'stop it' : `see what it is (\`ps -fp ${pid}\`), then stop it`;
}

function labRuns(count: number, files: string): PreflightDetail {
  return {
    severity: 'warning',
    rule: 'lab-runs',
    about: [],
    message: `the lab's own hypervisors hold ${counted(count, 'port')} of it: it runs already, or was not stopped`,
    remedy: `\`niostat links ${files}\` shows its state; to start it again, stop it first`,
  };
}
