import type { PageData } from '../../output/page/page-data.ts';
import { choicesOf } from '../fragment.ts';
import { keepAddress } from './address.ts';
import { listen } from './controls.ts';
import { LivePage } from './live-page.ts';

/** Opens the page that the file carries. */
function start(): void {
  const root = document.getElementById('page');
  const data = document.getElementById('data');
  if (root === null || data === null) return;
  try {
    const page = new LivePage(root, JSON.parse(data.textContent ?? '') as PageData, choicesOf(location.hash));
    keepAddress(page);
    listen(root, (action) => {
      if (action === 'print') window.print();
      else page.do(action);
    });
  } catch (error) {
    root.textContent = `This page cannot show its lab: ${error instanceof Error ? error.message : String(error)}`;
    throw error;
  }
}

start();
