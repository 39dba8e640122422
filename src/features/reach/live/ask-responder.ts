import { apart } from '../apart.ts';
import type { ResponderKnowledge, UdpEvidence } from '../evidence.ts';
import type { Receipt } from '../receipts.ts';
import type { PathQuality } from '../result.ts';
import { askAgain } from './ask-again.ts';
import { ReceiptQuestions } from './ask-receipts.ts';
import { HeldPorts } from './held-ports.ts';
import { measurePath } from './path-quality.ts';
import { ResponderClient } from './responder-client.ts';
import { ResponderOverTcp } from './responder-over-tcp.ts';
import { ResponderSocket } from './responder-socket.ts';
import type { TcpTried } from './tcp-ports.ts';
import type { ResponderAccess } from './udp-port.ts';

/** The least that is waited for an answer when loss is measured. */
const ECHO_WAIT_MS = 150;

/** Number of ports on which the responder is asked what it holds, before that counts as not known. */
const MAX_ASKED = 4;

/** Silent ports that are asked again to hear the responder at all: one answer of them is enough. */
const MAX_ASKED_TO_HEAR = 64;

export interface AskOptions {
  readonly addresses: readonly [string, ...string[]];
  readonly known: ResponderAccess;
  /** What an answer takes at the most, as far as is known. */
  readonly waitMs: number;
  /** For one port, all its tries together. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export interface AskedResponder extends ResponderKnowledge {
  /** Undefined where no UDP port answers. */
  readonly path: PathQuality | undefined;
  /** Another address of its host, from which answers have come that nobody takes. */
  readonly answersFrom?: string | undefined;
}

/** A responder that was not asked, or did not answer. */
export const NO_RESPONDER: AskedResponder = {
  isHeard: false,
  holds: () => undefined,
  receipt: () => undefined,
  path: undefined,
};

/**
 * Whether the responder is there, what it holds of the ports that did not answer or were refused, what it has
 * received on those that are silent, and what the path is like. What answers when it is asked again is put
 * into `udp`.
 */
export async function askResponder(
  { results: tcp, mayRespond }: TcpTried,
  udp: Map<number, UdpEvidence>,
  options: AskOptions,
): Promise<AskedResponder> {
  const { known, signal } = options;
  const ports = (wanted: UdpEvidence['kind']) =>
    [...udp].flatMap(([port, { kind }]) => (kind === wanted ? [port] : []));
  const answering = new Set(ports('responder'));
  const found: Found = { answering, udp };
  const overTcp =
    answering.size > 0 ? undefined : await ResponderOverTcp.find([...mayRespond], { ...options, token: known.token });
  const again = (silent: readonly number[]): Promise<Map<number, Receipt>> =>
    askSilent(silent, overTcp, options, found);
  if (answering.size === 0 && overTcp === undefined) await again(apart(ports('silence')).slice(0, MAX_ASKED_TO_HEAR));
  if (signal.aborted || (answering.size === 0 && overTcp === undefined)) {
    return { ...NO_RESPONDER, answersFrom: found.answersFrom };
  }
  const held = new HeldPorts({
    udp: [...udp.keys()].filter((port) => !answering.has(port)),
    tcp: [...tcp].flatMap(([port, { state }]) => (state === 'refused' || mayRespond.has(port) ? [port] : [])),
  });
  if (answering.size > 0) await askHeld(held, answering, options);
  else await held.ask((protocol, some) => (overTcp as ResponderOverTcp).listening(protocol, some));
  const receipts = await again(ports('silence').filter((port) => held.holds('udp', port) !== false));
  if (signal.aborted) for (const port of ports('silence')) udp.set(port, { kind: 'interrupted' });
  return {
    isHeard: true,
    holds: held.holds,
    receipt: (port) => receipts.get(port),
    path: await pathOver(answering, options),
    answersFrom: found.answersFrom,
  };
}

/** What has been found out so far; grows when a port answers after all. */
interface Found {
  readonly answering: Set<number>;
  readonly udp: Map<number, UdpEvidence>;
  answersFrom?: string | undefined;
}

async function askSilent(
  silent: readonly number[],
  overTcp: ResponderOverTcp | undefined,
  { addresses, known, waitMs, signal }: AskOptions,
  found: Found,
): Promise<Map<number, Receipt>> {
  if (silent.length === 0 || signal.aborted) return new Map();
  const socket = await ResponderSocket.open({ address: addresses[0], token: known.token });
  const shared = { socket, known, waitMs: longer(waitMs), signal };
  try {
    return await askAgain(silent, {
      ...shared,
      receipts: new ReceiptQuestions({ ...shared, answering: found.answering, overTcp }),
      onAnswer: (port) => {
        found.answering.add(port);
        found.udp.set(port, { kind: 'responder' });
      },
    });
  } finally {
    found.answersFrom ??= socket.otherAddress;
    await socket.close();
  }
}

async function askHeld(held: HeldPorts, answering: ReadonlySet<number>, options: AskOptions): Promise<void> {
  for (const port of [...answering].slice(0, MAX_ASKED)) {
    if (held.isComplete || options.signal.aborted) return;
    await withClient(port, options, (client) =>
      held.ask((protocol, ports) => client.listening(protocol, ports, waitOf(options))),
    );
  }
}

/** Over the first port on which the responder has answered; undefined if there is none. */
async function pathOver(answering: ReadonlySet<number>, options: AskOptions): Promise<PathQuality | undefined> {
  const [port] = answering;
  if (port === undefined || options.signal.aborted) return undefined;
  return await withClient(port, options, (client) =>
    measurePath(client, { waitMs: waitOf(options), signal: options.signal }),
  );
}

async function withClient<T>(
  port: number,
  { addresses, known, signal }: AskOptions,
  work: (client: ResponderClient) => Promise<T>,
): Promise<T> {
  const client = await ResponderClient.open({ address: addresses[0], port, token: known.token });
  const abort = (): void => void client.close();
  signal.addEventListener('abort', abort);
  try {
    return await work(client);
  } finally {
    signal.removeEventListener('abort', abort);
    await client.close();
  }
}

function waitOf({ waitMs, timeoutMs }: AskOptions): number {
  return Math.min(timeoutMs, longer(waitMs));
}

function longer(waitMs: number): number {
  return Math.max(ECHO_WAIT_MS, waitMs);
}
