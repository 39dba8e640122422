/**
 * `niostat rehearse` against live hypervisors of this host: what it says of links, and that it leaves no
 * trace.
 */

import { execFileSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { expect } from 'chai';
import { WorldError } from '../../src/core/errors/world-error.ts';
import type { Lab } from '../../src/core/lab/lab.ts';
import { cleanRehearsal, type RehearseOptions, rehearse } from '../../src/features/rehearse/rehearse.ts';
import type { RehearsedDirection, RehearseResult } from '../../src/features/rehearse/result.ts';
import { HYPERVISOR_PROGRAMS } from '../support/hypervisor-process.ts';
import { LineClient } from '../support/line-client.ts';
import { modelOf } from '../support/model.ts';
import { netLab } from '../support/read.ts';
import { closeAll, freePorts, freeTcpPort, openLikeDynamips } from '../support/real-sockets.ts';
import { betweenLab, directionTexts, netText, objectsOf, PATIENT } from '../support/rehearsal.ts';
import { startStranger } from '../support/stranger.ts';
import { HAS_DYNAMIPS, type RunningHypervisor, SUBJECTS, type Subject, withHypervisor } from '../support/subjects.ts';

/** Two hypervisors, and the first of so many UDP ports in a row that nobody has. */
async function withTwo(
  subject: { start(): Promise<RunningHypervisor> },
  portCount: number,
  work: (first: number, second: number, base: number) => Promise<void>,
): Promise<void> {
  await withHypervisor(subject, (first) =>
    withHypervisor(subject, async (second) => {
      const [base = 0] = await freePorts(portCount);
      await work(first.port, second.port, base);
    }),
  );
}

function rehearsed(lab: Lab, options: Partial<RehearseOptions> = {}): Promise<RehearseResult> {
  return rehearse(modelOf(lab), { ...PATIENT, ...options });
}

/** The error that a rehearsal ends with. */
async function refusalOf(work: Promise<unknown>): Promise<WorldError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).to.be.instanceOf(WorldError);
  return error as WorldError;
}

async function tell(port: number, ...commands: string[]): Promise<void> {
  const client = await LineClient.connect(port);
  await client.must(...commands);
  client.close();
}

function direction({ links }: RehearseResult, link: number, from: 'a' | 'b'): RehearsedDirection {
  return links[link]?.directions[from === 'a' ? 0 : 1] as RehearsedDirection;
}

