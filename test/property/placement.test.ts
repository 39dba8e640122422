import { expect } from 'chai';
import { Machines, meansThisMachine, THIS_MACHINE } from '../../src/core/address/host.ts';
import { allocate } from '../../src/core/allocation/allocate.ts';
import { LeastLoaded } from '../../src/core/allocation/least-loaded.ts';
import type { Device, Hypervisor, Lab } from '../../src/core/lab/lab.ts';
import { fc } from '../support/property.ts';
import { labOf } from '../support/random-lab.ts';

/** A router that GNS3 0.8 places by itself. */
const routers = fc.array(
  fc.record({
    image: fc.constantFrom('a', 'b', undefined),
    ramMb: fc.constantFrom(64, 128, 300, 512, 700, 1024, 2000),
  }),
  { maxLength: 40 },
);

function labOfRouters(all: ReadonlyArray<{ image: string | undefined; ramMb: number }>, more: Partial<Lab> = {}): Lab {
  const devices = all.map(({ image, ramMb }, index): Device => {
    return { name: `R${index}`, kind: 'router', ramMb, ...(image === undefined ? {} : { image }) };
  });
  return { ...labOf({ hypervisors: [], devices: [], links: [] }), devices, ...more };
}

/** The number of the hypervisor of each router, in the order in which hypervisors are first used. */
function placesOf(lab: Lab): Array<number | undefined> {
  const { placement, hypervisors } = allocate(lab, 'gns3-classic');
  return lab.devices.map((device) => hypervisors.indexOf(placement.get(device) as Hypervisor));
}

describe('properties of placing routers', () => {
  it('takes the first hypervisor of the image with room, found by looking at all of them', () => {
    fc.assert(
      fc.property(routers, (all) => {
        const started: Array<{ image: string | undefined; load: number }> = [];
        const expected = all.map(({ image, ramMb }) => {
          const fits = started.findIndex((one) => one.image === image && one.load + ramMb <= 1024);
          const at = fits >= 0 ? fits : started.push({ image, load: 0 }) - 1;
          (started[at] as { load: number }).load += ramMb;
          return at;
        });
        expect(placesOf(labOfRouters(all))).to.deep.equal(expected);
      }),
    );
  });

  it('takes the least loaded hypervisor of the image, the first on ties, found by looking at all of them', () => {
    const hypervisors = Array.from({ length: 5 }, (_, index): Hypervisor => {
      return { kind: 'dynamips', host: 'h', port: index, name: `h:${index}`, baseUdp: 0, baseConsole: 0, baseAux: 0 };
    });
    const bound = fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 1 });
    fc.assert(
      fc.property(routers, bound, bound, (all, ofA, ofB) => {
        const images = [ofA, ofB].map((numbers, index) => ({
          name: 'ab'[index] as string,
          hypervisors: numbers.map((number) => hypervisors[number] as Hypervisor),
        }));
        const loads = [0, 0, 0, 0, 0];
        const expected = all.map(({ image, ramMb }) => {
          const numbers = image === 'a' ? ofA : ofB;
          const least = Math.min(...numbers.map((number) => loads[number] as number));
          const at = numbers.find((number) => loads[number] === least) as number;
          loads[at] = least + ramMb;
          return at;
        });
        const named = all.map((one) => ({ ...one, image: one.image ?? 'b' }));
        expect(placesOf(labOfRouters(named, { hypervisors, images }))).to.deep.equal(expected);
      }),
    );
  });

  it('looks at few loads, however many hypervisors there are', () => {
    const loads = new Array<number>(10_000).fill(0);
    let looks = 0;
    const least = new LeastLoaded([...loads.keys()], (index) => {
      looks++;
      return loads[index] as number;
    });
    looks = 0;
    for (let router = 0; router < 30_000; router++) (loads[least.first() as number] as number)++;
    for (let router = 0; router < 30_000; router++) loads[least.first() as number] = 4 + router;
    expect(looks).to.be.lessThan(5 * 60_000);
  });
});

describe('properties of names of machines', () => {
  it('makes one machine of names that have an address in common, directly or through others', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g');
    const address = fc.constantFrom('10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4', '127.0.0.1');
    fc.assert(
      fc.property(fc.array(fc.tuple(name, fc.array(address, { maxLength: 3 })), { maxLength: 12 }), (entries) => {
        const addresses = new Map(entries);
        const machines = new Machines(addresses);
        const groups = groupsOf([...addresses].map(([host, found]) => [host, ...found]));
        for (const group of groups) {
          const expected = group.some(meansThisMachine) ? THIS_MACHINE : machines.machineOf(group[0] as string);
          for (const host of group) expect(machines.machineOf(host), host).to.equal(expected);
        }
        const roots = groups.map((group) => machines.machineOf(group[0] as string));
        expect(new Set(roots).size).to.equal(groups.length);
      }),
    );
  });
});

/** Joins lists that have something in common until none have. */
function groupsOf(lists: readonly (readonly string[])[]): string[][] {
  let groups = lists.map((list) => [...list]);
  for (let joined = true; joined; ) {
    joined = false;
    for (const [index, group] of groups.entries()) {
      const other = groups.findIndex((one, at) => at > index && one.some((name) => group.includes(name)));
      if (other < 0) continue;
      group.push(...(groups[other] ?? []));
      groups = groups.filter((_, at) => at !== other);
      joined = true;
      break;
    }
  }
  return groups;
}
