import type { Device, DeviceEnd, Hypervisor, Lab, Link } from '../../src/core/lab/lab.ts';
import { endName } from '../../src/core/lab/wiring.ts';

/** How many hosts a lab has, and hypervisors on each of them. */
export interface LabSize {
  readonly links: number;
  readonly hosts: number;
  readonly perHost: number;
}

/**
 * A lab in which all is well: ranges are well separated, link ends are spread over all hypervisors. Links are
 * named as readers name them.
 */
export function largeLab({ links: linkCount, hosts, perHost }: LabSize): Lab {
  const portsPerHypervisor = Math.floor(50_000 / perHost);
  const hypervisors: Hypervisor[] = [];
  for (let host = 0; host < hosts; host++) {
    for (let index = 0; index < perHost; index++) {
      const address = `10.0.${host >> 6}.${(host & 63) + 1}`;
      const port = 7200 + index;
      const baseUdp = 10_000 + index * portsPerHypervisor;
      hypervisors.push({
        kind: 'dynamips',
        host: address,
        port,
        name: `${address}:${port}`,
        baseUdp,
        baseConsole: 2000,
        baseAux: 4000,
      });
    }
  }
  const devices = hypervisors.map(
    (hypervisor, index): Device => ({ name: `R${index}`, kind: 'router', hypervisor, id: index % 1000 }),
  );
  const links: Link[] = [];
  for (let index = 0; index < linkCount; index++) {
    // 389 is coprime to the number of devices, so that every pair of hosts and hypervisors meets.
    const a = devices[index % devices.length] as Device;
    const b = devices[(index * 389 + 7) % devices.length] as Device;
    const slot = Math.floor(index / devices.length);
    const endA = deviceEnd(a, `f${slot}/0`);
    const endB = deviceEnd(b, `f${slot}/1`);
    links.push({ name: `${endName(endA)} -- ${endName(endB)}`, a: endA, b: endB });
  }
  return { name: 'large', file: 'large', format: 'scenario', hypervisors, images: [], devices, links, events: [] };
}

function deviceEnd(device: Device, name: string): DeviceEnd {
  return { type: 'device', deviceName: device.name, device, interface: name };
}
