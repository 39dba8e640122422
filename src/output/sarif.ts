import type { Location } from '../core/lab/lab.ts';
import { fileUri } from './file-uri.ts';
import { fingerprints } from './fingerprint.ts';
import { type Notice, placedText, type Rule } from './notice.ts';
import { pageUri } from './page-uri.ts';
import { type Paths, withReportPaths } from './report-path.ts';
import { pascalCase, plainPage, ruleSentence } from './rule-text.ts';
import { safeJson } from './safe-text.ts';

export interface SarifOptions {
  /** Version of niostat. */
  readonly version: string;
  /** `homepage` of package.json, from which every address is made; without it there is none. */
  readonly homepage: string | undefined;
  /** Every rule that was applied, whether it found something or not. */
  readonly rules: readonly Rule[];
  /** False if something that was to be looked at could not be. */
  readonly isComplete: boolean;
  readonly paths: Paths;
}

/** The base of relative paths. Where it is on disk concerns nobody who reads the log. */
const BASE = '%SRCROOT%';

/**
 * Where a file begins, an empty region: of what is about a whole file, and of places in an archive, whose
 * lines are none of its own. Code scanning documents `startLine` as required, Microsoft's validator asks for
 * a region (SARIF2017).
 */
const BEGIN = { startLine: 1, startColumn: 1, endColumn: 1 };

/**
 * Notices as a SARIF 2.1.0 log (OASIS Standard, with Errata 01): one run, every rule, one result for each
 * notice. Fingerprints do not depend on lines. Code scanning takes no result without a file.
 */
export function sarif(named: readonly Notice[], options: SarifOptions): string {
  const { version, homepage, rules, isComplete, paths } = options;
  const ruleIndex = new Map(rules.map((rule, index) => [rule.id, index]));
  const notices = withReportPaths(named, paths);
  const known = fingerprints(notices);
  return safeJson({
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'niostat',
            version,
            semanticVersion: version,
            informationUri: pageUri(homepage),
            rules: rules.map((rule) => ruleOf(rule, homepage)),
          },
        },
        invocations: [{ executionSuccessful: isComplete }],
        originalUriBaseIds: { [BASE]: { description: { text: 'The folder in which niostat was started.' } } },
        columnKind: 'utf16CodeUnits',
        results: notices.map((notice, index) => ({
          ruleId: notice.ruleId,
          ruleIndex: ruleIndex.get(notice.ruleId),
          level: notice.severity,
          message: { text: plainMessage(placedText(notice)) },
          ...placesOf(notice, paths),
          partialFingerprints: { 'niostatSubject/v1': known[index] },
        })),
      },
    ],
  });
}

function ruleOf(rule: Rule, homepage: string | undefined): object {
  const { id, name, severity, title, pagePath } = rule;
  const sentence = ruleSentence(rule);
  // GitHub wants a help of every rule (GH2012 of the validator).
  const page = rule.page ?? sentence;
  return {
    id,
    name: pascalCase(name),
    shortDescription: { text: title },
    fullDescription: { text: sentence },
    defaultConfiguration: { level: severity },
    helpUri: pagePath === undefined ? undefined : pageUri(homepage, pagePath),
    help: { text: plainPage(page), markdown: page },
  };
}

function placesOf({ location, file, related }: Notice, { separator }: Paths): object {
  const artifact = (path: string): object => {
    const { uri, isRelative } = fileUri(path, separator);
    return { artifactLocation: { uri, uriBaseId: isRelative ? BASE : undefined } };
  };
  const place = (at: Location): object => ({
    physicalLocation: {
      ...artifact(at.file),
      region: at.within === undefined ? { startLine: at.line, startColumn: at.column } : BEGIN,
    },
  });
  const whole = file === undefined ? [] : [{ physicalLocation: { ...artifact(file), region: BEGIN } }];
  return {
    locations: location === undefined ? whole : [place(location)],
    relatedLocations: related.length === 0 ? undefined : related.map((at, id) => ({ id, ...place(at) })),
  };
}

/**
 * A name out of a file must not become a link or a placeholder of the message (SARIF 2.1.0, 3.11.5 and
 * 3.11.6).
 */
function plainMessage(text: string): string {
  return text.replace(/[{}]/g, '$&$&').replaceAll('](', '\\](');
}
