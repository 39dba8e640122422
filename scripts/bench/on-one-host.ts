import type { Device, DeviceEnd, Hypervisor, Lab, Link } from '../../src/core/lab/lab.ts';

/** The lab with all its hypervisors on one host and with one base, so that nearly every port is shared. */
export function onOneHost(lab: Lab): Lab {
  const moved = new Map(
    lab.hypervisors.map((one, index): [Hypervisor, Hypervisor] => {
      const port = 1024 + index;
      return [one, { ...one, host: '127.0.0.1', port, name: `127.0.0.1:${port}`, baseUdp: 10_000 }];
    }),
  );
  const devices = new Map(
    lab.devices.map((device): [Device | undefined, Device] => {
      const hypervisor = device.hypervisor && moved.get(device.hypervisor);
      return [device, hypervisor === undefined ? device : { ...device, hypervisor }];
    }),
  );
  const at = (end: DeviceEnd): DeviceEnd => ({ ...end, device: devices.get(end.device) });
  const links = lab.links.map((link): Link => {
    const { a, b } = link;
    return { ...link, a: at(a), b: b.type === 'device' ? at(b) : b };
  });
  return { ...lab, hypervisors: [...moved.values()], devices: [...devices.values()], links };
}
