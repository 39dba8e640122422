import { dial, type TcpResult } from '../../../world/network/tcp.ts';
import type { ResponderKnowledge, UdpEvidence } from '../evidence.ts';
import type { PathQuality } from '../result.ts';
import { PROTOCOLS, type Protocol } from '../transport-protocol.ts';
import { measurePath } from './path-quality.ts';
import { ResponderClient } from './responder-client.ts';
import { listeningOverTcp } from './responder-over-tcp.ts';

/** The least that is waited for an answer when loss is measured. */
const ECHO_WAIT_MS = 150;

/** Number of ports on which the responder is asked what it holds, before that counts as not known. */
const MAX_ASKED = 4;

export interface AskOptions {
  readonly addresses: readonly [string, ...string[]];
  readonly token: string;
  /** What an answer takes at the most, as far as is known. */
  readonly waitMs: number;
  /** For one port, all its tries together. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export interface AskedResponder extends ResponderKnowledge {
  /** Undefined where no UDP port answers. */
  readonly path: PathQuality | undefined;
}

/** A responder that was not asked, or did not answer. */
export const NO_RESPONDER: AskedResponder = { isHeard: false, holds: () => undefined, path: undefined };

/**
 * Whether the responder is there, what it holds of the ports that did not answer or were refused, and what
 * the path is like.
 */
export async function askResponder(
  tcp: ReadonlyMap<number, TcpResult>,
  udp: ReadonlyMap<number, UdpEvidence>,
  options: AskOptions,
): Promise<AskedResponder> {
  if (options.signal.aborted) return NO_RESPONDER;
  const questions = {
    udp: [...udp].flatMap(([port, { kind }]) => (kind === 'responder' ? [] : [port])),
    tcp: [...tcp].flatMap(([port, { state }]) => (state === 'refused' ? [port] : [])),
  };
  const answering = [...udp].flatMap(([port, { kind }]) => (kind === 'responder' ? [port] : []));
  if (answering.length > 0) return await askOverUdp(answering, questions, options);
  const open = [...tcp].flatMap(([port, { state }]) => (state === 'open' ? [port] : []));
  return await askOverTcp(open, questions, options);
}

type Questions = Readonly<Record<Protocol, readonly number[]>>;

/** What the responder has said that it holds. */
class Held {
  private readonly ports = { udp: new Map<number, boolean>(), tcp: new Map<number, boolean>() };

  add(protocol: Protocol, known: ReadonlyMap<number, boolean>): void {
    for (const [port, isHeld] of known) this.ports[protocol].set(port, isHeld);
  }

  readonly holds = (protocol: Protocol, port: number): boolean | undefined => this.ports[protocol].get(port);

  /** Those of the ports that nothing is known of. */
  unknown(protocol: Protocol, questions: Questions): number[] {
    return questions[protocol].filter((port) => !this.ports[protocol].has(port));
  }
}

async function askOverUdp(
  answering: readonly number[],
  questions: Questions,
  { addresses, token, waitMs: usualMs, timeoutMs, signal }: AskOptions,
): Promise<AskedResponder> {
  const waitMs = Math.min(timeoutMs, Math.max(ECHO_WAIT_MS, usualMs));
  const held = new Held();
  let path: PathQuality | undefined;
  for (const port of answering.slice(0, MAX_ASKED)) {
    const client = await ResponderClient.open({ address: addresses[0], port, token });
    const abort = (): void => void client.close();
    signal.addEventListener('abort', abort);
    try {
      if (signal.aborted) break;
      for (const protocol of PROTOCOLS) {
        held.add(protocol, await client.listening(protocol, held.unknown(protocol, questions), waitMs));
      }
      path ??= await measurePath(client, { waitMs, signal });
    } finally {
      signal.removeEventListener('abort', abort);
      await client.close();
    }
    const isComplete = PROTOCOLS.every((protocol) => held.unknown(protocol, questions).length === 0);
    if (signal.aborted || (isComplete && path !== undefined)) break;
  }
  return { isHeard: true, holds: held.holds, path };
}

/** For where no UDP port lets answers through. */
async function askOverTcp(
  open: readonly number[],
  questions: Questions,
  { addresses, token, timeoutMs, signal }: AskOptions,
): Promise<AskedResponder> {
  const ask = async (port: number, protocol: Protocol, ports: readonly number[], isKnown: boolean) => {
    const { socket } = await dial(addresses, port, { timeoutMs, signal });
    const options = { port, token, waitMs: timeoutMs, isKnown, signal };
    return socket === undefined ? undefined : await listeningOverTcp(socket, protocol, ports, options);
  };
  const first = PROTOCOLS.find((protocol) => questions[protocol].length > 0) ?? 'udp';
  const answers = await Promise.all(
    open.slice(0, MAX_ASKED).map(async (port) => ({ port, known: await ask(port, first, questions[first], false) })),
  );
  const answer = answers.find(({ known }) => known !== undefined);
  if (answer?.known === undefined) return NO_RESPONDER;
  const held = new Held();
  held.add(first, answer.known);
  // A connection takes one question. What is left unknown is taken for silence where the responder is heard.
  for (const protocol of PROTOCOLS) {
    for (let left = held.unknown(protocol, questions); left.length > 0; left = held.unknown(protocol, questions)) {
      const known = await ask(answer.port, protocol, left, true);
      if (known === undefined || known.size === 0) return { isHeard: true, holds: held.holds, path: undefined };
      held.add(protocol, known);
    }
  }
  return { isHeard: true, holds: held.holds, path: undefined };
}
