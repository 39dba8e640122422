import { groupBy } from '../group-by.ts';
import type { Prediction } from '../kernel/prediction.ts';
import type { PredictedSocket } from '../kernel/socket.ts';
import { counted } from '../text/counted.ts';
import type { Check } from './check.ts';
import { consequencesFor } from './consequences.ts';
import type { CheckContext } from './context.ts';
import { endOf } from './harm.ts';
import { locationsOf } from './locations-of.ts';
import { RangeFinder } from './range-finder.ts';
import { overlap, type UsedRange } from './used-range.ts';

/**
 * Two NIOs on one port that no other check explains: written out twice, wrapped around, or from two GNS3
 * servers.
 */
export const portCollision: Check = {
  id: 'NIO005',
  slug: 'port-collision',
  severity: 'error',
  title: 'Two NIOs want one UDP port of one host',
  *find(context) {
    const [generation] = context.generations;
    if (generation === undefined) return;
    const prediction = context.prediction(generation);
    if (!prediction.hasCollisions) return;
    const isExplained = explanation(context.ranges);
    // Nearly always all of them are explained.
    let counts: Map<string, number> | undefined;
    const reported = new Set<string>();
    const written = new Map<string, PredictedSocket>();
    for (const socket of prediction.collidingSockets()) {
      const first = prediction.socket(socket.holder);
      const holder = isExplained(socket, first) ? writtenBefore(socket, written) : first;
      if (holder === undefined) continue;
      // One finding for each pair of hypervisors says it all; thousands of ports would bury it.
      const pair = pairKey(socket, holder);
      if (reported.has(pair)) continue;
      reported.add(pair);
      counts ??= pairCounts(prediction);
      const count = counts.get(pair) ?? 1;
      const also = count > 1 ? ` (and ${counted(count - 1, 'more port')})` : '';
      yield {
        severity: context.collisionSeverity([holder.nio.hypervisor, socket.nio.hypervisor]),
        message: `${nameOf(context, holder, socket)} on ${holder.nio.hypervisor.name} and ${nameOf(context, socket, holder)} on ${socket.nio.hypervisor.name} both want UDP port ${socket.port}${also}`,
        evidence: {
          hypervisors: [holder.nio.hypervisor.name, socket.nio.hypervisor.name],
          ports: [String(socket.port)],
          links: [holder.nio.link.name, socket.nio.link.name],
          locations: locationsOf(holder.nio.link, socket.nio.link),
        },
        consequences: consequencesFor(context, [holder.nio.hypervisor, socket.nio.hypervisor]),
        remedy: { text: remedyFor(context, socket, holder) },
        location: socket.nio.link.location,
        labs: socket.lab === holder.lab ? undefined : [holder, socket].map(({ lab }) => context.labs[lab]?.name ?? ''),
      };
    }
  },
};

/**
 * Of explicit NIOs that all meet a counter's NIO on their port, the first one before `socket`: without the
 * counter they meet each other. `written` has these by machine and port.
 */
function writtenBefore(socket: PredictedSocket, written: Map<string, PredictedSocket>): PredictedSocket | undefined {
  if (!socket.nio.explicit) return undefined;
  const place = `${socket.machine} ${socket.port}`;
  const first = written.get(place);
  if (first === undefined) written.set(place, socket);
  return first;
}

/** How often NIOs of each two hypervisors want one port. */
function pairCounts(prediction: Prediction): Map<string, number> {
  const counts = new Map<string, number>();
  for (const socket of prediction.collidingSockets()) {
    const pair = pairKey(socket, prediction.socket(socket.holder));
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  return counts;
}

function pairKey(socket: PredictedSocket, holder: PredictedSocket): string {
  return `${holder.lab} ${holder.nio.hypervisor.name} ${socket.lab} ${socket.nio.hypervisor.name}`;
}

/** The end of a socket; its lab too, where the other one is in another. */
function nameOf({ labs }: CheckContext, socket: PredictedSocket, other: PredictedSocket): string {
  return socket.lab === other.lab ? endOf(socket) : `${endOf(socket)} in ${labs[socket.lab]?.name}`;
}

function remedyFor(context: CheckContext, socket: PredictedSocket, holder: PredictedSocket): string {
  const explicit = [socket, holder].find((one) => one.nio.explicit);
  if (explicit !== undefined)
    return `write another local port for ${nameOf(context, explicit, explicit === socket ? holder : socket)}, and the same port as the remote port of the other end`;
  const wrapped = [socket, holder].find((one) => one.port !== one.nio.localPort);
  if (wrapped !== undefined)
    return `give ${wrapped.nio.hypervisor.name} a base UDP from which it does not count past 65535`;
  return socket.lab === holder.lab
    ? 'write one name for the host, so that its ports are counted once'
    : 'run the two labs on different hosts, or under one server that knows both';
}

/**
 * Whether another check speaks of two NIOs: overlapping ranges, and an explicit NIO inside a range, are
 * findings of their own.
 */
function explanation(ranges: readonly UsedRange[]): (socket: PredictedSocket, holder: PredictedSocket) => boolean {
  const finder = new RangeFinder(ranges);
  const byHypervisor = groupBy(ranges, ({ hypervisor }) => hypervisor);
  const rangeOf = ({ nio }: PredictedSocket): UsedRange | undefined =>
    byHypervisor.get(nio.hypervisor)?.find(({ first, next }) => nio.localPort >= first && nio.localPort < next);
  return (socket, holder) => {
    const explicit = [socket, holder].filter((one) => one.nio.explicit);
    if (explicit.length === 2) return false;
    if (explicit.length === 1) return explicit.some((one) => finder.find(one.machine, one.nio.localPort) !== undefined);
    const [a, b] = [rangeOf(socket), rangeOf(holder)];
    return a !== undefined && b !== undefined && a !== b && overlap(a, b);
  };
}
