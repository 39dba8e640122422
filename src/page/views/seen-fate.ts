import type { SeenLink } from '../../output/page/links-on-page.ts';
import { FATE_NAME_OF, type FateName } from '../../output/picture/fate-look.ts';

/** How the state of a link looks: of a broken one the first fate that is no good one. */
export function seenFate({ isWell, fates }: Pick<SeenLink, 'isWell' | 'fates'>): FateName {
  const [first] = isWell ? fates : fates.filter((fate) => fate !== 'arrives');
  return first === undefined ? 'unknown' : FATE_NAME_OF[first];
}
