import type { Element } from '../../output/markup/markup.ts';
import { layout } from '../../output/picture/layout.ts';
import type { Scene } from '../scene.ts';
import { drawnPanel, layoutOf, roomOf } from './picture-panel.ts';
import { lookOfBareLinks, lookOfSeen } from './seen-look.ts';
import { topologyOfSeen } from './seen-topology.ts';

/** More links without a lab are a table alone. */
const MOST_BARE_LINKS = 500;

/** With `links`: the lab, or without one the programs that have sockets, with the fates that were seen. */
export function seenPicture(scene: Scene): Element | undefined {
  const { data } = scene;
  const { links } = data;
  if (links === undefined) return undefined;
  if (data.labs.length > 0) return drawnPanel(layoutOf(scene), lookOfSeen(links, scene));
  if (links.links.length === 0 || links.links.length > MOST_BARE_LINKS) return undefined;
  return drawnPanel(layout(topologyOfSeen(links), roomOf(scene)), lookOfBareLinks(links));
}
