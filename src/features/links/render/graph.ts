import type { Arrow, Graph } from '../../../output/graph.ts';
import { isWell, type LinkEnd } from '../link-table.ts';
import type { LinksResult } from '../result.ts';

/** Hypervisors or programs with their devices or ports, and the links between them. */
export function linksGraph({ links }: LinksResult): Graph {
  const clusters = new Map<string, Map<string, string>>();
  let count = 0;
  const node = (end: LinkEnd): string => {
    const cluster = end.hypervisor ?? `${end.host}${end.process === undefined ? '' : ` ${end.process}`}`;
    const title = end.device ?? `port ${end.localPort}`;
    const nodes = clusters.get(cluster) ?? new Map<string, string>();
    clusters.set(cluster, nodes);
    const id = nodes.get(title) ?? `n${++count}`;
    nodes.set(title, id);
    return id;
  };
  const edges = links.flatMap(({ state, a, b }) => {
    if (b === undefined) {
      node(a);
      return [];
    }
    const isBroken = !isWell(state);
    const ports = `${a.interface ?? ''} ${a.localPort} — ${b.localPort} ${b.interface ?? ''}`.trim();
    const arrow: Arrow = isBroken ? 'none' : 'both';
    return [{ from: node(a), to: node(b), label: isBroken ? `${ports} (${state})` : ports, arrow, isBroken }];
  });
  return {
    clusters: [...clusters].map(([title, nodes]) => ({
      title,
      nodes: [...nodes].map(([name, id]) => ({ id, title: name })),
    })),
    edges,
  };
}
