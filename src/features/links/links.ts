import { expectedLinks } from '../../core/allocation/expected-links.ts';
import { openProjects, openProjectText } from '../../core/allocation/open-project.ts';
import type { Assumptions } from '../../core/model/assumptions.ts';
import type { LabModel } from '../../core/model/lab-model.ts';
import { labWords } from '../../core/model/lab-words.ts';
import type { ReadHosts } from '../../core/sockets/read-hosts.ts';
import { SYSTEM_NAMES } from '../../core/text/system-names.ts';
import { quietUi, type Ui } from '../../core/ui.ts';
import { labHosts, namesNotAnswered } from './lab-hosts.ts';
import type { CountersOf } from './link-end.ts';
import { type LinkEnd, MENDED_BY_LOADING, type ObservedLink } from './link-table.ts';
import { listedSockets } from './listed-sockets.ts';
import { NioCounters, NO_COUNTERS } from './live/nio-counters.ts';
import { processFactsOf } from './live/process-facts.ts';
import { readHosts } from './live/read-hosts.ts';
import { waitForReaders } from './live/wait-for-readers.ts';
import { matchExpected } from './match-expected.ts';
import { notMade } from './not-made.ts';
import type { LinksOptions } from './options.ts';
import { emulatorSockets, pairObserved } from './pair-observed.ts';
import { type LinksResult, outcomeOfLinks } from './result.ts';
import { selectionOf } from './selection.ts';
import { stillLoaded } from './still-loaded.ts';
import { hostSummary } from './summaries.ts';
import { doubtfulEnds, hasFullQueue, withReaders } from './with-readers.ts';
import { worstFirst } from './worst-first.ts';

/** @internal Looks at links once or again and again. */
export interface LinksWatch {
  /** Reads everything anew. */
  look(): Promise<LinksResult>;
  /** Ends the conversations with hypervisors. */
  close(): Promise<void>;
}

/**
 * Reads the sockets of this host and of others, pairs them, and joins them with the labs. Changes nothing
 * anywhere.
 */
export async function links(model: LabModel, options: LinksOptions = {}, ui: Ui = quietUi()): Promise<LinksResult> {
  const watch = watchLinks(model, options, ui);
  try {
    return await watch.look();
  } finally {
    await watch.close();
  }
}

/**
 * @internal The same again and again: with counters, each hypervisor is asked over one connection, until
 * `close`.
 */
export function watchLinks(
  { labs, allocations, assumptions }: LabModel,
  options: LinksOptions = {},
  { signal }: Ui = quietUi(),
): LinksWatch {
  // Before anything is asked: a filter that cannot be read is an error of the command line.
  const selection = selectionOf(options);
  const kernel = assumptions.kernel?.kernel;
  const counters = options.counters ? new NioCounters() : undefined;
  const lookOnce = async (): Promise<LinksResult> => {
    const { hosts, failures, named } = await readHosts(allocations, options, signal);
    const read = (await counters?.read(hosts, signal)) ?? NO_COUNTERS;
    const countersOf: CountersOf = ({ view, row }) => (view === hosts.here ? read.factsOf(row) : undefined);
    const isSilent = ({ host, pid = 0 }: LinkEnd): boolean => host === hosts.here.name && read.silent.has(pid);
    const observed =
      labs.length === 0
        ? pairObserved(hosts, emulatorSockets(hosts), countersOf, { kernel })
        : matchExpected(hosts, expectedLinks(allocations, { withStopped: true }), {
            labHosts: labHosts(named, hosts),
            countersOf,
            process: processFactsOf(hosts.here),
            files: labWords({ labs, assumptions }, { takesServerConf: true }),
            kernel,
          });
    const later = await counters?.lookAgain(observed.flatMap(doubtfulEnds), signal);
    const judged = observed.map((row) => withReaders(row, { factsOf: read.factsOf, isSilent }, later));
    const selected = judged.filter(selection.hasLink);
    const result = {
      labs: labs.map(({ name }) => name),
      hosts: [
        ...hosts.views.map((view) =>
          hostSummary(view.table, [
            ...(view === hosts.here
              ? [...read.limits, ...namesNotAnswered(named), ...unusedKernel(hosts, assumptions)]
              : []),
            ...openProjects(allocations, view).map(openProjectText),
          ]),
        ),
        ...failures.map(({ host, why }) => ({ host, limits: [why] })),
      ],
      links: worstFirst(selected),
      ...whatIsStillLoaded(judged),
      filteredOut: judged.length - selected.length,
      // A filter looks at sockets, and these have none.
      ...(options.filter === undefined && options.family === undefined ? notMade(allocations) : {}),
      ...listedSockets(hosts, options, selection),
    };
    return { schemaVersion: 1, outcome: outcomeOfLinks(result), ...result };
  };
  const look = async (): Promise<LinksResult> => {
    const first = await lookOnce();
    if (signal.aborted || !first.links.some(hasFullQueue)) return first;
    // A queue that is full at one moment may be that of a program that is just being held up.
    await waitForReaders(signal);
    return await lookOnce();
  };
  return { look, close: async () => await counters?.close() };
}

/** What is lost if a lab is loaded whose other parts are not there; no filter hides it. */
function whatIsStillLoaded(links: readonly ObservedLink[]): Pick<LinksResult, 'stillLoaded'> {
  if (!links.some(({ absence }) => absence !== undefined && MENDED_BY_LOADING.has(absence.why))) return {};
  const loaded = stillLoaded(links.flatMap(({ a, b }) => (b === undefined ? [a] : [a, b])));
  return loaded.length === 0 ? {} : { stillLoaded: loaded };
}

/** The answers of a kernel that runs on none of the hosts decide nothing. */
function unusedKernel({ views }: ReadHosts, { kernel }: Assumptions): string[] {
  if (kernel === undefined) return [];
  const { system } = kernel.kernel;
  if (views.some(({ table }) => (table.system ?? 'linux') === system)) return [];
  return [`${kernel.file} is of ${SYSTEM_NAMES[system]}, which no host here runs: its answers are not used`];
}
