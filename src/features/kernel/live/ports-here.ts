import { WorldError } from '../../../core/errors/world-error.ts';
import { readSystemRanges } from '../../../world/network/system-ranges.ts';
import { socketsOfThisHost } from '../../../world/sockets/this-host.ts';
import { type FreePorts, freePortsOf } from '../choose-ports.ts';

/**
 * The ports of one protocol that nobody on this host has now. Throws `WorldError` if its sockets cannot be
 * read.
 */
export async function freePortsHere(protocol: 'udp' | 'tcp'): Promise<FreePorts> {
  const table = await socketsOfThisHost({
    allOwners: false,
    next: 'niostat kernel uses only ports that it knows to be free',
  });
  const rows = table.rows.filter((row) => row.protocol === protocol);
  // What a socket is connected to is not taken either: somebody may be about to open it.
  const taken = new Set(rows.flatMap(({ localPort, remotePort }) => [localPort, remotePort ?? 0]));
  const ranges = await readSystemRanges();
  const systems = ranges === undefined ? [] : [ranges.ephemeral, ...ranges.reserved, ...ranges.excluded];
  return freePortsOf({ taken, systems });
}

/** There are no ports that a run could take. */
export function noPorts(): WorldError {
  return new WorldError('NO_PORTS', 'this host has no free ports outside the ranges of labs', {
    next: 'see who has them: niostat links -a',
  });
}
