import { groupBy } from '../../../core/group-by.ts';
import { present } from '../../../core/present.ts';
import {
  type EndLook,
  FATE_OF_DELIVERY,
  type HypervisorLook,
  type LinkLook,
  type Look,
  REFUSED,
  type SocketLook,
  STATE_OF_VERDICT,
} from '../../../output/picture/look.ts';
import { sourceLook } from '../../../output/picture/source-look.ts';
import { endId, idOf } from '../../../output/picture/topology.ts';
import type { HypervisorRow, NioRow, OtherEnd, SimulatedLink, SimulateResult } from '../result.ts';
import { hasSeveralLabs } from './rows.ts';

/** What a picture shows of the labs when everything has happened. */
export function lookOfResult(result: SimulateResult): Look {
  const names = new Names(result);
  const ends = new Map<string, EndLook>();
  for (const nio of result.nios) {
    const id = names.end(nio);
    ends.set(id, { isLit: false, ...ends.get(id), [roleOf(nio)]: socketLook(nio, names) });
  }
  return {
    ends,
    hypervisors: new Map(
      result.hypervisors.map((row) => [names.of(row.lab, row.hypervisor), hypervisorLook(row)] as const),
    ),
    links: new Map(result.links.map((link) => [names.of(link.lab, link.name), linkLook(link)] as const)),
  };
}

/** The ids that a topology has for what a result names. */
class Names {
  private readonly hasLabs: boolean;
  /** Lab and end → the links that have it: several at a LAN. */
  private readonly links: ReadonlyMap<string, ReadonlySet<string>>;

  constructor(result: SimulateResult) {
    this.hasLabs = hasSeveralLabs(result);
    const rows = groupBy(result.nios, (nio) => `${nio.lab}\n${nio.device} ${nio.interface}`);
    this.links = new Map([...rows].map(([key, nios]) => [key, new Set(nios.map(({ link }) => link))]));
  }

  of(lab: string, name: string): string {
    return idOf(this.hasLabs ? lab : undefined, name);
  }

  end({ lab, link, device, interface: port }: Pick<NioRow, 'lab' | 'link' | 'device' | 'interface'>): string {
    return endId(this.hasLabs ? lab : undefined, link, `${device} ${port}`);
  }

  /** An end as a row names it: that of the row's own link where it has one of this name. */
  receiver({ lab: own, link }: NioRow, receiver: OtherEnd): string {
    const lab = receiver.lab ?? own;
    const links = this.links.get(`${lab}\n${receiver.device} ${receiver.interface}`) ?? new Set<string>();
    const [first = link] = links;
    return this.end({ ...receiver, lab, link: lab === own && links.has(link) ? link : first });
  }
}

/** Frames go to the far end from the only socket of an end, or from the outer one of its uBridge. */
function roleOf({ tunnel, owner }: NioRow): 'link' | 'router' | 'tunnel' {
  if (!tunnel) return 'link';
  return owner === 'ubridge' ? 'tunnel' : 'router';
}

function socketLook(nio: NioRow, names: Names): SocketLook {
  const { localPort, bind, frames } = nio;
  if (bind.outcome === 'refused') return { port: String(bind.port || localPort), ...REFUSED };
  const port = bind.port === 0 ? '?' : String(bind.port);
  const to = frames.receiver && { to: names.receiver(nio, frames.receiver) };
  return { port, fate: FATE_OF_DELIVERY[frames.to], ...to };
}

function hypervisorLook({ baseUdp: base, nextPort: next, pool }: HypervisorRow): HypervisorLook {
  return { ...sourceLook(present({ base, next, pool })), hasMoved: false, isStopped: false };
}

function linkLook({ verdict, reason }: SimulatedLink): LinkLook {
  return { state: STATE_OF_VERDICT[verdict], verdict: reason === undefined ? verdict : `${verdict}, ${reason}` };
}
