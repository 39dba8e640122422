import { svgFile } from '../../../output/picture/svg-file.ts';
import type { DeviceShape, Topology } from '../../../output/picture/topology.ts';
import type { LinksResult } from '../result.ts';
import { linksHeadline } from './headline.ts';
import { lookOfLinks } from './look-of.ts';
import { topologyOfLinks } from './topology.ts';

/** The picture of links as they were found, as an SVG document; `lab` says what its devices are. */
export function linksSvg(result: LinksResult, lab?: Topology): string {
  const shapes = new Map<string, DeviceShape>();
  for (const { hypervisors } of lab?.hosts ?? []) {
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
