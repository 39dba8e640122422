import { isLoopback, isWildcard } from '../../../core/address/host.ts';
import type { OpenProject } from '../../../core/open-project/open-project.ts';
import type { ServerNode } from '../../../core/open-project/server.ts';
import { HostNames } from '../../../world/network/host-names.ts';
import { Slots } from '../../../world/network/slots.ts';
import { dial } from '../../../world/network/tcp.ts';
import type { ConsoleState, InventoryConsole } from '../result.ts';

export interface ConsoleOptions {
  /** False: no console is tried. */
  readonly consoles: boolean;
  /** For each connection. */
  readonly timeoutMs: number;
  readonly names?: HostNames | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Consoles are tried so many at a time. */
const AT_A_TIME = 32;

/** Over these somebody types; the others show a screen, or belong to a program of their own. */
const TYPED: ReadonlySet<string> = new Set(['telnet', 'ssh', 'http', 'https']);

/**
 * The consoles of a project's nodes, by the ids of the nodes, each connected to once and left again. Only
 * those of nodes that are started, on the host that the user has named or on this one: the server names
 * the others. One that somebody uses is not disturbed.
 */
export async function tryConsoles(
  project: OpenProject,
  { consoles, timeoutMs, names = new HostNames({ timeoutMs }), signal }: ConsoleOptions,
): Promise<ReadonlyMap<string, InventoryConsole>> {
  const slots = new Slots(AT_A_TIME);
  const tried = await Promise.all(
    project.says.nodes.map(async (node): Promise<[string, InventoryConsole] | undefined> => {
      const place = placeOf(node, project);
      if (place === undefined) return undefined;
      const why = consoles ? whyNotTried(node, place, project) : 'it was not asked for';
      if (why !== undefined) return [node.id, { ...place, state: 'not tried', why }];
      if (isInUse(node, place.port, project)) return [node.id, { ...place, state: 'in use' }];
      const state = await slots.within(async (giveWay) => {
        giveWay();
        return await stateOf(place, await names.addressesOf(place.host, signal), { timeoutMs, signal });
      });
      return [node.id, state];
    }),
  );
  return new Map(tried.filter((one) => one !== undefined));
}

type Place = Pick<InventoryConsole, 'host' | 'port' | 'type'>;

/** Where the console of a node is; undefined where it has none. */
function placeOf(node: ServerNode, { says }: OpenProject): Place | undefined {
  const { console: port, consoleType: type, consoleHost = '0.0.0.0', computeId } = node;
  if (port === undefined || type === undefined || type === 'none') return undefined;
  const compute = says.computes.find(({ id }) => id === computeId);
  const own = computeId === 'local' ? says.server.host : (compute?.host ?? says.server.host);
  // 0.0.0.0 stands for the address that was dialled.
  return { host: isWildcard(consoleHost) ? own : consoleHost, port, type };
}

function whyNotTried({ status, computeId }: ServerNode, place: Place, { says }: OpenProject): string | undefined {
  if (status !== undefined && status !== 'started') return `the node is ${status}`;
  if (!TYPED.has(place.type ?? '')) return `it is of type ${place.type}`;
  const isLocal = computeId === 'local';
  if (isLoopback(place.host)) {
    return says.server.isHere && isLocal ? undefined : 'it listens on the loopback of its host only';
  }
  if (isLocal || place.host === says.server.host) return undefined;
  return `${place.host} is another host than the one that you have named`;
}

/** True if the socket table of the host shows a connection to it. */
function isInUse({ computeId }: ServerNode, port: number, { hosts }: OpenProject): boolean {
  const host = hosts.find(({ computeIds }) => computeIds.includes(computeId));
  const rows = host?.sockets.rows ?? [];
  return rows.some((row) => row.protocol === 'tcp' && row.localPort === port && row.state === 'ESTABLISHED');
}

const STATES: Readonly<Record<string, ConsoleState>> = { open: 'open', refused: 'refused', timeout: 'no answer' };

async function stateOf(
  place: Place,
  addresses: readonly string[],
  options: { readonly timeoutMs: number; readonly signal: AbortSignal | undefined },
): Promise<InventoryConsole> {
  const { tcp, socket } = await dial(addresses, place.port, options);
  socket?.destroy();
  const state = STATES[tcp.state];
  return state === undefined ? { ...place, state: 'not tried', why: tcp.reason } : { ...place, state };
}
