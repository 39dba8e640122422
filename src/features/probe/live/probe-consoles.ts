import type { HostNames } from '../../../world/network/host-names.ts';
import type { Slots } from '../../../world/network/slots.ts';
import { type DialOptions, dial } from '../../../world/network/tcp.ts';
import { consolesToProbe } from '../console-ports.ts';
import type { LeftOutOfProbe, ObservedHypervisor } from '../observed.ts';
import type { ProbedConsole } from '../result.ts';
import { patiently } from './patiently.ts';

const LOOPBACK = '127.0.0.1';

/** The consoles of one hypervisor that were tried, and how many were not. */
export interface ProbedConsoles {
  readonly consoles: readonly ProbedConsole[];
  readonly leftOut: readonly LeftOutOfProbe[];
}

interface ConsoleOptions extends DialOptions {
  readonly names: HostNames;
  readonly slots: Slots;
  /** When no console is tried any more, on the clock of `performance.now()`. */
  readonly untilMs: number;
}

/** Tries the consoles of a hypervisor's routers, each port once, as long as there is time. */
export async function probeConsoles(
  observed: Pick<ObservedHypervisor, 'address' | 'expectation' | 'observation' | 'save'>,
  options: ConsoleOptions,
): Promise<ProbedConsoles> {
  const { address } = observed;
  if (address === undefined) return { consoles: [], leftOut: [] };
  const rows = consolesToProbe(observed);
  const ports = [...new Set(rows.map(({ port }) => port))];
  const tried = new Map(
    await Promise.all(ports.map(async (port) => [port, await probeInTime(address, port, options)] as const)),
  );
  const consoles = rows.flatMap((row) => {
    const seen = tried.get(row.port);
    return seen === undefined ? [] : [{ ...row, ...seen }];
  });
  const number = rows.length - consoles.length;
  return { consoles, leftOut: number === 0 ? [] : [{ kind: 'console', number, of: rows.length, why: 'time' }] };
}

type SeenOfPort = Pick<ProbedConsole, 'tcp' | 'isLocalOnly'>;

/** Undefined if its turn comes too late. */
function probeInTime(
  address: string,
  port: number,
  { slots, untilMs, ...options }: ConsoleOptions,
): Promise<SeenOfPort | undefined> {
  return slots.within(async (giveWay) => {
    if (performance.now() >= untilMs) return undefined;
    return await patiently(giveWay, () => probePort(address, port, options));
  });
}

/**
 * Connects to a port of a hypervisor's address and goes away again; a console notes that with a line at most.
 */
async function probePort(
  address: string,
  port: number,
  { names, ...dialling }: DialOptions & Pick<ConsoleOptions, 'names'>,
): Promise<SeenOfPort> {
  const { tcp, socket } = await dial([address], port, dialling);
  socket?.destroy();
  const mayBeLocal = tcp.state === 'refused' && names.isOwnAddress(address) && address !== LOOPBACK;
  if (!mayBeLocal) return { tcp };
  const local = await dial([LOOPBACK], port, dialling);
  local.socket?.destroy();
  return local.tcp.state === 'open' ? { tcp, isLocalOnly: true } : { tcp };
}
