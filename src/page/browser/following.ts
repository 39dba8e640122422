import type { LivePage } from './live-page.ts';

/**
 * Keeps what this step is about in sight: the first end that is lit in the picture, and its row, each
 * within what scrolls it, never by moving the page. With keys the focus follows the row too, unless it is
 * elsewhere on the page for a reason.
 */
export function followRow(page: LivePage, root: Element): void {
  show(root);
  let request = 0;
  page.watch((now, before) => {
    if (now.state.step === before?.state.step) return;
    cancelAnimationFrame(request);
    // Where things are, is known when the page is laid out: asked before that, it would be laid out twice.
    request = requestAnimationFrame(() => {
      const row = show(root);
      const focused = document.activeElement;
      if (row === null || !(focused instanceof HTMLElement) || focused === row) return;
      if (focused.closest('table [tabindex]') !== null) row.focus({ preventScroll: true });
    });
  });
}

/** Returns the row. */
function show(root: Element): HTMLElement | null {
  const row = root.querySelector<HTMLElement>('[aria-current=step]');
  const table = row?.closest('[data-scroller]');
  if (row && table) bringIntoSight(row, table);
  const end = root.querySelector('.picture .lit');
  const picture = end?.closest('[data-scroller]');
  if (end && picture) bringToMiddle(end, picture);
  return row;
}

function bringIntoSight(row: Element, scroller: Element): void {
  const [inner, outer] = [row.getBoundingClientRect(), scroller.getBoundingClientRect()];
  const header = scroller.querySelector('thead')?.getBoundingClientRect().height ?? 0;
  const above = outer.top + header - inner.top;
  const below = inner.bottom - outer.top - scroller.clientHeight;
  if (above > 0) scroller.scrollTop -= above;
  else if (below > 0) scroller.scrollTop += below;
}

/** Room around an end of the picture: its device and its link are of interest too. */
const AROUND = 100;

/** A picture that is all in sight has nothing to scroll. */
function bringToMiddle(end: Element, scroller: Element): void {
  const [inner, outer] = [end.getBoundingClientRect(), scroller.getBoundingClientRect()];
  const isInSight =
    inner.top - AROUND >= outer.top &&
    inner.bottom + AROUND <= outer.bottom &&
    inner.left - AROUND >= outer.left &&
    inner.right + AROUND <= outer.right;
  if (isInSight) return;
  scroller.scrollTop += (inner.top + inner.bottom - outer.top - outer.bottom) / 2;
  scroller.scrollLeft += (inner.left + inner.right - outer.left - outer.right) / 2;
}
