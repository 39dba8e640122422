import { readdirSync } from 'node:fs';
import { expect } from 'chai';
import { ALLOCATOR_NAMES } from '../../../../src/core/lab/lab.ts';
import { readLab } from '../../../../src/core/lab/read-lab.ts';
import { type Layout, layout } from '../../../../src/output/picture/layout.ts';
import type { Topology } from '../../../../src/output/picture/topology.ts';
import { topologyOf } from '../../../../src/output/picture/topology-of.ts';
import { HOSTILE_NAMES, labOfLongNames, labOfNames } from '../../../support/hostile-labs.ts';
import { modelOf } from '../../../support/model.ts';
import { faultsOf } from '../../../support/picture-geometry.ts';
import { fc } from '../../../support/property.ts';
import { labOf, randomLabs } from '../../../support/random-lab.ts';
import { netLab } from '../../../support/read.ts';
import { readProjectFile } from '../../../support/source-files.ts';

const SCENARIOS = readdirSync(new URL('../../../../scenarios/', import.meta.url)).filter((name) =>
  name.endsWith('.yaml'),
);

function topologyOfText(text: string): Topology {
  return topologyOf(modelOf(readLab(text, 'lab.yaml').labs));
}

/** `count` routers in a row on so many hypervisors of one host, each linked with the next one. */
function chain(count: number, hypervisors: number): string {
  const address = (index: number): string => `localhost:${7200 + (index % hypervisors)}`;
  return JSON.stringify({
    name: 'chain',
    hypervisors: Array.from({ length: hypervisors }, (_, n) => ({ address: address(n), baseUdp: 10_000 + 100 * n })),
    devices: Array.from({ length: count }, (_, n) => ({ name: `R${n}`, hypervisor: address(n) })),
    links: Array.from({ length: count - 1 }, (_, n) => `R${n} f0/0 -- R${n + 1} f1/0`),
  });
}

function deviceNames({ devices }: Layout): string[] {
  return devices.map(({ node }) => node.title);
}

describe('the layout of a lab', () => {
  for (const name of SCENARIOS) {
    it(`keeps boxes, lines and labels of ${name} apart`, () => {
      const topology = topologyOfText(readProjectFile(`scenarios/${name}`));
      expect(faultsOf(layout(topology))).to.deep.equal([]);
      expect(faultsOf(layout(topology, { width: 360, height: 640 }))).to.deep.equal([]);
    });
  }

  it('does so for any lab by any rules', () => {
    fc.assert(
      fc.property(randomLabs(), fc.constantFrom(...ALLOCATOR_NAMES), (random, allocator) => {
        const model = modelOf(labOf(random), { allocator });
        expect(faultsOf(layout(topologyOf(model)))).to.deep.equal([]);
      }),
    );
  });

  it('does so for names of any kind and length', () => {
    expect(faultsOf(layout(topologyOfText(labOfNames(HOSTILE_NAMES))))).to.deep.equal([]);
    const long = layout(topologyOf(modelOf(netLab(labOfLongNames()))));
    expect(faultsOf(long)).to.deep.equal([]);
    expect(long.width).to.be.below(1000);
  });

  it('stays as it is when other ports are given', () => {
    const text = readProjectFile('scenarios/well-separated-bases.yaml');
    const other = text.replaceAll('10100', '10000');
    expect(other).to.not.equal(text);
    expect(layout(topologyOfText(other))).to.deep.equal(layout(topologyOfText(text)));
  });

  it('puts two neighbours side by side, with a straight line between', () => {
    const { devices, links } = layout(topologyOfText(chain(2, 2)));
    const [first, second] = devices;
    expect(first?.y).to.equal(second?.y);
    expect((first?.x ?? 0) + (first?.width ?? 0)).to.be.below(second?.x ?? 0);
    const [from, to, ...others] = links[0]?.points ?? [];
    expect(others).to.deep.equal([]);
    expect(from?.y).to.equal(to?.y);
  });

  it('stands a lab upright where the room is upright', () => {
    const topology = topologyOfText(chain(12, 3));
    const [wide, upright] = [layout(topology), layout(topology, { width: 400, height: 1200 })];
    expect(wide.width / wide.height).to.be.above(1);
    expect(upright.width / upright.height).to.be.below(1);
  });

  it('draws one line for two UDP NIOs that point at each other', () => {
    const { links, devices } = layout(topologyOfText(readProjectFile('scenarios/nio-udp-tunnel.yaml')));
    expect(links.map(({ node }) => [node.a.name, node.b.name])).to.deep.equal([
      ['R1 f0/0', 'R2 f0/0'],
      ['R1 f1/0', 'R3 f0/0'],
    ]);
    expect(devices.map(({ node }) => node.shape)).to.deep.equal(['router', 'router', 'router']);
  });

  it('draws an address where a UDP NIO points at nobody', () => {
    const names = deviceNames(layout(topologyOfText(readProjectFile('scenarios/nio-udp-one-way-pointing.yaml'))));
    expect(names).to.include.members(['R1', 'R2']);
    expect(names).to.have.length(4);
  });

  it('shows every device up to 300, and hypervisors with their numbers above', () => {
    const all = layout(topologyOfText(chain(300, 3)));
    expect(all.isFolded).to.equal(false);
    expect(all.devices).to.have.length(300);

    const folded = layout(topologyOfText(chain(301, 3)));
    expect(folded.isFolded).to.equal(true);
    expect(faultsOf(folded)).to.deep.equal([]);
    expect(folded.devices.map(({ node }) => `${node.title}: ${node.note}`)).to.deep.equal([
      'localhost:7200: 101 devices',
      'localhost:7201: 100 devices',
      'localhost:7202: 100 devices',
    ]);
    // 300 links go around in threes: 0 to 1, 1 to 2, 2 to 0.
    expect(folded.links.map(({ node }) => node.title)).to.deep.equal(['100 links', '100 links', '100 links']);
  });

  it('shows hosts where hypervisors are too many as well', () => {
    const { devices, isFolded } = layout(topologyOfText(chain(301, 301)));
    expect(isFolded).to.equal(true);
    expect(devices.map(({ node }) => `${node.title}: ${node.note}`)).to.deep.equal(['localhost: 301 devices']);
  });

  it('is empty for a lab without hypervisors', () => {
    const { hosts, devices, links } = layout({ hosts: [], links: [] });
    expect([hosts, devices, links]).to.deep.equal([[], [], []]);
  });
});

describe('the check of layouts', () => {
  const topology = topologyOfText(chain(3, 1));
  const good = layout(topology);

  it('finds what lies on each other, or outside', () => {
    const [first, second, ...others] = good.devices;
    if (first === undefined || second === undefined) throw new Error('no devices');
    const moved = { ...good, devices: [first, { ...second, x: first.x, y: first.y }, ...others] };
    expect(faultsOf(moved)).to.include('R0 lies on R1');
    const away = { ...good, devices: [{ ...first, x: -100 }, second, ...others] };
    expect(faultsOf(away)).to.include('R0 is not in its box');
  });

  it('finds a line through a box, and lines on each other', () => {
    const [one, other] = good.links;
    const box = good.devices[0];
    if (one === undefined || other === undefined || box === undefined) throw new Error('no links');
    const y = box.y + 5;
    const points = [
      { x: 0, y },
      { x: good.width, y },
    ];
    const faults = faultsOf({
      ...good,
      links: [
        { ...one, points },
        { ...other, points },
      ],
    });
    expect(faults).to.include(`${one.node.id} runs through R0`);
    expect(faults).to.include(`${one.node.id} lies on ${other.node.id}`);
  });
});
