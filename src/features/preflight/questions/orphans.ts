import { portRanges, portRangesText } from '../../../core/address/port-ranges.ts';
import { ownerName } from '../../../core/sockets/holder-name.ts';
import type { HostView } from '../../../core/sockets/host-view.ts';
import type { SocketRow } from '../../../core/sockets/socket-table.ts';
import { counted } from '../../../core/text/counted.ts';
import { endCommand } from '../../../core/text/system-commands.ts';
import { type LeftByServer, leftByServerDetail } from '../left-by-server.ts';
import type { Facts } from '../live/facts.ts';
import type { RoutersOfProcess } from '../live/left-by-server-here.ts';
import { projectOf } from '../pool-ports.ts';
import type { Answer, PreflightDetail } from '../result.ts';
import { judged, ok, type Question, skipped, unknown } from './question.ts';

export const ORPHANS: Question = {
  id: 'orphans',
  title: 'Is anything left from an earlier lab?',
  async ask(facts) {
    const left = await facts.leftByServer();
    if (facts.isOpenAtServer) {
      return left === undefined
        ? skipped('the project is open: `niostat links` looks for what is left over')
        : judgedAll(left, []);
    }
    const ends = await facts.endsHere();
    const consoles = await facts.consolesHere();
    const pool = await facts.poolPorts();
    if (ends.length + consoles.length + pool.needed.length === 0 && left === undefined) {
      return skipped(await facts.whyNothingHere());
    }
    const view = await facts.view();
    const own = await facts.ownProcesses();
    const told = new Set(left?.processes.map(({ pid }) => pid));
    const rows = [
      ...ends.flatMap(({ localPort }) => view.udp(localPort)),
      ...consoles.flatMap(({ port }) => view.listening(port)),
      ...pool.held.flatMap(({ port }) => view.udp(port)),
    ];
    const holders = new Map<number, Holder>();
    for (const row of rows) {
      const { pid } = row;
      if (pid === undefined || own.has(pid) || told.has(pid) || !view.isEmulators(row)) continue;
      const known: Holder = holders.get(pid) ?? { pid, name: ownerName(view, row), protocols: new Map() };
      const ports = known.protocols.get(row.protocol) ?? new Set();
      known.protocols.set(row.protocol, ports.add(row.localPort));
      holders.set(pid, known);
    }
    const passedOver = new Set(pool.held.flatMap(({ port, isGivenOut }) => (isGivenOut === false ? port : [])));
    const judgements = await Promise.all([...holders.values()].map((holder) => judge(holder, passedOver, facts)));
    const hidden = rows.filter(({ pid }) => pid === undefined).length;
    if (judgements.length > 0 || left !== undefined) return judgedAll(left, judgements);
    return hidden > 0
      ? unknown(
          `this user may not see which program holds ${counted(hidden, 'port')} of the lab: run preflight ${view.privilege}`,
        )
      : ok('no emulator holds a port of the lab');
  },
};

/** What a GNS3 server has left, as one, and the others one by one. */
function judgedAll(left: LeftByServer | undefined, judgements: readonly Judgement[]): Answer {
  const pids = [...(left?.processes ?? []), ...judgements].map(({ pid }) => pid).sort((a, b) => a - b);
  const isIdle = left?.isIdle !== false && judgements.every((one) => one.isIdle);
  const here = left === undefined ? 'ports of the lab' : 'ports';
  return judged(
    [...(left === undefined ? [] : [leftByServerDetail(left)]), ...judgements.map(({ detail }) => detail)],
    '',
    `${counted(pids.length, 'process holds', 'processes hold')} ${here}`,
    isIdle ? endCommand(pids) : 'niostat links -anp',
  );
}

/** An emulator that holds ports of the lab. */
interface Holder {
  readonly pid: number;
  /** `ubridge (pid 812)`. */
  readonly name: string;
  /** Its ports of the lab, by protocol. */
  readonly protocols: Map<SocketRow['protocol'], Set<number>>;
}

interface Judgement {
  readonly pid: number;
  readonly detail: PreflightDetail;
  /**
   * True for one that is left over and has no router: to end it is what helps, all else is looked at first.
   */
  readonly isIdle: boolean;
}

async function judge(
  { pid, name, protocols }: Holder,
  passedOver: ReadonlySet<number>,
  facts: Facts,
): Promise<Judgement> {
  const ports = new Set([...protocols.values()].flatMap((some) => [...some]));
  // Where that is not known, it is not called an orphan: the advice would be to kill it.
  const isLeft = facts.isOrphan(pid) === true;
  const project = projectOf(facts.directoryOfProcess(pid));
  const place = project === undefined ? '' : ` of the project in ${project}`;
  const routers = isLeft ? await facts.routersOf(pid) : undefined;
  const detail: PreflightDetail = {
    // A GNS3 server takes other ports then.
    severity: [...ports].every((port) => passedOver.has(port)) ? 'warning' : 'error',
    rule: isLeft ? 'orphan' : 'other-lab',
    about: [...protocols].map(portsText),
    message: `${name}${place}${routersText(routers)} holds ${counted(ports.size, 'port')} of the lab${isLeft ? ', and the program that started it is gone' : ''}`,
    remedy: isLeft ? remedyFor(pid, routers) : 'stop the lab to which it belongs',
    cause: {
      id: `pid ${pid}`,
      title: `${name}${place}${routersText(routers)}${isLeft ? ' is left from an earlier lab and' : ''} holds ports of the lab:`,
      items: [...protocols].map((ports) => ({ what: portsText(ports) })),
    },
  };
  return { pid, detail, isIdle: isLeft && isIdle(pid, routers, await facts.view()) };
}

/** `UDP 10000-10003`. */
function portsText([protocol, ports]: readonly [SocketRow['protocol'], ReadonlySet<number>]): string {
  return `${protocol.toUpperCase()} ${portRangesText(portRanges(ports))}`;
}

/** A hypervisor may have routers as long as it has not said that it has none. */
function isIdle(pid: number, routers: RoutersOfProcess | undefined, view: HostView): boolean {
  return view.hypervisorProcesses().has(pid) ? routers?.total === 0 : true;
}

/** What an orphan that is a hypervisor says of its routers. */
function routersText(routers: RoutersOfProcess | undefined): string {
  if (routers === undefined || routers.total === 0) return '';
  return ` with ${counted(routers.total, 'router')}, ${routers.running} running`;
}

/** Routers that run may be somebody's work. */
function remedyFor(pid: number, routers: RoutersOfProcess | undefined): string {
  return routers !== undefined && routers.running > 0
    ? `look at its routers first: \`niostat probe ${routers.target}\`; \`${endCommand([pid])}\` ends them`
    : `if it is not in use any more: \`${endCommand([pid])}\``;
}
