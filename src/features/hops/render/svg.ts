import { svgFile } from '../../../output/picture/svg-file.ts';
import { safeResult } from '../../../output/safe-text.ts';
import type { HopsResult } from '../result.ts';
import { hopsHeadline } from './headline.ts';
import { lookOfHops, topologyOfHops } from './topology.ts';

/** The chains of all links as an SVG document. */
export function hopsSvg(unsafe: HopsResult): string {
  const result = safeResult(unsafe);
  return svgFile(topologyOfHops(result), lookOfHops(result), {
    title: result.project.name,
    description: hopsHeadline(result),
  });
}
