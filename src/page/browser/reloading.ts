import { isStepping } from '../seen.ts';
import type { LivePage } from './live-page.ts';

/**
 * Loads the page again and again, as long as a command writes it anew, and keeps what was chosen and where
 * the reader was. Who steps or has selected text is reading: the page stays until the selection is gone, or
 * the last step is shown again.
 */
export function keepReloading(page: LivePage): void {
  const seconds = page.scene.data.reloadSeconds;
  if (seconds === undefined) return;
  const reload = () => {
    if (isBeingRead(page)) return void window.setTimeout(reload, seconds * 1000);
    location.reload();
  };
  window.setTimeout(reload, seconds * 1000);
}

function isBeingRead({ scene }: LivePage): boolean {
  const { activeElement } = document;
  const isTyping =
    activeElement instanceof HTMLInputElement && activeElement.value !== '' && activeElement.type !== 'range';
  return isStepping(scene) || isTyping || document.getSelection()?.isCollapsed === false || document.hidden;
}
