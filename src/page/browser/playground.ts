import type { PlaygroundData } from '../../output/page/playground-data.ts';
import { Playground } from './playground-page.ts';

/** Opens the playground that the file carries. */
function start(): void {
  const root = document.getElementById('page');
  const data = document.getElementById('data');
  if (root === null || data === null) return;
  new Playground(root, JSON.parse(data.textContent ?? '') as PlaygroundData).openAddress().catch((error) => {
    root.textContent = `The playground cannot start: ${error instanceof Error ? error.message : String(error)}`;
    throw error;
  });
}

start();
