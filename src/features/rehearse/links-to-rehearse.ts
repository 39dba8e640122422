import { type ExpectedEnd, type ExpectedLink, expectedLinks } from '../../core/allocation/expected-links.ts';
import { hypervisorKey } from '../../core/lab/hypervisor.ts';
import type { LabModel } from '../../core/model/lab-model.ts';
import type { RehearsalHypervisor } from './live/open-hypervisor.ts';
import type { RehearsalNio } from './plan.ts';
import type { SkippedLink } from './result.ts';

/** A link that can be tried: its ends have the numbers `2 * index` and `2 * index + 1`. */
export interface PlannedLink {
  readonly name: string;
  readonly lab: string;
  readonly a: ExpectedEnd;
  readonly b: ExpectedEnd;
}

/** What a rehearsal of labs is made of, without addresses. */
export interface LinksToRehearse {
  readonly links: readonly PlannedLink[];
  readonly hypervisors: readonly Omit<RehearsalHypervisor, 'addresses'>[];
  readonly nios: readonly RehearsalNio[];
  readonly skipped: readonly SkippedLink[];
}

/** The links of the labs whose two ends are NIOs of Dynamips, in the order in which they are made. */
export function linksToRehearse(model: LabModel): LinksToRehearse {
  const links: PlannedLink[] = [];
  const skipped: SkippedLink[] = [];
  for (const link of withExplicitPairs(expectedLinks(model.allocations), model)) {
    const why = whySkipped(link);
    if (why === undefined) links.push({ ...link, b: link.b as ExpectedEnd });
    else skipped.push({ name: link.name, lab: link.lab, why });
  }
  const indexes = new Map<string, number>();
  const hypervisors: Omit<RehearsalHypervisor, 'addresses'>[] = [];
  const indexOf = ({ hypervisor }: ExpectedEnd): number => {
    const key = hypervisorKey(hypervisor);
    let index = indexes.get(key);
    if (index === undefined) {
      const { name, host, port } = hypervisor;
      index = hypervisors.push({ name, host, port, machine: model.machines.machineOf(host) }) - 1;
      indexes.set(key, index);
    }
    return index;
  };
  const nios = links.flatMap(({ a, b }, index) =>
    [a, b].map((end, side) => ({
      end: 2 * index + side,
      peer: 2 * index + 1 - side,
      hypervisor: indexOf(end),
      localPort: end.localPort,
      remoteHost: end.remoteHost,
      remotePort: end.remotePort,
    })),
  );
  return { links, hypervisors, nios, skipped };
}

function whySkipped({ a, b }: ExpectedLink): string | undefined {
  if (b === undefined) return 'its other end is not a NIO of the lab';
  const ends = [a, b];
  if (ends.some(({ owner }) => owner === 'ubridge')) return 'uBridge has its sockets, and not the hypervisor';
  const wrapper = ends.find(({ hypervisor }) => hypervisor.kind !== 'dynamips');
  return wrapper === undefined ? undefined : `${wrapper.hypervisor.name} is a wrapper and has no NIOs of its own`;
}

/** Two NIOs that are written out in the lab file and point at each other are one link, though they are written as two. */
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
