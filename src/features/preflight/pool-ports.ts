import { portListText, portRanges } from '../../core/address/port-ranges.ts';
import { workingDirectory } from '../../core/open-project/working-directory.ts';
import { counted } from '../../core/text/counted.ts';
import { endCommand } from '../../core/text/system-commands.ts';
import type { PreflightDetail } from './result.ts';

/** A UDP port that a lab gets from the pool of a GNS3 server of this host. */
export interface PoolPort {
  readonly port: number;
  /** `R1 f0/0`, or `PC1, when it starts`. */
  readonly neededBy: string;
}

/**
 * Who has a port: another program, this lab, which is open, another project of the server, or one of the two
 * that this user may not tell apart.
 */
export type Holding = 'foreign' | 'lab' | 'other project' | 'some project';

/** A port of the pool that somebody has already. */
export interface HeldPort extends PoolPort {
  /** The programs, as one list. */
  readonly holders: string;
  /** Of those that were left over when the program that started them ended. */
  readonly orphans: readonly number[];
  readonly holding: Holding;
  /**
   * Whether the server gives the port out all the same, because those sockets share it; undefined if that is
   * not known.
   */
  readonly isGivenOut: boolean | undefined;
}

/**
 * The folder of the GNS3 project that an emulator serves, by the directory in which it works; undefined for
 * other programs (docs/FACTS.md, "Processes of GNS3").
 */
export function projectOf(directory: string | undefined): string | undefined {
  return workingDirectory(directory)?.folder;
}

/**
 * What held ports mean to a project that is opened now: a port that is held without SO_REUSEADDR is passed
 * over, so that all later ones move; one that is shared is given out again (docs/FACTS.md, "Testing whether a
 * port is free"). `knowsServer`: what the server says that it has given out is not among the needed ports.
 */
export function poolDetails(held: readonly HeldPort[], knowsServer = false): PreflightDetail[] {
  const groups = new Map<string, HeldPort[]>();
  for (const one of held) {
    const key = `${one.holding} ${one.isGivenOut} ${one.holding === 'foreign' ? one.holders : ''}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].map((some) => detailOf(some, knowsServer));
}

function detailOf(held: readonly HeldPort[], knowsServer: boolean): PreflightDetail {
  const [first] = held as [HeldPort];
  if (first.holding === 'lab') return labIsOpen(held);
  const ports = portListText(portRanges(held.map(({ port }) => port)));
  if (first.holding === 'other project' && knowsServer) {
    return {
      // Which project they are of, and whether it is open, their folder says and not the server.
      severity: 'warning',
      rule: 'forgotten-ports',
      about: held.map(({ port }) => `UDP ${port}`),
      message: `emulators of another project have UDP ${ports}, and the server does not know it (${first.holders}): it gives ${held.length === 1 ? 'this port' : 'these ports'} to the project, too, and frames go to the wrong node`,
      remedy: `if that project is open, close it in GNS3, which ends them, and open it again; if it is not, or was deleted: \`${endCommand(pidsIn(held))}\``,
    };
  }
  if (first.holding === 'other project') {
    return {
      severity: 'warning',
      rule: 'other-project',
      about: [],
      message: `other projects of the server have ${counted(held.length, 'UDP port')} that the lab would get (${ports}): its ports will be higher than niostat simulate says`,
      remedy: 'name the projects in the order in which they were opened: niostat simulate FIRST SECOND',
    };
  }
  if (first.holding === 'some project') {
    return {
      severity: 'warning',
      rule: 'open-project',
      about: [],
      message: `a project of the server is open and has ${counted(held.length, 'UDP port')} that the lab would get (${ports}). If it is this one and was edited since, its ports are not what the file says; if it is another, those of the lab will be higher than niostat simulate says`,
      remedy: 'ask as root, who may see which project it is',
    };
  }
  const others = held.length === 1 ? '' : `, and ${counted(held.length - 1, 'other')} of the lab`;
  const message = `${first.holders} has UDP port ${ports}, which ${first.neededBy} needs${others}`;
  return first.isGivenOut === false ? passedOver(message, first) : givenOut(message, held, first.isGivenOut);
}

/** Those of `dynamips (pid 7), ubridge (pid 8)`, ascending. */
function pidsIn(held: readonly HeldPort[]): number[] {
  const found = held.flatMap(({ holders }) => [...holders.matchAll(/\(pid (\d+)\)/g)].map(([, pid]) => Number(pid)));
  return [...new Set(found)].sort((a, b) => a - b);
}

function passedOver(message: string, { port }: HeldPort): PreflightDetail {
  return {
    severity: 'warning',
    rule: 'pool-port-passed-over',
    about: [`UDP ${port}`],
    message: `${message}: the server passes it over, so that the lab's ports are higher than niostat simulate says`,
    remedy: 'nothing, unless a firewall goes by the numbers; else stop it before the project is opened',
  };
}

function givenOut(message: string, held: readonly HeldPort[], isKnown: boolean | undefined): PreflightDetail {
  const orphans = [...new Set(held.flatMap((one) => one.orphans))];
  return {
    severity: isKnown === undefined ? 'warning' : 'error',
    rule: isKnown === undefined ? 'pool-port-held' : 'pool-port-shared',
    about: held.slice(0, 1).map(({ port }) => `UDP ${port}`),
    message:
      isKnown === undefined
        ? `${message}: whether the server gives it out all the same is not known`
        : `${message}. The server gives it out all the same, because the socket shares its port: the link is dead, or the project does not open (409)`,
    remedy:
      orphans.length > 0
        ? `it is left from an earlier project; if it is not in use any more: ${endCommand(orphans)}`
        : 'stop it before the project is opened',
  };
}

function labIsOpen(held: readonly HeldPort[]): PreflightDetail {
  return {
    severity: 'warning',
    rule: 'lab-runs',
    about: [],
    message: `the project is open: its emulators have ${counted(held.length, 'UDP port')} of it. If it was edited since it was opened, its ports are not what the file says`,
    remedy: 'niostat links says how it is; to begin anew, close the project first',
  };
}
