import type { Graph } from './graph.ts';

/** The lab as a Mermaid flowchart, for Markdown pages that draw it. */
export function mermaid({ clusters, edges }: Graph): string {
  const lines = ['flowchart LR'];
  for (const [index, cluster] of clusters.entries()) {
    lines.push(`  subgraph h${index}[${quote(cluster.title)}]`);
    for (const node of cluster.nodes) lines.push(`    ${node.id}[${quote(node.title)}]`);
    lines.push('  end');
  }
  for (const edge of edges)
    lines.push(`  ${edge.from} ${edge.isBroken ? '-.-' : '---'}|${quote(edge.label)}| ${edge.to}`);
  return lines.join('\n');
}

/** Mermaid has no backslash: what would end a text or make a tag is written as its entity. */
function quote(text: string): string {
  return `"${text.replace(/[&"<>#;`]/g, (character) => `#${character.charCodeAt(0)};`)}"`;
}
