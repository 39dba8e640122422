import { present } from '../../core/present.ts';
import { commandWord } from '../../core/text/shell-word.ts';
import { portsInWords, protocolPorts } from './protocol-ports.ts';
import type { RemedyContext, SeenHost } from './remedies.ts';
import type { HostFinding, HostFindingKind, PortReach } from './result.ts';

/** In the order in which they are to be mended: what has no route cannot show a firewall. */
const PORT_KINDS: readonly HostFindingKind[] = ['no-route', 'filtered', 'lost-there', 'lost-back'];

/** What is wrong with a host, each kind once, the most important first. */
export function hostFindings(seen: SeenHost, context: RemedyContext): HostFinding[] {
  const findings = PORT_KINDS.flatMap((kind) => findingOf(kind, seen, context));
  const { path } = seen;
  if (path !== undefined && path.frame.result !== 'passes') {
    findings.push({ kind: 'frames-lost', ports: [], remedy: frameRemedy(seen.host, path.frame.payloadBytes) });
  }
  return [...findings, ...findingOf('closed', seen, context)];
}

function findingOf(kind: HostFindingKind, seen: SeenHost, context: RemedyContext): HostFinding[] {
  const ports = seen.ports.filter((one) => one.isFinding && kindOf(one) === kind);
  if (ports.length === 0) return [];
  return [present({ kind, ports: protocolPorts(ports), remedy: remedyFor(kind, ports, seen, context) })];
}

function kindOf({ state, reason }: PortReach): HostFindingKind {
  if (state === 'closed') return 'closed';
  switch (reason) {
    case 'host-unreach':
    case 'net-unreach':
      return 'no-route';
    case 'lost-there':
    case 'lost-back':
      return reason;
    default:
      return 'filtered';
  }
}

function remedyFor(
  kind: HostFindingKind,
  ports: readonly PortReach[],
  { host, address = host, answersFrom }: SeenHost,
  { labArguments }: RemedyContext,
): string | undefined {
  const names = portsInWords(protocolPorts(ports));
  const rules = labArguments && `\`${firewallCommand(labArguments, host)}\` writes the rules`;
  switch (kind) {
    case 'no-route':
      return `check that ${host} is up, and that this host has a route to ${address}`;
    case 'filtered':
      return rules === undefined
        ? `open ${names} in the firewalls of ${host}, of this host, and between them`
        : `open ${names} on ${host}: ${rules}`;
    case 'lost-there':
      return `open ${names} on ${host}: ${rules ?? 'in its own firewall, or in one on the way there'}`;
    case 'lost-back':
      // No firewall has lost what has come, if only from another address; the remedy for that is said first.
      if (answersFrom !== undefined) return undefined;
      return `let the answers of ${host} from ${names} come back: check what the firewall of this host lets in, and what that of ${host} lets out`;
    default:
      return hypervisorRemedy(host, ports);
  }
}

/** The command that writes the rules of a host. */
export function firewallCommand(labArguments: string, host: string): string {
  return `niostat firewall ${labArguments} --format nft --host ${commandWord(host)}`;
}

function frameRemedy(host: string, payloadBytes: number): string {
  return `let full frames through: NIOs send up to ${payloadBytes} bytes in one datagram; check for a filter of fragments, or a tunnel with a small MTU, between this host and ${host}`;
}

/** What is to listen on ports that a user has named, only the user knows. */
function hypervisorRemedy(host: string, closed: readonly PortReach[]): string | undefined {
  const idle = closed.filter(({ purpose }) => purpose === 'control');
  if (idle.length === 0) return undefined;
  return `start the hypervisors on ${host}: nothing listens on ${portsInWords(protocolPorts(idle))}`;
}
