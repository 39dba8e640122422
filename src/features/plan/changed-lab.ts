import type { LabChange } from '../../core/lab/edit/lab-change.ts';
import { hypervisorName } from '../../core/lab/hypervisor.ts';
import type { Device, DeviceEnd, Hypervisor, Lab, Link } from '../../core/lab/lab.ts';

/** Where a hypervisor has the number of each setting. */
export const HYPERVISOR_FIELDS = { udp: 'baseUdp', console: 'baseConsole', aux: 'baseAux', port: 'port' } as const;

/** The lab as it would be read once its file has these changes. */
export function changedLab(lab: Lab, changes: readonly LabChange[]): Lab {
  if (changes.length === 0) return lab;
  const hypervisors = new Map(
    lab.hypervisors.map((hypervisor, index) => {
      const own = changes.filter(({ target }) => target.type === 'hypervisor' && target.index === index);
      return [hypervisor, own.reduce((one, { setting, to }) => withSetting(one, setting, to), hypervisor)];
    }),
  );
  const moved = (hypervisor: Hypervisor): Hypervisor => hypervisors.get(hypervisor) ?? hypervisor;
  const ofDevice = new Map<string, Record<string, number>>();
  for (const { target, setting, to } of changes) {
    if (target.type === 'device') ofDevice.set(target.name, { ...ofDevice.get(target.name), [setting]: to });
  }
  const devices = new Map(
    lab.devices.map((device): [Device, Device] => [
      device,
      {
        ...device,
        ...(device.hypervisor === undefined ? {} : { hypervisor: moved(device.hypervisor) }),
        ...ofDevice.get(device.name),
      },
    ]),
  );
  const links = new Map<Link, Link>();
  const end = (one: DeviceEnd): DeviceEnd => ({ ...one, device: one.device && devices.get(one.device) });
  const link = (one: Link): Link => {
    let copy = links.get(one);
    if (copy === undefined) {
      copy = {
        ...one,
        a: end(one.a),
        b: one.b.type === 'device' ? end(one.b) : one.b,
        ...(one.heldBy === undefined ? {} : { heldBy: link(one.heldBy) }),
      };
      links.set(one, copy);
    }
    return copy;
  };
  return {
    ...lab,
    hypervisors: lab.hypervisors.map(moved),
    images: lab.images.map((image) => ({ ...image, hypervisors: image.hypervisors.map(moved) })),
    devices: lab.devices.map((device) => devices.get(device) ?? device),
    links: lab.links.map(link),
    events: lab.events.map((event) =>
      event.type === 'stop' ? { ...event, hypervisor: moved(event.hypervisor) } : { ...event, link: link(event.link) },
    ),
  };
}

function withSetting(hypervisor: Hypervisor, setting: LabChange['setting'], to: number): Hypervisor {
  const changed = { ...hypervisor, [HYPERVISOR_FIELDS[setting]]: to };
  return { ...changed, name: hypervisorName(changed.kind, changed.host, changed.port) };
}
