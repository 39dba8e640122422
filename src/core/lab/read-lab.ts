import { readGns3 } from './gns3/gns3-reader.ts';
import type { Lab } from './lab.ts';
import { mergeConflictsIn } from './merge-conflict.ts';
import { readNet } from './net/net-reader.ts';
import { ProblemList, type ReadResult } from './problem.ts';
import { readScenario } from './scenario/scenario-reader.ts';
import { readUnknownJson } from './unknown-json.ts';

/**
 * The largest scenario that is read, as for a GNS3 project. What a parser makes of it takes some forty times
 * as much memory; a scenario of ten thousand links is a hundredth of this.
 */
const MAX_SCENARIO_CHARACTERS = 32_000_000;

type Format = 'net' | 'scenario' | 'gns3' | 'json';

/**
 * Reads a lab file of any format: recognised by what is in it, by its name where the content leaves it open.
 * `within` is the file in the archive `file`, if it is one: a GNS3 project. Pure; never throws, whatever the
 * text is.
 */
export function readLab(text: string, file: string, within?: string): ReadResult<Lab> {
  const obstacle = obstacleIn(text);
  if (obstacle !== undefined) return failed({ file, within }, obstacle);
  if (within !== undefined) return readGns3(text, file, within);
  switch (formatOf(text, file)) {
    case 'net':
      return readNet(text, file);
    case 'gns3':
      return readGns3(text, file);
    case 'json':
      return readUnknownJson(text, file);
    case 'scenario':
      if (text.length > MAX_SCENARIO_CHARACTERS) {
        const message = `a scenario may have ${MAX_SCENARIO_CHARACTERS} characters; this one has ${text.length}`;
        return failed({ file }, { message, line: 1, column: 1 });
      }
      return readScenario(text, file);
  }
}

interface Obstacle {
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

function failed(
  { file, within }: { readonly file: string; readonly within?: string | undefined },
  { message, line, column }: Obstacle,
): ReadResult<Lab> {
  const problems = new ProblemList(file, within);
  problems.error(message, line, column);
  return { labs: [], problems: problems.finish() };
}

/** What makes a text none that anybody has meant to be read. */
function obstacleIn(text: string): Obstacle | undefined {
  if (text.trim() === '') return { message: 'the file is empty', line: 1, column: 1 };
  const nul = text.indexOf('\0');
  if (nul >= 0) return { message: 'this is not a text file: it has a NUL byte', ...placeOf(text, nul) };
  const conflicts = mergeConflictsIn(text);
  if (conflicts === undefined) return undefined;
  const them = conflicts.count === 1 ? 'a merge conflict' : `${conflicts.count} merge conflicts, the first one here`;
  return {
    message: `this file has ${them}: choose one side of each, and remove the lines that begin with ${conflicts.markers.join(', ')}`,
    ...placeOf(text, conflicts.at),
  };
}

function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

/** The first line that says something decides; `.net` and `.gns3` names decide when it does not. */
function formatOf(text: string, file: string): Format {
  const firstLine = firstLineOf(text);
  if (firstLine.startsWith('{') || (firstLine.startsWith('[') && /\.json$/i.test(file)))
    return formatOfJson(text, file);
  if (/^\[.*\]\s*(?:#.*)?$/.test(firstLine) || /^[A-Za-z_]\w*\s*=/.test(firstLine)) return 'net';
  if (/^(?:---|[A-Za-z]\w*\s*:)/.test(firstLine)) return 'scenario';
  if (/\.net$/i.test(file)) return 'net';
  return /\.gns3$/i.test(file) ? 'gns3' : 'scenario';
}

/** JSON is YAML too: a scenario may be written so. A project has a topology, whatever it is called. */
function formatOfJson(text: string, file: string): Format {
  if (/"topology"\s*:/.test(text) || /\.gns3$/i.test(file)) return 'gns3';
  return /"devices"\s*:\s*\[/.test(text) || /\.ya?ml$/i.test(file) ? 'scenario' : 'json';
}

/** The first line that is neither empty nor a comment; both formats write comments with `#`. */
function firstLineOf(text: string): string {
  let start = text.startsWith('\uFEFF') ? 1 : 0;
  while (start < text.length) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    const line = text.slice(start, end).trim();
    if (line !== '' && !line.startsWith('#')) return line;
    start = end + 1;
  }
  return '';
}
