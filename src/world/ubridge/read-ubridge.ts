import type { IolBridge, UBridgeBridge, UBridgeReading } from '../../core/open-project/host.ts';
import { HypervisorError } from '../hypervisor/hypervisor-error.ts';
import { isRefusal, type Reply } from '../hypervisor/reply.ts';
import { encodeRequest } from '../hypervisor/request.ts';
import { type HypervisorAddress, type SessionOptions, withHypervisor } from '../hypervisor/with-hypervisor.ts';
import { bridgeNames, bridgeOf, iolBridgeNames, iolBridgePorts } from './replies.ts';

/**
 * A node has a bridge for each of its ports with a link: the largest kinds of QEMU and Docker have about a
 * hundred. What is beyond this would make one uBridge cost more than all others together.
 */
const MOST_BRIDGES = 1024;

/** The largest names that GNS3 gives are 50 bytes; uBridge reads a line up to 511. */
const MAX_NAME_LENGTH = 400;

/** Of a uBridge that answers each question in the last moment: how much longer all of them may take. */
const ALL_TO_ONE = 3;

/** A uBridge that is to be asked, with the process that is it. */
export interface UBridgeAddress extends HypervisorAddress {
  readonly pid: number;
}

export interface UBridgeOptions {
  /**
   * Milliseconds for the connection, and for each reply; all replies together may take three times as much.
   */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Stands for the way to a uBridge that this host does not reach by itself. */
  readonly dial?: SessionOptions['dial'];
}

/** What is told before the end of the questions, whatever ends them. */
interface Told {
  version?: string;
  readonly bridges: UBridgeBridge[];
  readonly iolBridges: IolBridge[];
  why?: string;
}

/**
 * Asks a uBridge what it has, by commands that change nothing, and says `hypervisor close`. It speaks the
 * language of hypervisors (docs/FACTS.md, "A live GNS3"), and every question goes out with all others that
 * can be asked then: the lists first, and then all bridges at once. Never throws what the other side can
 * cause: `unasked` says why something is missing. A bridge that goes away meanwhile is left out.
 */
export async function readUBridge(
  address: UBridgeAddress,
  { timeoutMs, signal, dial }: UBridgeOptions,
): Promise<UBridgeReading> {
  const { pid, host, port } = address;
  const told: Told = { bridges: [], iolBridges: [] };
  try {
    const options = { timeoutMs, deadlineMs: ALL_TO_ONE * timeoutMs, signal, dial };
    const conversation = await withHypervisor(address, options, (client) =>
      ask((lines) => client.exchangeAll(lines), told),
    );
    if (!('result' in conversation)) told.why = `it is not reached (${conversation.tcp.reason})`;
  } catch (error) {
    if (!(error instanceof HypervisorError)) throw error;
    told.why = error.detail;
  }
  const { version, bridges, iolBridges, why } = told;
  return {
    pid,
    host,
    port,
    ...(version !== undefined && { version }),
    bridges,
    ...(iolBridges.length > 0 && { iolBridges }),
    ...(why !== undefined && { unasked: { why } }),
  };
}

type Exchange = (lines: readonly string[]) => Promise<readonly Reply[]>;

const QUESTIONS = ['hypervisor version', 'hypervisor module_list', 'bridge list', 'iol_bridge list'];

async function ask(exchange: Exchange, told: Told): Promise<void> {
  const [version, modules, list, iolList] = (await exchange(QUESTIONS)) as [Reply, Reply, Reply, Reply];
  // Other programs that speak this language have other modules: Dynamips has vm and nio.
  if (isRefusal(version) || !modules.messages.includes('bridge')) {
    told.why = `it is no uBridge: ${version.text}, modules ${modules.messages.join(' ') || modules.text}`;
    return;
  }
  told.version = version.text;
  if (isRefusal(list)) {
    told.why = `it does not list its bridges: ${list.text}`;
    return;
  }
  // An IOL bridge is there where IOU runs, on Linux.
  await askIolBridges(exchange, isRefusal(iolList) ? [] : iolBridgeNames(iolList.messages), told);
  const names = bridgeNames(list.messages);
  if (names.length < list.messages.length) told.why = 'its list of bridges is not understood';
  await askBridges(exchange, names, told);
}

async function askBridges(exchange: Exchange, listed: readonly string[], told: Told): Promise<void> {
  const names = askable(listed, told);
  const replies = await exchange(
    names.flatMap((name) => [encodeRequest(['bridge', 'show', name]), encodeRequest(['bridge', 'get_stats', name])]),
  );
  for (const [index, name] of names.entries()) {
    const [shown, counted] = replies.slice(2 * index, 2 * index + 2) as [Reply, Reply];
    // It went away after it was listed.
    if (isRefusal(shown)) continue;
    const bridge = bridgeOf(name, shown.messages, counted.messages);
    if (bridge === undefined) told.why = `what it says of bridge ${name} is not understood`;
    else told.bridges.push(bridge);
  }
}

async function askIolBridges(exchange: Exchange, listed: readonly string[], told: Told): Promise<void> {
  const names = askable(listed, told);
  const replies = await exchange(names.map((name) => encodeRequest(['iol_bridge', 'get_stats', name])));
  for (const [index, name] of names.entries()) {
    const reply = replies[index] as Reply;
    if (!isRefusal(reply)) told.iolBridges.push({ name, ports: iolBridgePorts(reply.messages) });
  }
}

/** The names that can be asked for. */
function askable(names: readonly string[], told: Told): readonly string[] {
  const short = names.filter((name) => !name.includes('"') && name.length <= MAX_NAME_LENGTH);
  if (short.length < names.length) told.why = 'it has bridges whose names cannot be asked for';
  if (short.length > MOST_BRIDGES) told.why = `it has ${short.length} bridges; ${MOST_BRIDGES} were asked for`;
  return short.slice(0, MOST_BRIDGES);
}
