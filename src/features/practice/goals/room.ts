import { CheckContext } from '../../../core/checks/context.ts';
import { byMachineAndPort, type UsedRange } from '../../../core/checks/used-range.ts';
import { counted } from '../../../core/text/counted.ts';
import type { Seen } from '../exercise.ts';
import { fitting, type Judged, UNREADABLE } from './now.ts';

/** Between the next port of a hypervisor and the next block above it on its machine. */
interface Gap {
  readonly below: UsedRange;
  readonly above: UsedRange;
  /** Negative where the blocks meet. */
  readonly ends: number;
}

/** Each hypervisor can make so many ends more before it comes to the block of another, of whichever lab. */
export function judgeRoom({ model }: Seen, ends: number): Judged {
  if (model === undefined) return UNREADABLE;
  const [least] = gapsOf(new CheckContext(model).ranges).sort((a, b) => a.ends - b.ends);
  if (least === undefined) return { isReached: true, now: 'no other block is above' };
  return { isReached: least.ends >= ends, now: fitting(nowOf(least)) };
}

/** Hypervisors by their control ports. */
function nowOf({ below, above, ends }: Gap): string {
  const [one, other] = [below.hypervisor.port, above.hypervisor.port];
  if (ends > 0) return `${one}: room for ${counted(ends, 'end')} before ${other}`;
  if (below.first === above.first) return `${one} and ${other} begin at ${above.first}`;
  return ends === 0
    ? `${one} is full: ${other} begins at ${above.first}`
    : `${one} goes past ${above.first}, base of ${other}`;
}

function gapsOf(ranges: readonly UsedRange[]): Gap[] {
  const sorted = [...ranges].sort(byMachineAndPort);
  return sorted.flatMap((below, index) => {
    const above = sorted[index + 1];
    return above?.machine === below.machine ? [{ below, above, ends: above.first - below.next }] : [];
  });
}
