import type { Edge, Graph } from '../../../output/graph.ts';
import type { NioRow, OtherEnd, SimulatedLink, SimulateResult } from '../result.ts';
import { hasSeveralLabs } from './rows.ts';

/** What a lab sends to but does not have. */
const OUTSIDE = 'outside the lab';

/**
 * Turns a result into devices and who hears whom: a link that works is one edge, of any other link each end
 * has an edge to where its frames go.
 */
export function graphOf(result: SimulateResult): Graph {
  const nodes = new Nodes(result);
  const links = new Map(result.links.map((link) => [`${link.lab}\n${link.name}`, link]));
  const edges = [...niosByLink(result)].flatMap(([key, ends]) => {
    const [a, b] = ends;
    const link = links.get(key);
    if (a !== undefined && b !== undefined && link?.verdict === 'ok') return [wholeLink(nodes, a, b)];
    return ends.map((nio) => edgeOf(nodes, nio, { link, peer: nio === a ? b : a }));
  });
  return { clusters: nodes.clusters(), edges };
}

/** The NIOs of each link, tunnels to a uBridge left out: those of its ends. */
function niosByLink({ nios }: SimulateResult): Map<string, NioRow[]> {
  const byLink = new Map<string, NioRow[]>();
  for (const nio of nios) {
    if (nio.tunnel) continue;
    const key = `${nio.lab}\n${nio.link}`;
    const ofLink = byLink.get(key);
    if (ofLink === undefined) byLink.set(key, [nio]);
    else ofLink.push(nio);
  }
  return byLink;
}

function wholeLink(nodes: Nodes, a: NioRow, b: NioRow): Edge {
  const label = `${a.interface} ${a.localPort} — ${a.remotePort} ${b.interface}`;
  return { from: nodes.of(a), to: nodes.of(b), label, arrow: 'both', isBroken: false };
}

/** Where the frames of one end go. */
function edgeOf(
  nodes: Nodes,
  nio: NioRow,
  { link, peer }: { link: SimulatedLink | undefined; peer: NioRow | undefined },
): Edge {
  const { frames, bind } = nio;
  const from = nodes.of(nio);
  const farInterface = frames.receiver?.interface ?? peer?.interface;
  const ends = `${nio.interface} ${nio.localPort} → ${nio.remotePort}${farInterface === undefined ? '' : ` ${farInterface}`}`;
  const labelOf = (word: string): string => `${ends} (${word})`;
  const elsewhere = (): string => {
    if (peer !== undefined) return nodes.of(peer);
    const stopped = link?.ends?.find(({ socket }) => socket === 'stopped');
    return stopped === undefined ? nodes.at(OUTSIDE, `${nio.remoteHost}:${nio.remotePort}`) : nodes.end(nio, stopped);
  };
  if (bind.outcome === 'refused')
    return { from, to: elsewhere(), label: labelOf('no socket, 206'), arrow: 'lost', isBroken: true };
  switch (frames.to) {
    case 'peer': {
      const to = frames.receiver === undefined ? elsewhere() : nodes.end(nio, frames.receiver);
      return { from, to, label: ends, arrow: 'to', isBroken: false };
    }
    case 'self':
      return { from, to: from, label: labelOf('looped'), arrow: 'to', isBroken: true };
    case 'other': {
      const to = frames.receiver === undefined ? elsewhere() : nodes.end(nio, frames.receiver);
      return { from, to, label: labelOf('misdelivered'), arrow: 'to', isBroken: true };
    }
    case 'nobody':
      return { from, to: elsewhere(), label: labelOf('lost'), arrow: 'lost', isBroken: true };
    case 'outside':
      return { from, to: elsewhere(), label: ends, arrow: 'to', isBroken: false };
    case 'unknown':
      return { from, to: elsewhere(), label: labelOf('not known'), arrow: 'none', isBroken: false };
  }
}

/** The devices of a graph, by hypervisor. */
class Nodes {
  private readonly hasLabs: boolean;
  private readonly ids = new Map<string, string>();
  /** Title → the devices by id; in the order of the labs. */
  private readonly boxes = new Map<string, Map<string, string>>();

  constructor(result: SimulateResult) {
    this.hasLabs = hasSeveralLabs(result);
    for (const { lab, hypervisor } of result.hypervisors) this.boxes.set(this.box(lab, hypervisor), new Map());
  }

  of({ lab, hypervisor, device }: NioRow): string {
    return this.at(this.box(lab, hypervisor), device);
  }

  /** An end as a row names it. */
  end(seenFrom: NioRow, { lab = seenFrom.lab, hypervisor, device }: OtherEnd): string {
    return this.at(this.box(lab, hypervisor), device);
  }

  at(box: string, device: string): string {
    const key = `${box}\n${device}`;
    const id = this.ids.get(key) ?? `n${this.ids.size + 1}`;
    this.ids.set(key, id);
    const nodes = this.boxes.get(box) ?? new Map<string, string>();
    this.boxes.set(box, nodes.set(id, device));
    return id;
  }

  clusters(): Graph['clusters'] {
    return [...this.boxes]
      .filter(([, nodes]) => nodes.size > 0)
      .map(([title, nodes]) => ({ title, nodes: [...nodes].map(([id, name]) => ({ id, title: name })) }));
  }

  private box(lab: string, hypervisor: string): string {
    return this.hasLabs ? `${lab}: ${hypervisor}` : hypervisor;
  }
}
