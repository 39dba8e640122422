import type { LivePage } from './live-page.ts';

/** A slider that is drawn passes many steps, and one of them is of interest. */
const PAUSE_MS = 150;

/** Tells a screen reader what happens, politely: one message for each step, and what `say` is given. */
export class Announcer {
  private readonly region = document.createElement('div');
  private timer: number | undefined;

  constructor(page: LivePage, root: Element) {
    this.region.className = 'visually-hidden';
    this.region.setAttribute('role', 'status');
    document.body.append(this.region);
    page.watch((now, before) => {
      if (now.state.step !== before?.state.step) this.say(() => textOf(root.querySelector('[data-say]')));
    });
  }

  say(text: () => string): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      this.region.textContent = text();
    }, PAUSE_MS);
  }
}

/** The text of each paragraph, as sentences. */
function textOf(element: Element | null): string {
  const parts = [...(element?.children ?? [])].map(({ textContent }) => (textContent ?? '').trim());
  return parts
    .filter((part) => part !== '')
    .map((part) => (/[.:!?]$/.test(part) ? part : `${part}.`))
    .join(' ');
}
