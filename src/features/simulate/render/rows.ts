import { OWN_ADDRESS } from '../../../core/address/host.ts';
import { wrapPort } from '../../../core/address/port.ts';
import { VERDICTS } from '../../../core/kernel/verdict.ts';
import { counted } from '../../../core/text/counted.ts';
import { SYSTEM_NAMES } from '../../../core/text/system-names.ts';
import { isCalledLocalhost } from '../../../core/words/loopback-name.ts';
import { type NameStyle, socketAddress } from '../../../output/socket-address.ts';
import type { NioRow, SimulateResult } from '../result.ts';
import { endText, hearsText, sendsTo } from './end-text.ts';

/** The state that netstat would print of a NIO that has a socket. */
function stateOf({ bind }: NioRow): string {
  return bind.outcome === 'unknown' ? 'not known' : 'ESTABLISHED';
}

/** The titles of a table of NIOs, in netstat's order and with the lab's names to the right. */
const NIO_TITLES = [
  'Proto',
  'Local Address',
  'Foreign Address',
  'State',
  'Hypervisor',
  'Device',
  'Interface',
  'Sends to',
  'Hears',
  'PID/Program name',
  'Lab',
  'Remark',
] as const;

export type NioTitle = (typeof NIO_TITLES)[number];

/** Which columns and rows of the NIOs are wanted. */
export interface NioStyle extends NameStyle {
  /** With -p. */
  readonly programs: boolean;
  /** False with -H. */
  readonly header: boolean;
  /** The labs as words of a command line, with what is assumed about them. */
  readonly files: string;
}

export type NioCells = Readonly<Record<NioTitle, string>>;

/** The columns that are wanted and have something to say. */
export function nioTitles(
  cells: readonly NioCells[],
  { programs, withLab }: { readonly programs: boolean; readonly withLab: boolean },
): NioTitle[] {
  return NIO_TITLES.filter((title) => {
    if (title === 'PID/Program name') return programs;
    if (title === 'Lab') return withLab;
    return title !== 'Remark' || cells.some(({ Remark }) => Remark !== '');
  });
}

/** Every cell that a table may have of a NIO. */
export function nioCells(nio: NioRow, names: NameStyle): NioCells {
  return {
    Proto: 'udp',
    'Local Address': socketAddress(nio.localAddress, nio.bind.port, names),
    'Foreign Address': socketAddress(nio.remoteAddress, wrapPort(nio.remotePort), names),
    State: stateOf(nio),
    Hypervisor: nio.hypervisor,
    Device: nio.owner === 'ubridge' ? `${nio.device} uBridge` : nio.device,
    Interface: nio.interface,
    'Sends to': sendsTo(nio),
    Hears: hearsText(nio),
    // No process is there yet.
    'PID/Program name': nio.program === undefined ? '-' : `-/${nio.program}`,
    Lab: nio.lab,
    Remark: remark(nio),
  };
}

/** What the other cells do not say of the port or the peer. */
function remark(nio: NioRow): string {
  const { bind, frames, remoteHost, remoteAddress, localAddress } = nio;
  const parts = [
    ...wrapped(nio),
    ...(localAddress === OWN_ADDRESS ? ['the address of its host is not known'] : []),
    ...(bind.outcome === 'fallback' ? [`${remoteHost} fell back to ${remoteAddress}`] : []),
    ...(frames.openName === undefined ? [] : [`the address of ${frames.openName} is not known`]),
  ];
  return parts.join('; ');
}

function wrapped({ localPort, bind }: NioRow): string[] {
  return localPort === bind.port || bind.port === 0 ? [] : [`port ${localPort} wraps to ${bind.port}`];
}

/** NIOs that have a socket, as netstat would show it, and those that have none. */
export function hasSocket({ bind }: NioRow): boolean {
  return bind.outcome !== 'refused';
}

/** `no socket: R2 f0/0 (206, R1 f0/0 has port 10000)`. */
export function refusalText(nio: NioRow): string {
  const { hypervisor, device, interface: port } = nio;
  const name = endText({ hypervisor, device, interface: port });
  const owner = nio.owner === 'ubridge' ? `the uBridge of ${name}` : name;
  return `no socket: ${owner} (206, ${[refusal(nio), ...wrapped(nio)].join(', ')})`;
}

/** Why Dynamips does not make the NIO. */
function refusal({ bind, remoteHost, localPort, remotePort }: NioRow): string {
  switch (bind.reason) {
    case 'no-address':
      return `port ${localPort}: ${remoteHost} has no address`;
    case 'no-connection':
      return `port ${localPort}: connect to ${remoteHost}:${wrapPort(remotePort)} fails`;
    case 'peer-port-zero':
      return `port ${localPort}: its peer has port 0`;
    default:
      return bind.holder ? `${endText(bind.holder)} has port ${bind.port}` : `port ${bind.port} is taken`;
  }
}

/** The loopback is called as the labs write it. */
export function nameStyle({ hypervisors }: SimulateResult, { numeric }: NameStyle): NameStyle {
  return { numeric: numeric || !isCalledLocalhost(hypervisors.map(({ host }) => host)) };
}

/** `dynagen on Linux, Dynamips 0.2.14`. */
export function premise({ allocator, os, dynamips }: SimulateResult): string {
  const { version, assumed } = dynamips;
  return `${allocator} on ${SYSTEM_NAMES[os]}, ${assumed ? 'as ' : ''}Dynamips ${version}`;
}

/** Which version is shown where none is given. */
export function assumedVersion({ dynamips }: SimulateResult): string | undefined {
  if (!dynamips.assumed) return undefined;
  return `Dynamips not given: shown as ${dynamips.version}; \`--dynamips VERSION\` for others`;
}

/** True if rows have to name their lab. */
export function hasSeveralLabs({ labs }: SimulateResult): boolean {
  return labs.length > 1;
}

/** `3 links, all ok`, `1 link, looped` or `3 links: 1 looped, 2 ok`. */
export function linkSummary({ links }: SimulateResult): string {
  const counts = new Map<string, number>();
  for (const { verdict } of links) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  const total = links.length;
  if (total === 0) return 'no links with UDP NIOs';
  const noun = counted(total, 'link');
  const [only] = counts.keys();
  if (counts.size === 1) return `${noun}, ${total === 1 ? '' : 'all '}${only}`;
  const parts = VERDICTS.flatMap((verdict) => (counts.has(verdict) ? [`${counts.get(verdict)} ${verdict}`] : []));
  return `${noun}: ${parts.join(', ')}`;
}
