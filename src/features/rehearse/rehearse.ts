import { MAX_PORT } from '../../core/address/port.ts';
import { InputError } from '../../core/errors/input-error.ts';
import type { LabModel } from '../../core/model/lab-model.ts';
import { type Outcome, outcomeOf } from '../../core/outcome.ts';
import { quietUi, type Ui } from '../../core/ui.ts';
import { HostNames } from '../../world/network/host-names.ts';
import { linkResult } from './link-results.ts';
import { type LinksToRehearse, linksToRehearse } from './links-to-rehearse.ts';
import { withNewClient } from './live/cleanup.ts';
import { rehearsalError } from './live/errors.ts';
import type { RehearsalHypervisor } from './live/open-hypervisor.ts';
import { isGoingOn, removeOwn, takeInventory } from './live/own-objects.ts';
import { type RehearsalOutcome, rehearsePlan } from './live/run-rehearsal.ts';
import { lookAtThisHost } from './live/this-host.ts';
import type { RehearsalNio } from './plan.ts';
import type { CleanedHypervisor, CleanResult, RehearsedDirection, RehearsedLink, RehearseResult } from './result.ts';

export interface RehearseOptions {
  /** For a connection and for each command. */
  readonly timeoutMs: number;
  /** Frames for each direction of each link. */
  readonly frameCount: number;
  /** The first UDP port that may be taken, on the hosts of hypervisors, for the NIOs through which frames come in from here. */
  readonly injectorPort: number;
  /** The names of hosts that this run has looked up, where there are some already. */
  readonly names?: HostNames | undefined;
}

export const DEFAULT_FRAME_COUNT = 3;

/** Far from the ports of labs, and below those that systems take for themselves. */
export const DEFAULT_INJECTOR_PORT = 24_000;

/**
 * Dynamips waits for its sockets with select(), which knows descriptors up to 1023; one more and it dies (seen on 0.2.14). Some
 * are its own.
 */
const MAX_NIOS = 960;

/** From here on Linux takes ports for outgoing connections. */
const FIRST_EPHEMERAL_PORT = 32_768;

/**
 * Creates the labs' NIOs on their live hypervisors, sends frames through every link both ways, judges, and deletes everything that
 * it made, however it ends. Throws `WorldError` when hypervisors are not reached or not empty, `InterruptedError` when the signal is
 * aborted, and `InputError` if there is nothing to try.
 */
export async function rehearse(model: LabModel, options: RehearseOptions, ui: Ui = quietUi()): Promise<RehearseResult> {
  const toRehearse = linksToRehearse(model);
  checkLinks(toRehearse);
  checkSize(toRehearse);
  const startedAt = performance.now();
  const names = options.names ?? new HostNames();
  const hypervisors = await withAddresses(toRehearse.hypervisors, names);
  const here = new Set(hypervisors.filter((one) => one.addresses.some((address) => names.isOwnAddress(address))));
  const { holdersOf, limits, takenHere } = await lookAtThisHost(toRehearse.nios, hypervisors, here);
  const machinesHere = new Set([...here].map(({ machine }) => machine));
  const planned = new Set(toRehearse.nios.map(({ localPort }) => localPort));
  const outcome = await rehearsePlan(
    {
      hypervisors,
      nios: toRehearse.nios,
      freePorts: (machine) =>
        portsFrom(
          options.injectorPort,
          (port) => planned.has(port) || (machinesHere.has(machine) && takenHere.has(port)),
        ),
    },
    options,
    ui,
  ).catch((error: unknown) => {
    throw rehearsalError(error, model);
  });
  const context = { ...toRehearse, hypervisors, outcome, holdersOf };
  const links = toRehearse.links.map((_, index) => linkResult(index, context));
  return {
    schemaVersion: 1,
    outcome: outcomeOfLinks(links),
    labs: model.labs.map(({ name }) => name),
    hypervisors: hypervisors.map(({ name }, index) => ({
      hypervisor: name,
      version: outcome.versions[index] ?? '',
      injectorPorts: injectorPorts(toRehearse.nios, outcome, index),
    })),
    links,
    skipped: toRehearse.skipped,
    limits,
    elapsedMs: Math.round(performance.now() - startedAt),
  };
}

