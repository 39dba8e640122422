import type { HostNames } from '../../../world/network/host-names.ts';
import { type DialOptions, dial } from '../../../world/network/tcp.ts';
import type { ConsoleToProbe } from '../console-ports.ts';
import type { ProbedConsole } from '../result.ts';

const LOOPBACK = '127.0.0.1';

/**
 * Connects to a console of a hypervisor's address and goes away again; a console notes that with a line at
 * most.
 */
export async function probeConsole(
  address: string,
  row: ConsoleToProbe,
  { names, ...dialling }: DialOptions & { readonly names: HostNames },
): Promise<ProbedConsole> {
  const { tcp, socket } = await dial([address], row.port, dialling);
  socket?.destroy();
  const mayBeLocal = tcp.state === 'refused' && names.isOwnAddress(address) && address !== LOOPBACK;
  if (!mayBeLocal) return { ...row, tcp };
  const local = await dial([LOOPBACK], row.port, dialling);
  local.socket?.destroy();
  return local.tcp.state === 'open' ? { ...row, tcp, isLocalOnly: true } : { ...row, tcp };
}
