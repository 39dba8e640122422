import { parseHostPort } from '../address/host-port.ts';
import type { EmulatorProcess, NioPorts } from './host.ts';

/** An end of a link that the command line of an emulator tells. */
export interface ProcessPort {
  /** Of QEMU: the number of its adapter, as GNS3 counts them; 0 for VPCS. */
  readonly adapter: number;
  readonly ports: NioPorts;
}

/**
 * The UDP sockets that VPCS and QEMU were told on their command lines. VPCS, local port, remote port, remote
 * host: `-s 20016 -c 20017 -t 127.0.0.1`. QEMU: `-netdev socket,id=gns3-0,udp=HOST:PORT,localaddr=HOST:PORT`,
 * and the same as `dgram,local.type=inet,local.port=…`. The sockets of both have no peer in socket tables.
 */
export function portsOfProcess({ program, args }: Pick<EmulatorProcess, 'program' | 'args'>): readonly ProcessPort[] {
  if (program === 'vpcs') return portsOfVpcs(args);
  return program === 'qemu' ? portsOfQemu(args) : [];
}

function portsOfVpcs(args: readonly string[]): ProcessPort[] {
  const localPort = portOf(after(args, '-s'));
  const remotePort = portOf(after(args, '-c'));
  if (localPort === undefined || remotePort === undefined) return [];
  return [{ adapter: 0, ports: { localPort, remotePort, remoteHost: after(args, '-t') ?? '127.0.0.1' } }];
}

/** The last word counts, as for getopt. */
function after(args: readonly string[], flag: string): string | undefined {
  const at = args.lastIndexOf(flag);
  return at < 0 ? undefined : args[at + 1];
}

function portsOfQemu(args: readonly string[]): ProcessPort[] {
  const told = args.flatMap((word, index) => (isNetdev(args[index - 1]) ? [word] : []));
  return told.flatMap((text, index) => {
    const ports = portsOfNetdev(text);
    if (ports === undefined) return [];
    // GNS3 calls them gns3-0, gns3-1, …; without such a name the order counts.
    const number = /(?:^|,)id=gns3-(\d{1,4})(?:,|$)/.exec(text)?.[1];
    return [{ adapter: number === undefined ? index : Number(number), ports }];
  });
}

function isNetdev(flag: string | undefined): boolean {
  return flag === '-netdev' || flag === '--netdev';
}

function portsOfNetdev(text: string): NioPorts | undefined {
  const [kind, ...settings] = text.split(',');
  const values = new Map(settings.map((setting) => splitOnce(setting)));
  if (kind === 'socket') return pairOf(values.get('localaddr'), values.get('udp'));
  if (kind !== 'dgram' || values.get('local.type') !== 'inet') return undefined;
  const remote = `${values.get('remote.host') ?? '127.0.0.1'}:${values.get('remote.port') ?? ''}`;
  return pairOf(`${values.get('local.host') ?? ''}:${values.get('local.port') ?? ''}`, remote);
}

function splitOnce(setting: string): [string, string] {
  const at = setting.indexOf('=');
  return at < 0 ? [setting, ''] : [setting.slice(0, at), setting.slice(at + 1)];
}

function pairOf(local: string | undefined, remote: string | undefined): NioPorts | undefined {
  const localPort = portOf(local?.slice(local.lastIndexOf(':') + 1));
  const told = remote === undefined ? undefined : parseHostPort(remote, 0);
  if (localPort === undefined || told === undefined || told.port === 0) return undefined;
  return { localPort, remoteHost: told.host || '127.0.0.1', remotePort: told.port };
}

function portOf(text: string | undefined): number | undefined {
  const port = /^\d{1,5}$/.test(text ?? '') ? Number(text) : 0;
  return port > 0 && port < 65_536 ? port : undefined;
}
