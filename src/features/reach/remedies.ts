import { portRanges, portRangesText } from '../../core/address/port-ranges.ts';
import { commandWord } from '../../core/text/shell-word.ts';
import type { HostReach, PortReach } from './result.ts';
import { PROTOCOLS, type Protocol } from './transport-protocol.ts';

/** What the commands of remedies depend on, for all hosts of a run. */
export interface RemedyContext {
  /** The labs as the arguments of a command; undefined where hosts and ports were named, and no lab. */
  readonly labArguments: string | undefined;
  readonly hasToken: boolean;
}

type SeenHost = Omit<HostReach, 'remedies' | 'verdict'>;

/** What to do about a host, the most important first. */
export function remediesFor(seen: SeenHost, context: RemedyContext): string[] {
  const { host, address, ports, isSample } = seen;
  if (address === undefined) return [nameRemedy(host, context)];
  const filtered = ports.filter(({ state }) => state === 'filtered');
  const remedies = [
    responderRemedy(seen, address, context),
    filtered.some(hasNoWay) ? `see whether ${host} is up, and whether this host has a route to ${address}` : undefined,
    firewallRemedy(
      host,
      filtered.filter((one) => !hasNoWay(one)),
      context,
    ),
    frameRemedy(seen),
    hypervisorRemedy(seen),
    tokenRemedy(seen, context),
    isSample ? '--all tries every port, about one a second; with a responder it takes a second or two' : undefined,
  ];
  return remedies.filter((remedy) => remedy !== undefined);
}

function nameRemedy(host: string, { labArguments }: RemedyContext): string {
  const hint = labArguments !== undefined ? '' : `; a lab file is written with its folder, as in ./${host}`;
  return `check the name ${host}: nobody knows its address${hint}`;
}

function responderRemedy(
  { host, responder, ports }: SeenHost,
  address: string,
  context: RemedyContext,
): string | undefined {
  // A socket that is bound to all addresses answers from the one that the route back has.
  const otherAddress = `it answers from another address of ${host}: give it --listen ${address}`;
  if (responder === 'not heard') {
    return `run ${respondCommand(ports, context)} on ${host}, and give reach the token that it prints; if it runs, a firewall keeps every datagram away, or ${otherAddress}`;
  }
  return responder === 'heard' && isMute(ports) ? `if no firewall drops UDP, ${otherAddress}` : undefined;
}

function firewallRemedy(
  host: string,
  blocked: readonly PortReach[],
  { labArguments }: RemedyContext,
): string | undefined {
  if (blocked.length === 0) return undefined;
  const what = `let ${portsText(blocked)} through`;
  return labArguments === undefined
    ? `${what} in the firewalls of ${host}, of this host, and of what is between`
    : `${what}: niostat firewall ${labArguments} --for nft --host ${commandWord(host)} prints the rules for it`;
}

function frameRemedy({ host, path }: SeenHost): string | undefined {
  if (path === undefined || path.frame.result === 'passes') return undefined;
  return `let full frames through: NIOs send up to ${path.frame.payloadBytes} bytes in one datagram; look for a filter of fragments, or a tunnel with a small MTU, between here and ${host}`;
}

function hypervisorRemedy({ host, ports }: SeenHost): string | undefined {
  const idle = ports.filter(({ state, purpose }) => state === 'closed' && purpose === 'control');
  return idle.length === 0 ? undefined : `start the hypervisors on ${host}: nobody listens on ${portsText(idle)}`;
}

function tokenRemedy({ host, ports }: SeenHost, context: RemedyContext): string | undefined {
  if (context.hasToken || !ports.some(({ state }) => state === 'open|filtered')) return undefined;
  return `run ${respondCommand(ports, context)} on ${host}, and then this again with its token: silence then means something`;
}

/** For the other host: with the same labs, or the same ports. */
function respondCommand(ports: readonly PortReach[], { labArguments }: RemedyContext): string {
  const flags = rangesOf(ports).map(({ protocol, ranges }) => `--${protocol} ${ranges}`);
  return ['niostat respond', ...(labArguments === undefined ? flags : [labArguments])].join(' ');
}

function hasNoWay({ reason }: PortReach): boolean {
  return reason === 'host-unreach' || reason === 'net-unreach';
}

/** Nothing at all has come back from any UDP port. */
function isMute(ports: readonly PortReach[]): boolean {
  const udp = ports.filter(({ protocol }) => protocol === 'udp');
  return udp.length > 0 && udp.every(({ reason }) => reason === 'no-response' || reason === 'lost-back');
}

/** `UDP 10050-10099 and TCP 7200`. */
function portsText(ports: readonly PortReach[]): string {
  return rangesOf(ports)
    .map(({ protocol, ranges }) => `${protocol.toUpperCase()} ${ranges}`)
    .join(' and ');
}

function rangesOf(ports: readonly PortReach[]): { protocol: Protocol; ranges: string }[] {
  return PROTOCOLS.flatMap((protocol) => {
    const own = ports.filter((one) => one.protocol === protocol).map(({ port }) => port);
    return own.length === 0 ? [] : [{ protocol, ranges: portRangesText(portRanges(own)) }];
  });
}
