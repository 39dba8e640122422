import { expect } from 'chai';
import { hostPortText } from '../../src/core/address/host-port.ts';
import { type Generation, LATEST_VERSION } from '../../src/core/kernel/dynamips-version.ts';
import { readServerConf, type ServerConf } from '../../src/core/lab/gns3/server-conf.ts';
import { ALLOCATOR_NAMES, isGns3Server, type Lab, type OperatingSystem } from '../../src/core/lab/lab.ts';
import { LabModel } from '../../src/core/model/lab-model.ts';
import { applyAll, startState } from '../../src/core/trace/apply.ts';
import { Stepper } from '../../src/core/trace/stepper.ts';
import { trace } from '../../src/core/trace/trace.ts';
import type { SocketState, TraceState } from '../../src/core/trace/trace-state.ts';
import type { NioRow, OtherEnd, SimulateResult } from '../../src/features/simulate/result.ts';
import { simulate } from '../../src/features/simulate/simulate.ts';
import { EVENTFUL_LABS, eventfulLab } from '../support/eventful-lab.ts';
import { fc } from '../support/property.ts';
import { labOf, randomLabs } from '../support/random-lab.ts';
import { RANDOM_PROJECTS } from '../support/random-project.ts';
import { RANDOM_SCENARIOS, scenariosOf } from '../support/random-scenario.ts';
import { gns3Lab } from '../support/read.ts';

const PLAY = {
  allocator: fc.constantFrom(...ALLOCATOR_NAMES),
  generation: fc.constantFrom<Generation>('before-0.2.18', 'from-0.2.18'),
  os: fc.constantFrom<OperatingSystem>('linux', 'windows', 'darwin'),
};

/** All that a lab can be played with. */
const PLAYS: fc.Arbitrary<Play> = fc.record(PLAY);

/** Servers of GNS3 with a pool of so few ports that links get none. */
const SMALL_POOLS: fc.Arbitrary<Play> = fc.record({
  ...PLAY,
  allocator: fc.constantFrom(...ALLOCATOR_NAMES.filter(isGns3Server)),
  serverConf: fc.integer({ min: 10_000, max: 10_015 }).map(poolTo),
});

interface Play {
  readonly allocator: (typeof ALLOCATOR_NAMES)[number];
  readonly generation: Generation;
  readonly os: OperatingSystem;
  readonly serverConf?: ServerConf;
}

/** The configuration of a server whose UDP ports go from 10000 to this one. */
function poolTo(last: number): ServerConf {
  const text = `[Server]\nudp_start_port_range = 10000\nudp_end_port_range = ${last}\n`;
  return readServerConf(text, 'gns3_server.conf').conf as ServerConf;
}

function modelFor(labs: readonly Lab[], { generation, ...others }: Play): LabModel {
  return LabModel.of(labs, { ...others, dynamips: LATEST_VERSION[generation] });
}

/** One end as both sides name it: with its lab only if that is another one. */
function endBySimulate({ device, interface: port, lab = '' }: OtherEnd): string {
  return `${lab} ${device} ${port}`;
}

/** What `simulate` says of a NIO, in the words of both. */
function niosBySimulate({ nios, labs }: SimulateResult): string[] {
  return nios
    .map((nio) => {
      const { bind, frames } = nio;
      const isRefused = bind.outcome === 'refused';
      return JSON.stringify({
        lab: labs.length > 1 ? nio.lab : '',
        link: nio.link,
        end: `${nio.device} ${nio.interface}`,
        role: roleBySimulate(nio),
        hypervisor: nio.hypervisor,
        port: nio.localPort,
        bound: isRefused || bind.port === 0 ? undefined : bind.port,
        outcome: bind.outcome,
        holder: bind.holder && endBySimulate(bind.holder),
        local: isRefused ? undefined : hostPortText(nio.localAddress, bind.port),
        remote: isRefused ? undefined : hostPortText(nio.remoteAddress, nio.remotePort & 0xffff),
        fate: frames.to,
        to: frames.receiver && endBySimulate(frames.receiver),
        hears: nio.hears.map(endBySimulate).sort(),
      });
    })
    .sort();
}

function roleBySimulate({ owner, tunnel }: NioRow): string {
  return owner === 'ubridge' ? (tunnel ? 'tunnel' : 'link') : tunnel ? 'router' : '';
}

function niosByTrace({ sockets, links }: TraceState): string[] {
  const named = (from: SocketState, index: number): string => {
    const { device, interface: port, lab } = sockets[index] as SocketState;
    return `${lab === from.lab ? '' : lab} ${device} ${port}`;
  };
  return sockets
    .filter(({ bind, isClosed }) => bind !== undefined && !isClosed)
    .map((socket) =>
      JSON.stringify({
        lab: socket.lab ?? '',
        link: links[socket.link]?.link,
        end: `${socket.device} ${socket.interface}`,
        role: socket.role ?? '',
        hypervisor: socket.hypervisor,
        port: socket.port,
        bound: socket.boundPort,
        outcome: socket.bind,
        holder: socket.holder === undefined ? undefined : named(socket, socket.holder),
        local: socket.local,
        remote: socket.remote,
        fate: socket.fate,
        to: socket.to === undefined ? undefined : named(socket, socket.to),
        hears: socket.hears.map((other) => named(socket, other)).sort(),
      }),
    )
    .sort();
}

