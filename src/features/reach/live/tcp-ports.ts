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

/** Connects to TCP ports of a host, as many at a time as there are slots. */
export async function tryTcpPorts(
  ports: readonly number[],
  { addresses, timeoutMs, slots, signal, onPort }: TcpPortsOptions,
): Promise<Map<number, TcpResult>> {
  const results = new Map<number, TcpResult>();
  await Promise.all(
    ports.map((port) =>
      slots.within(async () => {
        const { tcp, socket } = await dial(addresses, port, { timeoutMs, signal });
        socket?.destroy();
        results.set(port, tcp);
        onPort();
      }),
    ),
  );
  return results;
}
