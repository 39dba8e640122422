import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { Lab } from '../../src/core/lab/lab.ts';
import { type PackedLab, packLab, unpackLab } from '../../src/core/lab/pack-lab.ts';
import { readLab } from '../../src/core/lab/read-lab.ts';
import { check } from '../../src/features/check/check.ts';
import { simulate } from '../../src/features/simulate/simulate.ts';
import { modelOf } from '../support/model.ts';
import { fc } from '../support/property.ts';
import { labOf, randomLabs } from '../support/random-lab.ts';
import { RANDOM_SCENARIOS, scenariosOf } from '../support/random-scenario.ts';

/** As a page does it: written as JSON and read again. */
function throughJson(lab: Lab): Lab {
  return unpackLab(JSON.parse(JSON.stringify(packLab(lab))) as PackedLab);
}

/** Everything that is said of labs; equal objects that were one object, and are two, change it. */
function saidOf(labs: readonly Lab[]): unknown {
  const model = modelOf(labs);
  return {
    simulations: [simulate(model), simulate(modelOf(labs, { dynamips: '0.2.14' }))],
    findings: check(model).findings,
    placed: model.allocations.map(({ hypervisors }) => hypervisors.map((one) => model.versionOf(one))),
  };
}

/** Which objects are one: the place of each at which it is met first. */
function identities({ hypervisors, images, devices, links, events }: Lab): number[] {
  const met = [
    ...hypervisors,
    ...images.flatMap((image) => image.hypervisors),
    ...devices.flatMap((device) => [device, device.hypervisor]),
    ...[...links, ...events.flatMap((event) => (event.type === 'stop' ? [] : [event.link]))].flatMap((link) => [
      link,
      link.heldBy,
      link.a.device,
      link.b.type === 'device' ? link.b.device : undefined,
    ]),
    ...events.flatMap((event) => (event.type === 'stop' ? [event.hypervisor] : [])),
  ];
  return met.map((one) => met.indexOf(one));
}

function isAsBefore(labs: readonly Lab[]): void {
  const unpacked = labs.map(throughJson);
  expect(unpacked).to.deep.equal(labs);
  expect(unpacked.map(identities)).to.deep.equal(labs.map(identities));
  expect(saidOf(unpacked)).to.deep.equal(saidOf(labs));
}

const ROOT = new URL('../../', import.meta.url);
const FILES = ['scenarios', 'test/fixtures/cases', 'test/fixtures/gns3'].flatMap((folder) =>
  readdirSync(new URL(`${folder}/`, ROOT))
    .filter((name) => /[.](yaml|net|gns3)$/.test(name))
    .map((name) => `${folder}/${name}`),
);

describe('a packed lab', () => {
  for (const file of FILES) {
    it(`of ${file} is the same lab when it is unpacked`, () => {
      isAsBefore(readLab(readFileSync(new URL(file, ROOT), 'utf8'), file).labs);
    });
  }

  it('is the same with links removed and added', () => {
    fc.assert(
      fc.property(randomLabs({ maxLinks: 8 }), fc.nat(3), (random, added) => {
        isAsBefore([labOf(random, random.links.length > 1 ? [1] : [], added)]);
      }),
      { numRuns: 100 },
    );
  });

  it('is the same for labs that run at once', () => {
    fc.assert(
      fc.property(RANDOM_SCENARIOS, (texts) => isAsBefore(scenariosOf(texts))),
      { numRuns: 100 },
    );
  });

  it('names a hypervisor that only an event knows', () => {
    const lab = labOf({ hypervisors: [{ host: 'a', baseUdp: 1 }], devices: [0], links: [] });
    const [known] = lab.hypervisors;
    if (known === undefined) throw new Error('no hypervisor');
    const other = { ...known, name: 'b:7300' };
    const unpacked = throughJson({ ...lab, events: [{ type: 'stop', hypervisor: other }] });
    expect(unpacked.hypervisors).to.have.length(1);
    expect(unpacked.events).to.deep.equal([{ type: 'stop', hypervisor: other }]);
  });

  it('that was changed by hand so that an entry is missing is refused', () => {
    const packed = packLab(labOf({ hypervisors: [{ host: 'a', baseUdp: 1 }], devices: [0, 0], links: [[0, 1]] }));
    expect(() => unpackLab({ ...packed, devices: [] })).to.throw(RangeError, 'entry 0 of a list of 0');
  });
});
