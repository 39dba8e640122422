import { Readable } from 'node:stream';
import { readLab } from '../../../core/lab/read-lab.ts';
import { loadText } from '../../../world/files/load-text.ts';
import { scenarioNames, scenarioPath } from '../../../world/files/shipped-scenarios.ts';
import type { ShippedScenario } from '../result.ts';

/** Reads every scenario in a folder. One that cannot be read is left out: the others still help. */
export async function readShipped(folder: string): Promise<ShippedScenario[]> {
  const all = await Promise.all((await scenarioNames(folder)).map((name) => readOne(folder, name)));
  return all.flat();
}

/** Of a file with several labs the first one says what it is about. */
async function readOne(folder: string, name: string): Promise<ShippedScenario[]> {
  const file = scenarioPath(folder, name);
  const loaded = await loadText(file, () => Readable.from([]));
  const lab = 'failure' in loaded ? undefined : readLab(loaded.text, file).labs[0];
  return lab === undefined ? [] : [{ name, title: lab.name, description: lab.description ?? '', file }];
}
