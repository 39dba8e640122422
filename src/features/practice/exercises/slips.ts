import { CheckContext } from '../../../core/checks/context.ts';
import { overlap } from '../../../core/checks/used-range.ts';
import { changedLines } from '../changed-lines.ts';
import type { Seen, Slip } from '../exercise.ts';

/** Blocks that grow into each other, though their bases differ. */
export function blocksMeet({ model }: Seen): boolean {
  if (model === undefined) return false;
  const { ranges } = new CheckContext(model);
  return ranges.some((one, index) =>
    ranges.some((other, place) => place > index && one.first !== other.first && overlap(one, other)),
  );
}

/** Two hypervisors of one machine that count from one port. */
export function basesAreEqual({ model }: Seen): boolean {
  if (model === undefined) return false;
  const bases = model.hypervisors.map((one) => `${model.machines.machineOf(one.host)} ${one.baseUdp}`);
  return new Set(bases).size < bases.length;
}

/** True once a file differs from what it was. */
export function hasChanged({ staged, files }: Seen): boolean {
  return staged.files.some(({ name, text }) => changedLines(text, files[name] ?? '').count > 0);
}

/** Somebody has moved a base, and thinks that any other number will do. */
export function anyGapSlip(says: string): Slip {
  return { belief: 'any-gap-will-do', isMade: (seen) => blocksMeet(seen) && hasChanged(seen), says };
}
