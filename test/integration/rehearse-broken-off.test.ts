/**
 * What is left of a rehearsal that does not come to its end: nothing, or what it says is left. Needs a build.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import type { WorldError } from '../../src/core/errors/world-error.ts';
import { cleanRehearsal, rehearse } from '../../src/features/rehearse/rehearse.ts';
import { Folder } from '../support/cli.ts';
import { HYPERVISOR_PROGRAMS, type HypervisorProcess, type HypervisorProgram } from '../support/hypervisor-process.ts';
import { LineClient } from '../support/line-client.ts';
import { modelOf } from '../support/model.ts';
import { netLab } from '../support/read.ts';
import { freePorts } from '../support/real-sockets.ts';
import { betweenText, netText, objectsOf, PATIENT, untilReplied } from '../support/rehearsal.ts';
import { niostat } from '../support/run-in-process.ts';
import { withHypervisor } from '../support/subjects.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const folder = new Folder();

/** Where rehearsals of this file, spawned or not, write down what they make. */
const STATE = mkdtempSync(join(tmpdir(), 'niostat-state-'));

function records(): string[] {
  return existsSync(join(STATE, 'niostat')) ? readdirSync(join(STATE, 'niostat')) : [];
}

/** So many that there is time to break in. */
const LINKS = 100;

/** Waits until one sees on the hypervisor of this port that a rehearsal is so far. */
type Moment = (port: number) => Promise<unknown>;

const MOMENTS = {
  'it creates NIOs': (port) => untilReplied(port, 'nio list', /niostat-\w+-nio-20/),
  'it puts them into switches': (port) => untilReplied(port, 'nio list', /niostat-\w+-injector-1/),
  'it sends': async (port) => {
    const first = await untilReplied(port, 'nio list', /niostat-\w+-nio-0/);
    // The first end that sends has let something out.
    await untilReplied(port, `nio get_stats ${first}`, /^100-\d+ [1-9]/);
  },
} as const satisfies Record<string, Moment>;

interface Scene {
  readonly first: HypervisorProcess;
  readonly second: HypervisorProcess;
  readonly text: string;
  readonly path: string;
}

/** `firstPort` is the first of as many free UDP ports as the lab needs. */
async function withScene(
  program: HypervisorProgram,
  work: (scene: Scene) => Promise<void>,
  firstPort?: number,
): Promise<void> {
  await withHypervisor(program, (first) =>
    withHypervisor(program, async (second) => {
      const base = firstPort ?? (await freePorts(2 * LINKS))[0] ?? 0;
      const text = betweenText(
        LINKS,
        { port: first.port, baseUdp: base },
        { port: second.port, baseUdp: base + LINKS },
      );
      await work({ first, second, text, path: folder.file(`lab-${first.port}.net`, text) });
    }),
  );
}

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts `niostat rehearse` as a user does. */
function start(path: string): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, ['bin/run.js', 'rehearse', '--frames', '10', path], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    // Longer than the time that it gives a hypervisor for being cleaned.
    timeout: 40_000,
    killSignal: 'SIGKILL',
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const ended = once(child, 'close').then(([code]) => ({ code, stdout, stderr }));
  return { child, ended };
}

/** Runs a rehearsal in this process, and `disturb` when it is that far; gives the error that it ends with. */
async function disturbed(
  { first, text }: Scene,
  moment: Moment,
  disturb: () => unknown,
  timeoutMs = PATIENT.timeoutMs,
): Promise<WorldError> {
  const end = rehearse(modelOf(netLab(text)), { ...PATIENT, timeoutMs, frameCount: 10 }).then(
    () => undefined,
    (error: WorldError) => error,
  );
  await moment(first.port);
  await disturb();
  const error = await end;
  if (error === undefined) throw new Error('the rehearsal came to its end all the same');
  return error;
}

