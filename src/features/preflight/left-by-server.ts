import { portListText, portRanges } from '../../core/address/port-ranges.ts';
import { counted } from '../../core/text/counted.ts';
import { endCommand } from '../../core/text/system-commands.ts';
import type { PreflightDetail } from './result.ts';

/** The emulators of this host that a GNS3 server has left behind. */
export interface LeftByServer {
  /** Ascending. */
  readonly processes: readonly { readonly pid: number; readonly name: string }[];
  /** UDP ports that they hold, ascending. */
  readonly udpPorts: readonly number[];
  /** Those of them that the server gives to the lab all the same, because the sockets share them. */
  readonly givenOut: readonly number[];
  /** Those that the lab would have and the server passes over. */
  readonly passedOver: readonly number[];
  /** True if a Dynamips of a router of the lab is among them. */
  readonly locksRouter: boolean;
  /** Their hypervisors, `host:port`, that have routers which run. */
  readonly running: readonly string[];
  /** True if none of them has a router, or may have one. */
  readonly isIdle: boolean;
}

/** One finding for all of them, whichever question meets them (docs/FACTS.md, "Processes of GNS3"). */
export function leftByServerDetail(left: LeftByServer): PreflightDetail {
  const { processes, udpPorts, running, locksRouter, givenOut } = left;
  const [first] = processes;
  const isOne = processes.length === 1;
  const who = isOne && first !== undefined ? first.name : counted(processes.length, 'process', 'processes');
  const ports = udpPorts.length === 0 ? 'no UDP port' : `${counted(udpPorts.length, 'UDP port')} (${text(udpPorts)})`;
  // One that stays would be in the way of the next project.
  const kill = `\`${endCommand(processes.map(({ pid }) => pid))}\``;
  const title = `${who} of a server that is gone ${isOne ? 'holds' : 'hold'} ${ports}`;
  const [target] = running;
  return {
    severity: locksRouter || givenOut.length > 0 ? 'error' : 'warning',
    rule: 'orphan',
    about: processes.map(({ name }) => name),
    message: `${title}${harm(left)}`,
    remedy:
      target === undefined
        ? `if ${isOne ? 'it is' : 'they are'} not in use any more: ${kill}`
        : `look at the routers that run first: \`niostat probe ${target}\`; ${kill} ends them`,
    cause: { id: 'left by a server', title, items: [{ what: text(udpPorts) }] },
  };
}

/** A router's lock file is held by the Dynamips that has made it; the project is refused as a whole. */
function harm({ locksRouter, givenOut, passedOver }: LeftByServer): string {
  if (locksRouter) {
    return '. A Dynamips of this project is one of them and locks its router: the project does not open at all (409)';
  }
  if (givenOut.length > 0) {
    return `. The server gives ${text(givenOut)} out again: links are dead, or the project does not open (409)`;
  }
  return passedOver.length === 0
    ? ''
    : `. The server passes ${text(passedOver)} over: the lab's ports are higher than niostat simulate says`;
}

function text(ports: readonly number[]): string {
  return portListText(portRanges(ports));
}
