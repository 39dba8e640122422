import type { Slots } from '../../../world/network/slots.ts';
import { dial, type TcpResult } from '../../../world/network/tcp.ts';
import { isControlPort } from '../control-port.ts';
import type { PortToTry } from '../ports-to-try.ts';
import { type Visit, visitControlPort } from './visit-control-port.ts';

export interface TcpPortsOptions {
  readonly addresses: readonly string[];
  readonly timeoutMs: number;
  readonly slots: Slots;
  readonly signal: AbortSignal;
  /** Called for each port that is done. */
  readonly onPort: () => void;
}

/** What became of the connections to the TCP ports of a host. */
export interface TcpTried {
  readonly results: ReadonlyMap<number, TcpResult>;
  /** Open ports where a responder may be: not those where something else has shown itself. */
  readonly mayRespond: ReadonlySet<number>;
}

/**
 * Connects to TCP ports of a host, as many at a time as there are slots. What is silent is tried once more
 * when the others are done: Linux sends a lost SYN again after a second, when nobody waits for it any more.
 */
export async function tryTcpPorts(ports: readonly PortToTry[], options: TcpPortsOptions): Promise<TcpTried> {
  const results = new Map<number, TcpResult>();
  const mayRespond = new Set<number>();
  const { slots, signal, onPort } = options;
  const tryOnce = (one: PortToTry): Promise<void> =>
    slots.within(async () => {
      const visit = isControlPort(one) ? await visitControlPort(one.port, options) : await connectTo(one.port, options);
      results.set(one.port, visit.tcp);
      if (visit.tcp.state === 'open' && visit.mayRespond) mayRespond.add(one.port);
    });
  await Promise.all(ports.map((one) => tryOnce(one).then(onPort)));
  const silent = ports.filter(({ port }) => results.get(port)?.state === 'timeout');
  if (!signal.aborted) await Promise.all(silent.map(tryOnce));
  return { results, mayRespond };
}

async function connectTo(port: number, { addresses, timeoutMs, signal }: TcpPortsOptions): Promise<Visit> {
  const { tcp, socket } = await dial(addresses, port, { timeoutMs, signal });
  socket?.destroy();
  return { tcp, mayRespond: true };
}
