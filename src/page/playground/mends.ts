import type { Lab } from '../../core/lab/lab.ts';
import type { PlannedChange } from '../../features/plan/planned-change.ts';
import type { LabSide } from './lab-side.ts';
import { mendText } from './mend-text.ts';
import { changesFor, type Proposal } from './proposal.ts';
import type { Remark } from './remark.ts';

/** What the buttons say that make the changes of a proposal, by remark. */
export function mendsOf(
  remarks: readonly Remark[],
  proposal: Proposal | undefined,
  labs: readonly Lab[],
): Pick<LabSide, 'mends' | 'mendsAll'> {
  const mends = new Map<Remark, string>();
  if (proposal === undefined) return { mends, mendsAll: undefined };
  for (const remark of remarks) {
    const changes = changesOf(remark, proposal, labs);
    if (changes.length > 0) mends.set(remark, mendText(changes, labs));
  }
  const { length } = proposal.changes;
  return { mends, mendsAll: mends.size > 1 && length > 1 ? `Make all ${length} changes` : undefined };
}

/** What a press of the button of a remark changes. */
export function changesOf({ finding }: Remark, proposal: Proposal, labs: readonly Lab[]): readonly PlannedChange[] {
  return finding === undefined ? [] : changesFor(finding, proposal, labs);
}
