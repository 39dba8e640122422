import { NiostatError } from '../../core/errors/niostat-error.ts';
import { readLab } from '../../core/lab/read-lab.ts';
import { LabModel } from '../../core/model/lab-model.ts';
import type { Remark } from './remark.ts';

/** The most characters that are read: four thousand devices; more would hold up the typing. */
const MAX_TEXT_CHARACTERS = 300_000;

/** What stands in the editor: a model of its labs, unless it has a fault, and what is said of its lines. */
export interface ReadText {
  readonly text: string;
  readonly model?: LabModel;
  /** In the order of the lines; with an error among them there is no model. */
  readonly remarks: readonly Remark[];
}

/** Reads the text of the editor, whatever it is. Pure; never throws. */
export function readText(text: string): ReadText {
  if (text.length > MAX_TEXT_CHARACTERS) {
    const message = `this text has ${text.length} characters, and at most ${MAX_TEXT_CHARACTERS} are read here: give the file to niostat on the command line`;
    return { text, remarks: [{ severity: 'error', message, line: 1, column: 1 }] };
  }
  const { labs, problems } = readLab(text, fileNameFor(text));
  const remarks = problems.map(
    ({ severity, message, location: { line, column } }): Remark => ({ severity, message, line, column }),
  );
  if (labs.length === 0) return { text, remarks };
  try {
    return { text, model: LabModel.of(labs), remarks };
  } catch (error) {
    if (!(error instanceof NiostatError)) throw error;
    const next = error.next === undefined ? '' : `: ${error.next}`;
    return { text, remarks: [...remarks, { severity: 'error', message: `${error.message}${next}` }] };
  }
}

/** The name that the file would have; it stands in the commands that findings propose. */
export function fileNameFor(text: string): string {
  if (/^\s*\{/.test(text)) return /"topology"\s*:/.test(text) ? 'lab.gns3' : 'lab.yaml';
  const lines = text.split(/[\r\n]/).map((line) => line.trim());
  const first = lines.find((line) => line !== '' && !line.startsWith('#')) ?? '';
  return /^(?:\[|[A-Za-z_]\w*\s*=)/.test(first) ? 'lab.net' : 'lab.yaml';
}
