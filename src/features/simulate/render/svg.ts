import type { LabModel } from '../../../core/model/lab-model.ts';
import { labNames } from '../../../core/text/lab-names.ts';
import { svgFile } from '../../../output/picture/svg-file.ts';
import { topologyOf } from '../../../output/picture/topology-of.ts';
import type { SimulateResult } from '../result.ts';
import { lookOfResult } from './look-of.ts';
import { linkSummary, premise } from './rows.ts';

/**
 * The picture of the labs as they run, as an SVG document. It finds what it draws by the names of the labs,
 * and makes them safe where it writes them.
 */
export function simulateSvg(model: LabModel, result: SimulateResult): string {
  return svgFile(topologyOf(model), lookOfResult(result), {
    title: labNames(result.labs),
    description: `${linkSummary(result)} (${premise(result)})`,
  });
}
