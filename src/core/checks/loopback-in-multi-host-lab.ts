import { isLoopback, THIS_MACHINE } from '../address/host.ts';
import type { Allocation } from '../allocation/allocation.ts';
import { groupBy } from '../group-by.ts';
import type { Hypervisor, Lab, Link } from '../lab/lab.ts';
import type { Check } from './check.ts';
import type { CheckContext } from './context.ts';
import type { FindingDetails } from './finding.ts';
import { livingLinks } from './lab-links.ts';
import { locationsOf } from './locations-of.ts';
import { ADDRESS_OF_THIS_MACHINE, hostRemedy } from './paste.ts';

/** A loopback name means another machine on every machine: the far end sends its frames to itself. */
export const loopbackInMultiHostLab: Check = {
  id: 'NIO020',
  slug: 'loopback-in-multi-host-lab',
  severity: 'error',
  title: 'localhost is used as a host in a lab that spans hosts',
  *find(context) {
    for (const allocation of context.allocations) {
      if (!allocation.hypervisors.some(({ host }) => isLoopback(host))) continue;
      const crossingOf = groupBy(crossings(context, allocation), ({ near }) => near);
      for (const hypervisor of allocation.hypervisors) {
        const crossing = crossingOf.get(hypervisor);
        if (crossing !== undefined) yield describe(allocation.lab, hypervisor, crossing);
      }
    }
  },
};

/** A link from a hypervisor that is known by a loopback name to one on another machine. */
interface Crossing {
  readonly link: Link;
  readonly near: Hypervisor;
  readonly far: Hypervisor;
}

function* crossings(context: CheckContext, { lab, placement }: Allocation): Generator<Crossing, void, undefined> {
  for (const link of livingLinks(lab)) {
    if (link.b.type !== 'device') continue;
    const [a, b] = [link.a.device, link.b.device].map((device) => device && placement.get(device));
    if (a === undefined || b === undefined) continue;
    const [near, far] = isLoopback(a.host) ? [a, b] : [b, a];
    if (!isLoopback(near.host) || near.picksAddress || context.machineOf(far) === THIS_MACHINE) continue;
    yield { link, near, far };
  }
}

function describe(lab: Lab, hypervisor: Hypervisor, crossing: readonly Crossing[]): FindingDetails {
  const [{ link, far }] = crossing as [Crossing];
  const { name, host, location } = hypervisor;
  const which =
    crossing.length === 1 ? `${link.name} cannot work` : `${crossing.length} links cannot work, such as ${link.name}`;
  return {
    message: `the other hosts are told "${host}" for ${name}, and on each of them that name means itself: ${which}`,
    evidence: {
      hypervisors: [name, ...new Set(crossing.map((one) => one.far.name))],
      links: crossing.slice(0, 10).map((one) => one.link.name),
      locations: locationsOf(hypervisor),
    },
    remedy: hostRemedy(
      lab,
      hypervisor,
      ADDRESS_OF_THIS_MACHINE,
      `write an address of this machine that ${far.host} can reach instead of "${host}"`,
    ),
    location,
  };
}
