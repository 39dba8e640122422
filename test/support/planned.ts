import type { BaseRules } from '../../src/core/bases/base-rules.ts';
import { CheckContext } from '../../src/core/checks/context.ts';
import type { Finding } from '../../src/core/checks/finding.ts';
import { groupBy } from '../../src/core/group-by.ts';
import type { LabChange } from '../../src/core/lab/edit/lab-change.ts';
import type { DeviceEnd, Hypervisor, Lab, Link } from '../../src/core/lab/lab.ts';
import type { Assumptions } from '../../src/core/model/assumptions.ts';
import { present } from '../../src/core/present.ts';
import { check } from '../../src/features/check/check.ts';
import { changedLab } from '../../src/features/plan/changed-lab.ts';
import { type PortPlan, planPorts } from '../../src/features/plan/plan-ports.ts';
import { modelOf } from './model.ts';

/** The checks whose findings a change of bases, consoles or control ports can remove (docs/PLAN.md). */
const ABOUT_PORTS = new Set(
  '001 002 004 005 010 011 012 030 031 032 035 040'.split(' ').map((number) => `NIO${number}`),
);

/** The plan for labs that run at once, and the labs with all changes. */
export function planned(
  labs: readonly Lab[],
  rules: BaseRules = {},
  assumptions: Assumptions = {},
): PortPlan & { readonly labs: readonly Lab[] } {
  const context = new CheckContext(modelOf(labs, assumptions));
  const plan = planPorts(context, rules);
  const changesOf = groupBy(plan.changes, ({ lab }) => lab);
  return { ...plan, labs: context.labs.map((lab, index) => withChanges(lab, changesOf.get(index) ?? [])) };
}

/** The changed lab, with its links and events on the changed devices and hypervisors. */
function withChanges(lab: Lab, changes: readonly LabChange[]): Lab {
  const changed = changedLab(lab, changes);
  const devices = new Map(lab.devices.map((device, index) => [device, changed.devices[index]]));
  const hypervisors = new Map(lab.hypervisors.map((one, index) => [one, changed.hypervisors[index] as Hypervisor]));
  const links = new Map<Link, Link>();
  const end = (one: DeviceEnd): DeviceEnd => ({ ...one, device: one.device && devices.get(one.device) });
  // Each link once: one that holds an interface is named by those that it keeps out.
  const mover = (one: Link): Link => {
    const known = links.get(one);
    if (known !== undefined) return known;
    const b = one.b.type === 'device' ? end(one.b) : one.b;
    const copy = present({ ...one, a: end(one.a), b, heldBy: one.heldBy && mover(one.heldBy) });
    links.set(one, copy);
    return copy;
  };
  const moved = (one: Hypervisor): Hypervisor => hypervisors.get(one) ?? one;
  return {
    ...changed,
    links: lab.links.map(mover),
    events: lab.events.map((event) =>
      event.type === 'stop' ? { ...event, hypervisor: moved(event.hypervisor) } : { ...event, link: mover(event.link) },
    ),
  };
}

/** `localhost:7200 udp 10000 -> 10100`, and for a device `R1 console 2000 -> 2001`. */
export function changeLines({ changes }: PortPlan, labs: readonly Lab[]): string[] {
  return changes.map(({ lab, target, setting, from, to }) => {
    const owner = target.type === 'device' ? target.name : labs[lab]?.hypervisors[target.index]?.name;
    return `${owner} ${setting} ${from} -> ${to}`;
  });
}

/** Errors and warnings about ports. */
export function portFindings(labs: readonly Lab[], assumptions: Assumptions = {}): Finding[] {
  return check(modelOf(labs, assumptions)).findings.filter(
    ({ id, severity }) => severity !== 'note' && ABOUT_PORTS.has(id),
  );
}
