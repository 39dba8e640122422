import { type ExpectedEnd, type ExpectedLink, expectedLinks } from '../../core/allocation/expected-links.ts';
import { hypervisorKey } from '../../core/lab/hypervisor.ts';
import type { LabModel } from '../../core/model/lab-model.ts';
import { type RehearsalEnd, type RehearsalHypervisor, RehearsalLink } from './ends.ts';
import type { SkippedLink } from './result.ts';

/** What of some labs can be rehearsed. */
export interface LinksToRehearse {
  readonly links: readonly RehearsalLink[];
  /** Both ends of every link, in the order in which the labs create their NIOs. */
  readonly ends: readonly RehearsalEnd[];
  /** Those that the ends are on. */
  readonly hypervisors: readonly RehearsalHypervisor[];
  readonly skipped: readonly SkippedLink[];
}

/** The links of the labs whose two ends are NIOs of Dynamips, in the order in which they are made. */
export function linksToRehearse(model: LabModel): LinksToRehearse {
  const hypervisors = new Map<string, RehearsalHypervisor>();
  const hypervisorOf = ({ hypervisor }: ExpectedEnd): RehearsalHypervisor => {
    const { name, host, port } = hypervisor;
    const key = hypervisorKey(hypervisor);
    const found = hypervisors.get(key) ?? {
      name,
      host,
      port,
      machine: model.machines.machineOf(host),
      expectedVersion: model.versionOf(hypervisor),
    };
    hypervisors.set(key, found);
    return found;
  };
  let ids = 0;
  const endOf = (expected: ExpectedEnd): Omit<RehearsalEnd, 'link' | 'side'> => ({
    id: ids++,
    hypervisor: hypervisorOf(expected),
    hypervisorName: expected.hypervisor.name,
    device: expected.device,
    interface: expected.interface,
    explicit: expected.explicit,
    localPort: expected.localPort,
    remoteHost: expected.remoteHost,
    remotePort: expected.remotePort,
  });
  const links: RehearsalLink[] = [];
  const skipped: SkippedLink[] = [];
  for (const link of withExplicitPairs(expectedLinks(model.allocations), model)) {
    const why = whySkipped(link);
    if (why === undefined) links.push(new RehearsalLink(link, endOf(link.a), endOf(link.b as ExpectedEnd)));
    else skipped.push({ name: link.name, lab: link.lab, why });
  }
  return { links, ends: links.flatMap(({ a, b }) => [a, b]), hypervisors: [...hypervisors.values()], skipped };
}

function whySkipped({ a, b }: ExpectedLink): string | undefined {
  if (b === undefined) return 'no NIO of the lab points back at it';
  const ends = [a, b];
  if (ends.some(({ owner }) => owner === 'ubridge')) return 'uBridge has their sockets, not the hypervisor';
  const wrapper = ends.find(({ hypervisor }) => hypervisor.kind !== 'dynamips');
  return wrapper === undefined ? undefined : `${wrapper.hypervisor.name} is a wrapper and has no NIOs of its own`;
}

/**
 * Two NIOs that are written out in the lab file and point at each other are one link, though they are written
 * as two.
 */
function withExplicitPairs(links: readonly ExpectedLink[], { machines }: LabModel): ExpectedLink[] {
  const waiting = new Map<string, ExpectedLink>();
  const paired = new Map<ExpectedLink, ExpectedLink | undefined>();
  for (const link of links) {
    if (link.b !== undefined) continue;
    const { hypervisor, localPort, remoteHost, remotePort } = link.a;
    const own = `${machines.machineOf(hypervisor.host)} ${localPort}`;
    const other = `${machines.destinationOf(hypervisor.host, remoteHost)} ${remotePort}`;
    const mate = waiting.get(`${own} to ${other}`);
    if (mate === undefined) {
      waiting.set(`${other} to ${own}`, link);
      continue;
    }
    waiting.delete(`${own} to ${other}`);
    paired.set(mate, { ...mate, name: `${mate.name}, ${link.name}`, b: link.a });
    paired.set(link, undefined);
  }
  return links.flatMap((link) => (paired.has(link) ? (paired.get(link) ?? []) : link));
}
