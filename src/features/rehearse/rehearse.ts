import { type Route, routeTo } from '../../core/address/socket-pair.ts';
import type { LabModel } from '../../core/model/lab-model.ts';
import { labWords } from '../../core/model/lab-words.ts';
import { type Outcome, outcomeOf } from '../../core/outcome.ts';
import { present } from '../../core/present.ts';
import { quietUi, type Ui } from '../../core/ui.ts';
import type { HostNames } from '../../world/network/host-names.ts';
import { checkLinks, checkSize } from './check-links.ts';
import type { RehearsalEnd } from './ends.ts';
import { linkResult } from './link-results.ts';
import { linksToRehearse } from './links-to-rehearse.ts';
import { type CleaningOptions, cleanHypervisors } from './live/clean-hypervisors.ts';
import { rehearseLinks } from './live/rehearse-links.ts';
import { nextCommand } from './next-command.ts';
import type { CleanResult, RehearsedDirection, RehearsedLink, RehearseResult } from './result.ts';
import type { Rehearsed } from './tried.ts';

export interface RehearseOptions {
  /** For a connection and for each command. */
  readonly timeoutMs: number;
  /** Frames for each direction of each link. */
  readonly frameCount: number;
  /**
   * The first UDP port that may be taken, on the hosts of hypervisors, for the NIOs through which frames come
   * in from here.
   */
  readonly injectorPort: number;
  /** Milliseconds for deleting everything again on each hypervisor; 45,000 if it is not given. */
  readonly cleanupMs?: number | undefined;
  /** The names of hosts that this run has looked up, where there are some already. */
  readonly names?: HostNames | undefined;
}

export const DEFAULT_FRAME_COUNT = 3;

/** Far from the ports of labs, and below those that systems take for themselves. */
export const DEFAULT_INJECTOR_PORT = 24_000;

/**
 * Creates the labs' NIOs on their live hypervisors, sends frames through every link both ways, judges, and
 * deletes everything that it made, however it ends. Throws `WorldError` when hypervisors are not reached or
 * not empty, `InterruptedError` when the signal is aborted, and `InputError` if there is nothing to try.
 */
export async function rehearse(model: LabModel, options: RehearseOptions, ui: Ui = quietUi()): Promise<RehearseResult> {
  const toRehearse = linksToRehearse(model);
  checkLinks(toRehearse);
  checkSize(toRehearse);
  const startedAt = performance.now();
  const { limits, ...seen } = await rehearseLinks(model, toRehearse, options, ui);
  const { tried, versions } = seen;
  const { ends, hypervisors, skipped } = toRehearse;
  const routeOf = ({ hypervisor: { host }, remoteHost }: RehearsalEnd): Route =>
    routeTo({ host, remoteHost }, model.machines, model.assumptions.sources);
  const links = toRehearse.links.map((link) => linkResult(link, { ...seen, files: labWords(model), ends, routeOf }));
  return present({
    schemaVersion: 1 as const,
    outcome: outcomeOfLinks(links),
    labs: model.labs.map(({ name }) => name),
    hypervisors: hypervisors.map((hypervisor) => ({
      hypervisor: hypervisor.name,
      version: versions.get(hypervisor) ?? '',
      injectorPorts: injectorPorts(
        ends.filter((end) => end.hypervisor === hypervisor),
        tried,
      ),
    })),
    links,
    skipped,
    limits,
    elapsedMs: Math.round(performance.now() - startedAt),
    nextCommand: nextCommand(links, labWords(model)),
  });
}

/** True if the labs have a link that a rehearsal could try. */
export function hasLinksToRehearse(model: LabModel): boolean {
  return linksToRehearse(model).links.length > 0;
}

/**
 * Deletes what rehearsals have left on the hypervisors of the labs, as their records of this user on this
 * host list it, and nothing else. The signal ends it between two commands.
 */
export async function cleanRehearsal(
  model: LabModel,
  options: CleaningOptions = {},
  { signal }: Ui = quietUi(),
): Promise<CleanResult> {
  const toRehearse = linksToRehearse(model);
  checkLinks(toRehearse);
  const cleaned = await cleanHypervisors(toRehearse.hypervisors, options, signal);
  return {
    schemaVersion: 1,
    outcome: outcomeOf({
      unknown: cleaned.some(({ error }) => error !== undefined),
      findings: cleaned.some(({ unlisted }) => unlisted !== undefined),
    }),
    labs: model.labs.map(({ name }) => name),
    cleaned,
  };
}

function outcomeOfLinks(links: readonly RehearsedLink[]): Outcome {
  const directions = links.flatMap((link) => link.directions);
  return outcomeOf({
    unknown: directions.some(({ verdict }) => verdict === 'not-tried'),
    findings: !directions.every(isWhole),
  });
}

function isWhole({ verdict, sent, received }: RehearsedDirection): boolean {
  return verdict === 'delivered' && received === sent;
}

function injectorPorts(ends: readonly RehearsalEnd[], tried: Rehearsed['tried']): number[] {
  const ports = ends.flatMap((end) => tried.get(end)?.injector?.port ?? []);
  return [...new Set(ports)];
}
