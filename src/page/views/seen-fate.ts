import type { Fate } from '../../core/words/fate.ts';
import type { SeenLink } from '../../output/page/links-on-page.ts';
import type { FateName } from '../../output/picture/fate-look.ts';

/** How each common word for a fate looks. */
export const LOOK_OF_FATE: Readonly<Record<Fate, FateName>> = {
  arrives: 'peer',
  'comes back': 'self',
  'goes astray': 'other',
  lost: 'nobody',
  'no socket': 'refused',
  'not known': 'unknown',
};

/** How the state of a link looks: of a broken one the first fate that is no good one. */
export function seenFate({ isWell, fates }: Pick<SeenLink, 'isWell' | 'fates'>): FateName {
  const [first] = isWell ? fates : fates.filter((fate) => fate !== 'arrives');
  return first === undefined ? 'unknown' : LOOK_OF_FATE[first];
}
