import { choicesOf, fragmentOf } from '../fragment.ts';
import type { LivePage } from './live-page.ts';

/** Browsers take only so many changes of an address in a while: a slider that is drawn makes hundreds. */
const PAUSE_MS = 250;

/** Keeps what the reader has chosen in the fragment of the address, and follows it when that is changed. */
export function keepAddress(page: LivePage): void {
  let timer: number | undefined;
  const write = () => {
    timer = undefined;
    const fragment = fragmentOf(page.scene.choices);
    if (fragment !== location.hash.slice(1)) history.replaceState(history.state, '', `#${fragment}`);
  };
  page.watch(() => {
    timer ??= window.setTimeout(write, PAUSE_MS);
  });
  window.addEventListener('hashchange', () => page.choose(choicesOf(location.hash)));
  // A page that goes keeps what was chosen last.
  window.addEventListener('pagehide', () => {
    if (timer !== undefined) write();
  });
}