function describeHealthy(subject: Subject): void {
  it('delivers every frame of a lab of two hypervisors and 50 links, and leaves nothing', () =>
    withTwo(subject, 100, async (first, second, base) => {
      const lab = betweenLab(50, { port: first, baseUdp: base }, { port: second, baseUdp: base + 50 });
      const result = await rehearsed(lab);
      const expected = Array.from({ length: 50 }, (_, index) => index + 1).flatMap((number) => [
        `A${number} > B${number}: delivered 3/3`,
        `B${number} > A${number}: delivered 3/3`,
      ]);
      expect(directionTexts(result)).to.deep.equal(expected);
      for (const { evidence, explanation } of result.links.flatMap(({ directions }) => directions)) {
        expect([evidence, explanation]).to.deep.equal(['frames', undefined]);
      }
      expect(result.outcome).to.equal('clean');
      expect(result.hypervisors.map(({ hypervisor }) => hypervisor)).to.deep.equal([
        `127.0.0.1:${first}`,
        `127.0.0.1:${second}`,
      ]);
      // 50 ends fit into one switch, which has one NIO to here.
      for (const { version, injectorPorts } of result.hypervisors) {
        expect(version).to.match(new RegExp(`^${subject.version.replaceAll('.', '\\.')}`));
        expect(injectorPorts).to.have.length(1);
      }
      expect([result.skipped, result.limits]).to.deep.equal([[], []]);
      expect(await objectsOf(first)).to.deep.equal([]);
      expect(await objectsOf(second)).to.deep.equal([]);
      // The ports are free again: it can be done once more.
      expect(directionTexts(await rehearsed(lab))).to.deep.equal(expected);
    }));

  it('delivers a burst of 100 frames for each direction whole', () =>
    withTwo(subject, 80, async (first, second, base) => {
      const lab = betweenLab(40, { port: first, baseUdp: base }, { port: second, baseUdp: base + 40 });
      const result = await rehearsed(lab, { frameCount: 100 });
      expect([...new Set(directionTexts(result).map((text) => text.split(': ')[1]))]).to.deep.equal([
        'delivered 100/100',
      ]);
    }));

  it('fills several switches: a switch of Dynamips has room for 63 ends and the way in', () =>
    withHypervisor(subject, async ({ port }) => {
      const [base = 0] = await freePorts(130);
      const numbers = Array.from({ length: 65 }, (_, index) => index + 1);
      const routers = numbers.flatMap((number) => [[`A${number}`, `f0/0 = B${number} f0/0`], [`B${number}`]]);
      const result = await rehearsed(netLab(netText({ port, baseUdp: base, routers })));
      expect(directionTexts(result).filter((text) => !text.endsWith(': delivered 3/3'))).to.deep.equal([]);
      // 130 ends: 63, 63 and 4.
      expect(result.hypervisors[0]?.injectorPorts).to.have.length(3);
      expect(await objectsOf(port)).to.deep.equal([]);
    }));

  it('takes the ports for its own NIOs from the flag on, also above those that are taken by default', () =>
    withTwo(subject, 20, async (first, second, base) => {
      const lab = betweenLab(1, { port: first, baseUdp: base }, { port: second, baseUdp: base + 1 });
      // `base` is a port that the system has chosen, which Linux does from 32768 on.
      const result = await rehearsed(lab, { injectorPort: base + 2 });
      expect(directionTexts(result)).to.deep.equal(['A1 > B1: delivered 3/3', 'B1 > A1: delivered 3/3']);
      for (const { injectorPorts } of result.hypervisors) {
        expect(
          injectorPorts.every((one) => one >= base + 2 && one < base + 20),
          String(injectorPorts),
        ).to.equal(true);
      }
    }));

  it('goes on where it cannot write down what it makes, and says so', () =>
    withHypervisor(subject, async ({ port }) => {
      const [base = 0] = await freePorts(2);
      const lab = netLab(netText({ port, baseUdp: base, routers: [['R1', 'f0/0 = R2 f0/0'], ['R2']] }));
      const { XDG_STATE_HOME: named } = process.env;
      process.env['XDG_STATE_HOME'] = '/dev/null/state';
      try {
        const result = await rehearsed(lab);
        expect(directionTexts(result)).to.deep.equal(['R1 > R2: delivered 3/3', 'R2 > R1: delivered 3/3']);
        expect(result.limits.join()).to.include('/dev/null/state/niostat (ENOTDIR)').and.include('--by-name');
        expect(await objectsOf(port)).to.deep.equal([]);
      } finally {
        if (named === undefined) delete process.env['XDG_STATE_HOME'];
        else process.env['XDG_STATE_HOME'] = named;
      }
    }));

  it('tries two NIOs of a lab file that point at each other as one link, and leaves out what has no other end', () =>
    withHypervisor(subject, async ({ port }) => {
      const [left = 0, right = 0, lonely = 0, base = 0] = await freePorts(4);
      const routers = [
        ['R1', `f0/0 = NIO_udp:${left}:127.0.0.1:${right}`, `f0/1 = NIO_udp:${lonely}:127.0.0.1:9`],
        ['R2', `f0/0 = NIO_udp:${right}:127.0.0.1:${left}`],
      ];
      const result = await rehearsed(netLab(netText({ port, baseUdp: base, routers })));
      expect(directionTexts(result)).to.deep.equal(['R1 > R2: delivered 3/3', 'R2 > R1: delivered 3/3']);
      expect(result.skipped.map(({ why }) => why)).to.deep.equal(['no NIO of the lab points back at it']);
      expect(result.outcome).to.equal('clean');
    }));
}

