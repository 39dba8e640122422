import { GENERATION_TITLE, type Generation } from '../kernel/dynamips-version.ts';
import { leastSure } from '../kernel/grade.ts';
import type { PredictedLink, Prediction } from '../kernel/prediction.ts';
import { NO_SOCKET, type PredictedSocket } from '../kernel/socket.ts';
import type { Origin } from '../kernel/systems/statement.ts';
import type { Hypervisor } from '../lab/lab.ts';
import { counted } from '../text/counted.ts';
import { listed } from '../text/listed.ts';
import type { CollisionIndex } from './collision-index.ts';
import type { CheckContext } from './context.ts';
import type { Consequence } from './finding.ts';
import type { FirstOnes } from './first-ones.ts';

/**
 * What the users of these hypervisors will see when the lab starts, for each generation of Dynamips that may
 * be running.
 */
export function consequencesFor(context: CheckContext, hypervisors: readonly Hypervisor[]): Consequence[] {
  const concerned = new Set(hypervisors);
  return context.generations.map((generation) => {
    const collisions = context.collisions(generation);
    const text = describe(context.prediction(generation), generation, { collisions, concerned });
    return { dynamips: GENERATION_TITLE[generation], text, ...originOf(context, generation, concerned) };
  });
}

/** What the sentence rests on: the least sure statement about the example in it. */
function originOf(context: CheckContext, generation: Generation, concerned: ReadonlySet<Hypervisor>): Origin {
  const collisions = context.collisions(generation);
  if (collisions.collidingPorts(concerned, 'unknown').count > 0) return { grade: 'unknown', place: '' };
  const { first } = collisions.brokenOn(concerned);
  const { bind, receiver } = context.kernel.answerTo(
    generation === 'from-0.2.18' ? 'reuse-reuse-different' : 'plain-plain-different',
  );
  const origins: readonly Origin[] = first?.sockets.flatMap((one) => [one.bindOrigin, one.framesOrigin]) ?? [
    bind,
    receiver,
  ];
  const worst = leastSure(origins.map(({ grade }) => grade));
  const { grade, place } = origins.find((origin) => origin.grade === worst) ?? bind;
  return { grade, place };
}

function describe(
  prediction: Prediction,
  generation: Generation,
  { collisions, concerned }: { collisions: CollisionIndex; concerned: ReadonlySet<Hypervisor> },
): string {
  const unknown = collisions.collidingPorts(concerned, 'unknown');
  if (unknown.count > 0) {
    return `${ports(unknown)} wanted twice; what this system or wrapper does then is not established: expect it to fail`;
  }
  const fallback = collisions.collidingPorts(concerned, 'fallback');
  if (fallback.count > 0) {
    return `no error is shown; for ${ports(fallback)} the next address of its name is tried: ${fallback.count === 1 ? 'that NIO sits' : 'those NIOs sit'} on 127.0.0.1, and the far ends on ::1 never meet ${fallback.count === 1 ? 'it' : 'them'}`;
  }
  const refused = collisions.collidingPorts(concerned, 'refused');
  const broken = collisions.brokenOn(concerned);
  const sentence = broken.first === undefined ? '' : harmOf(prediction, broken.first, collisions);
  const harm = sentence === '' ? '' : `; ${sentence}${others(broken.count - 1)}`;
  if (refused.count > 0) {
    const names = [...new Set(collisions.refusing(concerned).map(({ name }) => name))];
    return `${listed(names)} ${names.length === 1 ? 'answers' : 'answer'} "206-unable to create UDP NIO" for ${ports(refused)}${harm}`;
  }
  const colliding = collisions.collidingPorts(concerned, 'all');
  if (colliding.count === 0) return 'no port is taken twice';
  if (sentence === '') {
    return `no error is shown; ${ports(colliding)} shared, and since all peers differ every frame still arrives`;
  }
  return `${generation === 'from-0.2.18' ? 'no error is shown at all' : 'no error is shown'}${harm}`;
}

function ports({ count, first }: FirstOnes): string {
  const examples = first.join(', ');
  if (count === 1) return `port ${examples}`;
  return count > first.length ? `${count} ports (${examples}, …)` : `ports ${examples}`;
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
function harmOf(prediction: Prediction, { link, sockets }: PredictedLink, collisions: CollisionIndex): string {
  const open = sockets.filter((socket) => socket.bind !== 'refused');
  if (open.length === 0) return `${link.name} has no NIO at all`;
  const winner = open.find((socket) => open.filter((other) => other.receiver === socket.index).length > 1);
  if (open.some(({ delivery, candidate }) => delivery === 'unknown' && candidate === NO_SOCKET)) {
    return `who gets the frames of ${link.name} is not established: expect it to fail`;
  }
  const sentences = winner === undefined ? [] : [winning(winner, open)];
  for (const socket of open) {
    sentences.push(...sending(prediction, socket, winner));
    if (socket !== winner && starves(socket, sockets, collisions)) sentences.push(`${endOf(socket)} receives nothing`);
  }
  return sentences.join('; ');
}

function winning(winner: PredictedSocket, open: readonly PredictedSocket[]): string {
  const order = open.every(({ index }) => index <= winner.index) ? 'last' : 'first';
  return `${endOf(winner)} on ${winner.nio.hypervisor.name}, connected ${order}, gets all frames of the link, its own too`;
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
function starves(socket: PredictedSocket, ofLink: readonly PredictedSocket[], collisions: CollisionIndex): boolean {
  if (socket.delivery === 'self') return false;
  if (!socket.nio.explicit) return !ofLink.some((other) => other.receiver === socket.index);
  return socket.delivery === 'outside' && collisions.hasNewerTwin(socket);
}
