import { THIS_MACHINE } from '../address/host.ts';
import { groupBy } from '../group-by.ts';
import type { PredictedLink } from '../kernel/prediction.ts';
import type { PredictedSocket } from '../kernel/socket.ts';
import { isBroken } from '../kernel/verdict.ts';
import { counted } from '../text/counted.ts';
import type { Check } from './check.ts';
import type { CheckContext } from './context.ts';
import { endOf } from './harm.ts';
import { locationsOf } from './locations-of.ts';

/** A link between two machines: the socket on this one, and the one that takes nothing from its address. */
interface Mismatch {
  readonly link: PredictedLink['link'];
  readonly here: PredictedSocket;
  readonly far: PredictedSocket;
}

/**
 * A connected NIO has the source address that the kernel's route gives, on a host with several addresses not
 * always the one in the lab (docs/FACTS.md, "A UDP NIO"). It is known where the kernel was asked.
 */
export const otherSourceAddress: Check = {
  id: 'NIO026',
  slug: 'other-source-address',
  severity: 'error',
  title: 'This machine sends from another address than the one in the lab',
  *find(context) {
    const groups = groupBy(mismatches(context), ({ here, far }) =>
      [here.route.localAddress, far.route.remoteAddress, here.route.remoteAddress].join(' '),
    );
    for (const group of groups.values()) {
      const [{ link, here, far }] = group as [Mismatch];
      const { localAddress: source, remoteAddress: destination } = here.route;
      const written = far.route.remoteAddress;
      const more = group.length > 1 ? ` and of ${counted(group.length - 1, 'more link')}` : '';
      yield {
        message: `this machine sends to ${destination} from ${source}, but ${endOf(far)} takes frames from ${written} only, and sends its own to ${written}, where ${endOf(here)} takes none: no frame of ${link.name}${more} passes, and no error is shown`,
        evidence: {
          hypervisors: [
            ...new Set(group.flatMap((one) => [one.here.nio.hypervisor.name, one.far.nio.hypervisor.name])),
          ],
          links: group.slice(0, 10).map((one) => one.link.name),
          locations: locationsOf(here.nio.hypervisor),
        },
        remedy: {
          text: `write ${source} instead of ${here.nio.hypervisor.host}, or make the kernel send from ${written}: add "src ${written}" to the route that \`ip route get ${destination}\` shows`,
        },
        location: here.nio.hypervisor.location ?? link.location,
      };
    }
  },
};

function mismatches(context: CheckContext): Mismatch[] {
  const { sources } = context.assumptions;
  const [generation] = context.generations;
  if (sources === undefined || generation === undefined) return [];
  return context.brokenLinks(generation).flatMap(({ link, verdict, sockets }) => {
    if (!isBroken(verdict)) return [];
    const [a, b] = sockets.filter(({ nio }) => !nio.tunnel);
    if (a === undefined || b === undefined) return [];
    const here = [a, b].find(({ machine }) => machine === THIS_MACHINE);
    if (here === undefined) return [];
    const far = here === a ? b : a;
    const isBetween = here.route.machine === far.machine && far.route.machine === here.machine;
    const isKnown = typeof sources.get(here.route.remoteAddress) === 'string' && far.route.refusal === undefined;
    const isOther = here.machine !== far.machine && here.route.localAddress !== far.route.remoteAddress;
    return isBetween && isKnown && isOther ? [{ link, here, far }] : [];
  });
}
