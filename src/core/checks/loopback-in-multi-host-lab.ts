import { isLoopback, THIS_MACHINE } from '../address/host.ts';
import type { Check } from './check.ts';
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
    for (const { lab, hypervisors, placement } of context.allocations) {
      const remote = hypervisors.filter((hypervisor) => context.machineOf(hypervisor) !== THIS_MACHINE);
      if (remote.length === 0) continue;
      const living = [...livingLinks(lab)].filter(({ a, b }) => {
        const ends = [a, b].map((end) => (end.type === 'device' && end.device ? placement.get(end.device) : undefined));
        return (
          ends.some((end) => end !== undefined && context.machineOf(end) !== THIS_MACHINE) &&
          ends.some((end) => end !== undefined && isLoopback(end.host))
        );
      });
      for (const hypervisor of hypervisors) {
        if (!isLoopback(hypervisor.host) || hypervisor.picksAddress) continue;
        const crossing = living.filter((link) => {
          if (link.b.type !== 'device') return false;
          const ends = [link.a.device, link.b.device].map((device) => device && placement.get(device));
          return (
            ends.includes(hypervisor) &&
            ends.some((end) => end !== undefined && context.machineOf(end) !== THIS_MACHINE)
          );
        });
        if (crossing.length === 0) continue;
        const [example] = crossing;
        const far = [example?.a, example?.b]
          .map((end) => (end?.type === 'device' && end.device ? placement.get(end.device) : undefined))
          .find((end) => end !== undefined && context.machineOf(end) !== THIS_MACHINE);
        yield {
          message: `${hypervisor.name} is known to the other hosts as "${hypervisor.host}", which on them means themselves: ${crossing.length === 1 ? `${example?.name} cannot work` : `${crossing.length} links cannot work, such as ${example?.name}`}`,
          evidence: {
            hypervisors: [hypervisor.name, ...new Set(remote.map((other) => other.name))],
            links: crossing.slice(0, 10).map((link) => link.name),
            locations: locationsOf(hypervisor),
          },
          remedy: hostRemedy(
            lab,
            hypervisor,
            ADDRESS_OF_THIS_MACHINE,
            `write an address of this machine that ${far?.host} can reach instead of "${hypervisor.host}"`,
          ),
          location: hypervisor.location,
        };
      }
    }
  },
};
