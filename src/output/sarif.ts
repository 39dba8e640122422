import type { Location } from '../core/lab/lab.ts';
import { fileUri } from './file-uri.ts';
import { fingerprints } from './fingerprint.ts';
import { type Notice, placedText, type Rule } from './notice.ts';
import { safeJson } from './safe-text.ts';

export interface SarifOptions {
  /** Version of niostat. */
  readonly version: string;
  /** Every rule that was applied, whether it found something or not. */
  readonly rules: readonly Rule[];
  /** The file that a notice without a location is put at: code scanning takes no result without one. */
  readonly fallbackFile: string | undefined;
  readonly pathSeparator: '/' | '\\';
}

/** The base of relative paths. Where it is on disk concerns nobody who reads the log. */
const BASE = '%SRCROOT%';

/**
 * Notices as a SARIF 2.1.0 log (OASIS Standard, with Errata 01): one run, every rule, one result for each
 * notice. Fingerprints do not depend on lines.
 */
export function sarif(notices: readonly Notice[], options: SarifOptions): string {
  const ruleIndex = new Map(options.rules.map((rule, index) => [rule.id, index]));
  const known = fingerprints(notices);
  return safeJson({
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'niostat',
            version: options.version,
            semanticVersion: options.version,
            rules: options.rules.map(ruleOf),
          },
        },
        originalUriBaseIds: { [BASE]: { description: { text: 'The folder in which niostat was started.' } } },
        columnKind: 'utf16CodeUnits',
        results: notices.map((notice, index) => ({
          ruleId: notice.ruleId,
          ruleIndex: ruleIndex.get(notice.ruleId),
          level: notice.severity,
          message: { text: plainMessage(placedText(notice)) },
          ...placesOf(notice, options),
          partialFingerprints: { 'niostatSubject/v1': known[index] },
        })),
      },
    ],
  });
}

function ruleOf({ id, name, severity, title, page }: Rule): object {
  return {
    id,
    name,
    shortDescription: { text: title },
    fullDescription: { text: title },
    defaultConfiguration: { level: severity },
    help: page === undefined ? undefined : { text: page, markdown: page },
  };
}

function placesOf({ location, related }: Notice, { fallbackFile, pathSeparator }: SarifOptions): object {
  const place = (at: Location): object => ({
    physicalLocation: {
      ...artifact(at.file, pathSeparator),
      // A region would be one of the archive's bytes.
      region: at.within === undefined ? { startLine: at.line, startColumn: at.column } : undefined,
    },
  });
  const locations =
    location !== undefined
      ? [place(location)]
      : fallbackFile === undefined
        ? []
        : [{ physicalLocation: artifact(fallbackFile, pathSeparator) }];
  return {
    locations,
    relatedLocations: related.length === 0 ? undefined : related.map((at, id) => ({ id, ...place(at) })),
  };
}

function artifact(file: string, separator: '/' | '\\'): object {
  const { uri, isRelative } = fileUri(file, separator);
  return { artifactLocation: { uri, uriBaseId: isRelative ? BASE : undefined } };
}

/**
 * A name out of a file must not become a link or a placeholder of the message (SARIF 2.1.0, 3.11.5 and
 * 3.11.6).
 */
function plainMessage(text: string): string {
  return text.replace(/[{}]/g, '$&$&').replaceAll('](', '\\](');
}
