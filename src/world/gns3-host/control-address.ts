import { isWildcard } from '../../core/address/host.ts';
import { parseHostPort } from '../../core/address/host-port.ts';
import { familyOf, isIp } from '../../core/address/ip-address.ts';
import type { EmulatorProcess } from '../../core/open-project/host.ts';
import type { SocketRow } from '../../core/sockets/socket-table.ts';
import type { HypervisorAddress } from '../hypervisor/with-hypervisor.ts';

/** What `-H` without a port means to uBridge, and to Dynamips without `-H`. */
const DEFAULT_PORTS = { ubridge: 4242, dynamips: 7200 };

/**
 * As `-H` says it: `-H 127.0.0.1:40531`, `-H 4242`, `-H127.0.0.1:7200`. The host is absent for every
 * address.
 */
export function toldControl({ args, program }: Pick<EmulatorProcess, 'args' | 'program'>): {
  readonly host?: string;
  readonly port: number;
} {
  const at = args.findLastIndex((word) => word.startsWith('-H'));
  const text = (args[at] === '-H' ? args[at + 1] : args[at]?.slice(2)) ?? '';
  const port = DEFAULT_PORTS[program === 'dynamips' ? 'dynamips' : 'ubridge'];
  if (/^\d{1,5}$/.test(text)) return { port: Number(text) };
  return parseHostPort(text, port) ?? { port };
}

/**
 * Where a uBridge or a Dynamips takes commands, for who dials on its host: the address that it was told, or
 * one that it listens on.
 */
export function controlAddress(
  process: Pick<EmulatorProcess, 'args' | 'program'>,
  listeners: ReadonlyMap<number, readonly SocketRow[]>,
): HypervisorAddress {
  const { host, port } = toldControl(process);
  const found = (listeners.get(port) ?? []).map(({ localAddress }) => loopbackFor(localAddress));
  const told = host === undefined ? '0.0.0.0' : host;
  return {
    host: told,
    port,
    addresses: [...new Set(isIp(told) && !isWildcard(told) ? [told] : found.length > 0 ? found : ['127.0.0.1'])],
  };
}

/** What listens on every address is dialled by the loopback. */
function loopbackFor(address: string): string {
  if (!isWildcard(address)) return address;
  return familyOf(address) === 6 ? '::1' : '127.0.0.1';
}

/** By their ports, TCP. */
export function listenersOf(rows: readonly SocketRow[]): ReadonlyMap<number, readonly SocketRow[]> {
  const byPort = new Map<number, SocketRow[]>();
  for (const row of rows) {
    if (row.protocol !== 'tcp' || row.state !== 'LISTEN') continue;
    const known = byPort.get(row.localPort);
    if (known === undefined) byPort.set(row.localPort, [row]);
    else known.push(row);
  }
  return byPort;
}
