import { generationOf } from '../../core/kernel/dynamips-version.ts';
import { type Outcome, outcomeOf } from '../../core/outcome.ts';
import { present } from '../../core/present.ts';
import type { ObservedNio } from '../../world/hypervisor/observe.ts';
import { judge } from './findings.ts';
import { MOST_ASKED } from './most-asked.ts';
import type { ObservedHypervisor, SaveOutcome, SharedPort } from './observed.ts';
import type { HypervisorProbe, ProbedNio } from './result.ts';

/** What the result says of one hypervisor. */
export function summarize(observed: ObservedHypervisor, sharedPorts: readonly SharedPort[]): HypervisorProbe {
  const { target, expectation, tcp, address, isThisHost, observation, save, consoles, leftOut } = observed;
  const { version, nios, bridges, switches, routers } = observation;
  const generation = version === undefined ? undefined : generationOf(version);
  return present({
    target: target.name,
    labs: expectation?.labs ?? [],
    tcp,
    address,
    isThisHost: isThisHost || undefined,
    version,
    generation: target.kind === 'dynamips' ? generation : undefined,
    nios: nios && withPorts(firstOf(nios), save),
    bridges: bridges && firstOf(bridges),
    switches: switches && firstOf(switches),
    vms: routers && firstOf(routers),
    consoles: routers && consoles,
    leftOut: leftOut.length > 0 ? leftOut : undefined,
    saved: save && { file: save.file, outcome: save.outcome },
    findings: judge({ ...observed, sharedPorts }),
  });
}

/** What was asked about; the names of many thousands more would only fill memory. */
function firstOf<T>(objects: readonly T[]): readonly T[] {
  return objects.length > MOST_ASKED ? objects.slice(0, MOST_ASKED) : objects;
}

function withPorts(nios: readonly ObservedNio[], save: SaveOutcome | undefined): readonly ProbedNio[] {
  if (save?.outcome !== 'read') return nios;
  const saved = new Map(save.configuration.udpNios.map((nio) => [nio.name, nio]));
  return nios.map((nio) => {
    const { localPort, remoteHost, remotePort, boundTo } = saved.get(nio.name) ?? {};
    return present({ ...nio, localPort, remoteHost, remotePort, boundTo });
  });
}

/** What all hypervisors together come to. */
export function outcomeOfProbe(hypervisors: readonly HypervisorProbe[]): Outcome {
  return outcomeOf({
    unknown: hypervisors.some(isNotKnown),
    // A note is nothing that is wrong.
    findings: hypervisors.some(({ findings }) => findings.some(({ severity }) => severity !== 'note')),
  });
}

/** True if a hypervisor could not be asked everything: what is there is then not known. */
function isNotKnown({ tcp, findings }: HypervisorProbe): boolean {
  if (tcp.state !== 'open' && tcp.state !== 'not-a-hypervisor') return true;
  return findings.some(({ slug }) => slug === 'broke-off' || slug === 'left-out');
}
