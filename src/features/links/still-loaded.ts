import { someOf } from '../../core/text/listed.ts';
import type { LinkEnd } from './link-table.ts';

/** A hypervisor that has routers of a lab, while other parts of the lab are not there. */
export interface StillLoaded {
  readonly hypervisor: string;
  readonly devices: readonly string[];
}

/** More names than this in one sentence are counted. */
const MOST_NAMES = 6;

/** Which devices have sockets, hypervisor by hypervisor. */
export function stillLoaded(ends: Iterable<LinkEnd>): StillLoaded[] {
  const all = new Map<string, Set<string>>();
  for (const { present, hypervisor, device } of ends) {
    if (!present || hypervisor === undefined || device === undefined) continue;
    const devices = all.get(hypervisor) ?? new Set();
    all.set(hypervisor, devices.add(device));
  }
  return [...all].map(([hypervisor, devices]) => ({ hypervisor, devices: [...devices].sort() }));
}

/**
 * What comes before loading a lab, of which a part is there: Dynagen resets each of its hypervisors then
 * (docs/checks/NIO030-control-port-shared.md). Empty where nothing can be lost.
 */
export function saveFirst(loaded: readonly StillLoaded[]): string {
  if (loaded.length === 0) return '';
  const devices = someOf([...new Set(loaded.flatMap((one) => one.devices))], MOST_NAMES);
  const hypervisors = someOf(
    loaded.map(({ hypervisor }) => hypervisor),
    MOST_NAMES,
  );
  const have = loaded.length === 1 ? 'which still has them' : 'which still have them';
  return `save the configurations of ${devices} first (loading the lab resets ${hypervisors}, ${have}); then `;
}
