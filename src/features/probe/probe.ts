import type { ProbeTarget } from '../../core/lab/probe-target.ts';
import type { LabModel } from '../../core/model/lab-model.ts';
import { quietUi, type Ui } from '../../core/ui.ts';
import type { HostNames } from '../../world/network/host-names.ts';
import type { ThisHostReading } from '../../world/sockets/this-host.ts';
import { observeHypervisors } from './live/observe-hypervisors.ts';
import { checkFileName } from './live/save-configuration.ts';
import type { ProbeResult } from './result.ts';
import { sharedPorts } from './shared-ports.ts';
import { outcomeOfProbe, summarize } from './summary.ts';
import { targetsToProbe } from './targets.ts';

export { FINDING_KINDS } from './finding-kinds.ts';

/**
 * A hypervisor on the other side of the world answers in a third of a second, one that swaps in two or three.
 */
const TIMEOUT_MS = 3000;

/** For all that one hypervisor is asked: a usual one answers all questions in a second. */
const DEADLINE_MS = 20_000;

/** Far below the 256 files that macOS lets a process have open. */
const CONCURRENCY = 64;

export interface ProbeOptions {
  /** Hypervisors that no lab names; a target may be written as `host:port`. */
  readonly targets?: readonly (ProbeTarget | string)[];
  /** Milliseconds for the TCP connection, and again for each command; 3000 if it is not given. */
  readonly timeoutMs?: number | undefined;
  /**
   * Milliseconds for all that one hypervisor and its consoles are asked, 20,000 if it is not given; what is
   * left then is left out.
   */
  readonly deadlineMs?: number | undefined;
  /**
   * How many hypervisors and consoles are asked at once, 64 if it is not given; late ones are waited for in
   * addition.
   */
  readonly concurrency?: number | undefined;
  /** False leaves the consoles alone. */
  readonly consoles?: boolean | undefined;
  /** Tells the hypervisors to write their configuration into this file on their own host. */
  readonly saveConfig?: string | undefined;
  /** @internal The names of hosts that this run has looked up, where there are some already. */
  readonly names?: HostNames | undefined;
  /** @internal Gives the sockets of this host with their owners, where this run has read them already. */
  readonly readHere?: (() => Promise<ThisHostReading>) | undefined;
}

/**
 * Looks at live hypervisors, those of the labs and those of `targets`, and compares them with what the labs
 * expect. Changes nothing on them, unless `saveConfig` tells it to. What cannot be reached is part of the
 * result; throws `InputError` for a target that is no address, and for a `saveConfig` that Dynamips cannot be
 * told.
 */
export async function probe(model: LabModel, options: ProbeOptions = {}, ui: Ui = quietUi()): Promise<ProbeResult> {
  const {
    targets = [],
    timeoutMs = TIMEOUT_MS,
    deadlineMs = DEADLINE_MS,
    concurrency = CONCURRENCY,
    consoles = true,
    saveConfig,
    names,
    readHere,
  } = options;
  if (saveConfig !== undefined) checkFileName(saveConfig);
  const toProbe = targetsToProbe(model, targets, saveConfig);
  const observing = { timeoutMs, deadlineMs, concurrency, consoles, names, readHere };
  const observed = await observeHypervisors(toProbe, observing, ui);
  const shared = sharedPorts(observed);
  const hypervisors = observed.map((one) => summarize(one, shared.get(one.target.name) ?? []));
  return { schemaVersion: 1, outcome: outcomeOfProbe(hypervisors), hypervisors };
}
