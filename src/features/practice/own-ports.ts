import { isLoopback } from '../../core/address/host.ts';
import type { Allocation } from '../../core/allocation/allocation.ts';
import type { Hypervisor, Location } from '../../core/lab/lab.ts';
import type { LabModel } from '../../core/model/lab-model.ts';
import type { Place } from './exercise.ts';
import { PLACE_SIZE } from './places.ts';

/** Where a lab leaves the ports of its practice, and how, in a clause. */
interface Stray {
  readonly location: Location;
  readonly message: string;
}

/** Ports below are those of services of the system, on every system. */
const FIRST_FREE = 1024;

/** A range of ports. */
interface Block {
  readonly first: number;
  readonly last: number;
}

/**
 * The first thing in labs that would take or meet what is not the practice's: a control port or a console
 * outside of its place, which may be a real program's or those of a neighbour, a port of the system, another
 * machine. A base may be anywhere else, for any mend counts: a UDP port that is taken is refused. Pure.
 */
export function strayIn(
  { hypervisors, allocations }: LabModel,
  place: Place,
  { opensConsoles }: { readonly opensConsoles: boolean },
): Stray | undefined {
  // The last control port keeps the place.
  const control = blockOf(place.control, PLACE_SIZE.control - 1);
  const file = allocations[0]?.lab.file ?? '';
  const placeIn = ({ location }: { readonly location?: Location }): Location =>
    location ?? { file, line: 1, column: 1 };
  const stranger = hypervisors.find(({ port }) => !isIn(port, control));
  if (stranger !== undefined) {
    return { location: placeIn(stranger), message: `the port of ${stranger.name} is not yours: ${yours(control)}` };
  }
  for (const allocation of allocations) {
    const stray = strayNio(allocation) ?? (opensConsoles ? strayConsole(allocation, place) : undefined);
    if (stray !== undefined) return { location: placeIn(stray), message: stray.message };
  }
  return undefined;
}

type Found = { readonly location?: Location; readonly message: string } | undefined;

function strayNio({ created }: Allocation): Found {
  for (const { device, interface: port, link, localPort, remoteHost } of created) {
    const end = `${device} ${port}`;
    if (localPort < FIRST_FREE) {
      const message = `${end} gets UDP port ${localPort}, and those below ${FIRST_FREE} are the system's`;
      return { ...at(link), message };
    }
    if (!isLoopback(remoteHost))
      return { ...at(link), message: `${end} sends to ${remoteHost}, and practice stays on this machine` };
  }
  return undefined;
}

function strayConsole({ consoles }: Allocation, place: Place): Found {
  const block = blockOf(place.console, PLACE_SIZE.console);
  const stray = consoles.find(({ port }) => !isIn(port, block));
  if (stray === undefined) return undefined;
  const { device, type, port, hypervisor } = stray;
  const what = type === 'aux' ? 'AUX port' : 'console';
  return { ...at(hypervisor), message: `the ${what} of ${device.name} is TCP port ${port}: ${yours(block)}` };
}

function at({ location }: Pick<Hypervisor, 'location'>): { readonly location?: Location } {
  return location === undefined ? {} : { location };
}

function blockOf(first: number, count: number): Block {
  return { first, last: first + count - 1 };
}

function isIn(port: number, { first, last }: Block): boolean {
  return port >= first && port <= last;
}

function yours({ first, last }: Block): string {
  return `use ${first} to ${last}`;
}