/** Deletes what a rehearsal has left on the hypervisors of the labs, and nothing else. */
export async function cleanRehearsal(
  model: LabModel,
  { names = new HostNames() }: Pick<RehearseOptions, 'names'> = {},
): Promise<CleanResult> {
  const toRehearse = linksToRehearse(model);
  checkLinks(toRehearse);
  const hypervisors = await withAddresses(toRehearse.hypervisors, names);
  const cleaned = await Promise.all(
    hypervisors.map(async (hypervisor): Promise<CleanedHypervisor> => {
      const { name } = hypervisor;
      const outcome = await withNewClient(hypervisor, async (client) => {
        if ((await takeInventory(client)).own.length === 0) return 0;
        return (await isGoingOn(client)) ? 'a rehearsal is going on there; let it end first' : await removeOwn(client);
      });
      const done = 'done' in outcome ? outcome.done : outcome.why;
      return typeof done === 'number'
        ? { hypervisor: name, removed: done }
        : { hypervisor: name, removed: 0, error: done };
    }),
  );
  return {
    schemaVersion: 1,
    outcome: outcomeOf({ unknown: cleaned.some(({ error }) => error !== undefined), findings: false }),
    labs: model.labs.map(({ name }) => name),
    cleaned,
  };
}

function _outcome(links: readonly RehearsedLink[]): Outcome {
  const directions = links.flatMap((link) => link.directions);
  return outcomeOf({
    unknown: directions.some(({ verdict }) => verdict === 'not-tried'),
    findings: !directions.every(isWhole),
  });
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

function checkLinks({ links, skipped }: LinksToRehearse): void {
  if (links.length === 0) {
    const [first] = skipped;
    const reason = first === undefined ? 'it has no links' : `${first.name}: ${first.why}`;
    throw new InputError('NOTHING_TO_REHEARSE', `no link of the lab can be rehearsed: ${reason}`, {
      next: 'rehearse tries links between NIOs of Dynamips; links says what is there of the others',
    });
  }
}

function checkSize({ nios, hypervisors }: LinksToRehearse): void {
  for (const [index, { name }] of hypervisors.entries()) {
    const count = nios.filter(({ hypervisor }) => hypervisor === index).length;
    if (count > MAX_NIOS) {
      throw new InputError(
        'TOO_MANY_NIOS',
        `${name} has ${count} NIOs in this lab, and Dynamips cannot wait for more than 1024 descriptors`,
        { next: `give it at most ${MAX_NIOS} ends of links, and the others to another hypervisor` },
      );
    }
  }
}

async function withAddresses(
  hypervisors: readonly Omit<RehearsalHypervisor, 'addresses'>[],
  names: HostNames,
): Promise<RehearsalHypervisor[]> {
  return await Promise.all(hypervisors.map(async (one) => ({ ...one, addresses: await names.addressesOf(one.host) })));
}

/** Who names a port among the ephemeral ones knows why. */
function* portsFrom(first: number, isTaken: (port: number) => boolean): Generator<number, void, undefined> {
  const last = first < FIRST_EPHEMERAL_PORT ? FIRST_EPHEMERAL_PORT - 1 : MAX_PORT;
  for (let port = first; port <= last; port++) if (!isTaken(port)) yield port;
}

function injectorPorts(nios: readonly RehearsalNio[], { ends }: RehearsalOutcome, hypervisor: number): number[] {
  const ports = nios.flatMap(({ end, hypervisor: own }) =>
    own === hypervisor && ends[end]?.injector !== undefined ? [ends[end].injector.port] : [],
  );
  return [...new Set(ports)];
}
