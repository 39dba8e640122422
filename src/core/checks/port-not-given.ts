import type { FailStep } from '../allocation/step.ts';
import { groupBy } from '../group-by.ts';
import type { Hypervisor } from '../lab/lab.ts';
import { counted } from '../text/counted.ts';
import { someOf } from '../text/listed.ts';
import type { Check } from './check.ts';
import type { CheckContext } from './context.ts';
import type { FindingDetails } from './finding.ts';
import { needsText, type PoolNeeds, poolNeeds } from './pool-needs.ts';

/**
 * A link end for which the rule set has no port: its range is used up, or its device runs nowhere; or a node
 * for which no port will be left when it starts.
 */
export const portNotGiven: Check = {
  id: 'NIO006',
  slug: 'port-not-given',
  severity: 'error',
  title: 'A link end, or a node that starts, gets no UDP port',
  *find(context) {
    const needs = poolNeeds(context);
    const needOf = new Map<string, PoolNeeds>();
    for (const need of needs.values()) {
      const machine = context.machineOf(need.hypervisor);
      if (!needOf.has(machine)) needOf.set(machine, need);
    }
    for (const { failures } of context.allocations) {
      for (const [why, failed] of groupBy(failures, (failure) => failure.why)) {
        // A link may fail at both its ends; it is counted once.
        const group = [...groupBy(failed, (failure) => failure.link).values()].flatMap(([failure]) => failure ?? []);
        const [first] = group;
        if (first === undefined) continue;
        yield {
          message: `${first.link.name}: ${why}${reckoning(first, (hypervisor) => needOf.get(context.machineOf(hypervisor)))}${group.length > 1 ? ` (and ${counted(group.length - 1, 'more link')})` : ''}`,
          evidence: {
            hypervisors: first.hypervisor === undefined ? [] : [first.hypervisor.name],
            links: group.slice(0, 10).map((failure) => failure.link.name),
          },
          remedy: {
            text: remedyFor(first),
          },
          location: first.link.location,
        };
      }
    }
    yield* shortOnes(context, needs.values());
  },
};

/** The numbers behind a link that finds the pool of a GNS3 server used up. */
function reckoning({ cause, hypervisor }: FailStep, needOf: (hypervisor: Hypervisor) => PoolNeeds | undefined): string {
  if (cause !== 'exhausted' || hypervisor === undefined) return '';
  const need = needOf(hypervisor);
  return need === undefined ? '' : ` (${needsText(need)})`;
}

/** Pools that have a port for each link end, and not for each node that starts. */
function* shortOnes(context: CheckContext, needs: Iterable<PoolNeeds>): Generator<FindingDetails, void, undefined> {
  const failed = new Set(
    context.allocations.flatMap(({ failures }) =>
      failures.flatMap(({ hypervisor }) => (hypervisor === undefined ? [] : context.machineOf(hypervisor))),
    ),
  );
  const all = context.allocations.flatMap(({ atStart }) => atStart.filter((one) => one.ports.length < one.count));
  const shortOn = groupBy(all, ({ hypervisor }) => context.machineOf(hypervisor));
  for (const need of needs) {
    const { hypervisor, pool, missing } = need;
    const machine = context.machineOf(hypervisor);
    if (missing === 0 || failed.has(machine)) continue;
    const short = shortOn.get(machine) ?? [];
    yield {
      message: `${someOf(short.map(({ device }) => device.name))}: no free port is left in ${pool.first}–${pool.last} on ${hypervisor.host} when all nodes start: ${needsText(need)}`,
      evidence: {
        hypervisors: [hypervisor.name],
        ports: [`${pool.first}–${pool.last}`],
        devices: short.map(({ device }) => device.name),
        locations: short.flatMap(({ device }) => device.location ?? []),
      },
      remedy: { text: WIDEN },
      location: short[0]?.device.location,
    };
  }
}

const WIDEN =
  'widen udp_start_port_range–udp_end_port_range in gns3_server.conf, move devices to another server, or remove links';

function remedyFor({ cause, hypervisor }: FailStep): string {
  if (hypervisor === undefined) return 'write which hypervisor the device runs on';
  if (cause === 'stopped') return 'add the link before the hypervisor stops';
  if (cause === 'backwards-range') return 'write the lower port first: udp_start_port_range';
  return hypervisor.kind === 'gns3' ? WIDEN : 'move devices to another host, or remove links that are not needed';
}
