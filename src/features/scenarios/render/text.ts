import { type Column, renderColumns } from '../../../output/columns.ts';
import type { Page } from '../../../output/paint.ts';
import { indent, nextBlock } from '../../../output/prose.ts';
import { safeText } from '../../../output/safe-text.ts';
import type { ScenariosResult, ShippedScenario } from '../result.ts';

const COLUMNS: readonly Column[] = [{ title: 'Scenario' }, { title: 'What it shows', wraps: true }];

/** The classic accident: where one begins to learn. */
const FIRST = 'two-hypervisors-same-base';

/** The only one that there is, as it is in its file. */
export function renderScenario({ scenarios: [only] }: ScenariosResult): string {
  return (only?.text ?? '').trimEnd();
}

/**
 * One row for each scenario: its name, its title and a sentence about it. With -v all that is said of it.
 * `isCarried`: their files are inside of the program.
 */
export function renderScenarios({ folder, scenarios }: ScenariosResult, page: Page, isCarried = false): string {
  const first = scenarios.find(({ name }) => name === FIRST) ?? scenarios[0];
  return [
    indent(`${scenarios.length} scenarios come with niostat; every command takes one by its name.`, 0, page.width),
    '',
    page.verbose ? inFull(scenarios, page) : table(scenarios, page),
    '',
    isCarried ? 'niostat scenarios NAME prints one, to be changed.' : `Their files are in ${safeText(folder)}`,
    ...(first === undefined ? [] : [nextBlock(`niostat simulate ${first.name}`, page)]),
  ].join('\n');
}

function table(scenarios: readonly ShippedScenario[], { width }: Page): string {
  const rows = scenarios.map(({ name, title, description }) => [
    safeText(name),
    safeText(`${title}. ${firstSentence(description)}`.trimEnd()),
  ]);
  return renderColumns(COLUMNS, rows, width);
}

function inFull(scenarios: readonly ShippedScenario[], { paint, width }: Page): string {
  return scenarios
    .map(({ name, title, description }) =>
      [paint.strong(safeText(name)), indent(safeText(`${title}. ${description}`), 2, width)].join('\n'),
    )
    .join('\n\n');
}

/** Up to the first full stop that ends a sentence, not one within a number or a name. */
function firstSentence(text: string): string {
  return /^.*?[.!?](?=\s|$)/s.exec(text)?.[0] ?? text;
}
