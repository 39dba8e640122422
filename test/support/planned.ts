import type { BaseRules } from '../../src/core/bases/base-rules.ts';
import { CheckContext } from '../../src/core/checks/context.ts';
import type { Finding } from '../../src/core/checks/finding.ts';
import type { Lab } from '../../src/core/lab/lab.ts';
import type { Assumptions } from '../../src/core/model/assumptions.ts';
import { check } from '../../src/features/check/check.ts';
import { type PortPlan, planPorts } from '../../src/features/plan/plan-ports.ts';
import { modelOf } from './model.ts';

/** The checks whose findings a change of bases, consoles or control ports can remove (docs/PLAN.md). */
const ABOUT_PORTS = new Set(
  '001 002 004 005 010 011 012 030 031 032 035 040'.split(' ').map((number) => `NIO${number}`),
);

/** The plan for labs that run at once. */
export function planned(labs: readonly Lab[], rules: BaseRules = {}, assumptions: Assumptions = {}): PortPlan {
  return planPorts(new CheckContext(modelOf(labs, assumptions)), rules);
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
