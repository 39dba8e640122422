import { meets, PROGRAM_RANGES, SERVER_RANGES } from '../bases/known-ranges.ts';
import { groupBy } from '../group-by.ts';
import type { PortRange } from '../lab/lab.ts';
import { listed } from '../text/listed.ts';
import type { Check } from './check.ts';
import type { CheckContext } from './context.ts';
import type { FindingDetails } from './finding.ts';
import { proposeBases } from './propose-bases.ts';
import type { UsedRange } from './used-range.ts';

/**
 * Ranges in which other programs of the trade look for ports; harmless as long as they do not run on this
 * host. Nearly every lab has such ports, so that it is said aloud only where a GNS3 server runs one of the
 * labs there.
 */
export const knownRange: Check = {
  id: 'NIO013',
  slug: 'known-range',
  severity: 'note',
  title: 'A UDP range overlaps the default ports of VPCS, a wrapper or a GNS3 server',
  *find(context) {
    const pools = poolsByMachine(context);
    const used = context.ranges.filter((range) => range.given > 0 && range.hypervisor.kind === 'dynamips');
    for (const [machine, ranges] of groupBy(used, (range) => range.machine)) {
      for (const known of PROGRAM_RANGES) {
        const inside = ranges.filter((range) => meets(range, known));
        if (inside.length === 0) continue;
        const clash = `UDP ports of ${known.first}–${known.last}, which ${known.program} takes by default; they collide if it runs on the same host`;
        yield { ...describe(inside, clash), remedy: proposeBases(context, inside), isUsual: true };
      }
      const servers = SERVER_RANGES.filter((known) => ranges.some((range) => meets(range, known)));
      if (servers.length === 0) continue;
      const inside = ranges.filter((range) => servers.some((known) => meets(range, known)));
      const ofVersions = servers.map((known) => `${known.version}: ${known.first}–${known.last}`);
      yield {
        ...describe(
          inside,
          `UDP ports that a GNS3 server gives out (${ofVersions.join('; ')}); they collide if it runs on the same host`,
        ),
        remedy: { text: 'run no GNS3 server of these versions on the host while the lab runs' },
        isUsual: pools.get(machine)?.some((pool) => inside.some((range) => meets(range, pool))) ? undefined : true,
      };
    }
  },
};

/** The different pools of the GNS3 servers that run labs, by their machines. */
function poolsByMachine(context: CheckContext): Map<string, PortRange[]> {
  const pools = new Map<string, PortRange[]>();
  for (const { pool, hypervisors } of context.allocations) {
    if (pool === undefined) continue;
    for (const machine of new Set(hypervisors.map((one) => context.machineOf(one)))) {
      const known = pools.get(machine) ?? [];
      pools.set(machine, known);
      if (!known.some(({ first, last }) => first === pool.first && last === pool.last)) known.push(pool);
    }
  }
  return pools;
}

function describe(inside: readonly UsedRange[], clash: string): Omit<FindingDetails, 'remedy'> {
  const names = inside.map((range) => range.hypervisor.name);
  return {
    message: `${listed(names)} ${names.length > 1 ? 'use' : 'uses'} ${clash}`,
    evidence: { hypervisors: names, ports: inside.map((range) => `${range.first}–${range.next - 1}`) },
    location: inside[0]?.hypervisor.location,
  };
}
