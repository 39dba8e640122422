import { handout } from '../handout/handout.ts';
import { isSeen } from '../seen.ts';
import type { LivePage } from './live-page.ts';
import { patch } from './patch.ts';

/** Puts the handout into the document while it is printed: the printer gets that in place of the screen. */
export function keepPrinting(page: LivePage): void {
  const place = document.createElement('div');
  place.className = 'handout-place';
  window.addEventListener('beforeprint', () => {
    // What was seen has nothing to fill in: the screen is printed.
    if (isSeen(page.scene)) return;
    patch(place, [handout(page.scene)]);
    document.body.append(place);
    document.body.classList.add('has-handout');
  });
  window.addEventListener('afterprint', () => {
    place.remove();
    document.body.classList.remove('has-handout');
  });
}
