import { groupBy } from '../../../core/group-by.ts';
import type { Hop, LiveEnd, LiveLink } from '../../../core/open-project/live-link.ts';
import { FATE_NAME_OF } from '../../../output/picture/fate-look.ts';
import { type EndLook, type LinkLook, type Look, type SocketLook, stateOfFates } from '../../../output/picture/look.ts';
import {
  type DeviceNode,
  type DeviceShape,
  type EndNode,
  endId,
  type HostNode,
  type LinkNode,
  type Topology,
} from '../../../output/picture/topology.ts';
import { LIVE_STATE_FATES } from '../hop-fates.ts';
import type { HopsResult } from '../result.ts';
import { blocksOf } from './blocks.ts';
import { faultOf, programLabel } from './fault.ts';
import { framesText } from './frames-text.ts';
import { programName } from './program-name.ts';
import { type WireFate, wireFate } from './wire-fate.ts';

/** A wire of a chain: two hops side by side, of different programs. */
interface DrawnWire {
  readonly link: LiveLink;
  /** Index of the hop to the left. */
  readonly left: number;
  readonly node: LinkNode;
}

/** A program in the picture. */
interface Program {
  readonly host: string;
  readonly node: string;
  readonly device: DeviceNode;
}

/**
 * What a picture shows of the chains: hosts, nodes in them, their programs, and every wire with its ports.
 */
export function topologyOfHops({ links }: HopsResult): Topology {
  const programs = new Map<string, Program>();
  for (const link of links) for (const one of programsOf(link)) programs.set(one.device.id, one);
  const hosts = [...groupBy([...programs.values()], ({ host }) => host)].map(
    ([host, ofHost]): HostNode => ({
      ...{ id: host, title: host, kind: 'host' },
      hypervisors: [...groupBy(ofHost, ({ node }) => node)].map(([node, own]) => ({
        ...{ id: `${host}\n${node}`, title: node },
        devices: own.map(({ device }) => device),
      })),
    }),
  );
  return { hosts, links: wiresOf(links).map(({ node }) => node) };
}

/**
 * What a picture shows of what was seen: the port of each hop, and what becomes of the frames that it sends.
 */
export function lookOfHops({ links }: HopsResult): Look {
  const ends = new Map<string, EndLook>();
  const wires = new Map<string, LinkLook>();
  for (const { link, left, node } of wiresOf(links)) {
    const fates = [wireFate(link, left, left + 1), wireFate(link, left + 1, left)].map(fateOf);
    wires.set(node.id, { state: stateOfFates(fates), verdict: `${link.name}: ${link.state}` });
    ends.set(node.a.id, { link: socketLook(link, left, left + 1), isLit: false });
    ends.set(node.b.id, { link: socketLook(link, left + 1, left), isLit: false });
  }
  for (const { link, node } of unseenOf(links)) {
    wires.set(node.id, { state: stateOfFates(LIVE_STATE_FATES[link.state]), verdict: link.state });
  }
  return { ends, links: wires, hypervisors: new Map() };
}

function fateOf(fate: WireFate): Exclude<WireFate, 'not started'> {
  return fate === 'not started' ? 'no socket' : fate;
}

function socketLook(link: LiveLink, from: number, to: number): SocketLook {
  const hop = link.hops[from];
  const said = hop === undefined ? [] : [programLabel(hop), framesText(hop), faultOf(hop)];
  return {
    port: String(hop?.localPort ?? '-'),
    fate: FATE_NAME_OF[fateOf(wireFate(link, from, to))],
    remark: said.filter((text) => text !== undefined && text !== '').join(', '),
  };
}

function wiresOf(links: readonly LiveLink[]): DrawnWire[] {
  let number = 0;
  const chains = links.flatMap((link) =>
    blocksOf(link.hops)
      .slice(1)
      .map(({ first }): DrawnWire => {
        number++;
        const [left, right] = [link.hops[first - 1], link.hops[first]] as [Hop, Hop];
        const key = `${number} ${link.name}`;
        const a = endNode(key, 'a', left, first === 1 ? link.a : undefined);
        const b = endNode(key, 'b', right, first === link.hops.length - 1 ? link.b : undefined);
        return { link, left: first - 1, node: { id: key, title: link.name, numbers: [number], a, b } };
      }),
  );
  return [...chains, ...unseenOf(links, number)];
}

/** Links of which no hop is known are drawn between their nodes. */
function unseenOf(links: readonly LiveLink[], before = 1_000_000): DrawnWire[] {
  return links
    .filter(({ hops }) => blocksOf(hops).length < 2)
    .map((link, index) => {
      const key = `${before + index + 1} ${link.name}`;
      const end = (one: LiveEnd, side: string): EndNode => ({
        id: endId(undefined, key, side),
        device: nodeId(one),
        ...{ name: `${one.node} ${one.interface}`, interface: one.interface, hasUbridge: false },
      });
      const node = {
        id: key,
        title: link.name,
        numbers: [before + index + 1],
        a: end(link.a, 'a'),
        b: end(link.b, 'b'),
      };
      return { link, left: 0, node };
    });
}

function endNode(key: string, side: string, hop: Hop, end: LiveEnd | undefined): EndNode {
  return {
    id: endId(undefined, key, side),
    device: programId(hop),
    name: end === undefined ? `${hop.node} ${programLabel(hop)}` : `${end.node} ${end.interface}`,
    interface: end?.interface ?? '',
    hasUbridge: false,
  };
}

function programId(hop: Hop): string {
  return [hop.host, hop.node, programLabel(hop)].join('\n');
}

function nodeId({ host, node }: LiveEnd): string {
  return [host, node, 'node'].join('\n');
}

function programsOf({ hops, a, b }: LiveLink): Program[] {
  const typeOf = (node: string): string => [a, b].find((end) => end.node === node)?.nodeType ?? '';
  if (blocksOf(hops).length < 2) {
    return [a, b].map((end) => ({
      ...{ host: end.host, node: end.node },
      device: { id: nodeId(end), title: end.node, shape: shapeOf(end.nodeType) },
    }));
  }
  return hops.map((hop) => ({
    ...{ host: hop.host, node: hop.node },
    device: {
      id: programId(hop),
      title: programName(hop.program),
      note: hop.fault === 'process ended' ? 'ended' : hop.pid === undefined ? '-' : `pid ${hop.pid}`,
      shape: hop.program === 'ubridge' && typeOf(hop.node) !== 'cloud' ? 'folded' : shapeOf(typeOf(hop.node)),
    },
  }));
}

function shapeOf(nodeType: string): DeviceShape {
  if (nodeType === 'ethernet_hub') return 'hub';
  if (nodeType.endsWith('_switch')) return 'switch';
  if (nodeType === 'cloud' || nodeType === 'nat') return 'cloud';
  return nodeType === 'dynamips' || nodeType === 'iou' ? 'router' : 'computer';
}
