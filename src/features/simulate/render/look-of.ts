import {
  type EndLook,
  FATE_OF_DELIVERY,
  type HypervisorLook,
  type LinkLook,
  type Look,
  type SocketLook,
} from '../../../output/picture/look.ts';
import { endId } from '../../../output/picture/topology.ts';
import type { HypervisorRow, NioRow, OtherEnd, SimulatedLink, SimulateResult } from '../result.ts';
import { hasSeveralLabs } from './rows.ts';

/** What a picture shows of the labs when everything has happened. */
export function lookOfResult(result: SimulateResult): Look {
  const hasLabs = hasSeveralLabs(result);
  const idOf = (lab: string, name: string): string => endId(hasLabs ? lab : undefined, name);
  const ends = new Map<string, EndLook>();
  for (const nio of result.nios) {
    const id = idOf(nio.lab, `${nio.device} ${nio.interface}`);
    ends.set(id, { isLit: false, ...ends.get(id), [roleOf(nio)]: socketLook(nio, idOf) });
  }
  return {
    ends,
    hypervisors: new Map(
      result.hypervisors.map((row) => [idOf(row.lab, row.hypervisor), hypervisorLook(row)] as const),
    ),
    links: new Map(result.links.map((link) => [idOf(link.lab, link.name), linkLook(link)] as const)),
  };
}

/** The socket of an end from which frames go to the far end is its only one, or the outer one of its uBridge. */
function roleOf({ tunnel, owner }: NioRow): 'link' | 'router' | 'tunnel' {
  if (!tunnel) return 'link';
  return owner === 'ubridge' ? 'tunnel' : 'router';
}

type Id = (lab: string, name: string) => string;

function socketLook({ lab, localPort, bind, frames }: NioRow, idOf: Id): SocketLook {
  if (bind.outcome === 'refused') return { port: String(bind.port || localPort), fate: 'refused' };
  const port = bind.port === 0 ? '?' : String(bind.port);
  return { port, fate: FATE_OF_DELIVERY[frames.to], ...receiverOf(lab, frames.receiver, idOf) };
}

function receiverOf(lab: string, receiver: OtherEnd | undefined, idOf: Id): { to?: string } {
  if (receiver === undefined) return {};
  return { to: idOf(receiver.lab ?? lab, `${receiver.device} ${receiver.interface}`) };
}

function hypervisorLook({ baseUdp, nextPort, pool }: HypervisorRow): HypervisorLook {
  const base = pool === undefined ? `base ${baseUdp}` : `pool ${pool.first}–${pool.last}`;
  const next = nextPort === undefined ? {} : { next: `next ${nextPort}` };
  return { base, ...next, hasMoved: false, isStopped: false };
}

function linkLook({ verdict, reason }: SimulatedLink): LinkLook {
  const state = verdict === 'ok' ? 'well' : verdict === 'unknown' ? 'unknown' : 'broken';
  return { state, verdict: reason === undefined ? verdict : `${verdict}, ${reason}` };
}
