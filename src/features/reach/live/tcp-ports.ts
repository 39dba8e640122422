import type { Slots } from '../../../world/network/slots.ts';
import { dial, type TcpResult } from '../../../world/network/tcp.ts';

export interface TcpPortsOptions {
  readonly addresses: readonly string[];
  readonly timeoutMs: number;
  readonly slots: Slots;
  readonly signal: AbortSignal;
  /** Called for each port that is done. */
  readonly onPort: () => void;
}

/**
 * Connects to TCP ports of a host, as many at a time as there are slots. What is silent is tried once more
 * when the others are done: Linux sends a lost SYN again after a second, when nobody waits for it any more.
 */
export async function tryTcpPorts(ports: readonly number[], options: TcpPortsOptions): Promise<Map<number, TcpResult>> {
  const results = new Map<number, TcpResult>();
  const { slots, signal, onPort } = options;
  const tryOnce = (port: number): Promise<void> =>
    slots.within(async () => {
      results.set(port, await tryPort(port, options));
    });
  await Promise.all(ports.map((port) => tryOnce(port).then(onPort)));
  const silent = ports.filter((port) => results.get(port)?.state === 'timeout');
  if (!signal.aborted) await Promise.all(silent.map(tryOnce));
  return results;
}

async function tryPort(port: number, { addresses, timeoutMs, signal }: TcpPortsOptions): Promise<TcpResult> {
  const { tcp, socket } = await dial(addresses, port, { timeoutMs, signal });
  socket?.destroy();
  return tcp;
}
