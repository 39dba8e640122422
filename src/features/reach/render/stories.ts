import { unansweredText } from '../../../core/address/unanswered.ts';
import { counted } from '../../../core/text/counted.ts';
import { someOf } from '../../../core/text/listed.ts';
import { bullet } from '../../../output/bullet.ts';
import type { Page } from '../../../output/paint.ts';
import { indent } from '../../../output/prose.ts';
import { portsInWords, protocolPorts } from '../protocol-ports.ts';
import type { HostFinding, HostFindingKind, HostReach, PortReach } from '../result.ts';
import { hostName } from './host-name.ts';

/** What is wrong, or could not be determined, on one host. */
interface Case {
  readonly kind: HostFindingKind | 'no-address' | 'answers-from' | 'not-heard' | 'silent' | 'not-tried' | 'sample';
  readonly host: HostReach;
  /** Those that it is about. */
  readonly ports: readonly PortReach[];
  readonly remedies: readonly string[];
}

/** Hosts past these are only in the list of ports. */
const MOST_HOSTS = 8;

/** What is wrong first, then what could not be determined, each cause once, however many hosts have it. */
export function renderStories(hosts: readonly HostReach[], page: Page): string[] {
  const cases = [...hosts.flatMap(findingCases), ...hosts.flatMap(openCases)];
  const byKind = new Map<string, Case[]>();
  for (const one of cases) {
    // A name that has no address and one that got no answer are two stories.
    const key = one.kind === 'no-address' ? `${one.kind} ${WHYS[one.kind]?.(one)}` : one.kind;
    byKind.set(key, [...(byKind.get(key) ?? []), one]);
  }
  return [...byKind.values()].map((some) => renderStory(some, page));
}

function findingCases(host: HostReach): Case[] {
  return host.findings.map((finding) => ({
    kind: finding.kind,
    host,
    ports: portsOf(finding, host),
    remedies: finding.remedy === undefined ? [] : [finding.remedy],
  }));
}

function portsOf({ ports }: HostFinding, host: HostReach): PortReach[] {
  return host.ports.filter(({ protocol, port }) =>
    ports.some(
      (one) => one.protocol === protocol && one.ports.some(({ first, last }) => first <= port && port <= last),
    ),
  );
}

/** What is left open on a host: one case at the most, which has the remedies that belong to no finding. */
function openCases(host: HostReach): Case[] {
  const { address, answersFrom, responder, isSample, ports, findings } = host;
  const remedies = host.remedies.filter((text) => !findings.some(({ remedy }) => remedy === text));
  const silent = ports.filter(({ state }) => state === 'open|filtered');
  const untried = ports.filter(({ state, reason }) => state === 'not tried' && reason !== 'sample');
  const of = (kind: Case['kind'], some: readonly PortReach[]): Case[] => [{ kind, host, ports: some, remedies }];
  if (address === undefined) return of('no-address', ports);
  if (answersFrom !== undefined) return of('answers-from', []);
  if (responder === 'not heard') return of('not-heard', silent);
  if (silent.length > 0) return of('silent', silent);
  if (untried.length > 0) return of('not-tried', untried);
  return isSample ? of('sample', ports) : [];
}

function renderStory(cases: readonly Case[], { paint, width }: Page): string {
  const [first] = cases as [Case];
  const { kind } = first;
  const isFinding = first.host.findings.some((one) => one.kind === kind);
  const sign = isFinding ? paint.bad('✗') : kind === 'sample' ? paint.dim('-') : paint.warn('!');
  const title =
    cases.length === 1 ? titleOf(first) : `${TITLES[kind]} ${counted(cases.length, 'host')}: ${namesOf(cases)}`;
  const why = WHYS[kind]?.(first);
  const others = cases.length === 1 ? '' : `; the same for ${namesOf(cases.slice(1))}`;
  return [
    bullet(sign, paint.strong(title), width),
    ...(why === undefined ? [] : [indent(why, 2, width)]),
    ...first.remedies.map((text) => indent(`${paint.strong('What to do:')} ${text}${others}`, 2, width)),
  ].join('\n');
}

function namesOf(cases: readonly Case[]): string {
  return someOf(
    cases.map(({ host }) => hostName(host)),
    MOST_HOSTS,
  );
}

