import { type Element, el } from '../output/markup/markup.ts';
import type { Scene } from './scene.ts';
import { checklist } from './views/checklist.ts';
import { planChanges } from './views/plan-changes.ts';
import { seenPicture } from './views/seen-picture.ts';
import { seenStories } from './views/seen-stories.ts';
import { seenTable } from './views/seen-table.ts';

/** What the command of the page tells before the lab: nothing with `simulate` and `check`. */
export function roomLead(scene: Scene): Element | undefined {
  return checklist(scene) ?? planChanges(scene);
}

/** Links as they were seen, in the place of the steps. */
export function seenMain(scene: Scene): Element {
  return el(
    'main',
    { key: 'main', class: 'main as-seen' },
    el('div', { key: 'stage', class: 'stage' }, seenPicture(scene), seenTable(scene)),
    el('div', { key: 'side', class: 'side' }, seenStories(scene)),
  );
}
