import { present } from '../present.ts';
import { someOf } from '../text/listed.ts';
import { placeText } from '../text/place-text.ts';
import { basesOf } from './base-finder.ts';
import type { CheckContext } from './context.ts';
import type { Remedy } from './finding.ts';
import { pasteHypervisor } from './paste.ts';
import type { UsedRange } from './used-range.ts';

/**
 * A remedy that gives bases of their own to those of a group that `niostat plan` moves; where it moves none
 * of them, because it mends no notes or cannot edit the file, to `ranges`, which are some of the group.
 */
export function proposeBases(
  context: CheckContext,
  ranges: readonly UsedRange[],
  group: readonly UsedRange[] = ranges,
): Remedy {
  const moved = basesOf(context).movedOf(group);
  return remedyFor(context, moved.length > 0 ? moved : ranges, ranges[0]);
}

/** `place` is the range at whose place the finding stands. */
function remedyFor(context: CheckContext, ranges: readonly UsedRange[], place: UsedRange | undefined): Remedy {
  const pastes: string[] = [];
  const moves: string[] = [];
  const isAtPlace = place === undefined || ranges.includes(place);
  for (const range of ranges) {
    const { lab, hypervisor, given } = range;
    if (!context.isRecorded(lab, hypervisor)) {
      return {
        text: `${hypervisor.name} is started by GNS3 itself: raise the UDP incrementation of its hypervisor manager, or record hypervisors with bases of their own`,
      };
    }
    const base = basesOf(context).proposeFor(range);
    if (base === undefined) {
      return {
        text: `no ${given} UDP ports in a row are free on this host below its ephemeral range: move ${hypervisor.name} to another host`,
      };
    }
    moves.push(`${nameIn(context, range)} base UDP ${base}${isAtPlace ? '' : placeOf(range)}`);
    const paste = pasteHypervisor(lab, hypervisor, { baseUdp: base });
    if (paste !== undefined) pastes.push(paste);
  }
  return present({
    text: `give ${someOf(moves)}${moves.length > 3 ? ' a base of their own' : ''}`,
    paste: pastes.length === 0 ? undefined : pastes.join('\n'),
  });
}

/** With its lab among several: two labs may have a hypervisor of one name. */
function nameIn({ labs }: CheckContext, { lab, hypervisor }: UsedRange): string {
  return labs.length > 1 ? `${hypervisor.name} in ${lab.name}` : hypervisor.name;
}

/** ` (lab.net:2:1)`, for what does not stand where the finding does. */
function placeOf({ hypervisor: { location } }: UsedRange): string {
  return location === undefined ? '' : ` (${placeText(location)})`;
}
