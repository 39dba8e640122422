import { groupBy } from '../../core/group-by.ts';
import type { LabChange } from '../../core/lab/edit/lab-change.ts';
import { hypervisorName } from '../../core/lab/hypervisor.ts';
import type { Device, DeviceEnd, Hypervisor, Lab, Link } from '../../core/lab/lab.ts';
import { present } from '../../core/present.ts';

/** Where a hypervisor has the number of each setting. */
export const HYPERVISOR_FIELDS = { udp: 'baseUdp', console: 'baseConsole', aux: 'baseAux', port: 'port' } as const;

/** The lab as it would be read once its file has these changes. */
export function changedLab(lab: Lab, changes: readonly LabChange[]): Lab {
  if (changes.length === 0) return lab;
  const hypervisors = changedHypervisors(lab, changes);
  const moved = (hypervisor: Hypervisor): Hypervisor => hypervisors.get(hypervisor) ?? hypervisor;
  const devices = changedDevices(lab, changes, moved);
  const link = linkMover(devices);
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

function changedHypervisors(lab: Lab, changes: readonly LabChange[]): Map<Hypervisor, Hypervisor> {
  const byIndex = groupBy(changes, ({ target }) => (target.type === 'hypervisor' ? target.index : -1));
  return new Map(
    lab.hypervisors.map((hypervisor, index) => {
      const own = byIndex.get(index) ?? [];
      return [hypervisor, own.reduce((one, { setting, to }) => withSetting(one, setting, to), hypervisor)];
    }),
  );
}

function changedDevices(
  lab: Lab,
  changes: readonly LabChange[],
  moved: (hypervisor: Hypervisor) => Hypervisor,
): Map<Device, Device> {
  const numbers = new Map<string, Record<string, number>>();
  for (const { target, setting, to } of changes) {
    if (target.type === 'device') numbers.set(target.name, { ...numbers.get(target.name), [setting]: to });
  }
  return new Map(
    lab.devices.map((device) => {
      const hypervisor = device.hypervisor && moved(device.hypervisor);
      return [device, present({ ...device, hypervisor, ...numbers.get(device.name) })];
    }),
  );
}

/**
 * Puts links onto the changed devices, each link once: one that holds an interface is named by those that it
 * keeps out.
 */
function linkMover(devices: ReadonlyMap<Device, Device>): (link: Link) => Link {
  const links = new Map<Link, Link>();
  const end = (one: DeviceEnd): DeviceEnd => ({ ...one, device: one.device && devices.get(one.device) });
  const mover = (one: Link): Link => {
    const known = links.get(one);
    if (known !== undefined) return known;
    const b = one.b.type === 'device' ? end(one.b) : one.b;
    const copy = present({ ...one, a: end(one.a), b, heldBy: one.heldBy && mover(one.heldBy) });
    links.set(one, copy);
    return copy;
  };
  return mover;
}

function withSetting(hypervisor: Hypervisor, setting: LabChange['setting'], to: number): Hypervisor {
  const changed = { ...hypervisor, [HYPERVISOR_FIELDS[setting]]: to };
  return { ...changed, name: hypervisorName(changed.kind, changed.host, changed.port) };
}
