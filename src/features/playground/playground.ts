import type { PlaygroundData } from '../../output/page/playground-data.ts';
import { readScenarios } from './live/read-scenarios.ts';
import { GROUP_ORDER, scenarioText } from './scenario-text.ts';

/** What the playground carries: the scenarios of a folder, by group and name. */
export async function playground(folder: string): Promise<PlaygroundData> {
  const scenarios = (await readScenarios(folder)).map(({ name, text }) => scenarioText(name, text));
  return {
    version: 1,
    kind: 'playground',
    title: 'Playground',
    scenarios: scenarios.sort((a, b) => GROUP_ORDER.indexOf(a.group) - GROUP_ORDER.indexOf(b.group)),
  };
}
