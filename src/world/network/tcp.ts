import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Unanswered } from '../../core/address/unanswered.ts';
import { roundedMs } from './rounded-ms.ts';
import { timeLimit } from './time-limit.ts';

/** What became of a TCP connection, or of what was said over it. */
export type TcpState =
  | 'open'
  | 'refused'
  | 'timeout'
  | 'unresolvable'
  | 'unreachable'
  | 'not-a-hypervisor'
  | 'interrupted';

/** A state with the evidence for it, in nmap's words where nmap has one. */
export interface TcpResult {
  readonly state: TcpState;
  /** `syn-ack`, `conn-refused`, `no-response`, `host-unreach`, `net-unreach`, and so on. */
  readonly reason: string;
  /** From the first packet to the accepted connection; absent where there was none. */
  readonly latencyMs?: number;
}

export interface DialOptions {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** A connection of this host, or one that another host passes on. */
export interface Connection extends Duplex {
  readonly localAddress?: string | undefined;
  setNoDelay(noDelay: boolean): unknown;
}

/** A connection, or why there is none. The socket is the caller's to close. */
export interface Dialled<Made extends Connection = Socket> {
  readonly tcp: TcpResult;
  readonly socket?: Made;
  /** The address that answered, open or not. */
  readonly address?: string;
}

/** How a connection is made: `dial` of this host, or the same from where another host sees its ports. */
export type Dial = (addresses: readonly string[], port: number, options: DialOptions) => Promise<Dialled<Connection>>;

/** The signal came first. */
export const INTERRUPTED: TcpResult = { state: 'interrupted', reason: 'interrupted' };

/** Nothing was dialled, because nobody has said whether the name has an address. */
export function notAnswered({ reason }: Unanswered): TcpResult {
  return { state: 'unresolvable', reason: reason === undefined ? 'dns-no-response' : 'dns-error' };
}

/** What the system says of a connection that was not made, by its code. */
export const REASONS: Readonly<Record<string, TcpResult>> = {
  ECONNREFUSED: { state: 'refused', reason: 'conn-refused' },
  ECONNRESET: { state: 'refused', reason: 'reset' },
  ETIMEDOUT: { state: 'timeout', reason: 'no-response' },
  EHOSTUNREACH: { state: 'unreachable', reason: 'host-unreach' },
  EHOSTDOWN: { state: 'unreachable', reason: 'host-unreach' },
  ENETUNREACH: { state: 'unreachable', reason: 'net-unreach' },
  EADDRNOTAVAIL: { state: 'unreachable', reason: 'net-unreach' },
  EACCES: { state: 'unreachable', reason: 'admin-prohibited' },
  EPERM: { state: 'unreachable', reason: 'admin-prohibited' },
};

/** Connects to the first address that accepts. All of them together may take `timeoutMs`. Never throws. */
export async function dial(addresses: readonly string[], port: number, options: DialOptions): Promise<Dialled> {
  const deadline = performance.now() + options.timeoutMs;
  let last: Dialled = { tcp: { state: 'unresolvable', reason: 'no-address' } };
  for (const [index, address] of addresses.entries()) {
    const shareMs = (deadline - performance.now()) / (addresses.length - index);
    last = await dialAddress(address, port, { ...options, timeoutMs: Math.max(1, shareMs) });
    if (last.socket !== undefined || last.tcp.state === 'interrupted') break;
  }
  return last;
}

function dialAddress(address: string, port: number, { timeoutMs, signal }: DialOptions): Promise<Dialled> {
  if (signal?.aborted) return Promise.resolve({ tcp: INTERRUPTED, address });
  return new Promise((resolve) => {
    const start = performance.now();
    const socket = connect({ host: address, port });
    const end = (tcp: TcpResult): void => {
      takeBack();
      signal?.removeEventListener('abort', aborted);
      if (tcp.state === 'open') {
        resolve({ tcp, socket, address });
        return;
      }
      socket.destroy();
      resolve({ tcp, address });
    };
    const aborted = (): void => end(INTERRUPTED);
    const takeBack = timeLimit(timeoutMs, () => end(REASONS.ETIMEDOUT as TcpResult));
    signal?.addEventListener('abort', aborted);
    socket.once('connect', () =>
      end({ state: 'open', reason: 'syn-ack', latencyMs: roundedMs(performance.now() - start) }),
    );
    socket.on('error', ({ code = 'error' }: NodeJS.ErrnoException) => {
      end(REASONS[code] ?? { state: 'unreachable', reason: code.toLowerCase() });
    });
  });
}
