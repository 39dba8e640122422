import { createServer, type Server } from 'node:net';
import { WorldError } from '../../../core/errors/world-error.ts';
import { socketsOfThisHost } from '../../../world/sockets/this-host.ts';
import type { Place } from '../exercise.ts';
import { PLACE_COUNT, PLACE_SIZE, placeOf } from '../places.ts';

/** A place that is nobody else's until it is released. */
export interface ClaimedPlace {
  readonly place: Place;
  release(): Promise<void>;
}

const HOST = '127.0.0.1';

/**
 * Takes the first place whose ports are all free, or `only` that one. Who has a place listens on the last of
 * its control ports, which the system lets one process do. Throws `WorldError` if there is none.
 */
export async function claimPlace(only?: number): Promise<ClaimedPlace> {
  const numbers = only === undefined ? Array.from({ length: PLACE_COUNT }, (_, number) => number) : [only];
  let taken: string | undefined;
  for (const number of numbers) {
    const place = placeOf(number);
    const lock = await listenOn(place.control + PLACE_SIZE.control - 1);
    if (lock === undefined) {
      taken = 'a practice runs there';
      continue;
    }
    // The table is read when nobody else can take the place any more.
    taken = await inTheWay(place);
    const release = (): Promise<void> => closed(lock);
    if (taken === undefined) return { place, release };
    await release();
  }
  throw only === undefined ? noneFree() : notAgain(placeOf(only), taken ?? '');
}

async function listenOn(port: number): Promise<Server | undefined> {
  const server = createServer((socket) => socket.destroy());
  // It is there as long as something else goes on.
  server.unref();
  return await new Promise((resolve) => {
    server.once('error', () => resolve(undefined));
    server.listen({ host: HOST, port, exclusive: true }, () => resolve(server));
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}

/** A socket that has a port of the place, in words. */
async function inTheWay({ control, udp, console: consoles }: Place): Promise<string | undefined> {
  const { rows } = await socketsOfThisHost({ allOwners: false, next: 'practice needs /proc/net' });
  const isIn = (port: number, first: number, count: number): boolean => port >= first && port < first + count;
  const row = rows.find(({ protocol, state, localPort }) =>
    protocol === 'udp'
      ? isIn(localPort, udp, PLACE_SIZE.udp)
      : state === 'LISTEN' &&
        (isIn(localPort, control, PLACE_SIZE.control - 1) || isIn(localPort, consoles, PLACE_SIZE.console)),
  );
  return row && `${row.protocol.toUpperCase()} port ${row.localPort} is in use`;
}

function noneFree(): WorldError {
  return new WorldError('NO_PLACE', `none of the ${PLACE_COUNT} places for a practice is free on this machine`, {
    next: 'end practices that are not needed any more, or practise without sockets: add --played',
  });
}

/** The numbers are in the student's file, so no other place will do. */
function notAgain({ control, udp }: Place, taken: string): WorldError {
  const ports = `TCP ${control}-${control + PLACE_SIZE.control - 1}, UDP ${udp}-${udp + PLACE_SIZE.udp - 1}`;
  return new WorldError('PLACE_IN_USE', `the ports of this practice (${ports}) are not free: ${taken}`, {
    next: 'end what has them, such as this practice in another terminal; or begin anew in another folder: add --folder NAME',
  });
}
