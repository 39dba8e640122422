/**
 * What is left of a rehearsal that does not come to its end: nothing, or what it says is left. Needs a build.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
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

/** So many that there is time to break in. */
const LINKS = 100;

/** How one sees from outside how far a rehearsal is. */
const MOMENTS = {
  'it creates NIOs': ['nio list', /niostat-nio-20/],
  'it puts them into switches': ['nio list', /niostat-injector-1/],
  // The first end that sends has let something out.
  'it sends': ['nio get_stats niostat-nio-0', /^100-\d+ [1-9]/],
} as const;

type Moment = (typeof MOMENTS)[keyof typeof MOMENTS];

interface Scene {
  readonly first: HypervisorProcess;
  readonly second: HypervisorProcess;
  readonly text: string;
  readonly path: string;
}

async function withScene(program: HypervisorProgram, work: (scene: Scene) => Promise<void>): Promise<void> {
  await withHypervisor(program, (first) =>
    withHypervisor(program, async (second) => {
      const [base = 0] = await freePorts(2 * LINKS);
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
  [command, sign]: Moment,
  disturb: () => unknown,
  timeoutMs = PATIENT.timeoutMs,
): Promise<WorldError> {
  const end = rehearse(modelOf(netLab(text)), { ...PATIENT, timeoutMs, frameCount: 10 }).then(
    () => undefined,
    (error: WorldError) => error,
  );
  await untilReplied(first.port, command, sign);
  await disturb();
  const error = await end;
  if (error === undefined) throw new Error('the rehearsal came to its end all the same');
  return error;
}

function describeProgram(program: HypervisorProgram): void {
  for (const [when, [command, sign]] of Object.entries(MOMENTS)) {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      it(`${signal} while ${when}: ends with 130, and nothing is left`, () =>
        withScene(program, async ({ first, second, path }) => {
          const { child, ended } = start(path);
          await untilReplied(first.port, command, sign);
          child.kill(signal);
          const { code, stdout, stderr } = await ended;
          expect([code, stdout]).to.deep.equal([130, '']);
          expect(stderr).to.include('interrupted');
          expect(await objectsOf(first.port)).to.deep.equal([]);
          expect(await objectsOf(second.port)).to.deep.equal([]);
        }));
    }
  }

  it('two signals at once are one: nothing is left', () =>
    withScene(program, async ({ first, second, path }) => {
      const { child, ended } = start(path);
      await untilReplied(first.port, ...MOMENTS['it sends']);
      child.kill('SIGINT');
      child.kill('SIGTERM');
      expect((await ended).code).to.equal(130);
      expect([await objectsOf(first.port), await objectsOf(second.port)]).to.deep.equal([[], []]);
    }));

  it('--clean while it goes on takes nothing away from it', () =>
    withScene(program, async ({ first, second, text, path }) => {
      const { ended } = start(path);
      await untilReplied(first.port, ...MOMENTS['it puts them into switches']);
      const { cleaned } = await cleanRehearsal(modelOf(netLab(text)));
      expect(cleaned.map(({ removed }) => removed)).to.deep.equal([0, 0]);
      const { code, stdout } = await ended;
      expect(stdout).to.include(`${2 * LINKS} delivered`);
      expect(code).to.equal(0);
      expect([await objectsOf(first.port), await objectsOf(second.port)]).to.deep.equal([[], []]);
    }));

  it('killed: the next one refuses, --clean deletes what is left and nothing else, and then all is well', () =>
    withScene(program, async ({ first, second, text, path }) => {
      const { child, ended } = start(path);
      await untilReplied(first.port, ...MOMENTS['it puts them into switches']);
      child.kill('SIGKILL');
      await ended;
      const left = [await objectsOf(first.port), await objectsOf(second.port)];
      const refused = await niostat(['rehearse', path, '--json']);
      expect(refused.code).to.equal(3);
      const { error } = JSON.parse(refused.stdout);
      expect(error.code).to.equal('LEFTOVERS');
      expect(error.next).to.include('--clean');
      // It has not touched them either.
      expect([await objectsOf(first.port), await objectsOf(second.port)]).to.deep.equal(left);

      const client = await LineClient.connect(first.port);
      await client.must('nio create_null x', 'nio_bridge create x', 'ethsw create x');
      const { cleaned } = await cleanRehearsal(modelOf(netLab(text)));
      expect(cleaned.map(({ hypervisor, removed }) => [hypervisor, removed])).to.deep.equal([
        [`127.0.0.1:${first.port}`, left[0]?.length],
        [`127.0.0.1:${second.port}`, left[1]?.length],
      ]);
      expect(await objectsOf(first.port)).to.deep.equal(['nio x', 'nio_bridge x', 'ethsw x']);
      expect(await objectsOf(second.port)).to.deep.equal([]);
      await client.must('ethsw delete x', 'nio_bridge delete x', 'nio delete x');
      client.close();
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

  it('a hypervisor that hangs: ends all the same, says where something is left, and the other one is clean', () =>
    withScene(program, async (scene) => {
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
    }));
}

describe('a rehearsal that is broken off', () => {
  for (const program of HYPERVISOR_PROGRAMS) describe(`on ${program.name}`, () => describeProgram(program));

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
