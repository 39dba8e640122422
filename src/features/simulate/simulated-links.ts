import { failureReasons, linksNotMade } from '../../core/allocation/links-not-made.ts';
import type { Prediction } from '../../core/kernel/prediction.ts';
import type { PredictedSocket } from '../../core/kernel/socket.ts';
import type { Verdict } from '../../core/kernel/verdict.ts';
import type { Lab, Link } from '../../core/lab/lab.ts';
import type { LabModel } from '../../core/model/lab-model.ts';
import { present } from '../../core/present.ts';
import { type NioRows, openNameOf } from './nio-rows.ts';
import type { SimulatedEnd, SimulatedLink } from './result.ts';

/** Links with NIOs in the order of creation, then the links that are never made; each link once. */
export function simulatedLinks(model: LabModel, prediction: Prediction, nios: NioRows): SimulatedLink[] {
  const { labs, allocations } = model;
  const failures = allocations.map((allocation) => failureReasons(allocation));
  const made = [...prediction.links()].map(({ link, lab, verdict, sockets }) => {
    const reason = failures[lab]?.get(link) ?? (verdict === 'unknown' ? openReason(prediction, sockets) : undefined);
    const ends = verdict === 'ok' ? undefined : endsOf(sockets, nios);
    return simulatedLink(labs[lab], link, { verdict, reason, ends });
  });
  const neverMade = allocations.flatMap((allocation, index) =>
    linksNotMade(allocation).map(({ link, reason }) => simulatedLink(labs[index], link, { verdict: 'dead', reason })),
  );
  return [...made, ...neverMade];
}

/** The name on which it depends whether frames pass. */
function openReason(prediction: Prediction, sockets: readonly PredictedSocket[]): string | undefined {
  const [name] = sockets.map((socket) => openNameOf(prediction, socket)).filter((openName) => openName !== undefined);
  return name === undefined ? undefined : `it is not known which address ${name} has, and so whether the ends meet`;
}

function simulatedLink(
  lab: Lab | undefined,
  link: Link,
  { verdict, reason, ends }: { verdict: Verdict; reason?: string | undefined; ends?: SimulatedEnd[] | undefined },
): SimulatedLink {
  return present({ lab: lab?.name ?? '', name: link.name, verdict, reason, location: link.location, ends });
}

function endsOf(sockets: readonly PredictedSocket[], nios: NioRows): SimulatedEnd[] {
  return (['a', 'b'] as const).flatMap((end) => {
    const ofEnd = sockets.filter(({ nio }) => nio.end === end);
    const [outer] = ofEnd.filter(({ nio }) => !nio.tunnel);
    if (outer === undefined) return [];
    const row = nios.rowOf(outer.index);
    const isRouterThere = ofEnd.some(({ nio, index }) => nio.owner === 'hypervisor' && nios.rowOf(index) !== undefined);
    const isTunnelBroken = ofEnd.some(({ nio, delivery }) => nio.tunnel && delivery !== 'peer');
    return present({
      hypervisor: outer.nio.hypervisor.name,
      device: outer.nio.device,
      interface: outer.nio.interface,
      socket: row === undefined ? 'stopped' : row.bind.outcome === 'refused' ? 'refused' : 'open',
      ubridgeEnded: row === undefined && isRouterThere ? true : undefined,
      to: outer.delivery,
      receiver: row?.frames.receiver,
      hears: row?.hears ?? [],
      hearsUnknown: row?.hearsUnknown,
      tunnelBroken: isTunnelBroken ? true : undefined,
    } as const);
  });
}
