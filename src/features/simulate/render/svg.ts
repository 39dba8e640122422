import { svgFile } from '../../../output/picture/svg-file.ts';
import type { Topology } from '../../../output/picture/topology.ts';
import type { SimulateResult } from '../result.ts';
import { lookOfResult } from './look-of.ts';
import { linkSummary, premise } from './rows.ts';

/** The picture of the labs as they run, as an SVG document. */
export function simulateSvg(result: SimulateResult, topology: Topology): string {
  return svgFile(topology, lookOfResult(result), {
    title: result.labs.map(({ name }) => name).join(', '),
    description: `${linkSummary(result)} (${premise(result)})`,
  });
}
