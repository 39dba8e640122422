import { portRanges, portRangesText } from '../../../core/address/port-ranges.ts';
import { ownerName } from '../../../core/sockets/holder-name.ts';
import { HostView } from '../../../core/sockets/host-view.ts';
import { readThisHost } from '../../../world/sockets/this-host.ts';

/** A port of this host. */
export interface HostPort {
  readonly protocol: 'tcp' | 'udp';
  readonly port: number;
}

/** More owners than this are a port list that was mistaken altogether. */
const MAX_LINES = 20;

/** Who has these ports, one line for each owner and protocol: `UDP 10000-10002: dynamips (pid 12)`. */
export async function ownersOf(ports: readonly HostPort[]): Promise<string[]> {
  const { table } = await readThisHost({ allOwners: true });
  const view = table && new HostView(table);
  const groups = new Map<string, PortGroup>();
  for (const one of ports) {
    const { protocol, port } = one;
    const owner = ownerOf(view, one);
    const key = `${protocol} ${owner}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { protocol, owner, ports: [port] });
    else group.ports.push(port);
  }
  const lines = [...groups.values()].map(groupLine);
  return lines.length <= MAX_LINES
    ? lines
    : [...lines.slice(0, MAX_LINES), `and those of ${lines.length - MAX_LINES} more programs`];
}

/** The ports of one owner and protocol. */
interface PortGroup extends Pick<HostPort, 'protocol'> {
  readonly owner: string;
  readonly ports: number[];
}

function groupLine({ protocol, owner, ports }: PortGroup): string {
  return `${protocol.toUpperCase()} ${portRangesText(portRanges(ports))}: ${owner}`;
}

function ownerOf(view: HostView | undefined, { protocol, port }: HostPort): string {
  if (view === undefined) return 'the sockets of this host cannot be read, so that nobody can say whose they are';
  if (protocol === 'tcp') {
    const pid = view.listenerOn(port);
    if (pid === undefined) return 'nobody any more';
    return ownerName(view, { pid: typeof pid === 'number' ? pid : undefined });
  }
  const [row] = view.udp(port);
  if (row === undefined) return 'nobody any more';
  return ownerName(view, row);
}
