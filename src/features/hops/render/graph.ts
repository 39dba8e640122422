import { isLiveWell, type LiveLink } from '../../../core/open-project/live-link.ts';
import type { Arrow, Edge, Graph } from '../../../output/graph.ts';
import type { HopsResult } from '../result.ts';
import { blocksOf } from './blocks.ts';
import { programLabel } from './fault.ts';

/** Nodes with their programs, uBridges as nodes of their own, and the wires between them with their ports. */
export function hopsGraph({ links }: HopsResult): Graph {
  const clusters = new Map<string, Map<string, string>>();
  let count = 0;
  const idOf = (cluster: string, title: string): string => {
    const nodes = clusters.get(cluster) ?? new Map<string, string>();
    clusters.set(cluster, nodes);
    const id = nodes.get(title) ?? `n${++count}`;
    nodes.set(title, id);
    return id;
  };
  const edges = links.flatMap((link) => {
    const blocks = blocksOf(link.hops);
    if (blocks.length < 2) return [wholeLink(link, idOf)];
    const ids = blocks.map(({ hops: [hop] }) => (hop === undefined ? '' : idOf(hop.node, programLabel(hop))));
    return blocks.slice(1).map((block, index) => wire(link, block.first - 1, [ids[index] ?? '', ids[index + 1] ?? '']));
  });
  return {
    clusters: [...clusters].map(([title, nodes]) => ({
      title,
      nodes: [...nodes].map(([name, id]) => ({ id, title: name })),
    })),
    edges,
  };
}

/** The wire between two hops; that of the link itself, between two nodes, has the name of the link. */
function wire(link: LiveLink, index: number, [from, to]: readonly [string, string]): Edge {
  const [left, right] = [link.hops[index], link.hops[index + 1]];
  const isLink = left?.node !== right?.node;
  const dies = link.deaths?.some(({ after, before }) => Math.min(after, before) === index) === true;
  const isBroken = left?.isPresent !== true || right?.isPresent !== true || dies;
  const arrow: Arrow = isBroken ? 'none' : 'both';
  const ports = `${left?.localPort ?? '-'} — ${right?.localPort ?? '-'}`;
  const state = isLink && !isLiveWell(link.state) ? ` (${link.state})` : '';
  return { from, to, label: isLink ? `${link.name} ${ports}${state}` : ports, arrow, isBroken };
}

/** A link of which nothing was seen. */
function wholeLink({ a, b, name, state }: LiveLink, idOf: (cluster: string, title: string) => string): Edge {
  const [from, to] = [idOf(a.node, a.nodeType), idOf(b.node, b.nodeType)];
  return { from, to, label: `${name} (${state})`, arrow: 'none', isBroken: !isLiveWell(state) };
}
