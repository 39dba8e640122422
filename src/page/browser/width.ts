import type { LivePage } from './live-page.ts';

/** As layout.css has it, where panels open on demand. */
const NARROW = '(max-width: 47.99rem)';

/** Has the picture laid out for the window, now and whenever that becomes narrow or wide. */
export function followWidth(page: LivePage): void {
  const query = window.matchMedia(NARROW);
  const follow = (): void => page.do(`narrow:${query.matches ? 1 : 0}`);
  if (query.matches) follow();
  query.addEventListener('change', follow);
}
