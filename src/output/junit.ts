import { xmlAttributes, xmlText } from './xml.ts';

/** What became of one test case; `text` is for people and has lines. */
export type TestOutcome =
  | { readonly state: 'passed' }
  | { readonly state: 'skipped' }
  | {
      /** An error is something that could not be found out. */
      readonly state: 'failure' | 'error';
      readonly type: string;
      readonly message: string;
      readonly text: string;
    };

export interface TestCase {
  readonly name: string;
  readonly className: string;
  readonly outcome: TestOutcome;
}

export interface TestSuite {
  readonly name: string;
  readonly cases: readonly TestCase[];
  /** What is worth saying and no failure. */
  readonly output: string;
}

/**
 * Test suites as JUnit XML, valid against the schema of Ant's reports as well as that of Jenkins' xUnit
 * plug-in. `startedAt` is in UTC. No case has a duration: all are judged at once.
 */
export function junit(suites: readonly TestSuite[], startedAt: Date): string {
  const timestamp = startedAt.toISOString().slice(0, 'yyyy-mm-ddThh:mm:ss'.length);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    ...suites.map((suite, id) => renderSuite(suite, id, timestamp)),
    '</testsuites>',
  ].join('\n');
}

function renderSuite({ name, cases, output }: TestSuite, id: number, timestamp: string): string {
  const count = (state: TestOutcome['state']): number => cases.filter(({ outcome }) => outcome.state === state).length;
  const attributes = xmlAttributes({
    id,
    name,
    package: 'niostat',
    timestamp,
    // The schema wants one; where labs are read is of no interest.
    hostname: 'localhost',
    tests: cases.length,
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
    time: 0,
  });
  return [
    `  <testsuite${attributes}>`,
    '    <properties/>',
    ...cases.map(renderCase),
    `    <system-out>${xmlText(output)}</system-out>`,
    '    <system-err/>',
    '  </testsuite>',
  ].join('\n');
}

function renderCase({ name, className, outcome }: TestCase): string {
  const start = `    <testcase${xmlAttributes({ name, classname: className, time: 0 })}`;
  if (outcome.state === 'passed') return `${start}/>`;
  if (outcome.state === 'skipped') return `${start}><skipped/></testcase>`;
  const { state, type, message, text } = outcome;
  return `${start}>\n      <${state}${xmlAttributes({ type, message })}>${xmlText(text)}</${state}>\n    </testcase>`;
}
