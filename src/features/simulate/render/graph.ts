import { isBroken } from '../../../core/kernel/verdict.ts';
import type { Edge, Graph } from '../../../output/graph.ts';
import type { NioRow, SimulateResult } from '../simulate.ts';

/** Turns a result into devices and links; an explicit NIO leads to a node named after its remote address. */
export function graphOf(result: SimulateResult): Graph {
  const ids = new Map<string, string>();
  const clusters = new Map<string, Map<string, string>>();
  const node = (cluster: string, title: string): string => {
    const key = `${cluster}\n${title}`;
    const id = ids.get(key) ?? `n${ids.size + 1}`;
    ids.set(key, id);
    const nodes = clusters.get(cluster) ?? new Map<string, string>();
    clusters.set(cluster, nodes.set(id, title));
    return id;
  };
  const clusterOf = (nio: NioRow): string =>
    result.labs.length > 1 ? `${nio.lab}: ${nio.hypervisor}` : nio.hypervisor;
  const niosOfLink = new Map<string, NioRow[]>();
  for (const nio of result.nios) {
    if (nio.tunnel) continue;
    const key = `${nio.lab}\n${nio.link}`;
    const ofLink = niosOfLink.get(key);
    if (ofLink === undefined) niosOfLink.set(key, [nio]);
    else ofLink.push(nio);
  }
  const verdicts = new Map(result.links.map((link) => [`${link.lab}\n${link.name}`, link.verdict]));
  const edges = [...niosOfLink].flatMap(([key, [a, b]]): Edge[] => {
    if (a === undefined) return [];
    const verdict = verdicts.get(key) ?? 'unknown';
    const far =
      b === undefined ? node('outside the lab', `${a.remoteHost}:${a.remotePort}`) : node(clusterOf(b), b.device);
    const ends = `${a.interface} ${a.localPort} — ${a.remotePort}${b === undefined ? '' : ` ${b.interface}`}`;
    const isDashed = isBroken(verdict);
    return [
      {
        from: node(clusterOf(a), a.device),
        to: far,
        label: isDashed ? `${ends} (${verdict})` : ends,
        isBroken: isDashed,
      },
    ];
  });
  return {
    clusters: [...clusters].map(([title, nodes]) => ({
      title,
      nodes: [...nodes].map(([id, name]) => ({ id, title: name })),
    })),
    edges,
  };
}
