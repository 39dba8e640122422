import { CheckContext } from '../../../core/checks/context.ts';
import { overlap, type UsedRange } from '../../../core/checks/used-range.ts';
import { changedLines } from '../changed-lines.ts';
import type { Seen, Slip } from '../exercise.ts';
import { type Deed, readDeeds } from '../gns3/deeds.ts';
import { judgeKeep } from '../goals/keep.ts';
import { judgeRoom } from '../goals/room.ts';
import { playedConsoles } from '../played-consoles.ts';

/** True once a file differs from what it was. */
export function hasChanged({ staged, files }: Seen): boolean {
  return staged.files.some(({ name, text }) => changedLines(text, files[name] ?? '').count > 0);
}

/** Blocks that grow into each other, though their bases differ. */
export function blocksMeet(seen: Seen): boolean {
  const ranges = rangesOf(seen);
  return ranges.some((one, index) =>
    ranges.some((other, place) => place > index && one.first !== other.first && overlap(one, other)),
  );
}

/** Two hypervisors of one machine that count from one port. */
export function basesAreEqual(seen: Seen): boolean {
  const bases = rangesOf(seen).map(({ machine, first }) => `${machine} ${first}`);
  return new Set(bases).size < bases.length;
}

/** The base of the only hypervisor. */
export function baseOf(seen: Seen): number | undefined {
  return rangesOf(seen)[0]?.first;
}

/** Every link may be well, and a block is nearly full. */
export function hasNoRoom(seen: Seen, ends: number): boolean {
  return seen.model !== undefined && !judgeRoom(seen, ends).isReached;
}

export function eventsAreKept(seen: Seen): boolean {
  return judgeKeep(seen, { goal: 'keep', what: 'events', name: 'lab.yaml' }).isReached;
}

/** By the file, two routers have one console, or a console is an AUX port of another one. */
export function consolesClash({ model }: Seen): boolean {
  return model !== undefined && playedConsoles(model).some(({ router, answers }) => router !== answers);
}

/** How many links are not ESTABLISHED. */
export function brokenCount({ links }: Seen): number {
  return links.filter(({ state }) => state !== 'ESTABLISHED').length;
}

/** Somebody has moved a base, and thinks that any other number will do. */
export function anyGapSlip(says: string): Slip {
  return { belief: 'any-gap-will-do', isMade: (seen) => hasChanged(seen) && blocksMeet(seen), says };
}

/** True if one of the lines of the file does such a thing. */
export function doesAny({ staged, files }: Seen, ...wanted: readonly Deed['does'][]): boolean {
  const deeds = staged.server === undefined ? [] : readDeeds(files[staged.files[0]?.name ?? ''] ?? '', staged.server);
  return !('problem' in deeds) && deeds.some(({ deed }) => wanted.includes(deed.does));
}

function rangesOf({ model }: Seen): readonly UsedRange[] {
  return model === undefined ? [] : new CheckContext(model).ranges;
}
