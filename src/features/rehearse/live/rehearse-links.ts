import type { LabModel } from '../../../core/model/lab-model.ts';
import type { Ui } from '../../../core/ui.ts';
import { stateFolder } from '../../../world/files/state-files.ts';
import { HostNames } from '../../../world/network/host-names.ts';
import { requireUdpSockets } from '../../../world/network/udp-sockets-here.ts';
import type { RehearsalHypervisor } from '../ends.ts';
import { freePorts } from '../free-ports.ts';
import type { LinksToRehearse } from '../links-to-rehearse.ts';
import type { Rehearsed } from '../tried.ts';
import { HypervisorsUnusable } from '../unusable-hypervisors.ts';
import { locate } from './locate.ts';
import { rehearsalError } from './rehearsal-error.ts';
import { type RecordedRehearsal, type RehearsalOptions, runRehearsal } from './run-rehearsal.ts';
import { type PortsHere, readPortsHere } from './this-host.ts';

/** What a rehearsal has seen, and what this host knew before it. */
export interface RehearsedLinks extends Rehearsed, Pick<PortsHere, 'holdersOf' | 'limits'> {
  readonly isHere: (hypervisor: RehearsalHypervisor) => boolean;
}

export interface RehearseLinksOptions extends RehearsalOptions {
  /** The first UDP port of a host of hypervisors that injectors may take. */
  readonly injectorPort: number;
  readonly names?: HostNames | undefined;
}

/**
 * Finds the hypervisors, makes sure that no lab which runs on this host loses frames, and tries the links.
 * Throws what `rehearse` throws of the world.
 */
export async function rehearseLinks(
  model: LabModel,
  { ends, hypervisors }: LinksToRehearse,
  options: RehearseLinksOptions,
  ui: Ui,
): Promise<RehearsedLinks> {
  requireUdpSockets();
  const names = options.names ?? new HostNames({ timeoutMs: options.timeoutMs });
  const located = await locate(hypervisors, names, ui.signal);
  const here = new Set(
    located.flatMap(({ hypervisor, address }) => (names.reachesThisHost(address.addresses) ? [hypervisor] : [])),
  );
  const { holdersOf, limits, takenHere, descriptorsOf, withProcess } = await readPortsHere(ends, here);
  const machinesHere = new Set([...here].map(({ machine }) => machine));
  const portsOfLab = new Set(ends.map(({ localPort }) => localPort));
  const freePortsOf = (machine: string): Iterator<number, void, undefined> =>
    freePorts(
      options.injectorPort,
      (port) => portsOfLab.has(port) || (machinesHere.has(machine) && takenHere.has(port)),
    );
  const isHere = (hypervisor: RehearsalHypervisor): boolean => here.has(hypervisor);
  try {
    const rehearsed = await runRehearsal(
      { hypervisors: located, ends, freePortsOf, isHere, descriptorsOf },
      options,
      ui,
    );
    return { ...rehearsed, holdersOf, limits: [...limits, ...recordLimits(rehearsed)], isHere };
  } catch (error) {
    throw rehearsalError(
      error instanceof HypervisorsUnusable ? new HypervisorsUnusable(error.unusable.map(withProcess)) : error,
      model,
    );
  }
}

function recordLimits({ unrecorded: [why] }: RecordedRehearsal): string[] {
  if (why === undefined) return [];
  return [
    `the list of what is made could not be written in ${stateFolder()} (${why}): after a kill only \`niostat rehearse --clean --by-name\` could have deleted the rest`,
  ];
}
