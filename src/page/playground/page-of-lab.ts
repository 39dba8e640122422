import { packLab } from '../../core/lab/pack-lab.ts';
import type { LabModel } from '../../core/model/lab-model.ts';
import { labNames } from '../../core/text/lab-names.ts';
import type { PageData } from '../../output/page/page-data.ts';

/** The labs of the editor as the data of a page, which shows them as it shows those of a command. */
export function pageOfLab({ labs }: LabModel): PageData {
  return { version: 1, kind: 'playground', title: labNames(labs), labs: labs.map(packLab) };
}
