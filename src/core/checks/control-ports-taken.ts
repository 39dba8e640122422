import { TcpPorts } from '../allocation/tcp-ports.ts';
import type { CheckContext } from './context.ts';

/** The control ports of all machines. */
export function controlPortsTaken({ allocations, machines }: CheckContext): TcpPorts {
  const taken = new TcpPorts();
  for (const { hypervisors } of allocations)
    for (const { host, port } of hypervisors) taken.take(machines.machineOf(host), port);
  return taken;
}
