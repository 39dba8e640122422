import { expect } from 'chai';
import { allocateAll } from '../../src/core/allocation/allocate.ts';
import { expectedLinks } from '../../src/core/allocation/expected-links.ts';
import { linksNotMade } from '../../src/core/allocation/links-not-made.ts';
import { ALLOCATOR_NAMES, type AllocatorName, type Lab } from '../../src/core/lab/lab.ts';
import { LabModel } from '../../src/core/model/lab-model.ts';
import { simulate } from '../../src/features/simulate/simulate.ts';
import { EVENTFUL_LABS, eventfulLab } from '../support/eventful-lab.ts';
import { fc } from '../support/property.ts';
import { RANDOM_PROJECTS } from '../support/random-project.ts';
import { gns3Lab } from '../support/read.ts';

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

describe('links and simulate', () => {
  it('count the same links of a scenario, by every allocator', () => {
    fc.assert(
      fc.property(EVENTFUL_LABS, fc.constantFrom(...ALLOCATOR_NAMES), (draft, allocator) => {
        expectOneCount(eventfulLab(draft), allocator);
      }),
    );
  });

  it('count the same links of a GNS3 project, and tunnels by themselves', () => {
    fc.assert(
      fc.property(
        RANDOM_PROJECTS,
        fc.constantFrom('gns3-server-1.3', 'gns3-server-2.2.3', 'gns3-server-3.0'),
        (project, name) => {
          expectOneCount(gns3Lab(project), name as AllocatorName);
        },
      ),
    );
  });
});