function describeCollisions(subject: Subject): void {
  if (subject.generation === 'before-0.2.18') {
    it('same base: frames of the first end come back to it, the second is not created, and it says who has the port', () =>
      withTwo(subject, 1, async (first, second, base) => {
        const result = await rehearsed(betweenLab(1, { port: first, baseUdp: base }, { port: second, baseUdp: base }));
        expect(directionTexts(result)).to.deep.equal([
          `A1 > B1: looped 0/3, 3 at A1 f0/0 (127.0.0.1:${first})`,
          'B1 > A1: not-created 0/0',
        ]);
        expect(result.links[0]?.b.refusal).to.equal('206-unable to create UDP NIO');
        expect(result.links[0]?.a).to.not.have.property('refusal');
        expect(direction(result, 0, 'a').explanation).to.include(`127.0.0.1:${base}`);
        expect(direction(result, 0, 'b').explanation)
          .to.include('206-unable')
          .and.include('A1 f0/0');
        expect(result.outcome).to.equal('findings');
        expect(await objectsOf(first)).to.deep.equal([]);
        expect(await objectsOf(second)).to.deep.equal([]);
      }));
    return;
  }

  it('same base, a link inside each: all frames of the first come out at the second, and it says where', () =>
    withTwo(subject, 2, async (first, second, base) => {
      const inside = (one: string, other: string): string[][] => [[one, `f0/0 = ${other} f0/0`], [other]];
      const text = netText(
        { port: first, baseUdp: base, routers: inside('R1', 'R2') },
        { port: second, baseUdp: base, routers: inside('R3', 'R4') },
      );
      const result = await rehearsed(netLab(text));
      // R4 has the same addresses as R2, R3 as R1, and was connected last.
      expect(directionTexts(result)).to.deep.equal([
        `R1 > R2: elsewhere 0/3, 3 at R4 f0/0 (127.0.0.1:${second})`,
        `R2 > R1: elsewhere 0/3, 3 at R3 f0/0 (127.0.0.1:${second})`,
        'R3 > R4: delivered 3/3',
        'R4 > R3: delivered 3/3',
      ]);
      expect(direction(result, 0, 'a').explanation)
        .to.include('R4 f0/0')
        .and.include(String(base + 1));
      expect(result.outcome).to.equal('findings');
      expect(await objectsOf(first)).to.deep.equal([]);
      expect(await objectsOf(second)).to.deep.equal([]);
    }));

  it('same base, a link between the two: the end that was connected last gets its own frames too', () =>
    withTwo(subject, 1, async (first, second, base) => {
      const result = await rehearsed(betweenLab(1, { port: first, baseUdp: base }, { port: second, baseUdp: base }));
      expect(directionTexts(result)).to.deep.equal([
        'A1 > B1: delivered 3/3',
        `B1 > A1: looped 0/3, 3 at B1 f0/0 (127.0.0.1:${second})`,
      ]);
      expect(direction(result, 0, 'b').explanation).to.include(`127.0.0.1:${base}`);
    }));
}

