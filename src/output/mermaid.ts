import type { Arrow, Graph } from './graph.ts';

/** Whole edges, and broken ones, which are dotted. An edge that is lost ends at a cross. */
const WHOLE: Readonly<Record<Arrow, string>> = { both: '<-->', to: '-->', lost: '--x', none: '---' };
const BROKEN: Readonly<Record<Arrow, string>> = { both: '<-.->', to: '-.->', lost: '-.-x', none: '-.-' };

/** The lab as a Mermaid flowchart, for Markdown pages that draw it; arrows where frames go. */
export function mermaid({ clusters, edges }: Graph): string {
  const lines = ['flowchart LR'];
  for (const [index, cluster] of clusters.entries()) {
    lines.push(`  subgraph h${index}[${quote(cluster.title)}]`);
    for (const node of cluster.nodes) lines.push(`    ${node.id}[${quote(node.title)}]`);
    lines.push('  end');
  }
  for (const edge of edges) {
    const line = (edge.isBroken ? BROKEN : WHOLE)[edge.arrow];
    lines.push(`  ${edge.from} ${line}|${quote(edge.label)}| ${edge.to}`);
  }
  return lines.join('\n');
}

/** Mermaid has no backslash: what would end a text or make a tag is written as its entity. */
function quote(text: string): string {
  return `"${text.replace(/[&"<>#;`]/g, (character) => `#${character.charCodeAt(0)};`)}"`;
}
