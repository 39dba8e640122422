import type { Arrow, Graph } from './graph.ts';

/** An edge that is lost ends at a bar. */
const ARROWS: Readonly<Record<Arrow, string>> = {
  both: ', dir=both',
  to: '',
  lost: ', arrowhead=tee',
  none: ', dir=none',
};

/** The lab as a Graphviz graph, hypervisors as boxes, arrows where frames go, broken links dashed. */
export function dot({ clusters, edges }: Graph): string {
  const lines = [
    'digraph lab {',
    '  node [shape=box, fontname="monospace"];',
    '  edge [fontname="monospace", fontsize=10];',
  ];
  for (const [index, cluster] of clusters.entries()) {
    lines.push(`  subgraph cluster_${index} {`, `    label=${quote(cluster.title)};`);
    for (const node of cluster.nodes) lines.push(`    ${node.id} [label=${quote(node.title)}];`);
    lines.push('  }');
  }
  for (const edge of edges) {
    const style = edge.isBroken ? ', color=red, fontcolor=red, style=dashed' : '';
    lines.push(`  ${edge.from} -> ${edge.to} [label=${quote(edge.label)}${ARROWS[edge.arrow]}${style}];`);
  }
  return [...lines, '}'].join('\n');
}

/** A DOT string: quotes and backslashes are the two characters that end or change it. */
function quote(text: string): string {
  return `"${text.replace(/[\\"]/g, (character) => `\\${character}`)}"`;
}
