import type { LabChange } from '../../core/lab/edit/lab-change.ts';
import type { TextEdit } from '../../core/lab/edit/text-edit.ts';
import { applyEdits } from '../../core/lab/edit/text-edit.ts';
import type { Lab } from '../../core/lab/lab.ts';
import type { PlannedChange } from '../../features/plan/planned-change.ts';

/** What a press of the button does: `Set base UDP of localhost:7201 to 10100`. */
export function mendText(changes: readonly PlannedChange[], labs: readonly Lab[]): string {
  const [first] = changes;
  if (first === undefined) return '';
  const { lab, target, to } = first;
  const name = target.type === 'device' ? target.name : labs[lab]?.hypervisors[target.index]?.name;
  const more = changes.length === 1 ? '' : `, and ${changes.length - 1} more`;
  return `Set ${settingText(first)} of ${name} to ${to}${more}`;
}

function settingText({ target, setting }: LabChange): string {
  const word = { udp: 'UDP', console: 'console', aux: 'AUX', port: 'control' }[setting];
  return target.type === 'hypervisor' && setting !== 'port' ? `base ${word}` : `${word} port`;
}

/** All edits as one, from the first to the last character that changes, so that one undo takes them back. */
export function asOneEdit(text: string, edits: readonly TextEdit[]): TextEdit {
  const start = Math.min(...edits.map((edit) => edit.start));
  const end = Math.max(...edits.map((edit) => edit.end));
  const inside = edits.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start }));
  return { start, end, text: applyEdits(text.slice(start, end), inside) };
}
