import { meets, PROGRAM_RANGES, SERVER_RANGES } from '../bases/known-ranges.ts';
import { groupBy } from '../group-by.ts';
import { listed } from '../text/listed.ts';
import type { Check } from './check.ts';
import type { FindingDetails } from './finding.ts';
import { proposeBases } from './propose-bases.ts';
import type { UsedRange } from './used-range.ts';

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

function describe(inside: readonly UsedRange[], clash: string): Omit<FindingDetails, 'remedy'> {
  const names = inside.map((range) => range.hypervisor.name);
  return {
    message: `${listed(names)} ${names.length > 1 ? 'use' : 'uses'} ${clash}: they clash if it runs on this host`,
    evidence: { hypervisors: names, ports: inside.map((range) => `${range.first}–${range.next - 1}`) },
    location: inside[0]?.hypervisor.location,
  };
}
