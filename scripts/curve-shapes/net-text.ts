import { groupBy } from '../../src/core/group-by.ts';
import type { Lab, Link } from '../../src/core/lab/lab.ts';

/** A lab as a .net file, every device as a router; what Dynagen refuses in it is part of the shape. */
export function netText({ hypervisors, devices, links }: Lab): string {
  const devicesOf = groupBy(devices, ({ hypervisor }) => hypervisor);
  const linksOf = groupBy(links, ({ a }) => a.deviceName);
  return hypervisors
    .map((hypervisor) => {
      const routers = (devicesOf.get(hypervisor) ?? []).map(({ name, console }) => {
        const lines = (linksOf.get(name) ?? []).map((link) => `        ${link.a.interface} = ${targetOf(link)}\n`);
        const port = console === undefined ? '' : `        console = ${console}\n`;
        return `    [[ROUTER ${name}]]\n        model = 3640\n${port}${lines.join('')}`;
      });
      return `[${hypervisor.name}]\n    udp = ${hypervisor.baseUdp}\n${routers.join('')}`;
    })
    .join('');
}

function targetOf({ b }: Link): string {
  return b.type === 'nio' ? b.text : `${b.deviceName} ${b.interface}`;
}
