import type { Whereabouts } from '../network/host-names.ts';
import {
  type Connection,
  type Dial,
  type Dialled,
  type DialOptions,
  dial,
  INTERRUPTED,
  notAnswered,
  type TcpResult,
} from '../network/tcp.ts';
import { WireLog } from '../wire-log.ts';
import { type ClientOptions, HypervisorClient } from './client.ts';

/** A hypervisor answers in milliseconds, from the other side of the world in a third of a second. */
const CLOSE_LIMIT_MS = 500;

/** Where a hypervisor is: `addresses` are dialled, one after the other until one accepts. */
export interface HypervisorAddress extends Whereabouts {
  /** How it is named in errors. */
  readonly host: string;
  /** TCP. */
  readonly port: number;
}

export interface SessionOptions {
  /** Milliseconds for the connection, and again for each command. */
  readonly timeoutMs: number;
  /** Milliseconds for all commands together, from the connection on; endless if it is not given. */
  readonly deadlineMs?: number;
  /** Called when the connection or a reply is late: that many milliseconds after it was asked for. */
  readonly onLate?: ClientOptions['onLate'];
  /** Ends dialling, and with `withHypervisor` the conversation. */
  readonly signal?: AbortSignal | undefined;
  /** Makes the connection; from this host if it is not given. */
  readonly dial?: Dial | undefined;
}

/** Why there is no conversation, and the address that was tried last. */
export type NotReached = Pick<Dialled, 'tcp' | 'address'>;

/** A conversation that was had; `result` is what the work has returned. */
export interface Conversation<T> {
  readonly tcp: TcpResult;
  /** The address that accepted. */
  readonly address: string;
  readonly result: T;
}

/** A conversation that goes on until it is closed. */
export interface HypervisorSession {
  readonly client: HypervisorClient;
  readonly tcp: TcpResult;
  /** The address that accepted. */
  readonly address: string;
  /** The address of this host towards it. */
  readonly localAddress: string;
  /**
   * Ends the command that is under way, says `hypervisor close` and hangs up. Never throws; may be called
   * twice.
   */
  close(): Promise<void>;
}

/**
 * The one way to a hypervisor, or to what the user, a lab or the number of its port says is one: connects,
 * does `work`, and ends the conversation with `hypervisor close`, however it ends. A hypervisor that is not
 * reached is a value. What `work` throws passes through; a command that gets no good answer throws
 * `HypervisorError`, also when the signal has ended the conversation.
 */
export async function withHypervisor<T>(
  address: HypervisorAddress,
  options: SessionOptions,
  work: (client: HypervisorClient, reached: { readonly tcp: TcpResult; readonly address: string }) => Promise<T>,
): Promise<Conversation<T> | NotReached> {
  const session = await openHypervisor(address, options);
  if (!('client' in session)) return session;
  const { signal } = options;
  const abort = (): void => void session.close();
  signal?.addEventListener('abort', abort);
  if (signal?.aborted) abort();
  try {
    const result = await work(session.client, session);
    return { tcp: session.tcp, address: session.address, result };
  } finally {
    signal?.removeEventListener('abort', abort);
    await session.close();
  }
}

/**
 * The same for several hypervisors at a time: the caller must close the session, and `signal` ends only
 * dialling.
 */
export async function openHypervisor(
  { host, port, addresses, unanswered }: HypervisorAddress,
  { timeoutMs, deadlineMs = Number.POSITIVE_INFINITY, onLate, signal, dial: from = dial }: SessionOptions,
): Promise<HypervisorSession | NotReached> {
  const late = onLate && setTimeout(onLate.call, onLate.afterMs);
  const dialled =
    unanswered === undefined
      ? await dialOrLeave(from, addresses, port, { timeoutMs, signal })
      : { tcp: signal?.aborted ? INTERRUPTED : notAnswered(unanswered) };
  clearTimeout(late);
  const { tcp, address = '', socket }: Dialled<Connection> = dialled;
  WireLog.of(host, port)?.note(`${address} ${tcp.state} (${tcp.reason})`);
  if (socket === undefined) return dialled;
  const deadline = performance.now() + deadlineMs;
  const client = new HypervisorClient(socket, { host, port, timeoutMs, deadline, onLate });
  const session = {
    client,
    tcp,
    address,
    localAddress: socket.localAddress ?? '',
    close: () => client.leave(CLOSE_LIMIT_MS),
  };
  if (!signal?.aborted) return session;
  await session.close();
  return { tcp: INTERRUPTED, address };
}

/**
 * Dials, for a moment after the signal too: the kernel of the hypervisor's host may have taken a connection
 * that nobody here knows of yet, and it costs a descriptor until it is told `hypervisor close`.
 */
async function dialOrLeave(
  from: Dial,
  addresses: readonly string[],
  port: number,
  { timeoutMs, signal }: DialOptions,
): Promise<Dialled<Connection>> {
  const ending = new AbortController();
  if (signal?.aborted) ending.abort();
  let timer: NodeJS.Timeout | undefined;
  const end = (): void => {
    timer = setTimeout(() => ending.abort(), CLOSE_LIMIT_MS);
  };
  signal?.addEventListener('abort', end, { once: true });
  const dialled = await from(addresses, port, { timeoutMs, signal: ending.signal });
  signal?.removeEventListener('abort', end);
  clearTimeout(timer);
  return dialled.socket === undefined && signal?.aborted ? { ...dialled, tcp: INTERRUPTED } : dialled;
}
