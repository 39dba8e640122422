import { isIp } from '../address/ip-address.ts';
import type { ProcessInfo, SocketRow } from './socket-table.ts';

/** Where a socket without a peer sends to, as the command line of its program says. */
export interface ToldPeer {
  /** As it is written: an address, or a name. */
  readonly host: string;
  /** UDP. */
  readonly port: number;
  /** The option that says the port, with what it has to be for another port. */
  readonly optionFor: (port: number) => string;
}

const VPCS_DEFAULTS = { s: '20000', c: '30000', t: '127.0.0.1', i: '9' };

/**
 * VPCS binds a socket for each PC, from `-s` on, and sends with `sendto` to the port as far behind `-c`, of
 * the host `-t` (source VPCS `src/vpcs.c`; seen 0.5b2). QEMU's `-netdev socket,udp=` and GNS3's `-net udp`
 * have one socket each. Undefined if the command line does not tell.
 */
export function toldPeer(
  { localPort }: Pick<SocketRow, 'localPort'>,
  { name, args }: Pick<ProcessInfo, 'name' | 'args'>,
): ToldPeer | undefined {
  if (args.length === 0) return undefined;
  if (name.startsWith('vpcs')) return vpcsPeer(localPort, args);
  return name.startsWith('qemu') ? qemuPeer(localPort, args) : undefined;
}

/** True for the relay's port of VPCS, behind those of its PCs, as far as the command line tells. */
export function isRelayPort(
  { localPort }: Pick<SocketRow, 'localPort'>,
  { name, args }: Pick<ProcessInfo, 'name' | 'args'>,
): boolean {
  return name.startsWith('vpcs') && args.length > 0 && vpcsPeer(localPort, args) === undefined;
}

function vpcsPeer(localPort: number, args: readonly string[]): ToldPeer | undefined {
  const options: Record<string, string> = { ...VPCS_DEFAULTS };
  for (const [index, word] of args.entries()) {
    const match = /^-([scti])(.*)$/.exec(word);
    if (match !== null) options[match[1] as string] = match[2] || (args[index + 1] ?? '');
  }
  const pc = localPort - Number(options['s']);
  // The socket behind the last of nine is the relay's, which belongs to no PC.
  if (!(pc >= 0 && pc < Math.min(9, Number(options['i'])))) return undefined;
  const host = options['t'] ?? '';
  return { host, port: Number(options['c']) + pc, optionFor: (port) => `-c ${port - pc}` };
}

function qemuPeer(localPort: number, args: readonly string[]): ToldPeer | undefined {
  for (const word of args) {
    const netdev = /(?:^|,)udp=(.+?):(\d+)(?:,|$)/.exec(word);
    const local = /(?:^|,)localaddr=.*?:(\d+)(?:,|$)/.exec(word)?.[1];
    if (netdev !== null && Number(local) === localPort) {
      const [, host = '', port = ''] = netdev;
      return { host, port: Number(port), optionFor: (wanted) => `udp=${host}:${wanted}` };
    }
    const values = new Map(word.split(',').map((pair) => pair.split('=', 2) as [string, string]));
    if (values.has('udp') && Number(values.get('sport')) === localPort && values.has('dport')) {
      const host = values.get('daddr') ?? '127.0.0.1';
      return { host, port: Number(values.get('dport')), optionFor: (wanted) => `dport=${wanted}` };
    }
  }
  return undefined;
}

/** True if what is sent to a told peer arrives at a socket; a name may be any address. */
export function isToldPeerOf({ host, port }: ToldPeer, row: Pick<SocketRow, 'localAddress' | 'localPort'>): boolean {
  return port === row.localPort && (!isIp(host) || host === row.localAddress);
}
