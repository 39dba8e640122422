import { expect } from 'chai';
import { readLab } from '../../../../src/core/lab/read-lab.ts';
import { Stepper } from '../../../../src/core/trace/stepper.ts';
import { trace } from '../../../../src/core/trace/trace.ts';
import type { SocketState } from '../../../../src/core/trace/trace-state.ts';
import { simulate } from '../../../../src/features/simulate/simulate.ts';
import { machinePorts, machineStates } from '../../../../src/page/views/port-lanes.ts';
import { portRuler } from '../../../../src/page/views/port-ruler.ts';
import { portScale } from '../../../../src/page/views/port-scale.ts';
import { modelOf } from '../../../support/model.ts';
import { readProjectFile } from '../../../support/source-files.ts';
import { allOf, counting, handMade, ofClass, socketOf, stateOf, textOf } from './hand-made.ts';

const H1 = 'localhost:7200';
const H2 = 'localhost:7201';

/** An end of the second hypervisor. */
function ofH2(index: number, end: string, port: number, more: Partial<SocketState> = {}): SocketState {
  return socketOf(index, end, port, 1, { hypervisor: H2, ...more });
}

/** Bases 10000 and 10004: the fifth end of the first one takes the first port of the second. */
const OVERRUN = stateOf({
  hypervisors: [counting(H1, 10_000, 10_006), counting(H2, 10_004, 10_006)],
  sockets: [
    ...[0, 1, 2, 3].map((index) => socketOf(index, `SW1 ${index}`, 10_000 + index, 1)),
    ofH2(4, 'R3 f0/0', 10_004),
    ofH2(5, 'R4 f0/0', 10_005),
    socketOf(6, 'R1 f1/0', 10_004, 1, { bind: 'shared', holder: 4 }),
    socketOf(7, 'R2 f1/0', 10_005, 1, { bind: 'shared', holder: 5 }),
  ],
});