/** Links as both count them; one that was removed is listed by `simulate` if a stop had closed it before. */
function expectSameLinks(state: TraceState, { links, labs }: SimulateResult): void {
  const simulated = links.map(({ lab, name, verdict }) => `${labs.length > 1 ? lab : ''}: ${name}: ${verdict}`).sort();
  const said = (isRemoved: boolean): string[] =>
    state.links
      .filter((link) => link.isRemoved === isRemoved)
      .map(({ lab = '', link, verdict, hasFailed }) => `${lab}: ${link}: ${verdict ?? (hasFailed ? 'dead' : 'none')}`);
  for (const line of said(false)) {
    const index = simulated.indexOf(line);
    expect(index, `${line} is not in ${simulated.join('\n')}`).to.not.equal(-1);
    simulated.splice(index, 1);
  }
  expect(said(true)).to.include.members(simulated);
}

function expectSame(labs: readonly Lab[], play: Play): void {
  const model = modelFor(labs, play);
  const result = simulate(model);
  const state = applyAll(startState, trace(model, play.generation));
  expect(niosByTrace(state)).to.deep.equal(niosBySimulate(result));
  expectSameLinks(state, result);
  const { hypervisors, devices } = state;
  expect(hypervisors.map(({ hypervisor, next }) => [hypervisor, next])).to.deep.equal(
    result.hypervisors.map(({ hypervisor, nextPort }) => [hypervisor, nextPort]),
  );
  const consoles = devices.flatMap(({ device, hypervisor, consoles: ports }) =>
    ports.map(({ type, port }) => `${device} ${hypervisor} ${type} ${port}`),
  );
  expect(consoles.sort()).to.deep.equal(
    result.consoles.map(({ device, hypervisor, type, port }) => `${device} ${hypervisor} ${type} ${port}`).sort(),
  );
  const atStart = devices.flatMap(({ device, atStart: ports }) => (ports.length === 0 ? [] : [{ device, ports }]));
  const startsBySimulate = (result.atStart ?? []).flatMap(({ device, ports }) =>
    ports.length === 0 ? [] : [{ device, ports }],
  );
  expect(atStart).to.have.deep.members(startsBySimulate);
}

describe('properties of the trace', () => {
  it('folded it says what simulate says, of labs with events, LANs, faults and explicit NIOs', () => {
    fc.assert(
      fc.property(fc.array(EVENTFUL_LABS, { minLength: 1, maxLength: 2 }), PLAYS, (labs, play) => {
        expectSame(labs.map(eventfulLab), play);
      }),
    );
  });

  it('folded it says what simulate says, of labs whose bases meet', () => {
    fc.assert(
      fc.property(RANDOM_SCENARIOS, PLAYS, (texts, play) => {
        expectSame(scenariosOf(texts), play);
      }),
    );
  });

  it('folded it says what simulate says, of labs on several hosts and with ports that wrap', () => {
    const labs = randomLabs({ baseUdp: fc.constantFrom(10_000, 10_001, 65_530, 65_535, 70_000) });
    fc.assert(
      fc.property(labs, PLAYS, (random, play) => {
        expectSame([labOf(random)], play);
      }),
    );
  });

  it('folded it says what simulate says, of GNS3 projects', () => {
    fc.assert(
      fc.property(fc.array(RANDOM_PROJECTS, { minLength: 1, maxLength: 2 }), PLAYS, (projects, play) => {
        expectSame(
          projects.map((project) => gns3Lab(project)),
          play,
        );
      }),
    );
  });

  it('folded it says what simulate says, of servers that have no port left, and gives none beyond the pool', () => {
    let failed = 0;
    fc.assert(
      fc.property(EVENTFUL_LABS, RANDOM_PROJECTS, SMALL_POOLS, (eventful, project, play) => {
        const labs = [eventfulLab(eventful), gns3Lab(project)];
        expectSame(labs, play);
        for (const event of trace(modelFor(labs, play), play.generation)) {
          if (event.event === 'fail' && event.cause === 'exhausted') failed++;
          const isOfPool = event.event === 'give' && event.by !== 'file';
          if (isOfPool) expect(event.port).to.be.within(10_000, play.serverConf?.ranges.udp?.last ?? 0);
        }
      }),
    );
    expect(failed, 'links without a port').to.be.above(0);
  });

  it('going back gives the states that going forward gave, from step to step without a gap', () => {
    fc.assert(
      fc.property(EVENTFUL_LABS, PLAYS, (eventful, play) => {
        const model = modelFor([eventfulLab(eventful)], play);
        const stepper = new Stepper(() => trace(model, play.generation));
        const forward = [];
        let state = startState;
        for (let step = 0; step <= stepper.lastStep; step++) {
          const events = stepper.eventsAt(step);
          expect(events).to.not.have.length(0);
          expect(new Set(events.map((event) => event.step))).to.deep.equal(new Set([step]));
          state = applyAll(state, events);
          forward.push(state);
        }
        for (let step = stepper.lastStep; step >= 0; step--) expect(stepper.stateAt(step)).to.deep.equal(forward[step]);
        expect(stepper.end).to.deep.equal(state);
        expect(stepper.isCut).to.equal(false);
      }),
      { numRuns: 50 },
    );
  });
});
