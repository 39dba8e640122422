import { readShipped } from './live/read-shipped.ts';
import type { ScenariosResult } from './result.ts';

/** Lists the scenarios that came with the program, by name; `folder` is where they lie. */
export async function scenarios(folder: string): Promise<ScenariosResult> {
  return { schemaVersion: 1, outcome: 'clean', folder, scenarios: await readShipped(folder) };
}
