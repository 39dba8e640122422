import { groupBy } from '../../core/group-by.ts';
import type { LabChange } from '../../core/lab/edit/lab-change.ts';
import { hypervisorName } from '../../core/lab/hypervisor.ts';
import type { Device, Hypervisor, Lab } from '../../core/lab/lab.ts';

/** Where a hypervisor has the number of each setting. */
export const HYPERVISOR_FIELDS = { udp: 'baseUdp', console: 'baseConsole', aux: 'baseAux', port: 'port' } as const;

/** The hypervisors and devices of a lab as they would be read once its file has these changes; no links. */
export function changedLab(lab: Lab, changes: readonly LabChange[]): Lab {
  if (changes.length === 0) return { ...lab, links: [], events: [] };
  const hypervisors = changedHypervisors(lab, changes);
  const moved = (hypervisor: Hypervisor): Hypervisor => hypervisors.get(hypervisor) ?? hypervisor;
  const devices = changedDevices(lab, changes, moved);
  return {
    ...lab,
    hypervisors: lab.hypervisors.map(moved),
    images: lab.images.map((image) => ({ ...image, hypervisors: image.hypervisors.map(moved) })),
    devices: lab.devices.map((device) => devices.get(device) ?? device),
    // No console hangs on a link, and a lab may have half a million.
    links: [],
    events: [],
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

/** By device what it becomes, for those that change. */
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
    lab.devices.flatMap((device): Array<[Device, Device]> => {
      const hypervisor = device.hypervisor && moved(device.hypervisor);
      const own = numbers.get(device.name);
      if (hypervisor === device.hypervisor && own === undefined) return [];
      return [[device, { ...device, ...(hypervisor && { hypervisor }), ...own }]];
    }),
  );
}

function withSetting(hypervisor: Hypervisor, setting: LabChange['setting'], to: number): Hypervisor {
  const changed = { ...hypervisor, [HYPERVISOR_FIELDS[setting]]: to };
  return { ...changed, name: hypervisorName(changed.kind, changed.host, changed.port) };
}
