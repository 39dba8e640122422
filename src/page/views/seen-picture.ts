import type { Element } from '../../output/markup/markup.ts';
import { layout } from '../../output/picture/layout.ts';
import type { Scene } from '../scene.ts';
import { drawnPanel, layoutOf, roomOf } from './picture-panel.ts';
import { lookOfSeen } from './seen-look.ts';

/** With `links`: the lab, or without one the programs that have sockets, with the fates that were seen. */
export function seenPicture(scene: Scene): Element | undefined {
  const { labs, links } = scene.data;
  if (links === undefined) return undefined;
  if (labs.length > 0) return drawnPanel(layoutOf(scene), lookOfSeen(links, scene));
  if (links.picture === undefined) return undefined;
  const { topology, ends, links: drawn } = links.picture;
  const look = { ends: new Map(ends), links: new Map(drawn), hypervisors: new Map() };
  return drawnPanel(layout(topology, roomOf(scene)), look);
}
