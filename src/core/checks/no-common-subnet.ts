import { meansThisMachine } from '../address/host.ts';
import type { Allocation } from '../allocation/allocation.ts';
import { groupBy } from '../group-by.ts';
import type { Hypervisor, Link } from '../lab/lab.ts';
import type { Check } from './check.ts';
import type { FindingDetails } from './finding.ts';
import { livingLinks } from './lab-links.ts';
import { locationsOf } from './locations-of.ts';

/** A link between two servers, of which the first is known by a loopback address only. */
interface Crossing {
  readonly link: Link;
  readonly near: Hypervisor;
  readonly far: Hypervisor;
}

/**
 * A GNS3 server trusts two addresses that are not those of the loopback. Otherwise it compares the interfaces
 * of both computes, and refuses the link if no two are on one subnet (gns3-server `controller/compute.py`,
 * `get_ip_on_same_subnet`; `controller/udp_link.py`). What interfaces there are no project says.
 */
export const noCommonSubnet: Check = {
  id: 'NIO025',
  slug: 'no-common-subnet',
  severity: 'warning',
  title: 'GNS3 has to find a subnet that two linked servers have in common',
  *find({ allocations }) {
    for (const allocation of allocations) {
      if (!allocation.hypervisors.some(({ picksAddress }) => picksAddress)) continue;
      const pairs = groupBy(crossings(allocation), ({ near, far }) => `${near.name} ${far.name}`);
      for (const pair of pairs.values()) yield describe(pair);
    }
  },
};

function* crossings({ lab, placement }: Allocation): Generator<Crossing, void, undefined> {
  for (const link of livingLinks(lab)) {
    if (link.b.type !== 'device') continue;
    const [a, b] = [link.a.device, link.b.device].map((device) => device && placement.get(device));
    if (a === undefined || b === undefined || a === b || !a.picksAddress || !b.picksAddress) continue;
    if (meansThisMachine(a.host)) yield { link, near: a, far: b };
    else if (meansThisMachine(b.host)) yield { link, near: b, far: a };
  }
}

function describe(pair: readonly Crossing[]): FindingDetails {
  const [{ near, far, link }] = pair as [Crossing];
  const links = pair.length === 1 ? link.name : `${pair.length} links, such as ${link.name},`;
  const areBoth = meansThisMachine(far.host);
  return {
    severity: areBoth ? 'warning' : 'note',
    message: areBoth
      ? `GNS3 knows ${near.name} and ${far.name} by loopback addresses only: it refuses ${links} and does not open the project, unless it finds two different addresses on one subnet`
      : `GNS3 needs an address of ${near.name} on a subnet of ${far.name} for ${links}; without one it refuses the link and does not open the project`,
    evidence: {
      hypervisors: [near.name, far.name],
      links: pair.slice(0, 10).map((one) => one.link.name),
      locations: locationsOf(near, far),
    },
    remedy: {
      text: areBoth
        ? `give the servers addresses by which they reach each other, or move the devices of such a link to one server`
        : `make sure that this machine has an address on a subnet of ${far.host}; or write host = ADDRESS in gns3_server.conf, which GNS3 uses without a check`,
    },
    location: far.location ?? link.location,
  };
}
