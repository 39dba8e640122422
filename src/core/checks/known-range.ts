import type { PortRange } from '../lab/lab.ts';
import { listed } from '../text/listed.ts';
import type { Check } from './check.ts';
import type { FindingDetails } from './finding.ts';
import { groupBy } from './group-by.ts';
import { proposeBases } from './propose-bases.ts';
import type { UsedRange } from './used-range.ts';

/** UDP ports that programs beside Dynamips take by default (docs/FACTS.md, "Ports of other programs"). */
export const PROGRAM_RANGES: ReadonlyArray<PortRange & { readonly program: string }> = [
  // Nine PCs, and the relay, which VPCS binds even for one (local port + 9).
  { program: 'VPCS for its own side', first: 20_000, last: 20_009 },
  { program: 'VPCS for the side of the router', first: 30_000, last: 30_008 },
  { program: 'VBoxwrapper', first: 20_900, last: 20_999 },
  { program: 'Qemuwrapper', first: 40_000, last: 40_099 },
];

/** The pools of GNS3 servers: they take any free port there, one after the other. */
export const SERVER_RANGES: ReadonlyArray<PortRange & { readonly version: string }> = [
  { version: 'up to 2.2.2', first: 10_000, last: 20_000 },
  { version: '2.2.3 and later', first: 20_000, last: 30_000 },
  { version: '3.0', first: 10_000, last: 30_000 },
];

/**
 * Ranges in which other programs of the trade look for ports; harmless as long as they do not run on this
 * host.
 */
export const knownRange: Check = {
  id: 'NIO013',
  slug: 'known-range',
  severity: 'note',
  title: 'A UDP range overlaps the default ports of VPCS, a wrapper or a GNS3 server',
  *find(context) {
    const used = context.ranges.filter((range) => range.given > 0 && range.hypervisor.kind === 'dynamips');
    for (const ranges of groupBy(used, (range) => range.machine).values()) {
      for (const known of PROGRAM_RANGES) {
        const inside = ranges.filter((range) => meets(range, known));
        if (inside.length === 0) continue;
        const clash = `ports of ${known.first}–${known.last}, which ${known.program} takes by default`;
        yield { ...describe(inside, clash), remedy: proposeBases(context, inside) };
      }
      const servers = SERVER_RANGES.filter((known) => ranges.some((range) => meets(range, known)));
      if (servers.length === 0) continue;
      const inside = ranges.filter((range) => servers.some((known) => meets(range, known)));
      const pools = servers.map((known) => `${known.version}: ${known.first}–${known.last}`).join('; ');
      yield {
        ...describe(inside, `ports that a GNS3 server hands out (${pools})`),
        remedy: { text: 'do not run a GNS3 server of these versions on the host while the lab runs' },
      };
    }
  },
};

/** True if a range takes one of these ports. */
export function meets(range: UsedRange, known: PortRange): boolean {
  return range.first <= known.last && range.next > known.first;
}

function describe(inside: readonly UsedRange[], clash: string): Omit<FindingDetails, 'remedy'> {
  const names = inside.map((range) => range.hypervisor.name);
  return {
    message: `${listed(names)} ${names.length > 1 ? 'use' : 'uses'} ${clash}: they clash if it runs on this host`,
    evidence: { hypervisors: names, ports: inside.map((range) => `${range.first}–${range.next - 1}`) },
    location: inside[0]?.hypervisor.location,
  };
}