/** What a story is called that several hosts have; their names come behind it. */
const TITLES: Readonly<Record<Case['kind'], string>> = {
  'no-route': 'there is no way to',
  filtered: 'ports do not get through to',
  'lost-there': 'datagrams do not arrive at',
  'lost-back': 'answers do not come back from',
  'frames-lost': 'full frames do not get through to',
  closed: 'nothing listens on ports of',
  'no-address': 'nothing could be tried on',
  'answers-from': 'answers come from another address of',
  'not-heard': 'the responder is not heard on',
  silent: 'no answer, which proves nothing, from UDP ports of',
  'not-tried': 'ports could not be tried on',
  sample: 'only a sample of the UDP ports was tried on',
};

/** The same of one host, with its ports. */
function titleOf({ kind, host, ports }: Case): string {
  const name = hostName(host);
  const isAll = ports.length === host.ports.length && ports.length > 1;
  const which = isAll ? `each of ${ports.length} ports` : portsInWords(protocolPorts(ports));
  const verb = isAll || ports.length === 1 ? 'does' : 'do';
  switch (kind) {
    case 'no-route':
      return `${name} cannot be reached from this host`;
    case 'filtered':
    case 'lost-there':
      return isAll ? `nothing gets through to ${name}` : `${which} ${verb} not get through to ${name}`;
    case 'lost-back':
      return `answers from ${which} of ${name} do not come back`;
    case 'closed':
      return `nothing listens on ${which} of ${name}`;
    case 'no-address':
      return `${name}: could not be determined`;
    case 'not-heard':
      return `the responder on ${name} is not heard on any port: is it running, with this token?`;
    case 'silent':
      return `no answer from ${which} of ${name}, which proves nothing`;
    case 'not-tried':
      return `${which} of ${name} could not be tried`;
    case 'sample':
      return `a sample: ${triedUdp(host)} of ${counted(udpOf(host).length, 'UDP port')} tried on ${name}`;
    default:
      return `${TITLES[kind]} ${name}`;
  }
}

/** Why, as far as that is seen. */
const WHYS: Readonly<Partial<Record<Case['kind'], (one: Case) => string | undefined>>> = {
  'no-route': ({ ports: [port] }) => `There is no route, or the host is down (${port?.reason}).`,
  filtered: ({ ports: [port] }) => (port === undefined ? undefined : filteredText(port)),
  'lost-there': ({ host, ports }) =>
    `The responder there is heard, and receives nothing on ${ports.length === 1 ? 'this port' : 'these ports'}: most likely a firewall on ${hostName(host)} or on the way drops it.`,
  'lost-back': () => 'The responder there receives what is sent and answers it.',
  'frames-lost': ({ host }) => {
    const { payloadBytes, result, largestPayloadBytes } = host.path?.frame ?? {};
    const largest = largestPayloadBytes === undefined ? '' : `; the largest that passes has ${largestPayloadBytes}`;
    return `Frames of ${payloadBytes} bytes are ${result}${largest}.`;
  },
  'no-address': ({ host: { unanswered, ports } }) => {
    if (ports.some(({ reason }) => reason === 'interrupted')) return 'It was interrupted.';
    return unanswered === undefined ? 'Its name has no address.' : `${unansweredText(unanswered)}.`;
  },
  'answers-from': ({ host: { answersFrom } }) => `Its responder answers from ${answersFrom}.`,
  'not-tried': ({ ports: [port] }) => (port?.reason === 'interrupted' ? 'It was interrupted.' : `${port?.reason}.`),
};

function filteredText({ detail, reason, protocol }: PortReach): string {
  if (detail !== undefined) return `${detail} (${reason}).`;
  if (reason === 'no-response' && protocol === 'tcp') return 'No connection is accepted or refused (no-response).';
  if (reason === 'no-response') {
    return 'No answer comes, though the responder is heard on other ports (no-response): most likely a firewall drops it.';
  }
  return reason === 'admin-prohibited' ? 'A firewall refuses it (admin-prohibited).' : `It is refused (${reason}).`;
}

function udpOf({ ports }: HostReach): PortReach[] {
  return ports.filter(({ protocol }) => protocol === 'udp');
}

function triedUdp(host: HostReach): number {
  return udpOf(host).filter(({ state }) => state !== 'not tried').length;
}
