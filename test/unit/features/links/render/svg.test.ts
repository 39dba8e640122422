import { expect } from 'chai';
import { LINK_STATE_FATES } from '../../../../../src/features/links/link-fates.ts';
import {
  LINK_STATES,
  type LinkEnd,
  type LinkState,
  type ObservedLink,
} from '../../../../../src/features/links/link-table.ts';
import { lookOfLinks } from '../../../../../src/features/links/render/look-of.ts';
import { linksSvg } from '../../../../../src/features/links/render/svg.ts';
import { topologyOfLinks } from '../../../../../src/features/links/render/topology.ts';
import type { LinksResult } from '../../../../../src/features/links/result.ts';
import { FATE_LOOK } from '../../../../../src/output/picture/fate-look.ts';
import { layout } from '../../../../../src/output/picture/layout.ts';
import { HOSTILE_NAMES } from '../../../../support/hostile-labs.ts';
import { faultsOf } from '../../../../support/picture-geometry.ts';

function end(device: string, localPort: number, more: Partial<LinkEnd> = {}): LinkEnd {
  const names = { host: 'localhost', hypervisor: 'localhost:7200', device, interface: 'f0/0' };
  const addresses = { localAddress: '127.0.0.1', localPort, remoteAddress: '127.0.0.1', remotePort: 1 };
  return { ...names, ...addresses, present: true, ...more };
}

const [R1, R2] = [end('R1', 10_000, { inode: 1 }), end('R2', 10_001, { inode: 2 })];

function link(state: LinkState, more: Partial<ObservedLink> = {}): ObservedLink {
  const said = { also: [], evidence: [], explanation: '' };
  return { name: 'R1 f0/0 -- R2 f0/0', lab: 'lab', state, a: R1, b: R2, ...said, ...more };
}

function resultOf(links: readonly ObservedLink[], labs: readonly string[] = ['lab']): LinksResult {
  return { schemaVersion: 1, outcome: 'findings', labs, hosts: [], links, filteredOut: 0 };
}

/** The fates of both ends of one link. */
function fates(one: ObservedLink): (string | undefined)[] {
  return [...lookOfLinks(resultOf([one])).ends.values()].map((look) => look.link?.fate);
}

describe('links --format svg', () => {
  it('shows what each state says of the frames', () => {
    expect(fates(link('ESTABLISHED'))).to.deep.equal(['peer', 'peer']);
    expect(fates(link('SELF', { b: { ...R2, present: false } }))).to.deep.equal(['self', 'refused']);
    expect(fates(link('HALF-OPEN', { b: { ...R2, present: false } }))).to.deep.equal(['nobody', 'refused']);
    const [first, second, third] = [1, 2, 9].map((inode) => end(`R${inode}`, 10_000, { inode, remotePort: 10_000 }));
    const shared = { a: first as LinkEnd, b: second as LinkEnd };
    expect(fates(link('SHARED', { ...shared, receiver: shared.b }))).to.deep.equal(['peer', 'self']);
    expect(fates(link('SHARED', { ...shared, receiver: third as LinkEnd }))).to.deep.equal(['other', 'other']);
    expect(fates(link('UNKNOWN'))).to.deep.equal(['unknown', 'unknown']);
  });

  it('tells the directions of a link in one direction apart by what is counted, else by nothing', () => {
    const heard = { ...R2, packetsIn: 5 };
    const deaf = { ...R1, packetsIn: 0 };
    expect(fates(link('ONE-WAY', { a: deaf, b: heard }))).to.deep.equal(['peer', 'nobody']);
    expect(fates(link('ONE-WAY'))).to.deep.equal(['unknown', 'unknown']);
  });

  it('shows no fate that the state does not tell of', () => {
    const gone = { ...R2, present: false };
    for (const state of LINK_STATES) {
      const told = LINK_STATE_FATES[state];
      for (const one of [link(state), link(state, { b: gone }), link(state, { receiver: R1 })]) {
        for (const fate of fates(one)) {
          const word = FATE_LOOK[fate as keyof typeof FATE_LOOK].word;
          // Where one end is lost or comes back, the other may arrive; what is not known is always said.
          if (word !== 'not known' && word !== 'arrives')
            expect([...told, 'no socket', 'lost'], state).to.include(word);
        }
      }
    }
  });

  it('draws an address for an end without a peer, and sockets without a lab in the box of their program', () => {
    const alone = { ...end('', 10_000), process: 'dynamips', pid: 7 };
    const { device: _device, interface: _interface, hypervisor: _hypervisor, ...socket } = alone;
    const { name: _name, b: _b, lab: _lab, ...rest } = link('HALF-OPEN', { a: socket });
    const { hosts, links } = topologyOfLinks(resultOf([rest], []));
    expect(hosts.map(({ title }) => title)).to.deep.equal(['this host', 'by address']);
    expect(hosts[0]?.hypervisors[0]?.title).to.equal('dynamips (pid 7)');
    expect(links.map(({ b }) => b.name)).to.deep.equal(['127.0.0.1:1']);
    expect(faultsOf(layout(topologyOfLinks(resultOf([rest], []))))).to.deep.equal([]);
  });

  it('shows the three ports of an end behind a uBridge', () => {
    const behind = end('R1', 20_000, { process: 'ubridge' });
    const tunnel = link('ESTABLISHED', {
      name: 'R1 f0/0 -- uBridge',
      ...{ isTunnel: true, tunnelOf: 'R1 f0/0 -- R2 f0/0' },
      ...{ a: end('R1', 20_002), b: end('R1', 20_003, { process: 'ubridge' }) },
    });
    const result = resultOf([link('ESTABLISHED', { a: behind }), tunnel]);
    const [first, second] = [...lookOfLinks(result).ends.values()];
    expect([first?.router?.port, first?.tunnel?.port, first?.link?.port]).to.deep.equal(['20002', '20003', '20000']);
    expect(second?.router).to.equal(undefined);
    expect(topologyOfLinks(result).links.map(({ a, b }) => [a.hasUbridge, b.hasUbridge])).to.deep.equal([
      [true, false],
    ]);
  });

  it('escapes what programs and labs are called, and is a sentence where there is nothing', () => {
    const named = HOSTILE_NAMES.map((name, index) =>
      link('ESTABLISHED', { name, a: end(name, index, { process: name }), b: end(`${name}2`, index) }),
    );
    expect(linksSvg(resultOf(named))).to.not.include('<script');
    expect(linksSvg(resultOf([]))).to.include('the lab has no links</text>');
  });
});
