import { expect } from 'chai';
import type { HostReading } from '../../src/core/open-project/host.ts';
import type { Hop, LiveLink, LiveState } from '../../src/core/open-project/live-link.ts';
import { liveLinks } from '../../src/core/open-project/live-links.ts';
import type { OpenProject } from '../../src/core/open-project/open-project.ts';
import { type Broken, breakOne, FAULTS } from '../support/broken-project.ts';
import { PlayedGns3, type PlayedLink, type PlayedType, readPlayed } from '../support/played-gns3.ts';
import { fc } from '../support/property.ts';

const TYPES: readonly PlayedType[] = [
  'dynamips',
  'dynamips',
  'vpcs',
  'vpcs',
  'ethernet_switch',
  'ethernet_switch',
  'ethernet_hub',
  'frame_relay_switch',
  'cloud',
  'docker',
];

/**
 * What a user does: links are made and deleted, computers started and stopped; numbers choose among what is
 * there.
 */
type Deed = readonly [what: 'link' | 'link' | 'link' | 'delete' | 'start' | 'stop', a: number, b: number];

interface Played {
  readonly types: readonly PlayedType[];
  readonly hosts: number;
  readonly places: readonly number[];
  readonly deeds: readonly Deed[];
}

const played: fc.Arbitrary<Played> = fc.record({
  types: fc.array(fc.constantFrom(...TYPES), { minLength: 2, maxLength: 9 }),
  hosts: fc.integer({ min: 1, max: 2 }),
  places: fc.array(fc.nat(1), { minLength: 9, maxLength: 9 }),
  deeds: fc.array(
    fc.tuple(fc.constantFrom('link', 'link', 'link', 'link', 'delete', 'start', 'start', 'stop'), fc.nat(), fc.nat()),
    { maxLength: 40 },
  ) as fc.Arbitrary<readonly Deed[]>,
});

function play({ types, hosts, places, deeds }: Played): PlayedGns3 {
  const gns3 = new PlayedGns3(hosts);
  for (const [index, type] of types.entries()) {
    const host = gns3.hosts[(places[index] ?? 0) % hosts] ?? gns3.hosts[0];
    if (host !== undefined) gns3.addNode(type, host);
  }
  for (const [what, a, b] of deeds) {
    const [one, other] = [gns3.nodes[a % gns3.nodes.length], gns3.nodes[b % gns3.nodes.length]];
    const link = gns3.links[a % Math.max(1, gns3.links.length)];
    if (one === undefined || other === undefined) continue;
    if (what === 'link') gns3.addLink(one, other);
    else if (what === 'start' || what === 'stop') toggle(gns3, what, a);
    else if (link !== undefined) gns3.deleteLink(link);
  }
  return gns3;
}

function toggle(gns3: PlayedGns3, what: 'start' | 'stop', pick: number): void {
  const computers = gns3.nodes.filter(({ type }) => type === 'vpcs');
  const one = computers[pick % Math.max(1, computers.length)];
  if (one === undefined) return;
  if (what === 'start') gns3.startVpcs(one);
  else gns3.stopVpcs(one);
}

const PLACES = fc.nat(10_000);

/** What is true of a link where nothing is wrong. */
function wellStates({ a, b }: PlayedLink): readonly LiveState[] {
  if ([a, b].some(({ node }) => node.type === 'docker')) return ['UNKNOWN'];
  return [a, b].every(({ node }) => node.isStarted) ? ['ESTABLISHED'] : ['STOPPED'];
}

const ORDER: readonly LiveState[] = ['BROKEN', 'STALLED', 'UNKNOWN', 'STOPPED'];

/**
 * A stopped computer, or one that is not looked at, keeps its state unless something worse is true as well.
 */
function expectedStates(link: PlayedLink, hurt: readonly LiveState[] | undefined): readonly LiveState[] {
  const [well] = wellStates(link) as [LiveState];
  if (hurt === undefined) return [well];
  if (well === 'ESTABLISHED') return hurt;
  return [ORDER.find((state) => state === well || hurt.includes(state)) ?? well];
}

function socketText({ program, pid, localPort, remotePort }: Partial<Hop>): string {
  return `${program} ${pid} ${localPort} ${remotePort}`;
}

