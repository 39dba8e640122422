import { Readable } from 'node:stream';
import { loadText } from '../../../world/files/load-text.ts';
import { scenarioNames, scenarioPath } from '../../../world/files/shipped-scenarios.ts';

/** The texts of all scenarios in a folder, by name; one that cannot be read is left out. */
export async function readScenarios(folder: string): Promise<Array<{ readonly name: string; readonly text: string }>> {
  const all = await Promise.all(
    scenarioNames(folder).map(async (name) => {
      const loaded = await loadText(scenarioPath(folder, name), () => Readable.from([]));
      return 'failure' in loaded ? [] : [{ name, text: loaded.text }];
    }),
  );
  return all.flat();
}