function describePorts(subject: Subject): void {
  it('names the program that has a port, with its process id', () =>
    withHypervisor(subject, async ({ port }) => {
      const [base = 0] = await freePorts(2);
      const stranger = await startStranger('webmin', base);
      try {
        const result = await rehearsed(
          netLab(netText({ port, baseUdp: base, routers: [['R1', 'f0/0 = R2 f0/0'], ['R2']] })),
        );
        expect(directionTexts(result)[0]).to.equal('R1 > R2: not-created 0/0');
        expect(direction(result, 0, 'b').verdict).to.equal('lost');
        expect(result.links[0]?.a).to.deep.include({
          refusal: '206-unable to create UDP NIO',
          holders: [`webmin (pid ${stranger.pid})`],
        });
        expect(direction(result, 0, 'a').explanation)
          .to.include(`webmin (pid ${stranger.pid})`)
          .and.include(String(base));
      } finally {
        await stranger.stop();
      }
      expect(await objectsOf(port)).to.deep.equal([]);
    }));

  it('goes around ports for its own NIOs that are taken', () =>
    withHypervisor(subject, async ({ port }) => {
      const [base = 0, other = 0, ...injectors] = await freePorts(12);
      const first = injectors[0] ?? 0;
      const taken = await Promise.all(
        [first, first + 2].map((localPort) =>
          openLikeDynamips({ reuse: false, localPort, remoteHost: '127.0.0.1', remotePort: 9 }),
        ),
      );
      try {
        const lab = netLab(netText({ port, baseUdp: base, routers: [['R1', 'f0/0 = R2 f0/0'], ['R2']] }));
        const result = await rehearsed(lab, { injectorPort: first });
        expect(directionTexts(result)).to.deep.equal(['R1 > R2: delivered 3/3', 'R2 > R1: delivered 3/3']);
        expect(result.hypervisors[0]?.injectorPorts).to.not.include.members([first]);
        expect(result.hypervisors[0]?.injectorPorts).to.not.include.members([first + 2]);
        expect(other).to.equal(base + 1);
      } finally {
        await closeAll(taken);
      }
    }));
}

function describeRefusals(subject: Subject): void {
  for (const [what, command] of [
    ['NIO x', 'nio create_null x'],
    ['bridge x', 'nio_bridge create x'],
    ['switch x', 'ethsw create x'],
    ['VM R1', 'vm create R1 1 c7200'],
    // It has a name of ours, and no rehearsal makes VMs.
    ['VM niostat-1', 'vm create niostat-1 1 c7200'],
    // Nor does it give these names, though they begin like its own.
    ['NIO niostat-mine', 'nio create_null niostat-mine'],
    ['NIO niostat-nio-0', 'nio create_null niostat-nio-0'],
    ['switch niostat-01234567-waker', 'ethsw create niostat-01234567-waker'],
  ] as const) {
    it(`refuses a hypervisor with ${what}, and touches neither`, () =>
      withTwo(subject, 2, async (first, second, base) => {
        await tell(second, command);
        const before = await objectsOf(second);
        const lab = betweenLab(1, { port: first, baseUdp: base }, { port: second, baseUdp: base + 1 });
        const error = await refusalOf(rehearsed(lab));
        expect(error).to.include({ code: 'BUSY', exitCode: 3 });
        expect(error.message).to.include(`127.0.0.1:${second}`).and.include(what);
        expect(error.message).to.not.include(`127.0.0.1:${first}`);
        expect(await objectsOf(first)).to.deep.equal([]);
        expect(await objectsOf(second)).to.deep.equal(before);
        const { cleaned } = await cleanRehearsal(modelOf(lab));
        expect(cleaned.map(({ removed }) => removed)).to.deep.equal([0, 0]);
        expect(await objectsOf(second)).to.deep.equal(before);
      }));
  }

  it('refuses if one is not reached, names it, and makes nothing on the other', () =>
    withHypervisor(subject, async ({ port }) => {
      const [base = 0] = await freePorts(2);
      const nobody = await freeTcpPort();
      const error = await refusalOf(
        rehearsed(betweenLab(1, { port, baseUdp: base }, { port: nobody, baseUdp: base + 1 })),
      );
      expect(error).to.include({ code: 'NOT_REACHED', exitCode: 3 });
      expect(error.message).to.include(`127.0.0.1:${nobody}`);
      expect(await objectsOf(port)).to.deep.equal([]);
    }));

  it('two at the same time: at least one of them refuses, and nothing is left', () =>
    withTwo(subject, 40, async (first, second, base) => {
      const lab = betweenLab(20, { port: first, baseUdp: base }, { port: second, baseUdp: base + 20 });
      const ends = await Promise.allSettled([rehearsed(lab), rehearsed(lab)]);
      const refusals = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as WorldError] : []));
      expect(refusals).to.have.length.above(0);
      for (const error of refusals) expect(error).to.include({ code: 'LEFTOVERS', exitCode: 3 });
      // Who got further is not disturbed by the other.
      for (const end of ends) if (end.status === 'fulfilled') expect(end.value.outcome).to.equal('clean');
      expect(await objectsOf(first)).to.deep.equal([]);
      expect(await objectsOf(second)).to.deep.equal([]);
    }));
}