function describeProgram(program: HypervisorProgram): void {
  for (const [when, moment] of Object.entries(MOMENTS)) {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      it(`${signal} while ${when}: ends with 130, and nothing is left`, () =>
        withScene(program, async ({ first, second, path }) => {
          const { child, ended } = start(path);
          await moment(first.port);
          child.kill(signal);
          const { code, stdout, stderr } = await ended;
          expect([code, stdout]).to.deep.equal([130, '']);
          expect(stderr).to.include('interrupted');
          expect(await objectsOf(first.port)).to.deep.equal([]);
          expect(await objectsOf(second.port)).to.deep.equal([]);
          expect(records()).to.deep.equal([]);
        }));
    }
  }

  it('two signals at once are one: nothing is left', () =>
    withScene(program, async ({ first, second, path }) => {
      const { child, ended } = start(path);
      await MOMENTS['it sends'](first.port);
      child.kill('SIGINT');
      child.kill('SIGTERM');
      expect((await ended).code).to.equal(130);
      expect([await objectsOf(first.port), await objectsOf(second.port)]).to.deep.equal([[], []]);
    }));

  it('--clean while it goes on takes nothing away from it', () =>
    withScene(program, async ({ first, second, text, path }) => {
      const { ended } = start(path);
      await MOMENTS['it puts them into switches'](first.port);
      const { cleaned } = await cleanRehearsal(modelOf(netLab(text)));
      expect(cleaned.map(({ removed }) => removed)).to.deep.equal([0, 0]);
      const { code, stdout } = await ended;
      expect(stdout).to.include(`: every frame is delivered both ways: ${LINKS} links on 2 hypervisors\n`);
      expect(code).to.equal(0);
      expect([await objectsOf(first.port), await objectsOf(second.port)]).to.deep.equal([[], []]);
    }));

  it('killed: the next one refuses, --clean deletes what is left and nothing else, and then all is well', () =>
    withScene(program, async ({ first, second, text, path }) => {
      const { child, ended } = start(path);
      await MOMENTS['it puts them into switches'](first.port);
      child.kill('SIGKILL');
      await ended;
      const left = [await objectsOf(first.port), await objectsOf(second.port)];
      expect(records()).to.have.length(2);
      const refused = await niostat(['rehearse', path, '--json']);
      expect(refused.code).to.equal(3);
      const { error } = JSON.parse(refused.stdout);
      expect(error.code).to.equal('LEFTOVERS');
      expect(error.next).to.include('--clean');
      // It has not touched them either.
      expect([await objectsOf(first.port), await objectsOf(second.port)]).to.deep.equal(left);

      // Of the strangers some have names of rehearsals: of this one, of another, and of an old one.
      const [run = ''] = /niostat-\w+(?=-injector)/.exec(left.join()) ?? [];
      const strangers = [`nio ${run}-nio-9999`, 'nio niostat-00000000-nio-0', 'nio niostat-nio-0', 'nio x'];
      const client = await LineClient.connect(first.port);
      for (const stranger of strangers) await client.must(stranger.replace('nio ', 'nio create_null '));
      await client.must('nio_bridge create x', 'ethsw create x');
      const { cleaned } = await cleanRehearsal(modelOf(netLab(text)));
      expect(cleaned.map(({ hypervisor, removed }) => [hypervisor, removed])).to.deep.equal([
        [`127.0.0.1:${first.port}`, left[0]?.length],
        [`127.0.0.1:${second.port}`, left[1]?.length],
      ]);
      expect(cleaned.map(({ unlisted }) => unlisted?.toSorted())).to.deep.equal([
        ['niostat-00000000-nio-0', `${run}-nio-9999`].toSorted(),
        undefined,
      ]);
      expect((await objectsOf(first.port)).toSorted()).to.deep.equal(
        [...strangers, 'nio_bridge x', 'ethsw x'].toSorted(),
      );
      expect(await objectsOf(second.port)).to.deep.equal([]);
      for (const stranger of strangers) await client.must(stranger.replace('nio ', 'nio delete '));
      await client.must('ethsw delete x', 'nio_bridge delete x');
      client.close();
      expect(records()).to.deep.equal([]);
      expect(await niostat(['rehearse', path])).to.include({ code: 0, stderr: '' });
    }));

  for (const [when, moment] of Object.entries(MOMENTS)) {
    it(`a hypervisor that dies while ${when}: names it, and the other one is clean`, () =>
      withScene(program, async (scene) => {
        const { first, second } = scene;
        const error = await disturbed(scene, moment, () => process.kill(second.pid, 'SIGKILL'));
        expect(error).to.include({ exitCode: 3 });
        expect(error.code).to.be.oneOf(['LEFTOVERS', 'BROKE_OFF']);
        expect(error.message).to.include(`127.0.0.1:${second.port}`);
        expect(error.message).to.not.include(`127.0.0.1:${first.port}`);
        expect(await objectsOf(first.port)).to.deep.equal([]);
      }));
  }
}

