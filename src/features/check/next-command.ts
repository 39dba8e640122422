import type { Finding } from '../../core/checks/finding.ts';
import { isMendedByPlan } from '../../core/checks/registry.ts';
import { canEdit } from '../../core/lab/edit/can-edit.ts';
import type { Lab } from '../../core/lab/lab.ts';
import type { LabModel } from '../../core/model/lab-model.ts';
import { labWords } from '../../core/model/lab-words.ts';
import { commandWord } from '../../core/text/shell-word.ts';
import { commandSequence, copyCommand } from '../../core/text/system-commands.ts';

/** The command that helps with findings: `plan` where it mends one of them, else the page of the worst. */
export function nextCommand(model: Pick<LabModel, 'labs' | 'assumptions'>, findings: readonly Finding[]): string {
  const { labs, assumptions } = model;
  const canMend = (finding: Finding): boolean =>
    finding.severity !== 'note' &&
    isMendedByPlan(finding) &&
    labs.some((lab) => canEdit(lab.format) && isIn(finding, lab));
  if (findings.some(canMend)) {
    const twice = labs.find((lab, index) => labs.some((other, place) => place < index && areOneText(other, lab)));
    if (twice === undefined) return `niostat plan ${labWords({ labs, assumptions })}`;
    const copy = copyName(twice.file);
    const plan = `niostat plan ${labWords({ labs, assumptions })} ${commandWord(copy)}`;
    return commandSequence([copyCommand(twice.file, copy), plan]);
  }
  const told = findings.find(({ isUsual }) => isUsual !== true) ?? findings[0];
  return `niostat explain ${told?.id}`;
}

function isIn({ location, evidence }: Finding, { file }: Lab): boolean {
  return [location, ...evidence.locations].some((place) => place === undefined || place.file === file);
}

/** True for a file that was given twice; several labs of one file stand at places of their own. */
function areOneText(a: Lab, b: Lab): boolean {
  const [one, other] = [a.hypervisors[0]?.location, b.hypervisors[0]?.location];
  return a.file === b.file && one !== undefined && one.line === other?.line && one.column === other.column;
}

/** `lab.net` becomes `lab-2.net`. */
function copyName(file: string): string {
  return /\.[^./\\]+$/.test(file) ? file.replace(/(\.[^./\\]+)$/, '-2$1') : `${file}-2`;
}
