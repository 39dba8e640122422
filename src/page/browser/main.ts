import type { PageData } from '../../output/page/page-data.ts';
import { choicesOf } from '../fragment.ts';
import { keepAddress } from './address.ts';
import { Announcer } from './announcing.ts';
import { listen } from './controls.ts';
import { sendDots } from './dots.ts';
import { perform } from './effects.ts';
import { followRow } from './following.ts';
import { LivePage } from './live-page.ts';
import { keepPlaying } from './playing.ts';
import { keepPrinting } from './printing.ts';
import { keepReloading } from './reloading.ts';
import { followWidth } from './width.ts';

/** Opens the page that the file carries. */
function start(): void {
  const root = document.getElementById('page');
  const data = document.getElementById('data');
  if (root === null || data === null) return;
  try {
    const page = new LivePage(root, JSON.parse(data.textContent ?? '') as PageData, choicesOf(location.hash));
    keepAddress(page);
    followWidth(page);
    keepPlaying(page);
    keepPrinting(page);
    keepReloading(page);
    followRow(page, root);
    sendDots(page, root);
    listen(root, perform(page, root, new Announcer(page, root)));
  } catch (error) {
    root.textContent = `This page cannot show its lab: ${error instanceof Error ? error.message : String(error)}`;
    throw error;
  }
}

start();
