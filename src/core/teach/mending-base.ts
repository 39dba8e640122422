import { HEADROOM } from '../bases/headroom.ts';
import { CheckContext } from '../checks/context.ts';
import { CHECKS } from '../checks/registry.ts';
import { runChecks } from '../checks/run-checks.ts';
import type { Lab } from '../lab/lab.ts';
import { packLab, unpackLab } from '../lab/pack-lab.ts';
import { LabModel } from '../model/lab-model.ts';
import type { SubjectOf } from './moment.ts';

/** Bases that people write end with two noughts. */
const ROUND = 100;

/** So many of them are tried: a host that is fuller than that is no lab to learn from. */
const MOST_TRIED = 20;

/**
 * A round base that mends the lab; undefined if nothing is to be mended, or if another base of this
 * hypervisor does not do it.
 */
export function goodBase(subject: SubjectOf<'base'>): number | undefined {
  const { hypervisor, model } = subject;
  const { base = 0, machine } = hypervisor;
  if (doesMend(subject, base)) return undefined;
  const ends = model.allocations
    .flatMap(({ used }) => used)
    .filter((used) => model.machines.machineOf(used.hypervisor.host) === machine)
    .map(({ next }) => next);
  const first = Math.ceil((Math.max(base, ...ends) + HEADROOM) / ROUND) * ROUND;
  for (let tried = 0; tried < MOST_TRIED; tried++) {
    const candidate = first + tried * ROUND;
    if (doesMend(subject, candidate)) return candidate;
  }
  return undefined;
}

/**
 * True if `check` finds no error and no warning whichever Dynamips runs, with this base, and each range has
 * room for 20 more ends.
 */
export function doesMend({ hypervisor: { lab, hypervisor }, model }: SubjectOf<'base'>, base: number): boolean {
  const labs = model.labs.map((one) => (lab === undefined || one.name === lab ? withBase(one, hypervisor, base) : one));
  const { dynamips: _, usualDynamips: __, ...assumptions } = model.assumptions;
  const context = new CheckContext(LabModel.of(labs.map(ofAnyVersion), assumptions));
  return hasRoom(context) && runChecks(CHECKS, context).every(({ severity }) => severity === 'note');
}

/** True if no other base lies within a range, or within the next 20 ports above it. */
function hasRoom({ ranges }: CheckContext): boolean {
  return ranges.every((range) =>
    ranges.every(
      (other) =>
        other === range ||
        other.machine !== range.machine ||
        range.given === 0 ||
        other.first < range.first ||
        other.first >= range.next + HEADROOM,
    ),
  );
}

function withBase(lab: Lab, name: string, baseUdp: number): Lab {
  const packed = packLab(lab);
  const hypervisors = packed.hypervisors.map((one) => (one.name === name ? { ...one, baseUdp } : one));
  return unpackLab({ ...packed, hypervisors });
}

function ofAnyVersion(lab: Lab): Lab {
  const { dynamips: _, ...packed } = packLab(lab);
  const hypervisors = packed.hypervisors.map(({ dynamips: __, ...one }) => one);
  return unpackLab({ ...packed, hypervisors });
}
