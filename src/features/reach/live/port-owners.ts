import { portListText, portRanges } from '../../../core/address/port-ranges.ts';
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

/** Who has these ports, one line for each owner and protocol: `UDP 10000 is in use by dynamips (pid 12)`. */
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
    : [...lines.slice(0, MAX_LINES), `and ${lines.length - MAX_LINES} more programs have ports`];
}

/** The ports of one owner and protocol. */
interface PortGroup extends Pick<HostPort, 'protocol'> {
  readonly owner: string;
  readonly ports: number[];
}

function groupLine({ protocol, owner, ports }: PortGroup): string {
  const verb = ports.length === 1 ? 'is' : 'are';
  return `${protocol.toUpperCase()} ${portListText(portRanges(ports))} ${verb} in use by ${owner}`;
}

function ownerOf(view: HostView | undefined, { protocol, port }: HostPort): string {
  if (view === undefined) return 'a program that could not be determined: the sockets of this host cannot be read';
  if (protocol === 'tcp') {
    const pid = view.listenerOn(port);
    if (pid === undefined) return 'a program that has gone since';
    return ownerName(view, { pid: typeof pid === 'number' ? pid : undefined });
  }
  const [row] = view.udp(port);
  if (row === undefined) return 'a program that has gone since';
  return ownerName(view, row);
}
