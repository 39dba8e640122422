import { portRangesText } from '../../core/address/port-ranges.ts';
import { UNANSWERED_REMEDY } from '../../core/address/unanswered.ts';
import { protocolPorts } from './protocol-ports.ts';
import type { HostFinding, HostReach, PortReach } from './result.ts';

/** What the commands of remedies depend on, for all hosts of a run. */
export interface RemedyContext {
  /** The labs as the arguments of a command; undefined where hosts and ports were named, and no lab. */
  readonly labArguments: string | undefined;
  readonly hasToken: boolean;
}

/** What was seen of a host, before it is judged. */
export type SeenHost = Omit<HostReach, 'findings' | 'remedies' | 'verdict'>;

/** What to do about a host, the most important first. */
export function remediesFor(seen: SeenHost, findings: readonly HostFinding[], context: RemedyContext): string[] {
  const { host, address, unanswered, isSample } = seen;
  if (unanswered !== undefined) return [UNANSWERED_REMEDY];
  if (address === undefined) return [nameRemedy(host, context)];
  const remedies = [
    responderRemedy(seen, address, context),
    ...findings.map(({ remedy }) => remedy),
    tokenRemedy(seen, context),
    isSample ? '`--all` tries every port, about one a second; with a responder it takes a second or two' : undefined,
  ];
  return remedies.filter((remedy) => remedy !== undefined);
}

function nameRemedy(host: string, { labArguments }: RemedyContext): string {
  const hint = labArguments !== undefined ? '' : `; a lab file is written with its folder, as in ./${host}`;
  return `check the name ${host}: it has no address${hint}`;
}

function responderRemedy(
  { host, responder, answersFrom, ports }: SeenHost,
  address: string,
  context: RemedyContext,
): string | undefined {
  // A socket that is bound to all addresses answers from the one that the route back has.
  if (answersFrom !== undefined) {
    return `on ${host}, start \`niostat respond\` with \`--listen ${address}\`: its answers come from ${answersFrom}, where none are expected`;
  }
  if (responder !== 'not heard') return undefined;
  return `on ${host}, run \`${respondCommand(ports, context)}\`, and give \`reach\` the token that it prints, with \`--token-file -\`. If it runs already, a firewall drops every datagram`;
}

function tokenRemedy({ host, ports }: SeenHost, context: RemedyContext): string | undefined {
  if (context.hasToken || !ports.some(({ state }) => state === 'open|filtered')) return undefined;
  return `on ${host}, run \`${respondCommand(ports, context)}\`, then run this again with \`--token-file -\`, which asks for its token`;
}

/**
 * For the other host: with the same labs, or the same ports. Ports that are in use there, such as the
 * control port of a hypervisor that runs, respond could not take: then it is given the others, one by one.
 */
function respondCommand(ports: readonly PortReach[], { labArguments }: RemedyContext): string {
  const free = ports.filter(({ state }) => state !== 'open' && state !== 'unfiltered');
  const isWhole = free.length === ports.length || free.length === 0;
  if (labArguments !== undefined && isWhole) return `niostat respond ${labArguments}`;
  const flags = protocolPorts(isWhole ? ports : free).map((one) => `--${one.protocol} ${portRangesText(one.ports)}`);
  return ['niostat respond', ...flags].join(' ');
}