function chainsOf(link: LiveLink): string[][] {
  return [link.hops, ...(link.otherChains ?? [])].map((hops) => hops.map(socketText));
}

function check(gns3: PlayedGns3, { project, hurt, dead }: Broken): void {
  const links = liveLinks(project);
  expect(links.map(({ id }) => id)).to.deep.equal(gns3.links.map(({ id }) => id));
  for (const [index, wired] of gns3.links.entries()) {
    const link = links[index] as LiveLink;
    expect(link.state, `${link.name}: ${link.hops.map(({ fault }) => fault ?? 'well').join(', ')}`).to.be.oneOf([
      ...expectedStates(wired, hurt.get(wired)),
    ]);
    if (link.state === 'BROKEN' && dead !== undefined) expect(link.broken).to.include(dead);
    const sockets = gns3.wiring(wired).map(({ program, pid, ports }) => socketText({ program, pid, ...ports }));
    if (link.state === 'ESTABLISHED') expect(chainsOf(link), link.name).to.deep.include(sockets);
    if (hurt.has(wired) || link.otherChains !== undefined) continue;
    // What is told of a link that is not whole is true as well.
    for (const hop of link.hops) {
      if (hop.isPresent && hop.localPort !== undefined) expect(sockets, link.name).to.include(socketText(hop));
    }
  }
}

/** A list with some of its members left out, and some twice; numbers choose. */
function torn<T>(list: readonly T[], picks: readonly number[]): T[] {
  return list.flatMap((one, index) => {
    const pick = (picks[index % picks.length] ?? 0) % 12;
    return pick === 0 ? [] : pick === 1 ? [one, one] : [one];
  });
}

function tornHost(host: HostReading, picks: readonly number[]): HostReading {
  const later = picks.slice(1);
  return {
    ...host,
    processes: torn(host.processes, picks),
    sockets: { ...host.sockets, rows: torn(host.sockets.rows, later) },
    ubridges: torn(host.ubridges, later).map((one) => ({ ...one, bridges: torn(one.bridges, picks) })),
    hypervisors: torn(host.hypervisors, picks).map((one) => ({ ...one, nios: torn(one.nios, later) })),
  };
}

/** True if the table of a host has such a socket, no matter which program is said to have it. */
function hasSocket(project: OpenProject, { host, localPort, remotePort, program }: Hop): boolean {
  const rows = project.hosts.find((one) => one.host === host)?.sockets.rows ?? [];
  return rows.some((row) => row.localPort === localPort && (program === 'vpcs' || row.remotePort === remotePort));
}

function checkWhole({ name, hops, otherChains = [] }: LiveLink, project: OpenProject): void {
  for (const hop of [...hops, ...otherChains.flat()]) expect(hasSocket(project, hop), name).to.equal(true);
  expect(hops.length, name).to.be.above(1);
  for (let at = 0; at + 1 < hops.length; at++) {
    const [one, next] = [hops[at] as Hop, hops[at + 1] as Hop];
    // The two sides of a bridge have nothing to do with each other; all others point at each other.
    if (one.pid === next.pid && one.side !== undefined && one.side !== next.side) continue;
    expect([one.remotePort, next.remotePort], name).to.deep.equal([next.localPort, one.localPort]);
  }
}

describe('links of an open project', function () {
  this.timeout(60_000);

  it('are called well only where each socket of the chain is in the table, whatever is missing or there twice', () => {
    fc.assert(
      fc.property(played, fc.array(fc.nat(), { minLength: 2, maxLength: 40 }), (labs, picks) => {
        const whole = readPlayed(play(labs));
        const project = { ...whole, hosts: whole.hosts.map((host) => tornHost(host, picks)) };
        for (const link of liveLinks(project)) if (link.state === 'ESTABLISHED') checkWhole(link, project);
      }),
    );
  });

  for (const fault of FAULTS) {
    it(`are found as they were wired, and what is wrong is named: ${fault}`, () => {
      let tried = 0;
      fc.assert(
        fc.property(played, PLACES, (labs, pick) => {
          const gns3 = play(labs);
          const broken = breakOne(gns3, readPlayed(gns3), fault, pick);
          if (broken === undefined) return;
          tried++;
          check(gns3, broken);
        }),
      );
      expect(tried).to.be.above(20);
    });
  }
});
