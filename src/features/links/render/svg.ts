import type { LabModel } from '../../../core/model/lab-model.ts';
import { svgFile } from '../../../output/picture/svg-file.ts';
import type { DeviceShape } from '../../../output/picture/topology.ts';
import { topologyOf } from '../../../output/picture/topology-of.ts';
import type { LinksResult } from '../result.ts';
import { linksHeadline } from './headline.ts';
import { lookOfLinks } from './look-of.ts';
import { topologyOfLinks } from './topology.ts';

/**
 * The picture of links as they were found, as an SVG document; `model` says what the devices of the labs are.
 * Names are made safe where it writes them.
 */
export function linksSvg(result: LinksResult, model?: LabModel): string {
  const shapes = new Map<string, DeviceShape>();
  for (const { hypervisors } of model === undefined ? [] : topologyOf(model).hosts) {
    for (const { devices } of hypervisors) for (const { title, shape } of devices) shapes.set(title, shape);
  }
  return svgFile(
    topologyOfLinks(result, (device) => shapes.get(device)),
    lookOfLinks(result),
    {
      title: result.labs.length === 0 ? 'Links between UDP sockets' : result.labs.join(', '),
      description: linksHeadline(result),
    },
  );
}
