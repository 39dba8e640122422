import type { Allocation } from '../../core/allocation/allocation.ts';
import type { Prediction } from '../../core/kernel/prediction.ts';
import { NO_SOCKET, type PredictedSocket } from '../../core/kernel/socket.ts';
import { programOf } from './programs.ts';
import type { BindResult, EndName, FramesResult, NioRow, OtherEnd } from './result.ts';
import { uncertainHearers } from './uncertain-hearers.ts';

/** A row while it is made: who is heard is known when every end has sent. */
type Draft = NioRow & { readonly hears: OtherEnd[]; hearsUnknown?: true };

/** The NIOs that exist in the end, and which of them is a socket of the prediction. */
export interface NioRows {
  readonly rows: readonly NioRow[];
  rowOf(socket: number): NioRow | undefined;
}

/** Every NIO with what the kernel makes of it, whom it sends to and whom it hears. */
export function nioRows(prediction: Prediction, allocations: readonly Allocation[]): NioRows {
  const rows: Draft[] = [];
  const receivers: number[] = [];
  const placeOf: number[] = [];
  const sockets: PredictedSocket[] = [];
  for (const socket of prediction.sockets()) {
    placeOf[socket.index] = rows.length;
    rows.push(nioRow(prediction, socket, allocations));
    receivers.push(socket.receiver);
    if (isUncertain(socket)) sockets.push(socket);
  }
  const rowOf = (socket: number): Draft | undefined => rows[placeOf[socket] ?? -1];
  for (const [index, receiver] of receivers.entries()) {
    const [sender, hearing] = [rows[index], rowOf(receiver)];
    if (sender !== undefined && hearing !== undefined) hearing.hears.push(seenFrom(hearing.lab, sender));
  }
  for (const socket of uncertainHearers(sockets, prediction)) {
    const row = rowOf(socket);
    if (row !== undefined) row.hearsUnknown = true;
  }
  return { rows, rowOf };
}

/** True if what arrives somewhere depends on something that is not known of this socket. */
function isUncertain({ delivery, bind }: PredictedSocket): boolean {
  return delivery === 'unknown' || delivery === 'outside' || bind === 'unknown';
}

/** Written out for speed: a lab may have a million of them. */
function nioRow(prediction: Prediction, socket: PredictedSocket, allocations: readonly Allocation[]): Draft {
  const { nio, route } = socket;
  const allocation = allocations[socket.lab];
  const program = allocation && programOf(nio, allocation.allocator);
  const lab = allocation?.lab.name ?? '';
  const labOf = (other: PredictedSocket): string => allocations[other.lab]?.lab.name ?? '';
  const named = (index: number): OtherEnd => {
    const other = prediction.socket(index);
    return seenFrom(lab, { ...nameOf(other), lab: labOf(other) });
  };
  return {
    ...nameOf(socket),
    lab,
    link: nio.link.name,
    owner: nio.owner,
    ...(program !== undefined && { program }),
    localPort: nio.localPort,
    remoteHost: nio.remoteHost,
    remotePort: nio.remotePort,
    localAddress: route.localAddress,
    remoteAddress: route.remoteAddress,
    bind: bindOf(socket, named),
    frames: framesOf(prediction, socket, named),
    hears: [],
    explicit: nio.explicit,
    tunnel: nio.tunnel,
  };
}

type Named = (index: number) => OtherEnd;

function bindOf({ bind: outcome, port, holder, route, bindOrigin }: PredictedSocket, named: Named): BindResult {
  const result = { outcome, port, ...bindOrigin };
  if (outcome === 'refused' && route.refusal !== undefined) return { ...result, reason: route.refusal };
  if (holder === NO_SOCKET) return outcome === 'refused' ? { ...result, reason: 'peer-port-zero' } : result;
  const taken = { ...result, holder: named(holder) };
  return outcome === 'refused' ? { ...taken, reason: 'port-taken' } : taken;
}

function framesOf(prediction: Prediction, socket: PredictedSocket, named: Named): FramesResult {
  const { delivery, receiver, candidate, framesOrigin } = socket;
  const to = { to: delivery, ...framesOrigin };
  if (receiver !== NO_SOCKET) return { ...to, receiver: named(receiver) };
  const openName = openNameOf(prediction, socket);
  return openName === undefined ? to : { ...to, openName, candidate: named(candidate) };
}

/** The name on whose address it depends who gets the frames of a socket. */
export function openNameOf(prediction: Prediction, { route, candidate }: PredictedSocket): string | undefined {
  return candidate === NO_SOCKET ? undefined : (route.openName ?? prediction.socket(candidate).route.openName);
}

function nameOf({ nio }: PredictedSocket): EndName {
  return { hypervisor: nio.hypervisor.name, device: nio.device, interface: nio.interface };
}

/** An end as a row of `lab` names it: with its lab only if that is another one. */
function seenFrom(own: string, { hypervisor, device, interface: port, lab }: EndName & { lab: string }): OtherEnd {
  return lab === own ? { hypervisor, device, interface: port } : { hypervisor, device, interface: port, lab };
}
