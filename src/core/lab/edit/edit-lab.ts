import type { Lab } from '../lab.ts';
import type { LabChange } from './lab-change.ts';
import { editNet } from './net-editor.ts';
import type { TextEdit } from './text-edit.ts';
import { editScenario } from './yaml-editor.ts';

/** What is to become of one lab of a file. */
export interface LabChanges {
  readonly lab: Lab;
  readonly changes: readonly LabChange[];
}

/**
 * An edit of a text, and the change that it belongs to: of which lab of the file, and which of its changes.
 */
export interface LabEdit extends TextEdit {
  readonly labNumber: number;
  readonly changeNumber: number;
}

/** The edits that make these changes in the text of a file; `labs` are all labs of the file, in its order. */
export function editLabs(text: string, labs: readonly LabChanges[]): LabEdit[] {
  return labs.flatMap(({ lab, changes }, labNumber) => {
    if (changes.length === 0) return [];
    if (lab.format === 'dynagen')
      return editNet(text, changes).map((edit, changeNumber) => ({ ...edit, labNumber, changeNumber }));
    const { edits, changeOf } = editScenario(text, labNumber, changes);
    return edits.map((edit, index) => ({ ...edit, labNumber, changeNumber: changeOf[index] ?? 0 }));
  });
}
