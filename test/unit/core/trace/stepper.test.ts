import { expect } from 'chai';
import type { Generation } from '../../../../src/core/kernel/dynamips-version.ts';
import type { AllocatorName, Lab } from '../../../../src/core/lab/lab.ts';
import { apply, startState } from '../../../../src/core/trace/apply.ts';
import { MOST_STEPS, Stepper } from '../../../../src/core/trace/stepper.ts';
import { trace } from '../../../../src/core/trace/trace.ts';
import { modelOf } from '../../../support/model.ts';
import { scenarioLab } from '../../../support/read.ts';
import { file } from '../../../support/text.ts';

const ONE_BASE = scenarioLab(file`
  hypervisors: [{ address: "localhost:7200", baseUdp: 10000 }, { address: "localhost:7201", baseUdp: 10000 }]
  devices: [{ name: R1, hypervisor: "localhost:7200" }, { name: R2, hypervisor: "localhost:7201" }]
  links: [R1 f0/0 -- R2 f0/0, R2 f1/0 -- R1 f1/0]
`);

function stepperOf(lab: Lab, generation: Generation, allocator: AllocatorName = 'dynagen'): Stepper {
  const model = modelOf(lab, { allocator });
  return new Stepper(() => trace(model, generation));
}

/** Links between two switches of one hypervisor. */
function cable(links: number): Lab {
  return scenarioLab(
    JSON.stringify({
      hypervisors: [{ address: 'localhost:7200' }],
      devices: [
        { name: 'SW1', kind: 'ethernet-switch' },
        { name: 'SW2', kind: 'ethernet-switch' },
      ],
      links: Array.from({ length: links }, (_, index) => `SW1 ${index} -- SW2 ${index}`),
    }),
  );
}

describe('a stepper', () => {
  const newer = stepperOf(ONE_BASE, 'from-0.2.18');
  const older = stepperOf(ONE_BASE, 'before-0.2.18');

  it('shows the lab before its first link at step 0, and five steps for each link', () => {
    expect(newer.lastStep).to.equal(10);
    expect(newer.stateAt(0).devices.map(({ device }) => device)).to.deep.equal(['R1', 'R2']);
    expect(newer.stateAt(0).sockets).to.deep.equal([]);
    expect(newer.stateAt(3).sockets.map(({ port, bind }) => [port, bind])).to.deep.equal([
      [10_000, 'bound'],
      [10_000, undefined],
    ]);
  });

  it('shows which counter a step has moved', () => {
    const counters = (step: number): unknown[] => newer.stateAt(step).hypervisors.map(({ next, was }) => [next, was]);
    expect(counters(1)).to.deep.equal([
      [10_001, 10_000],
      [10_000, undefined],
    ]);
    expect(counters(2)).to.deep.equal([
      [10_001, undefined],
      [10_001, 10_000],
    ]);
  });

  it('shows who hears whom', () => {
    expect(newer.end.sockets.map(({ fate, to, hears }) => ({ fate, to, hears }))).to.deep.equal([
      { fate: 'peer', to: 1, hears: [] },
      { fate: 'self', to: 1, hears: [0, 1] },
      { fate: 'peer', to: 3, hears: [] },
      { fate: 'self', to: 3, hears: [2, 3] },
    ]);
    expect(older.end.sockets[1]).to.include({ bind: 'refused', holder: 0, fate: 'nobody', why: 'refused' });
  });

  it('keeps the moment when the generation is switched', () => {
    for (let step = 0; step <= newer.lastStep; step++) {
      expect(older.stepOf(newer.anchorOf(step)), newer.anchorOf(step)).to.equal(step);
    }
    // The refused socket is never connected: the moment is that of its bind.
    expect(older.stepOf('1b.connect')).to.equal(older.stepOf('1b.bind'));
  });

  it('goes to the last moment before one that other rules do not have', () => {
    const tunnels = stepperOf(ONE_BASE, 'from-0.2.18', 'gns3-server-2.2.3');
    // Port a, port b, tunnel a, sockets a, tunnel b, sockets b, link.
    expect(tunnels.lastStep).to.equal(14);
    expect(newer.stepOf('1a.tunnel')).to.equal(newer.stepOf('1b.port'));
    expect(newer.stepOf('1b.tunnel')).to.equal(newer.stepOf('1a.bind'));
    expect(newer.stepOf('2:1a.frame')).to.equal(newer.stepOf('2.link'));
    for (const link of ['9.link', '999999999.link']) expect(newer.stepOf(link), link).to.equal(10);
    expect(tunnels.stepOf('2a.bind')).to.equal(11);
  });

  it('takes an anchor that is none, and steps that are not there', () => {
    for (const anchor of ['', 'x', '<script>', '1', '.port', `${'9'.repeat(500)}a.port`]) {
      expect(newer.stepOf(anchor), anchor).to.equal(0);
    }
    expect(newer.stateAt(-3)).to.deep.equal(newer.stateAt(0));
    expect(newer.stateAt(99)).to.deep.equal(newer.end);
    expect(newer.stateAt(Number.NaN)).to.deep.equal(newer.stateAt(0));
  });

  it('changes no state that it has given', () => {
    const model = modelOf(ONE_BASE);
    const states = [startState];
    const before: string[] = [JSON.stringify(startState)];
    for (const event of trace(model, 'from-0.2.18')) {
      const state = apply(states.at(-1) ?? startState, event);
      states.push(state);
      before.push(JSON.stringify(state));
    }
    expect(states.map((state) => JSON.stringify(state))).to.deep.equal(before);
  });

  it('holds the first steps of a very large lab, and says so, and its end', () => {
    const stepper = stepperOf(cable(MOST_STEPS / 5 + 100), 'from-0.2.18');
    expect([stepper.isCut, stepper.lastStep]).to.deep.equal([true, MOST_STEPS]);
    expect(stepper.end.links).to.have.length(MOST_STEPS / 5 + 100);
    expect(stepper.stateAt(MOST_STEPS).links).to.have.length(MOST_STEPS / 5);
    expect(stepperOf(cable(MOST_STEPS / 5), 'from-0.2.18').isCut).to.equal(false);
  });
});
