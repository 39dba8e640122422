import type { PortRange } from '../lab/lab.ts';
import type { Check } from './check.ts';
import { proposeBases } from './propose-bases.ts';
import { listed } from './same-base-udp.ts';
import type { UsedRange } from './used-range.ts';

/** UDP ports that programs beside Dynamips take by default (FACTS §3, last item). */
const KNOWN_RANGES: ReadonlyArray<PortRange & { readonly program: string }> = [
  { program: 'VPCS (its own side, nine PCs)', first: 20_000, last: 20_008 },
  { program: 'VPCS (the side of the router, nine PCs)', first: 30_000, last: 30_008 },
  { program: 'VBoxwrapper', first: 20_900, last: 20_999 },
  { program: 'Qemuwrapper', first: 40_000, last: 40_099 },
  { program: 'a GNS3 server up to 2.2.2', first: 10_000, last: 20_000 },
  { program: 'a GNS3 server from 2.2.3 on', first: 20_000, last: 30_000 },
];

/** Ranges in which other programs of the trade look for ports; harmless as long as they do not run on this host. */
export const knownRange: Check = {
  id: 'NIO013',
  slug: 'known-range',
  severity: 'note',
  title: 'A UDP range overlaps the default ports of VPCS, a wrapper or a GNS3 server',
  *find(context) {
    const byMachine = new Map<string, UsedRange[]>();
    for (const range of context.ranges) {
      if (range.given === 0 || range.hypervisor.kind !== 'dynamips') continue;
      byMachine.set(range.machine, [...(byMachine.get(range.machine) ?? []), range]);
    }
    for (const { program, first, last } of KNOWN_RANGES) {
      for (const ranges of byMachine.values()) {
        const inside = ranges.filter((range) => range.first <= last && range.next > first);
        const [range] = inside;
        if (range === undefined) continue;
        const who = listed(inside.map((one) => one.hypervisor.name));
        const isServer = program.includes('server');
        yield {
          message: `${who} ${inside.length > 1 ? 'use' : 'uses'} ports of ${first}–${last}, the default of ${program}: they clash if it runs on this host`,
          evidence: {
            hypervisors: inside.map((one) => one.hypervisor.name),
            ports: inside.map((one) => `${one.first}–${one.next - 1}`),
          },
          remedy: isServer
            ? { text: `do not run ${program} on this host while the lab runs` }
            : proposeBases(context, [range]),
          location: range.hypervisor.location,
        };
      }
    }
  },
};
