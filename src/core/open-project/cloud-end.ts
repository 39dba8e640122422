import { absentBridge, bridgeHops } from './bridge-hops.ts';
import { chainOf, type EndSight, oneEnd, type Place } from './end-chain.ts';

/**
 * The end of a cloud or NAT: the source of the bridge that has the node's id and the port in its name. Its
 * destination is what the cloud stands for: an interface of the host, or a UDP tunnel to elsewhere.
 */
export function cloudEnd(place: Place, port: number): EndSight {
  const { node, host } = place;
  const placed = host.bridgeNamed(`${node.id}-${port}`);
  if (placed === undefined) {
    const absent = absentBridge(place, host.ubridgeOf(node));
    return oneEnd({
      hops: [absent('destination'), absent('source')],
      endAt: (ports) => absent('source', ports),
    });
  }
  const [source, destination] = bridgeHops(place, placed);
  return oneEnd(chainOf([destination, source], placed.bridge.source?.ports));
}
