import { hypervisorLoads, type LoadedHypervisor } from '../allocation/hypervisor-loads.ts';
import { GENERATION_TITLE, type Generation } from '../kernel/dynamips-version.ts';
import { endsThatFit, openFilesLimitFor, openFilesNeeded, USUAL_OPEN_FILES } from '../kernel/open-files.ts';
import { counted } from '../text/counted.ts';
import type { Check } from './check.ts';
import type { FindingDetails } from './finding.ts';
import { locationsOf } from './locations-of.ts';

/** More link ends than one Dynamips can open sockets for, as it is usually started. */
export const tooManyEnds: Check = {
  id: 'NIO061',
  slug: 'too-many-ends',
  severity: 'error',
  title: 'A hypervisor has more link ends than it can open sockets for',
  *find(context) {
    for (const load of hypervisorLoads(context.allocations)) {
      if (openFilesNeeded(load) > USUAL_OPEN_FILES) yield describe(load, context.generations);
    }
  },
};

function describe(load: LoadedHypervisor, generations: readonly Generation[]): FindingDetails {
  const { hypervisor, ends, routers } = load;
  const fit = endsThatFit(USUAL_OPEN_FILES, routers);
  const needed = openFilesNeeded(load);
  const canBeRaised = generations.includes('from-0.2.18');
  const andRouters = routers === 0 ? '' : ` and ${counted(routers, 'router')}`;
  const raise = canBeRaised
    ? `, or raise the limit in the shell that starts Dynamips 0.2.18 or later: \`ulimit -n ${openFilesLimitFor(needed)}\``
    : '';
  return {
    message: `${hypervisor.name} has ${counted(ends, 'link end')}${andRouters}, which take about ${needed} descriptors; with the usual limit of ${USUAL_OPEN_FILES} it can open ${fit === 0 ? 'none of the NIOs' : `about ${fit} NIOs`}`,
    evidence: { hypervisors: [hypervisor.name], locations: locationsOf(hypervisor) },
    consequences: generations.map((generation) => ({
      dynamips: GENERATION_TITLE[generation],
      text: consequenceOf(generation, fit),
    })),
    remedy: { text: `put ${whatIsTooMuch(load, fit)} or more on another hypervisor${raise}` },
    location: hypervisor.location,
  };
}

/** Where not even the routers fit, they are what has to move. */
function whatIsTooMuch({ ends, routers }: LoadedHypervisor, fit: number): string {
  if (fit > 0) return counted(Math.max(1, ends - fit), 'link end');
  const excess = openFilesNeeded({ ends, routers }) - USUAL_OPEN_FILES;
  const perRouter = openFilesNeeded({ ends: 0, routers: 1 }) - openFilesNeeded({ ends: 0, routers: 0 });
  return counted(Math.ceil(excess / perRouter), 'router');
}

/** What is seen once the descriptors have run out. */
function consequenceOf(generation: Generation, fit: number): string {
  const refused = `with ulimit -n ${USUAL_OPEN_FILES} it answers "206-unable to create UDP NIO" from about NIO ${fit + 1} on`;
  return generation === 'from-0.2.18'
    ? `${refused}; with a higher limit all NIOs are created`
    : `${refused}; with a higher limit it aborts at descriptor ${USUAL_OPEN_FILES}, and its routers with it`;
}
