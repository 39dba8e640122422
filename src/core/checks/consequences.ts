import { GENERATION_TITLE, type Generation } from '../kernel/dynamips-version.ts';
import type { PredictedLink, Prediction } from '../kernel/prediction.ts';
import { NO_SOCKET, type PredictedSocket } from '../kernel/socket.ts';
import type { Hypervisor } from '../lab/lab.ts';
import { counted } from '../text/counted.ts';
import { listed } from '../text/listed.ts';
import type { CheckContext } from './context.ts';
import type { Consequence } from './finding.ts';

/**
 * What the users of these hypervisors will see when the lab starts, for each generation of Dynamips that may
 * be running.
 */
export function consequencesFor(context: CheckContext, hypervisors: readonly Hypervisor[]): Consequence[] {
  const concerned = new Set(hypervisors);
  return context.generations.map((generation) => {
    const prediction = context.prediction(generation);
    const broken = context
      .brokenLinks(generation)
      .filter((link) => link.sockets.some((socket) => socket.holder !== NO_SOCKET || isStolen(socket)))
      .filter((link) => link.sockets.some((socket) => concerned.has(socket.nio.hypervisor)));
    return { dynamips: GENERATION_TITLE[generation], text: describe(prediction, generation, broken, concerned) };
  });
}

/** A NIO whose frames, or whose place, another one has. */
function isStolen(socket: PredictedSocket): boolean {
  return socket.delivery === 'self' || socket.delivery === 'other';
}

function describe(
  prediction: Prediction,
  generation: Generation,
  broken: readonly PredictedLink[],
  concerned: ReadonlySet<Hypervisor>,
): string {
  const colliding = [...prediction.collidingSockets()].filter((socket) => concerned.has(socket.nio.hypervisor));
  const unknown = colliding.filter((socket) => socket.bind === 'unknown');
  if (unknown.length > 0) {
    return `${ports(unknown)} wanted twice; what this system or wrapper does then is not established: expect it to fail`;
  }
  const refused = colliding.filter((socket) => socket.bind === 'refused');
  const [example] = broken;
  const sentence = example === undefined ? '' : harmOf(prediction, example);
  const harm = sentence === '' ? '' : `; ${sentence}${others(broken.length - 1)}`;
  if (refused.length > 0) {
    const names = [...new Set(refused.map((socket) => socket.nio.hypervisor.name))];
    return `${listed(names)} ${names.length === 1 ? 'answers' : 'answer'} "206-unable to create UDP NIO" for ${ports(refused)}${harm}`;
  }
  if (colliding.length === 0) return 'no port is taken twice';
  if (sentence === '') {
    return `no error is shown; ${ports(colliding)} shared, and since all peers differ every frame still arrives`;
  }
  return `${generation === 'from-0.2.18' ? 'no error is shown at all' : 'no error is shown'}${harm}`;
}

function ports(sockets: readonly PredictedSocket[]): string {
  const numbers = [...new Set(sockets.map((socket) => socket.port))];
  const examples = numbers.slice(0, 3).join(', ');
  if (numbers.length === 1) return `port ${examples}`;
  return numbers.length > 3 ? `${numbers.length} ports (${examples}, …)` : `ports ${examples}`;
}

function others(count: number): string {
  if (count <= 0) return '';
  return `; ${counted(count, 'more link is', 'more links are')} broken in such ways`;
}

/** `R1 f0/0`: the end that a socket belongs to. */
export function endOf(socket: PredictedSocket): string {
  return `${socket.nio.device} ${socket.nio.interface}`.trimEnd();
}

/** What happens on one broken link, end by end; empty when there is nothing to add. */
function harmOf(prediction: Prediction, { link, sockets }: PredictedLink): string {
  const open = sockets.filter((socket) => socket.bind !== 'refused');
  if (open.length === 0) return `${link.name} has no NIO at all`;
  const winner = open.find((socket) => open.filter((other) => other.receiver === socket.index).length > 1);
  const sentences =
    winner === undefined
      ? []
      : [`${endOf(winner)} on ${winner.nio.hypervisor.name}, connected last, gets all frames of the link, its own too`];
  for (const socket of open) {
    sentences.push(...sending(prediction, socket, winner));
    if (socket !== winner && starves(prediction, socket, sockets)) sentences.push(`${endOf(socket)} receives nothing`);
  }
  return sentences.join('; ');
}

/** Where the frames of an end go, when that is not where they should. */
function sending(prediction: Prediction, socket: PredictedSocket, winner: PredictedSocket | undefined): string[] {
  const end = endOf(socket);
  if (socket.delivery === 'other') return [`frames of ${end} come out at ${endOf(prediction.socket(socket.receiver))}`];
  if (socket.delivery === 'self' && winner === undefined) return [`frames of ${end} loop back to ${end}`];
  return socket.delivery === 'nobody' ? [`frames of ${end} reach nobody`] : [];
}

/**
 * True if nothing that is sent to this end arrives: no end of the lab gets through, or a later NIO takes it
 * all.
 */
function starves(prediction: Prediction, socket: PredictedSocket, ofLink: readonly PredictedSocket[]): boolean {
  if (socket.delivery === 'self') return false;
  if (!socket.nio.explicit) return !ofLink.some((other) => other.receiver === socket.index);
  if (socket.delivery !== 'outside') return false;
  for (const other of prediction.collidingSockets()) {
    const isTwin =
      other.port === socket.port && other.machine === socket.machine && other.remotePort === socket.remotePort;
    if (
      isTwin &&
      other.index > socket.index &&
      other.bind === 'shared' &&
      other.route.remoteAddress === socket.route.remoteAddress
    )
      return true;
  }
  return false;
}
