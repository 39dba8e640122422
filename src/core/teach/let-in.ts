import { addressParts } from '../address/host-port.ts';
import type { LabModel } from '../model/lab-model.ts';
import type { SocketState } from '../trace/trace-state.ts';
import { modelHypervisor } from './model-hypervisor.ts';
import type { Moment, SubjectOf } from './moment.ts';

/**
 * The UDP ports of a machine to which frames of another one come: where its own ends talk to that machine,
 * and where ends there send to.
 */
export function portsLetIn({ after }: Moment, { machine, from, model }: SubjectOf<'firewall'>): number[] {
  const ports = new Set<number>();
  for (const socket of after.sockets) {
    if (socket.isClosed || socket.bind === 'refused') continue;
    const { remote, boundPort } = socket;
    if (remote === undefined) continue;
    const destination = destinationOf(model, socket, remote);
    if (socket.machine === machine && destination === from && boundPort !== undefined) ports.add(boundPort);
    if (socket.machine === from && destination === machine) ports.add(Number(addressParts(remote).port));
  }
  return [...ports].sort((a, b) => a - b);
}

/** The machine that a socket sends to, as its host understands the address. */
function destinationOf(model: LabModel, socket: SocketState, remote: string): string | undefined {
  const host = modelHypervisor(model, socket)?.host;
  return host === undefined ? undefined : model.machines.destinationOf(host, addressParts(remote).host);
}
