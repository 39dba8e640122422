import { CheckContext } from '../../core/checks/context.ts';
import type { Finding } from '../../core/checks/finding.ts';
import { groupBy } from '../../core/group-by.ts';
import { canEdit } from '../../core/lab/edit/can-edit.ts';
import { editLabs } from '../../core/lab/edit/edit-lab.ts';
import { applyEdits, type TextEdit } from '../../core/lab/edit/text-edit.ts';
import type { Lab } from '../../core/lab/lab.ts';
import { readLab } from '../../core/lab/read-lab.ts';
import { LabModel } from '../../core/model/lab-model.ts';
import { type CheckResult, check, isAtLeast } from '../../features/check/check.ts';
import { planPorts } from '../../features/plan/plan-ports.ts';
import type { PlannedChange } from '../../features/plan/planned-change.ts';

/** A plan of more links, devices or hypervisors takes longer than a reader waits who is typing. */
const MOST_OF_EACH = 2_000;

/** The smallest change of ports with which the labs of a text can run at once. */
export interface Proposal {
  readonly text: string;
  readonly changes: readonly PlannedChange[];
  /** The findings that are gone when all changes are made. */
  readonly mends: ReadonlySet<Finding>;
}

/**
 * What `niostat plan` would change in this text; undefined if nothing can be changed, as in a GNS3 project,
 * or if no finding would go. The changed text is read and checked again: what is offered helps. Pure.
 */
export function propose(text: string, model: LabModel, { findings }: CheckResult): Proposal | undefined {
  const { labs } = model;
  if (labs.length === 0 || !labs.every(({ format }) => canEdit(format))) return undefined;
  if (labs.some((lab) => isLarge(lab))) return undefined;
  const marks = findings.filter((finding) => isAtLeast(finding, 'warning'));
  if (marks.length === 0) return undefined;
  const { changes } = planPorts(new CheckContext(model));
  if (changes.length === 0) return undefined;
  const changed = applyEdits(text, editsFor(text, labs, changes));
  const after = readLab(changed, labs[0]?.file ?? '').labs;
  if (after.length !== labs.length) return undefined;
  const left = new Set(check(LabModel.of(after, model.assumptions)).findings.map(identity));
  const mends = new Set(marks.filter((finding) => !left.has(identity(finding))));
  return mends.size === 0 ? undefined : { text, changes, mends };
}

function isLarge({ links, devices, hypervisors }: Lab): boolean {
  return Math.max(links.length, devices.length, hypervisors.length) > MOST_OF_EACH;
}

/** One finding of two checks of a lab, before and after a change of ports: its words name ports. */
function identity({ id, evidence: { hypervisors, devices, links } }: Finding): string {
  return JSON.stringify([id, hypervisors, devices, links]);
}

/** The changes that mend one finding, of the hypervisors and devices that it names; none if it stays. */
export function changesFor(finding: Finding, { changes, mends }: Proposal, labs: readonly Lab[]): PlannedChange[] {
  if (!mends.has(finding)) return [];
  const { hypervisors, devices } = finding.evidence;
  const isAboutConsoles = devices.length > 0;
  return changes.filter(({ lab, target, setting }) => {
    if (target.type === 'device') return devices.includes(target.name);
    const name = labs[lab]?.hypervisors[target.index]?.name ?? '';
    return hypervisors.includes(name) && (setting === 'port' || isAboutConsoles === (setting !== 'udp'));
  });
}

/** The edits that make some of the changes; everything else of the text stays, its comments too. */
export function editsFor(text: string, labs: readonly Lab[], changes: readonly PlannedChange[]): TextEdit[] {
  const byLab = groupBy(changes, ({ lab }) => lab);
  return editLabs(
    text,
    labs.map((lab, index) => ({ lab, changes: byLab.get(index) ?? [] })),
  ).map(({ start, end, text: put }) => ({ start, end, text: put }));
}