describe('rehearse', () => {
  for (const subject of SUBJECTS) {
    describe(`on ${subject.name}`, () => {
      describe('labs that are well', () => describeHealthy(subject));
      describe('labs whose ports collide', () => describeCollisions(subject));
      describe('ports of others', () => describePorts(subject));
      describe('what it refuses', () => describeRefusals(subject));
    });
  }

  for (const program of HYPERVISOR_PROGRAMS.filter(({ processName }) => processName === 'dynamips')) {
    it(`says of ${program.name} that its descriptors have run out, and not that a port is taken`, async () => {
      const { port, pid, stop } = await program.start();
      try {
        const [base = 0] = await freePorts(4);
        const lab = netLab(netText({ port, baseUdp: base, routers: [['R1', 'f0/0 = R2 f0/0'], ['R2']] }));
        // Room for the connection, the waker and the way in; and for one end, if a connection is just being
        // closed.
        const limit = (await readdir(`/proc/${pid}/fd`)).length + 3;
        execFileSync('prlimit', [`--pid=${pid}`, `--nofile=${limit}`]);
        const error = await refusalOf(rehearsed(lab));
        expect(error).to.include({ code: 'OUT_OF_DESCRIPTORS', exitCode: 3 });
        expect(error.message)
          .to.include(`has all ${limit} file descriptors open`)
          .and.include('the ports are not the cause');
        expect(error.next).to.include('start it again').and.include('ulimit -n');
      } finally {
        await stop();
      }
    });
  }

  for (const program of HYPERVISOR_PROGRAMS) {
    it(`refuses if a lab runs on another hypervisor of this host that has a port: ${program.name}`, () =>
      withHypervisor(program, async (running) => {
        const [base = 0, peer = 0] = await freePorts(3);
        await tell(running.port, `nio create_udp nio_udp0 ${base} 127.0.0.1 ${peer}`);
        await withHypervisor(SUBJECTS[1] as Subject, async ({ port }) => {
          const lab = netLab(netText({ port, baseUdp: base, routers: [['R1', 'f0/0 = R2 f0/0'], ['R2']] }));
          const error = await refusalOf(rehearsed(lab));
          expect(error).to.include({ code: 'LAB_RUNS', exitCode: 3 });
          expect(error.message).to.include(`${program.wholeName} (pid ${running.pid})`).and.include(String(base));
          expect(await objectsOf(port)).to.deep.equal([]);
        });
        expect(await objectsOf(running.port)).to.deep.equal(['nio nio_udp0']);
      }));
  }

  const fastest = SUBJECTS.find(({ isReal }) => isReal) ?? (SUBJECTS[0] as Subject);
  it(`500 links on two hypervisors: ${fastest.name}`, () =>
    withTwo(fastest, 1000, async (first, second, base) => {
      const lab = betweenLab(500, { port: first, baseUdp: base }, { port: second, baseUdp: base + 500 });
      const result = await rehearsed(lab);
      expect(directionTexts(result).filter((text) => !text.endsWith(': delivered 3/3'))).to.deep.equal([]);
      expect(result.links).to.have.length(500);
    }));

  if (!HAS_DYNAMIPS && process.env['NIOSTAT_REQUIRE_DYNAMIPS'] === '1') {
    it('on the real Dynamips', () => {
      expect.fail('NIOSTAT_REQUIRE_DYNAMIPS=1 asks for the real Dynamips, but there is no dynamips on the PATH');
    });
  }
});