describe('the ruler of ports', () => {
  it('says which ports a hypervisor took that another one has', () => {
    const [ports] = machineStates(OVERRUN).map(machinePorts);
    expect(ports?.lanes).to.deep.equal([
      {
        kind: 'counter',
        owner: H1,
        range: { first: 10_000, last: 10_005 },
        taken: [{ first: 10_000, last: 10_005 }],
        second: [{ first: 10_004, last: 10_005 }],
        next: 10_006,
      },
      {
        kind: 'counter',
        owner: H2,
        range: { first: 10_004, last: 10_005 },
        taken: [{ first: 10_004, last: 10_005 }],
        second: [],
        next: 10_006,
      },
    ]);
    expect(ports?.overlaps).to.deep.equal([{ first: 10_004, last: 10_005, owners: [H1, H2] }]);
  });

  it('has all of it as text', () => {
    const items = allOf(portRuler(handMade({ state: OVERRUN })), ofClass('lane')).map(textOf);
    expect(items[0]).to.include('localhost:7200 has 10000–10005 · second claim 10004–10005 · next 10006');
    expect(items[1]).to.include('localhost:7201 has 10004–10005 · next 10006');
    expect(items.at(-1)).to.include('overlap 10004–10005: localhost:7200 and localhost:7201');
  });

  it('says which port the pool of a server gives next, as simulate does', () => {
    const model = modelOf(readLab(readProjectFile('scenarios/gns3-server-pool.yaml'), 'lab.yaml').labs);
    const { end } = new Stepper(() => trace(model, 'from-0.2.18'));
    const [ports] = machineStates(end).map(machinePorts);
    // From 20000 on: three ports for each of three ends of routers, one for the switch.
    expect(ports?.lanes.find(({ kind }) => kind === 'pool')?.next).to.equal(20_010);
    expect(simulate(model).hypervisors[0]?.pool?.next).to.equal(20_010);
  });

  it('gives a hypervisor that has stopped no port and no counter', () => {
    const state = stateOf({ hypervisors: [{ ...counting(H1, 10_000, 10_002), isStopped: true }] });
    const [item] = allOf(portRuler(handMade({ state })), ofClass('lane')).map(textOf);
    expect(item).to.include('localhost:7200 is stopped: it has no port').and.not.include('next');
  });

  it('keeps one scale from the first step to the last, and a place for the overlap to come', () => {
    const start = stateOf({ step: 0, hypervisors: [counting(H1, 10_000, 10_000), counting(H2, 10_004, 10_004)] });
    const [before, after] = [start, OVERRUN].map((state) => portRuler(handMade({ state, end: OVERRUN })));
    if (before === undefined || after === undefined) throw new Error('no ruler');
    const ticks = (ruler: typeof before): string[] => allOf(ruler, ofClass('ticks')).map(textOf);
    expect(ticks(before)).to.deep.equal(ticks(after));
    expect(ticks(before).join('')).to.include('10000');
    expect(allOf(before, ofClass('lane'))).to.have.length(allOf(after, ofClass('lane')).length);
    expect(textOf(before)).to.include('No port is wanted twice yet.');
    expect(textOf(before)).to.include('localhost:7200 has no port yet · next 10000');
  });

  it('draws lines for few machines; of many for those that the step is about', () => {
    const drawn = (count: number): number => {
      const machines = Array.from({ length: count }, (_, index) => `10.0.0.${index + 1}`);
      const state = stateOf({
        hypervisors: machines.map((machine) => ({
          ...counting(`${machine}:7200`, 10_000, 10_001),
          host: machine,
          machine,
        })),
        sockets: machines.map((machine, index) => socketOf(index, `R${index} f0/0`, 10_000, 1, { machine })),
      });
      const events = [
        { step: 3, at: '2a.bind', event: 'bind', end: 'R3 f0/0', socket: 3, port: 10_000, outcome: 'bound' },
      ] as const;
      const ruler = portRuler(handMade({ state, events }));
      expect(allOf(ruler, ofClass('lane'))).to.have.length(count);
      return allOf(ruler, ofClass('track')).length;
    };
    expect(drawn(12)).to.equal(12);
    expect(drawn(13)).to.equal(1);
  });

  it('takes equal ports of two machines for what they are: no overlap', () => {
    const far = { ...counting('10.0.0.2:7200', 10_000, 10_001), host: '10.0.0.2', machine: '10.0.0.2' };
    const state = stateOf({
      hypervisors: [counting(H1, 10_000, 10_001), far],
      sockets: [
        socketOf(0, 'R1 f0/0', 10_000, 10_000),
        socketOf(1, 'R2 f0/0', 10_000, 10_000, { hypervisor: '10.0.0.2:7200', machine: '10.0.0.2' }),
      ],
    });
    const ports = machineStates(state).map(machinePorts);
    expect(ports.map(({ machine, overlaps }) => [machine, overlaps])).to.deep.equal([
      ['localhost', []],
      ['10.0.0.2', []],
    ]);
  });

  it('shows ports that are written in the lab, and those that nodes take when they start', () => {
    const state = stateOf({
      hypervisors: [counting(H1, 10_000, 10_001)],
      devices: [{ device: 'PC1', hypervisor: H1, consoles: [], atStart: [10_008, 10_009] }],
      sockets: [socketOf(0, 'R1 f0/0', 10_000, 1), socketOf(1, 'R2 f0/0', 30_000, 1, { by: 'file' })],
    });
    const items = allOf(portRuler(handMade({ state })), ofClass('lane')).map(textOf);
    expect(items.slice(0, 3).map((text) => text.replace(/⋯/g, ''))).to.deep.equal([
      'localhost:7200 has 10000 · next 10001',
      'ports written in the lab: 30000',
      'ports that nodes take when they start: 10008–10009',
    ]);
    expect(items.slice(3).join()).to.include('VPCS for the side of the router 30000–30008');
  });

  it('names the ephemeral range of Linux where a port of the lab lies in it', () => {
    const lanes = (base: number): string => {
      const state = stateOf({
        hypervisors: [counting(H1, base, base + 1)],
        sockets: [socketOf(0, 'R1 f0/0', base, 1)],
      });
      return textOf(portRuler(handMade({ state })));
    };
    expect(lanes(40_500)).to.include('ephemeral range 32768–60999');
    expect(lanes(10_000)).not.to.include('ephemeral');
  });

  it('counts a port that was given back no more', () => {
    const state = stateOf({
      hypervisors: [{ ...counting(H1, 0, 0), pool: { first: 20_000, last: 30_000 } }],
      sockets: [
        socketOf(0, 'SW1 1', 20_000, 1, { by: 'pool', isClosed: true }),
        socketOf(1, 'SW1 2', 20_001, 1, { by: 'pool' }),
      ],
    });
    const [ports] = machineStates(state).map(machinePorts);
    expect(ports?.lanes[0]).to.deep.include({ kind: 'pool', taken: [{ first: 20_001, last: 20_001 }] });
  });
});

describe('the scale of a ruler', () => {
  it('leaves out a wide gap, and draws a narrow one', () => {
    const near = portScale([
      { first: 10_000, last: 10_003 },
      { first: 10_010, last: 10_013 },
    ]);
    expect(near.pieces.map(({ first, last }) => [first, last])).to.deep.equal([[10_000, 10_013]]);
    const far = portScale([
      { first: 10_000, last: 10_005 },
      { first: 10_100, last: 10_105 },
    ]);
    expect(far.pieces.map(({ first, last }) => [first, last])).to.deep.equal([
      [10_000, 10_005],
      [10_100, 10_105],
    ]);
    expect(far.breaks).to.have.length(1);
  });

  it('ends at 100, however many pieces there are', () => {
    for (const count of [1, 2, 12, 300]) {
      const ranges = Array.from({ length: count }, (_, index) => ({
        first: 1000 + index * 200,
        last: 1003 + index * 200,
      }));
      const end = portScale(ranges).pieces.at(-1);
      expect(end && end.x + end.unit * (end.last - end.first + 1), String(count)).to.be.closeTo(100, 1e-6);
    }
  });

  it('writes numbers so far apart that five digits fit on a phone', () => {
    const scale = portScale([{ first: 10_000, last: 10_101 }]);
    expect(scale.ticks).to.deep.equal([10_000, 10_050]);
  });

  it('is empty where nothing is', () => {
    expect(portScale([])).to.deep.equal({ pieces: [], breaks: [], ticks: [] });
  });
});
