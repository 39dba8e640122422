import { familyOf, isIp } from '../../core/address/ip-address.ts';
import { filterOf } from '../../core/filter/filter.ts';
import { type Hop, LIVE_STATES, type LiveLink } from '../../core/open-project/live-link.ts';

/** What is listed. Links are judged before, so that it changes no judgement. */
export interface SelectionOptions {
  /** ss's filter language; an end is a hop: sport and dport are its ports, process and pid its program. */
  readonly filter?: string | undefined;
  /** Only links with a socket of this family. */
  readonly family?: 4 | 6 | undefined;
}

/** True for links that are listed. Throws an `InputError` if the filter cannot be read. */
export function selectionOf({ filter, family }: SelectionOptions): (link: LiveLink) => boolean {
  const matches = filterOf(filter, LIVE_STATES);
  return (link) => {
    const hops = [...link.hops, ...(link.otherChains ?? []).flat()];
    const isOfFamily = family === undefined || hops.some((hop) => hop.isPresent && familyOfHop(hop) === family);
    return isOfFamily && matches({ state: link.state, link: link.name, ends: hops.map(filterEnd) });
  };
}

/** A name such as `localhost` is none: GNS3 tells its programs addresses, and 127.0.0.1 within a host. */
function familyOfHop({ remoteHost }: Hop): 4 | 6 | undefined {
  return remoteHost !== undefined && isIp(remoteHost) ? familyOf(remoteHost) : undefined;
}

/** No command tells the address that a hop is bound to. */
function filterEnd({ program, node, pid, localPort, remoteHost, remotePort }: Hop) {
  return {
    localAddress: '*',
    localPort: localPort ?? 0,
    remoteAddress: remoteHost ?? '*',
    remotePort: remotePort ?? 0,
    process: program,
    device: node,
    ...(pid === undefined ? {} : { pid }),
  };
}
