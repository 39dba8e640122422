import type { Lab } from './lab.ts';
import { ProblemList, type ReadResult } from './problem.ts';
import { type JsonNode, readJsonText } from './text/json-text.ts';

/** Keys that tell what a JSON file is that is no lab, and what to do with it. */
const KNOWN: ReadonlyArray<readonly [key: string, what: string]> = [
  ['observations', 'the answers of a kernel, which niostat kernel saved; other commands take them with --kernel'],
  ['appliance_id', 'a GNS3 appliance, which is a template and has no links'],
  ['vendor_name', 'a GNS3 appliance, which is a template and has no links'],
  ['schemaVersion', 'a result that niostat printed; name the lab that it was made of'],
  ['dependencies', 'a package.json'],
  ['runs', 'a SARIF log'],
];

/** More keys than this tell nobody more about a file. */
const MOST_KEYS = 8;

/**
 * The problem with JSON that is neither a GNS3 project nor a scenario: where it is no JSON, or else what it
 * looks like. Pure; linear in the length of the text.
 */
export function readUnknownJson(text: string, file: string): ReadResult<Lab> {
  const problems = new ProblemList(file);
  const document = readJsonText(text, problems);
  if (document !== undefined) {
    const { line, column } = document.positionOf(document.root);
    problems.error(
      `this JSON is no lab: it is ${looks(document.root)}; a GNS3 project has a "topology", a scenario has "devices"`,
      line,
      column,
    );
  }
  return { labs: [], problems: problems.finish() };
}

function looks(root: JsonNode): string {
  if (root.type === 'array') return 'a list';
  if (root.type !== 'object') return 'a single value';
  const known = KNOWN.find(([key]) => root.entries.has(key));
  if (known !== undefined) return known[1];
  if (root.entries.has('devices')) return 'an object whose "devices" is no list';
  const keys = [...root.entries.keys()];
  if (keys.length === 0) return 'empty';
  const shown = keys.slice(0, MOST_KEYS).map((key) => `"${key.slice(0, 40)}"`);
  return `an object with ${shown.join(', ')}${keys.length > MOST_KEYS ? ', …' : ''}`;
}
