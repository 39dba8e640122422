import type { Hypervisor } from '../lab/lab.ts';
import type { Check } from './check.ts';
import { locationsOf } from './wording.ts';

/** The hypervisor has its control port first; the console never opens. */
export const consoleMeetsControlPort: Check = {
  id: 'NIO032',
  slug: 'console-meets-control-port',
  severity: 'error',
  title: "A console or AUX port is a hypervisor's control port",
  *find(context) {
    const controls = new Map<string, Hypervisor>();
    for (const { hypervisors } of context.allocations) {
      for (const hypervisor of hypervisors)
        controls.set(`${context.machineOf(hypervisor)} ${hypervisor.port}`, hypervisor);
    }
    for (const { consoles } of context.allocations) {
      for (const { device, hypervisor, type, port } of consoles) {
        const control = controls.get(`${context.machineOf(hypervisor)} ${port}`);
        if (control === undefined) continue;
        yield {
          message: `the ${type === 'aux' ? 'AUX port' : 'console'} of ${device.name} is TCP port ${port}, where the hypervisor ${control.name} listens: it cannot open`,
          evidence: {
            hypervisors: [control.name],
            ports: [String(port)],
            devices: [device.name],
            locations: locationsOf(device, control),
          },
          remedy: {
            text: `give ${device.name} another ${type === 'aux' ? 'AUX' : 'console'} port, or change the base of ${hypervisor.name}`,
          },
          location: device.location ?? hypervisor.location,
        };
      }
    }
  },
};
