import type { LivePage } from './live-page.ts';

/**
 * Keeps the row of this step in sight: within what scrolls it, never by moving the page. With keys the focus
 * follows it too, unless it is elsewhere on the page for a reason.
 */
export function followRow(page: LivePage, root: Element): void {
  page.watch((now, before) => {
    if (now.state.step === before?.state.step) return;
    const row = root.querySelector<HTMLElement>('[aria-current=step]');
    if (row === null) return;
    const scroller = row.closest('[data-scroller]');
    if (scroller !== null) bringIntoSight(row, scroller);
    const focused = document.activeElement;
    if (focused instanceof HTMLElement && focused !== row && focused.closest('table [tabindex]') !== null) {
      row.focus({ preventScroll: true });
    }
  });
}

function bringIntoSight(row: Element, scroller: Element): void {
  const [inner, outer] = [row.getBoundingClientRect(), scroller.getBoundingClientRect()];
  const header = scroller.querySelector('thead')?.getBoundingClientRect().height ?? 0;
  const above = outer.top + header - inner.top;
  const below = inner.bottom - outer.top - scroller.clientHeight;
  if (above > 0) scroller.scrollTop -= above;
  else if (below > 0) scroller.scrollTop += below;
}
