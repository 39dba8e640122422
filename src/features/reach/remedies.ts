import { portRanges, portRangesText } from '../../core/address/port-ranges.ts';
import { commandWord } from '../../core/model/command-word.ts';
import type { HostReach, PortReach } from './result.ts';

export interface RemedySetting {
  /** The labs as the arguments of a command; empty if hosts and ports were named. */
  readonly labWords: string;
  readonly hasToken: boolean;
}

/** What to do about a host, the most important first. */
export function remediesFor(
  { host, address, responder, isSample, ports, path }: Omit<HostReach, 'remedies' | 'verdict'>,
  { labWords, hasToken }: RemedySetting,
): string[] {
  if (address === undefined) {
    const hint = labWords !== '' ? '' : `; a lab file is written with its folder, as in ./${host}`;
    return [`check the name ${host}: nobody knows its address${hint}`];
  }
  const flags = rangesOf(ports).map(([protocol, ranges]) => `--${protocol} ${ranges}`);
  const respond = ['niostat respond', ...(labWords === '' ? flags : [labWords])].join(' ');
  const remedies: string[] = [];
  // A socket that is bound to all addresses answers from the one that the route back has.
  const otherAddress = `it answers from another address of ${host}: give it --listen ${address}`;
  if (responder === 'not heard') {
    remedies.push(
      `run ${respond} on ${host}, and give reach the token that it prints; if it runs, a firewall keeps every datagram away, or ${otherAddress}`,
    );
  } else if (responder === 'heard' && isMute(ports)) {
    remedies.push(`if no firewall drops UDP, ${otherAddress}`);
  }
  const filtered = ports.filter(({ state }) => state === 'filtered');
  if (filtered.some(({ reason }) => reason === 'host-unreach' || reason === 'net-unreach')) {
    remedies.push(`see whether ${host} is up, and whether this host has a route to ${address}`);
  }
  const blocked = filtered.filter(({ reason }) => reason !== 'host-unreach' && reason !== 'net-unreach');
  if (blocked.length > 0) {
    remedies.push(
      labWords !== ''
        ? `let ${portsText(blocked)} through: niostat firewall ${labWords} --for nft --host ${commandWord(host)} prints the rules for it`
        : `let ${portsText(blocked)} through in the firewalls of ${host}, of this host, and of what is between`,
    );
  }
  if (path !== undefined && path.frame.result !== 'passes') {
    remedies.push(
      `let full frames through: NIOs send up to ${path.frame.payloadBytes} bytes in one datagram; look for a filter of fragments, or a tunnel with a small MTU, between here and ${host}`,
    );
  }
  const idle = ports.filter(({ state, purpose }) => state === 'closed' && purpose === 'control');
  if (idle.length > 0) remedies.push(`start the hypervisors on ${host}: nobody listens on ${portsText(idle)}`);
  if (!hasToken && ports.some(({ state }) => state === 'open|filtered')) {
    remedies.push(`run ${respond} on ${host}, and then this again with its token: silence then means something`);
  }
  if (isSample) remedies.push('--all tries every port, about one a second; with a responder it takes a second or two');
  return remedies;
}

/** No UDP port has answered, with nothing at all. */
function isMute(ports: readonly PortReach[]): boolean {
  const udp = ports.filter(({ protocol }) => protocol === 'udp');
  return udp.length > 0 && udp.every(({ reason }) => reason === 'no-response');
}

/** `UDP 10050-10099 and TCP 7200`. */
function portsText(ports: readonly PortReach[]): string {
  return rangesOf(ports)
    .map(([protocol, ranges]) => `${protocol.toUpperCase()} ${ranges}`)
    .join(' and ');
}

function rangesOf(ports: readonly PortReach[]): [protocol: string, ranges: string][] {
  return (['udp', 'tcp'] as const).flatMap((protocol) => {
    const own = ports.filter((one) => one.protocol === protocol).map(({ port }) => port);
    return own.length === 0 ? [] : [[protocol, portRangesText(portRanges(own))]];
  });
}
