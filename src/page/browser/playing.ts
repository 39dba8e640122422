import type { LivePage } from './live-page.ts';

/** Goes on by itself while the reader has it play; without motion a press of play is one step. */
export function keepPlaying(page: LivePage): void {
  let timer: number | undefined;
  page.watch(({ choices: { isPlaying, pace } }) => {
    window.clearTimeout(timer);
    if (isPlaying)
      timer = window.setTimeout(() => page.do(isStill() ? 'forward' : 'tick'), isStill() ? 0 : pace * 1000);
  });
}

/** True if the system asks for less motion. */
export function isStill(): boolean {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches;
}
