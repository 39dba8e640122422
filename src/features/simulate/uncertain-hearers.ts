import { isLoopback } from '../../core/address/host.ts';
import { wrapPort } from '../../core/address/port.ts';
import type { Prediction } from '../../core/kernel/prediction.ts';
import { NO_SOCKET, type PredictedSocket } from '../../core/kernel/socket.ts';

/**
 * The sockets of which it is not known what they hear: those that may be the receiver of a frame which is
 * not known to arrive anywhere, those that may not exist, and those whose peer is outside the lab.
 * `uncertain` are the sockets with such a bind, or such frames.
 */
export function* uncertainHearers(
  uncertain: readonly PredictedSocket[],
  prediction: Prediction,
): Generator<number, void, undefined> {
  let byPort: Map<number, PredictedSocket[]> | undefined;
  for (const socket of uncertain) {
    if (socket.bind === 'unknown' || socket.delivery === 'outside') yield socket.index;
    if (socket.delivery !== 'unknown') continue;
    if (socket.candidate !== NO_SOCKET) {
      yield socket.candidate;
      continue;
    }
    byPort ??= socketsByPort(prediction);
    for (const other of byPort.get(wrapPort(socket.remotePort)) ?? []) {
      if (mayHear(other, socket)) yield other.index;
    }
  }
}

function mayHear(receiver: PredictedSocket, sender: PredictedSocket): boolean {
  const { remoteAddress } = sender.route;
  const isThere = isLoopback(remoteAddress)
    ? receiver.machine === sender.machine
    : receiver.route.localAddress === remoteAddress;
  return isThere && (receiver.remotePort === 0 || receiver.remotePort === sender.port);
}

function socketsByPort(prediction: Prediction): Map<number, PredictedSocket[]> {
  const byPort = new Map<number, PredictedSocket[]>();
  for (const socket of prediction.sockets()) {
    const sockets = byPort.get(socket.port);
    if (sockets === undefined) byPort.set(socket.port, [socket]);
    else sockets.push(socket);
  }
  return byPort;
}
