import type { Finding } from '../../../core/checks/finding.ts';
import { LATEST_VERSION } from '../../../core/kernel/dynamips-version.ts';
import type { Lab } from '../../../core/lab/lab.ts';
import { LabModel } from '../../../core/model/lab-model.ts';
import { check } from '../../check/check.ts';
import type { Seen } from '../exercise.ts';
import { fitting, type Judged, UNREADABLE } from './now.ts';

/** Neither generation of Dynamips gives an error or a warning, whichever the file names. */
export function judgeClean({ model }: Seen): Judged {
  if (model === undefined) return UNREADABLE;
  const worst = worstFinding(model.labs);
  if (worst === undefined) return { isReached: true, now: 'nothing found' };
  const title = `${worst.id} ${worst.slug}`;
  const { ports } = worst.evidence;
  const places = ports.length === 0 ? title : `${title}: ${ports.join(', ')}`;
  return { isReached: false, now: fitting(places, title, worst.id) };
}

/** The second generation is looked at only where the first has nothing. */
function worstFinding(labs: readonly Lab[]): Finding | undefined {
  for (const dynamips of Object.values(LATEST_VERSION)) {
    const { findings } = check(LabModel.of(labs, { dynamips }));
    const worst = findings.find(({ severity }) => severity !== 'note');
    if (worst !== undefined) return worst;
  }
  return undefined;
}