/** What becomes of a rehearsal of which one hypervisor hangs. */
function hang(program: HypervisorProgram, firstPort: number): Promise<void> {
  const work = async (scene: Scene): Promise<void> => {
    const { first, second } = scene;
    const moment = MOMENTS['it puts them into switches'];
    const error = await disturbed(scene, moment, () => process.kill(second.pid, 'SIGSTOP'), 1000);
    expect(error).to.include({ code: 'LEFTOVERS', exitCode: 3 });
    expect(error.message).to.include(`127.0.0.1:${second.port}`);
    expect(error.next).to.include('--clean');
    expect(await objectsOf(first.port)).to.deep.equal([]);
    process.kill(second.pid, 'SIGCONT');
    const { cleaned } = await cleanRehearsal(modelOf(netLab(scene.text)));
    expect(cleaned.map((one) => 'error' in one)).to.deep.equal([false, false]);
    expect(await objectsOf(second.port)).to.deep.equal([]);
  };
  return withScene(program, work, firstPort);
}

describe('a rehearsal that is broken off', () => {
  const { XDG_STATE_HOME: named } = process.env;

  before(() => {
    process.env['XDG_STATE_HOME'] = STATE;
  });

  // A hypervisor that died in the middle may leave a record, for nobody has seen that all is gone.
  beforeEach(() => rmSync(join(STATE, 'niostat'), { recursive: true, force: true }));

  after(() => {
    if (named === undefined) delete process.env['XDG_STATE_HOME'];
    else process.env['XDG_STATE_HOME'] = named;
    rmSync(STATE, { recursive: true });
  });

  for (const program of HYPERVISOR_PROGRAMS) describe(`on ${program.name}`, () => describeProgram(program));

  // At the same time on all of them: a hypervisor is given 15 s for being cleaned.
  it('a hypervisor that hangs: ends all the same, says where something is left, and the other one is clean', async () => {
    const [base = 0] = await freePorts(2 * LINKS * HYPERVISOR_PROGRAMS.length);
    await Promise.all(HYPERVISOR_PROGRAMS.map((program, index) => hang(program, base + 2 * LINKS * index)));
  });

  it('SIGINT while it waits for a hypervisor that does not answer ends with 130', async () => {
    const server = createServer((socket) => socket.on('error', () => undefined).resume());
    await new Promise<void>((resolve) => {
      server.listen({ host: '127.0.0.1', port: 0 }, resolve);
    });
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
    const [base = 0] = await freePorts(2);
    const routers = [['R1', 'f0/0 = R2 f0/0'], ['R2']];
    const { child, ended } = start(folder.file('silent.net', netText({ port: address.port, baseUdp: base, routers })));
    const [socket] = await once(server, 'connection');
    await once(socket, 'data');
    child.kill('SIGINT');
    const { code } = await ended;
    server.close();
    expect(code).to.equal(130);
  });
});
