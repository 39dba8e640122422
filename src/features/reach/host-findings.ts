import { portRangesText } from '../../core/address/port-ranges.ts';
import { present } from '../../core/present.ts';
import { commandWord } from '../../core/text/shell-word.ts';
import { protocolPorts } from './protocol-ports.ts';
import type { RemedyContext, SeenHost } from './remedies.ts';
import type { HostFinding, HostFindingKind, PortReach, ProtocolPorts } from './result.ts';

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
  const names = portsText(protocolPorts(ports));
  const rules =
    labArguments && `niostat firewall ${labArguments} --for nft --host ${commandWord(host)} prints the rules for it`;
  switch (kind) {
    case 'no-route':
      return `see whether ${host} is up, and whether this host has a route to ${address}`;
    case 'filtered':
      return rules === undefined
        ? `let ${names} through in the firewalls of ${host}, of this host, and of what is between`
        : `let ${names} through: ${rules}`;
    case 'lost-there':
      return `let ${names} in at ${host}, where it does not arrive: ${rules ?? 'in its firewall, or in one on the way there'}`;
    case 'lost-back':
      // No firewall has lost what has come, if only from another address; the remedy for that is said first.
      if (answersFrom !== undefined) return undefined;
      return `let back in what ${host} sends from ${names}: it receives these ports and answers, so look at what the firewall of this host lets in, and at what that of ${host} lets out`;
    default:
      return hypervisorRemedy(host, ports);
  }
}

function frameRemedy(host: string, payloadBytes: number): string {
  return `let full frames through: NIOs send up to ${payloadBytes} bytes in one datagram; look for a filter of fragments, or a tunnel with a small MTU, between here and ${host}`;
}

/** Of ports that a user has named nobody else knows what is to listen there. */
function hypervisorRemedy(host: string, closed: readonly PortReach[]): string | undefined {
  const idle = closed.filter(({ purpose }) => purpose === 'control');
  if (idle.length === 0) return undefined;
  return `start the hypervisors on ${host}: nobody listens on ${portsText(protocolPorts(idle))}`;
}

/** `UDP 10050-10099 and TCP 7200`. */
function portsText(ports: readonly ProtocolPorts[]): string {
  return ports.map((one) => `${one.protocol.toUpperCase()} ${portRangesText(one.ports)}`).join(' and ');
}
