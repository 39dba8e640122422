import type { Prediction } from '../kernel/prediction.ts';
import type { PredictedSocket } from '../kernel/socket.ts';
import { counted } from '../text/counted.ts';
import type { Check } from './check.ts';
import { consequencesFor, endOf } from './consequences.ts';
import type { CheckContext } from './context.ts';
import { locationsOf } from './locations-of.ts';
import { overlap, rangeAround, type UsedRange } from './used-range.ts';

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
    const reported = new Set<string>();
    for (const socket of prediction.collidingSockets()) {
      const holder = prediction.socket(socket.holder);
      if (isExplained(context, socket, holder)) continue;
      // One finding for each pair of hypervisors says it all; thousands of ports would bury it.
      const pair = `${holder.lab} ${holder.nio.hypervisor.name} ${socket.lab} ${socket.nio.hypervisor.name}`;
      if (reported.has(pair)) continue;
      reported.add(pair);
      yield {
        severity: context.collisionSeverity([holder.nio.hypervisor, socket.nio.hypervisor]),
        message: `${endOf(holder)} on ${holder.nio.hypervisor.name} and ${endOf(socket)} on ${socket.nio.hypervisor.name} both want UDP port ${socket.port}${alsoOn(prediction, pair)}`,
        evidence: {
          hypervisors: [holder.nio.hypervisor.name, socket.nio.hypervisor.name],
          ports: [String(socket.port)],
          links: [holder.nio.link.name, socket.nio.link.name],
          locations: locationsOf(holder.nio.link, socket.nio.link),
        },
        consequences: consequencesFor(context, [holder.nio.hypervisor, socket.nio.hypervisor]),
        remedy: { text: remedyFor(socket, holder) },
        location: socket.nio.link.location,
      };
    }
  },
};

function alsoOn(prediction: Prediction, pair: string): string {
  let count = 0;
  for (const socket of prediction.collidingSockets()) {
    const holder = prediction.socket(socket.holder);
    if (`${holder.lab} ${holder.nio.hypervisor.name} ${socket.lab} ${socket.nio.hypervisor.name}` === pair) count++;
  }
  return count > 1 ? ` (and ${counted(count - 1, 'more port')})` : '';
}

function remedyFor(socket: PredictedSocket, holder: PredictedSocket): string {
  const explicit = [socket, holder].find((one) => one.nio.explicit);
  if (explicit !== undefined)
    return `write another local port for ${endOf(explicit)}, and tell the other end of its tunnel`;
  const wrapped = [socket, holder].find((one) => one.port !== one.nio.localPort);
  if (wrapped !== undefined)
    return `give ${wrapped.nio.hypervisor.name} a base UDP from which it does not count past 65535`;
  return socket.lab === holder.lab
    ? 'write one name for the host, so that its ports are counted once'
    : 'run the two labs on different hosts, or under one server that knows both';
}

/** Overlapping ranges, and an explicit NIO inside a range, are findings of their own. */
function isExplained(context: CheckContext, socket: PredictedSocket, holder: PredictedSocket): boolean {
  const explicit = [socket, holder].filter((one) => one.nio.explicit);
  if (explicit.length === 2) return false;
  if (explicit.length === 1)
    return explicit.some((one) => rangeAround(context.ranges, one.machine, one.nio.localPort) !== undefined);
  const rangeOf = ({ nio }: PredictedSocket): UsedRange | undefined =>
    context.ranges.find(
      (range) => range.hypervisor === nio.hypervisor && nio.localPort >= range.first && nio.localPort < range.next,
    );
  const a = rangeOf(socket);
  const b = rangeOf(holder);
  return a !== undefined && b !== undefined && a !== b && overlap(a, b);
}
