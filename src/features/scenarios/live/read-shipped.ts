import { Readable } from 'node:stream';
import { ProblemList } from '../../../core/lab/problem.ts';
import { readYamlText } from '../../../core/lab/text/yaml-text.ts';
import { loadText } from '../../../world/files/load-text.ts';
import { scenarioNames, scenarioPath } from '../../../world/files/shipped-scenarios.ts';
import type { ShippedScenario } from '../result.ts';

/** What follows on the name and the description: the lab, which nothing is said of here. */
const LAB = /^(?!name:|description:)\w/m;

/**
 * Reads the head of every scenario in a folder. One that cannot be read is left out: the others still help.
 */
export async function readShipped(folder: string): Promise<ShippedScenario[]> {
  const all = await Promise.all(scenarioNames(folder).map((name) => readOne(folder, name)));
  return all.flat();
}

/** Of a file with several labs the first one says what it is about. */
async function readOne(folder: string, name: string): Promise<ShippedScenario[]> {
  const file = scenarioPath(folder, name);
  const loaded = await loadText(file, () => Readable.from([]));
  if ('failure' in loaded) return [];
  const [head = ''] = loaded.text.split(LAB, 1);
  const problems = new ProblemList(file);
  const [document] = readYamlText(head, problems);
  if (problems.hasErrors) return [];
  // What is wrong with its values is said when it is run.
  const { name: title = name, description = '' } = (document?.value ?? {}) as Record<string, unknown>;
  return [{ name, title: String(title), description: String(description), file, text: loaded.text }];
}
