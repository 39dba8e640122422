import { expect } from 'chai';
import type { Lab } from '../../../../src/core/lab/lab.ts';
import { applyAll, startState } from '../../../../src/core/trace/apply.ts';
import { trace } from '../../../../src/core/trace/trace.ts';
import type { TraceEvent } from '../../../../src/core/trace/trace-event.ts';
import { modelOf } from '../../../support/model.ts';
import { scenarioLab } from '../../../support/read.ts';
import { file } from '../../../support/text.ts';

/**
 * One host with so many pairs of hypervisors, all of one base, and a link in each pair: all ends have port
 * 10000, and all send to it.
 */
function crowdedLab(links: number): Lab {
  const numbers = Array.from({ length: links }, (_, index) => index);
  return scenarioLab(
    JSON.stringify({
      hypervisors: numbers.flatMap((index) => [
        { address: `localhost:${7200 + 2 * index}` },
        { address: `localhost:${7201 + 2 * index}` },
      ]),
      devices: numbers.flatMap((index) => [
        { name: `A${index}`, hypervisor: `localhost:${7200 + 2 * index}` },
        { name: `B${index}`, hypervisor: `localhost:${7201 + 2 * index}` },
      ]),
      links: numbers.map((index) => `A${index} f0/0 -- B${index} f0/0`),
    }),
  );
}

function framesOf(events: readonly TraceEvent[]): Array<Extract<TraceEvent, { event: 'frame' }>> {
  return events.filter((event): event is Extract<TraceEvent, { event: 'frame' }> => event.event === 'frame');
}

describe('a trace', () => {
  it('tells at each link which earlier ends have lost their frames to it', () => {
    const events = [...trace(modelOf(crowdedLab(3)), 'from-0.2.18')];
    // The newest of sockets with the same four values takes every frame: B2 in the end.
    const told = framesOf(events).map(({ at, to }) => `${at} ${to?.end}`);
    expect(told).to.deep.equal([
      '1a.frame B0 f0/0',
      '1b.frame B0 f0/0',
      '2a.frame B1 f0/0',
      '2b.frame B1 f0/0',
      '2:1a.frame B1 f0/0',
      '2:1b.frame B1 f0/0',
      '3a.frame B2 f0/0',
      '3b.frame B2 f0/0',
      '3:1a.frame B2 f0/0',
      '3:1b.frame B2 f0/0',
      '3:2a.frame B2 f0/0',
      '3:2b.frame B2 f0/0',
    ]);
    expect(events.filter(({ event, at }) => event === 'link' && at.includes(':'))).to.deep.include.members([
      { step: 10, at: '2:1.link', event: 'link', link: 'A0 f0/0 -- B0 f0/0', number: 1, verdict: 'misdelivered' },
    ]);
  });

  it('tells once at its end of ends that share their port with very many', () => {
    const links = 200;
    const events = [...trace(modelOf(crowdedLab(links)), 'from-0.2.18')];
    const { sockets, links: states } = applyAll(startState, events);
    // All but the last link lose both their frames to the last socket; nobody else hears anything.
    expect(new Set(sockets.map(({ to }) => to))).to.deep.equal(new Set([2 * links - 1]));
    expect(sockets.at(-1)?.hears).to.have.length(2 * links);
    expect(states.filter(({ verdict }) => verdict === 'misdelivered')).to.have.length(links - 1);
    expect(states.at(-1)?.verdict).to.equal('looped');
    // Twice for each end at the most, but for the first ones.
    expect(framesOf(events).length).to.be.below(2 * 2 * links + 32 * 32);
    const last = events.at(-1);
    expect(last?.at).to.equal('end:199b.frame');
  });

  it('grows with the links where all share one port', () => {
    const count = (links: number): number => [...trace(modelOf(crowdedLab(links)), 'from-0.2.18')].length;
    expect(count(800) - count(400)).to.equal(2 * (count(400) - count(200)));
  });

  it('says which link the software refuses, and which end gets no port', () => {
    const lab = scenarioLab(file`
      hypervisors: [{ address: "localhost:7200" }, { address: "localhost:7201" }]
      devices: [{ name: R1, hypervisor: "localhost:7200" }, { name: R2, hypervisor: "localhost:7201" }]
      links: [R1 f0/0 -- R2 f0/0, R1 f1/0 -- R2 f0/0, R1 f2/0 -- R9 f0/0, R1 f3/0 -- R1 f3/0]
      events: [{ stop: "localhost:7201" }, { add: R1 f4/0 -- R2 f4/0 }]
    `);
    const failed = [...trace(modelOf(lab), 'from-0.2.18')].filter(({ event }) => event === 'fail');
    expect(failed).to.deep.equal([
      {
        step: 6,
        at: '2b.fail',
        event: 'fail',
        end: 'R2 f0/0',
        link: 'R1 f1/0 -- R2 f0/0',
        number: 2,
        cause: 'interface-in-use',
      },
      {
        step: 7,
        at: '3b.fail',
        event: 'fail',
        end: 'R9 f0/0',
        link: 'R1 f2/0 -- R9 f0/0',
        number: 3,
        cause: 'unknown-device',
      },
      {
        step: 8,
        at: '4a.fail',
        event: 'fail',
        end: 'R1 f3/0',
        link: 'R1 f3/0 -- R1 f3/0',
        number: 4,
        cause: 'same-interface',
      },
      {
        step: 10,
        at: 'e2b.fail',
        event: 'fail',
        end: 'R2 f4/0',
        link: 'R1 f4/0 -- R2 f4/0',
        number: 5,
        cause: 'stopped',
      },
    ]);
  });

  it('says what nobody hears once a hypervisor has stopped', () => {
    const lab = scenarioLab(file`
      hypervisors: [{ address: "localhost:7200" }, { address: "localhost:7201", baseUdp: 10100 }]
      devices: [{ name: R1, hypervisor: "localhost:7200" }, { name: R3, hypervisor: "localhost:7201" }]
      links: [R1 f0/0 -- R3 f0/0]
      events: [{ stop: "localhost:7201" }]
    `);
    const events = [...trace(modelOf(lab), 'from-0.2.18')];
    expect(events.slice(-4).map(({ at }) => at)).to.deep.equal(['e1.stop', 'e1:1b.close', 'e1:1.link', 'e1:1a.frame']);
    expect(events.at(-1)).to.include({ fate: 'nobody', why: 'closed', to: null });
    expect(applyAll(startState, events).hypervisors.map(({ isStopped }) => isStopped)).to.deep.equal([false, true]);
  });

  it('gives out the ports of nodes when all links are made', () => {
    const lab = scenarioLab(file`
      allocator: gns3-server-2.2.3
      hypervisors: [{ address: "localhost:7200" }]
      devices: [{ name: PC1, kind: qemu }, { name: SW1, kind: ethernet-switch }]
      links: [PC1 0 -- SW1 1]
    `);
    const starts = [...trace(modelOf(lab), 'from-0.2.18')].slice(-2);
    expect(
      starts.map((event) => event.event === 'give' && [event.step, event.at, event.end, event.by, event.port]),
    ).to.deep.equal([
      [6, 's1.port', 'PC1', 'start', 20_002],
      [6, 's1.port', 'PC1', 'start', 20_003],
    ]);
  });
});
