import { gradeSentence } from '../../../core/kernel/grade-sentence.ts';
import { SYSTEM_NAMES } from '../../../core/kernel/knowledge.ts';
import { VERDICTS } from '../../../core/kernel/verdict.ts';
import { counted } from '../../../core/text/counted.ts';
import { type NameStyle, socketAddress } from '../../../output/socket-address.ts';
import type { EndName, NioRow, SimulateResult } from '../simulate.ts';

/** The state that netstat would print; a NIO that was refused has no socket. */
function stateOf(nio: NioRow): string {
  switch (nio.bind.outcome) {
    case 'refused':
      return 'REFUSED';
    case 'unknown':
      return 'UNKNOWN';
    default:
      return 'ESTABLISHED';
  }
}

function endText(end: EndName): string {
  return `${end.device} ${end.interface}`.trimEnd();
}

/** What happens to the frames that this end sends, in a few words. */
function framesText(nio: NioRow): string {
  const { bind, frames } = nio;
  const wrapped = nio.localPort !== bind.port && bind.port !== 0 ? ` (${nio.localPort} wrapped)` : '';
  if (bind.outcome === 'refused') return `none: 206, ${refusal(nio)}${wrapped}`;
  if (nio.tunnel && frames.to === 'peer') return nio.owner === 'ubridge' ? 'to its router' : 'to its uBridge';
  if (bind.outcome === 'fallback') return `${delivery(nio)}: ${nio.remoteHost} fell back to ${nio.remoteAddress}`;
  return `${delivery(nio)}${wrapped}`;
}

/** Why Dynamips does not make the NIO. */
function refusal({ bind, remoteHost }: NioRow): string {
  switch (bind.reason) {
    case 'no-address':
      return `${remoteHost} has no address`;
    case 'no-connection':
      return `connect to ${remoteHost} fails`;
    case 'peer-port-zero':
      return 'its peer has port 0';
    default:
      return bind.holder ? `${endText(bind.holder)} has the port` : 'port taken';
  }
}

function delivery({ frames }: NioRow): string {
  switch (frames.to) {
    case 'peer':
      return frames.receiver ? `to ${endText(frames.receiver)}` : 'to the peer';
    case 'self':
      return 'back to itself';
    case 'other':
      return frames.receiver ? `wrong: to ${endText(frames.receiver)}` : 'wrong';
    case 'outside':
      return 'leave the lab';
    case 'nobody':
      return 'to nobody';
    case 'unknown':
      return frames.openName === undefined ? 'not established' : `not known: address of ${frames.openName}`;
  }
}

/** The titles of a table of NIOs, in netstat's order and with the lab's names to the right. */
export const NIO_TITLES = [
  'Proto',
  'Local Address',
  'Foreign Address',
  'State',
  'Hypervisor',
  'Device',
  'Interface',
  'Frames',
] as const;

/** The cells of one NIO, one for each of `NIO_TITLES`. */
export function nioCells(nio: NioRow, names: NameStyle): string[] {
  const isBound = nio.bind.outcome !== 'refused';
  return [
    'udp',
    socketAddress(isBound ? nio.localAddress : '*', nio.bind.port, names),
    socketAddress(nio.remoteAddress, nio.remotePort & 0xffff, names),
    stateOf(nio),
    nio.owner === 'ubridge' ? `uBridge ${nio.hypervisor}` : nio.hypervisor,
    nio.device,
    nio.interface,
    framesText(nio),
  ];
}

/** `dynagen on Linux, Dynamips 0.2.24 assumed`. */
export function premise(result: SimulateResult): string {
  const version = `Dynamips ${result.dynamips.version}${result.dynamips.assumed ? ' assumed' : ''}`;
  return `${result.allocator} on ${SYSTEM_NAMES[result.os]}, ${version}`;
}

/** What the predictions rest on, if that is not what was seen by us. */
export function gradeLine({ os, origins }: SimulateResult): string | undefined {
  return gradeSentence(os, origins);
}

/** `3 links, all ok` or `3 links: 1 looped, 2 ok`. */
export function linkSummary(result: SimulateResult): string {
  const counts = new Map<string, number>();
  for (const link of result.links) counts.set(link.verdict, (counts.get(link.verdict) ?? 0) + 1);
  const total = result.links.length;
  if (total === 0) return 'no links with UDP NIOs';
  const noun = counted(total, 'link');
  if (counts.get('ok') === total) return `${noun}, ${total === 1 ? '' : 'all '}ok`;
  const parts = VERDICTS.flatMap((verdict) => (counts.has(verdict) ? [`${counts.get(verdict)} ${verdict}`] : []));
  return `${noun}: ${parts.join(', ')}`;
}
