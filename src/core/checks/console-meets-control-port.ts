import type { ConsolePort } from '../allocation/allocation.ts';
import type { Hypervisor } from '../lab/lab.ts';
import type { Check } from './check.ts';
import type { FindingDetails } from './finding.ts';
import { locationsOf } from './locations-of.ts';

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
      for (const port of consoles) {
        const control = controls.get(`${context.machineOf(port.hypervisor)} ${port.port}`);
        // A GNS3 server knows its own port and gives the console another.
        if (control === undefined || (control.kind === 'gns3' && port.hypervisor.kind === 'gns3')) continue;
        yield describe(port, control);
      }
    }
  },
};

function describe({ device, hypervisor, type, port }: ConsolePort, control: Hypervisor): FindingDetails {
  const listener = control.kind === 'gns3' ? 'the GNS3 server' : 'the hypervisor';
  const setting = hypervisor.kind === 'gns3' ? 'console range' : 'base';
  return {
    message: `the ${type === 'aux' ? 'AUX port' : 'console'} of ${device.name} is on TCP port ${port}, where ${listener} ${control.name} listens, so that it cannot open`,
    evidence: {
      hypervisors: [control.name],
      ports: [String(port)],
      devices: [device.name],
      locations: locationsOf(device, control),
    },
    remedy: {
      text: `give ${device.name} another ${type === 'aux' ? 'AUX' : 'console'} port, or change the ${setting} of ${hypervisor.name}`,
    },
    location: device.location ?? hypervisor.location,
  };
}
