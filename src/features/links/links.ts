import { expectedLinks } from '../../core/allocation/expected-links.ts';
import type { LabModel } from '../../core/model/lab-model.ts';
import { quietUi, type Ui } from '../../core/ui.ts';
import { labHosts } from './lab-hosts.ts';
import { NO_COUNTERS, readCounters } from './live/link-counters.ts';
import { readHosts } from './live/read-hosts.ts';
import { matchExpected } from './match-expected.ts';
import type { LinksOptions } from './options.ts';
import { emulatorSockets, pairObserved } from './pair-observed.ts';
import { type LinksResult, outcomeOfLinks } from './result.ts';
import { selectionOf } from './selection.ts';
import { hostSummary, socketSummaries } from './summaries.ts';
import { withCounters } from './with-counters.ts';
import { worstFirst } from './worst-first.ts';

/**
 * Reads the sockets of this host and of others, pairs them, and joins them with the labs. Changes nothing
 * anywhere.
 */
export async function links(
  { labs, allocations }: LabModel,
  options: LinksOptions = {},
  { signal }: Ui = quietUi(),
): Promise<LinksResult> {
  // Before anything is asked: a filter that cannot be read is an error of the command line.
  const selection = selectionOf(options);
  const { hosts, failures, named } = await readHosts(labs, options, signal);
  const { countersOf, limits } = options.counters ? await readCounters(hosts, signal) : NO_COUNTERS;
  const observed =
    labs.length === 0
      ? pairObserved(hosts, emulatorSockets(hosts), countersOf)
      : matchExpected(hosts, expectedLinks(allocations), { labHosts: labHosts(named, hosts), countersOf });
  const judged = observed.map(withCounters);
  const selected = judged.filter(selection.hasLink);
  const result = {
    labs: labs.map(({ name }) => name),
    hosts: [
      ...hosts.views.map((view) => hostSummary(view.table, view === hosts.here ? limits : [])),
      ...failures.map(({ host, why }) => ({ host, limits: [why] })),
    ],
    links: worstFirst(selected),
    filteredOut: judged.length - selected.length,
    ...(options.all ? { sockets: hosts.views.flatMap(socketSummaries).filter(selection.hasSocket) } : {}),
  };
  return { schemaVersion: 1, outcome: outcomeOfLinks(result), ...result };
}
