import type { LoggedNio, NioLog } from '../../core/hypervisor-log/nio-log.ts';
import { type Making, NO_SOCKET } from '../../core/hypervisor-log/nio-log.ts';
import { joinNios } from '../../core/hypervisor-log/nio-sockets.ts';
import type { HopCounters, HypervisorNio, HypervisorReading, NioPorts } from '../../core/open-project/host.ts';
import { present } from '../../core/present.ts';
import type { SocketRow } from '../../core/sockets/socket-table.ts';
import type { HypervisorClient } from '../hypervisor/client.ts';
import { HypervisorError } from '../hypervisor/hypervisor-error.ts';
import { isRefusal, type Reply } from '../hypervisor/reply.ts';
import { encodeRequest, RequestError } from '../hypervisor/request.ts';
import { type HypervisorAddress, type SessionOptions, withHypervisor } from '../hypervisor/with-hypervisor.ts';
import type { TcpResult } from '../network/tcp.ts';
import type { LogReading } from './dynamips-log.ts';

/** The modules whose objects have NIOs, as GNS3 uses them; `atm_bridge` it does not. */
const MODULES = ['vm', 'ethsw', 'nio_bridge', 'frsw', 'atmsw'] as const;

/** More NIOs than ports no hypervisor has. */
const MOST_NIOS = 65_536;

/** A Dynamips of the project, with what is known of it before it is asked. */
export interface HypervisorPlace {
  readonly pid: number;
  readonly address: HypervisorAddress;
  readonly log: LogReading;
  /** The UDP sockets of the process; none where its descriptors may not be read. */
  readonly rows: readonly SocketRow[];
}

/** What the program itself says. */
interface Said {
  readonly version: string;
  readonly devices: readonly { readonly module: string; readonly name: string }[];
  readonly nios: readonly { readonly name: string; readonly counters?: HopCounters }[];
}

/**
 * Asks a Dynamips for its NIOs and counters; what their ports are, and what each is bound to, its log tells.
 * That needs four commands and one for each NIO, each of which is a line of the user's log: to ask for the
 * bindings of every slot would be two more for a router and one for each slot, and say the same. Never throws
 * what a hypervisor can cause.
 */
export async function readHypervisor(place: HypervisorPlace, options: SessionOptions): Promise<HypervisorReading> {
  const { pid, address, log } = place;
  const at = { pid, host: address.host, port: address.port };
  try {
    const conversation = await withHypervisor(address, options, (client) => ask(client, modulesOf(log)));
    if (!('result' in conversation)) {
      return { ...at, devices: [], nios: [], unasked: { why: notReached(conversation.tcp) } };
    }
    const said = conversation.result;
    return present({
      ...at,
      version: said.version,
      devices: said.devices.map(({ name }) => name),
      nios: 'log' in log ? withLog(said, log.log, place.rows) : said.nios,
      unasked: 'log' in log ? undefined : { why: `ports of NIOs not known: ${log.why}` },
    });
  } catch (error) {
    if (!(error instanceof HypervisorError)) throw error;
    return { ...at, devices: [], nios: [], unasked: { why: error.detail } };
  }
}

function notReached({ state }: TcpResult): string {
  if (state === 'refused') return 'it refuses the connection';
  if (state === 'interrupted') return 'interrupted';
  return state === 'timeout' ? 'it does not answer' : 'it is not reached';
}

/** Those that its log names come first: GNS3 has one device in each Dynamips. */
function modulesOf(log: LogReading): readonly string[] {
  if (!('log' in log)) return MODULES;
  const named = new Set(log.log.nioNames.flatMap((name) => log.log.nio(name)?.binding?.module ?? []));
  return named.size > 0 ? [...named].filter((module) => (MODULES as readonly string[]).includes(module)) : MODULES;
}

async function ask(client: HypervisorClient, modules: readonly string[]): Promise<Said> {
  const questions = ['hypervisor version', 'nio list', ...modules.map((module) => `${module} list`)];
  const [version, listed, ...devices] = await client.exchangeAll(questions);
  const names = (listed?.messages ?? []).slice(0, MOST_NIOS);
  const counted = await countersOf(client, names);
  return {
    version: version?.text ?? '',
    devices: modules.flatMap((module, index) => namesIn(devices[index]).map((name) => ({ module, name }))),
    nios: names.map((name) => present({ name, counters: counted.get(name) })),
  };
}

/** `R1 (c7200)`, `SW1`; a hypervisor without the module refuses. */
function namesIn(reply: Reply | undefined): string[] {
  if (reply === undefined || isRefusal(reply)) return [];
  return reply.messages.map((line) => /^(.*) \([^()]*\)$/.exec(line)?.[1] ?? line);
}

/** A NIO that has gone meanwhile, or whose name cannot be asked for, has none. */
async function countersOf(
  client: HypervisorClient,
  names: readonly string[],
): Promise<ReadonlyMap<string, HopCounters>> {
  const askable = names.flatMap((name) => {
    const line = questionAbout(name);
    return line === undefined ? [] : [{ name, line }];
  });
  const replies = await client.exchangeAll(askable.map(({ line }) => line));
  const counted = new Map<string, HopCounters>();
  for (const [index, { name }] of askable.entries()) {
    const match = /^(\d+) (\d+) (\d+) (\d+)$/.exec(replies[index]?.text ?? '');
    if (match === null) continue;
    const [packetsIn = 0, packetsOut = 0, bytesIn = 0, bytesOut = 0] = match.slice(1).map(Number);
    counted.set(name, { packetsIn, packetsOut, bytesIn, bytesOut });
  }
  return counted;
}

function questionAbout(nio: string): string | undefined {
  try {
    return encodeRequest(['nio', 'get_stats', nio]);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return undefined;
  }
}

function withLog({ nios, devices }: Said, log: NioLog, rows: readonly SocketRow[]): HypervisorNio[] {
  const logged = new Map(nios.map(({ name }) => [name, log.nio(name)]));
  const joined = joinNios(logged, rows);
  const [device, ...others] = devices;
  // One device has all of them, whatever it was called when they were bound.
  const only = device !== undefined && others.length === 0 ? device : undefined;
  return nios.map((nio) => {
    const found = logged.get(nio.name);
    const row = typeof joined === 'string' ? undefined : joined.get(nio.name);
    const { module = only?.module, device: told, slot, port } = found?.binding ?? {};
    return present({
      ...nio,
      ports: portsOf(found, row),
      inode: row === undefined || row.inode === 0 ? undefined : row.inode,
      boundTo: only?.name ?? told,
      ...{ module, slot, port },
    });
  });
}

/** By its socket where the log leaves several possibilities. */
function portsOf(nio: LoggedNio | undefined, row: SocketRow | undefined): NioPorts | undefined {
  const told = (nio?.makings ?? []).flatMap((making) => toldBy(making));
  if (row === undefined) return told.length === 1 ? told[0] : undefined;
  const own = told.find(({ localPort, remotePort }) => localPort === row.localPort && remotePort === row.remotePort);
  return own ?? { localPort: row.localPort, remoteHost: row.remoteAddress, remotePort: row.remotePort };
}

/** The ports of a NIO that was made so; none where the log does not tell them. */
export function toldBy(making: Making): NioPorts[] {
  if (making === NO_SOCKET) return [];
  const { localPort, remoteHost, remotePort } = making;
  if (localPort === undefined || remoteHost === undefined || remotePort === undefined) return [];
  return [{ localPort, remoteHost, remotePort }];
}
