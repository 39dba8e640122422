import { expect } from 'chai';
import { allocateAll } from '../../src/core/allocation/allocate.ts';
import { expectedLinks } from '../../src/core/allocation/expected-links.ts';
import { linksNotMade } from '../../src/core/allocation/links-not-made.ts';
import { ALLOCATOR_NAMES, type AllocatorName, type Lab } from '../../src/core/lab/lab.ts';
import { LabModel } from '../../src/core/model/lab-model.ts';
import { simulate } from '../../src/features/simulate/simulate.ts';
import { fc } from '../support/property.ts';
import { gns3Lab, scenarioLab } from '../support/read.ts';

/** What `links` looks for and what it says is never made, without tunnels, which it counts by themselves. */
function namesByLinks(lab: Lab, allocator: AllocatorName): string[] {
  const allocations = allocateAll([lab], () => allocator);
  return [
    ...expectedLinks(allocations, { withStopped: true }).flatMap(({ name, isTunnel }) => (isTunnel ? [] : [name])),
    ...allocations.flatMap((allocation) => linksNotMade(allocation).map(({ link }) => link.name)),
  ].sort();
}

function namesBySimulate(lab: Lab, allocator: AllocatorName): string[] {
  return simulate(LabModel.of([lab], { allocator }))
    .links.map(({ name }) => name)
    .sort();
}

/** A link that has no socket, and is counted only where it is refused: there is nothing else to say of it. */
function isTap(name: string): boolean {
  return name.includes('NIO_tap');
}

/** What the file has and no event takes away, taps left out. */
function namesByHand({ links, events }: Lab): string[] {
  const all = [...links, ...events.flatMap((event) => (event.type === 'add' ? event.link : []))];
  const removed = new Set(events.flatMap((event) => (event.type === 'remove' ? event.link : [])));
  return all
    .filter((link) => !removed.has(link) && !isTap(link.name))
    .map(({ name }) => name)
    .sort();
}

function expectOneCount(lab: Lab, allocator: AllocatorName): void {
  const simulated = namesBySimulate(lab, allocator);
  expect(namesByLinks(lab, allocator), allocator).to.deep.equal(simulated);
  expect(
    simulated.filter((name) => !isTap(name)),
    allocator,
  ).to.deep.equal(namesByHand(lab));
}

const device = fc.integer({ min: 0, max: 6 }).map((number) => (number === 6 ? 'nosuch' : `R${number}`));
/** Few interfaces, so that some are in use already, and some links lead back to themselves. */
const end = fc.tuple(device, fc.integer({ min: 0, max: 5 })).map(([name, port]) => `${name} f${port}/0`);
const nio = fc.constantFrom('NIO_udp:30000:127.0.0.1:30001', 'NIO_udp:30001:127.0.0.1:30000', 'NIO_tap:tap1');
const link = fc.tuple(end, fc.oneof({ weight: 6, arbitrary: end }, nio, fc.constantFrom('LAN 1', 'LAN 2')));
const linkText = link.map(([a, b]) => `${a} -- ${b}`);

interface Draft {
  readonly hypervisors: readonly string[];
  readonly links: readonly string[];
  readonly added: readonly string[];
  readonly removed: readonly number[];
  readonly stopped: readonly number[];
}

const drafts: fc.Arbitrary<Draft> = fc.record({
  hypervisors: fc.uniqueArray(fc.constantFrom('a:7200', 'a:7201', 'b:7200', '127.0.0.1:7200'), { minLength: 1 }),
  links: fc.array(linkText, { maxLength: 20 }),
  added: fc.array(linkText, { maxLength: 5 }),
  removed: fc.array(fc.nat(), { maxLength: 5 }),
  stopped: fc.array(fc.nat(), { maxLength: 2 }),
});

/** The scenario of a draft; of the links that can be removed those with these numbers are. */
function labOfDraft({ hypervisors, links, added, removed, stopped }: Draft): Lab {
  const scenario = (events: readonly object[]): Lab =>
    scenarioLab(
      JSON.stringify({
        hypervisors: hypervisors.map((address) => ({ address, baseUdp: 10_000 })),
        devices: Array.from({ length: 6 }, (_, index) => ({
          name: `R${index}`,
          hypervisor: hypervisors[index % hypervisors.length],
        })),
        links,
        events,
      }),
    );
  const made = scenario([]).links.filter(({ fault }) => fault === undefined);
  const gone = new Set(made.length === 0 ? [] : removed.map((number) => made[number % made.length]?.name ?? ''));
  return scenario([
    ...[...gone].map((remove) => ({ remove })),
    ...added.map((add) => ({ add })),
    ...stopped.map((number) => ({ stop: hypervisors[number % hypervisors.length] })),
    ...added.map((add) => ({ add: add.replaceAll('f', 'g') })),
  ]);
}

const NODE_TYPES = ['dynamips', 'vpcs', 'ethernet_switch', 'ethernet_hub', 'cloud', 'qemu', 'nat'] as const;

/** GNS3 projects of nodes of every kind; a link may have one node at both its ends. */
const projects = fc
  .record({
    kinds: fc.array(fc.constantFrom(...NODE_TYPES), { minLength: 1, maxLength: 8 }),
    computes: fc.array(fc.constantFrom('local', 'far'), { minLength: 8, maxLength: 8 }),
    links: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat(3), fc.nat(3)), { maxLength: 15 }),
  })
  .map(({ kinds, computes, links }) => ({
    version: '2.2.45',
    revision: 9,
    topology: {
      computes: [{ compute_id: 'far', host: '10.0.0.9', port: 3080, name: 'far' }],
      nodes: kinds.map((node_type, index) => ({
        node_id: `n${index}`,
        name: `N${index}`,
        node_type,
        compute_id: computes[index],
        console: null,
        properties: {},
      })),
      links: links.map(([a, b, portA, portB], index) => ({
        link_id: `l${index}`,
        nodes: [
          { node_id: `n${a % kinds.length}`, adapter_number: 0, port_number: portA },
          { node_id: `n${b % kinds.length}`, adapter_number: 0, port_number: portB },
        ],
      })),
    },
  }));

describe('links and simulate', () => {
  it('count the same links of a scenario, by every allocator', () => {
    fc.assert(
      fc.property(drafts, fc.constantFrom(...ALLOCATOR_NAMES), (draft, allocator) => {
        expectOneCount(labOfDraft(draft), allocator);
      }),
    );
  });

  it('count the same links of a GNS3 project, and tunnels by themselves', () => {
    fc.assert(
      fc.property(
        projects,
        fc.constantFrom('gns3-server-1.3', 'gns3-server-2.2.3', 'gns3-server-3.0'),
        (project, name) => {
          expectOneCount(gns3Lab(project), name as AllocatorName);
        },
      ),
    );
  });
});
