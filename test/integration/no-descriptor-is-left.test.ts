/**
 * Dynamips keeps a descriptor for good for every client that goes without `hypervisor close`, and at about
 * 1,100 of them it fails. Whatever is done here leaves as many as there were. Needs Linux and Dynamips.
 */
import { readdir, readFile } from 'node:fs/promises';
import { expect } from 'chai';
import type { Lab } from '../../src/core/lab/lab.ts';
import { targetAt } from '../../src/core/lab/probe-target.ts';
import { ReadHosts } from '../../src/core/sockets/read-hosts.ts';
import { quietUi } from '../../src/core/ui.ts';
import { NioCounters } from '../../src/features/links/live/nio-counters.ts';
import { preflight } from '../../src/features/preflight/preflight.ts';
import { probe } from '../../src/features/probe/probe.ts';
import { findInUse } from '../../src/features/reach/live/in-use.ts';
import type { PortToTry } from '../../src/features/reach/ports-to-try.ts';
import { reach } from '../../src/features/reach/reach.ts';
import type { ReachResult, ReachVerdict } from '../../src/features/reach/result.ts';
import { cleanRehearsal, rehearse } from '../../src/features/rehearse/rehearse.ts';
import { send } from '../../src/features/send/send.ts';
import { HypervisorError } from '../../src/world/hypervisor/hypervisor-error.ts';
import { withHypervisor as inConversation } from '../../src/world/hypervisor/with-hypervisor.ts';
import { readThisHost } from '../../src/world/sockets/this-host.ts';
import { Folder, niostat as spawned } from '../support/cli.ts';
import { ContinuousRun } from '../support/continuous-run.ts';
import { HYPERVISOR_PROGRAMS, type HypervisorProcess, type HypervisorProgram } from '../support/hypervisor-process.ts';
import { LineClient } from '../support/line-client.ts';
import { modelOf } from '../support/model.ts';
import { netLab } from '../support/read.ts';
import { freePorts } from '../support/real-sockets.ts';
import { betweenLab, netText, PATIENT } from '../support/rehearsal.ts';
import { SideBySide } from '../support/side-by-side.ts';
import { withHypervisor } from '../support/subjects.ts';

const CONVERSATIONS = 50;

const { signal } = quietUi();

/**
 * How many descriptors a hypervisor has when it has seen to every connection that came before. Dynamips
 * accepts them in their order, and closes all that have ended in one go.
 */
async function descriptors({ pid, port }: HypervisorProcess): Promise<number> {
  const client = await LineClient.connect(port);
  client.send('hypervisor close\n');
  await client.ended();
  client.close();
  return (await readdir(`/proc/${pid}/fd`)).length;
}

/** A descriptor that Dynamips has not closed by then stays. */
const LIMIT_MS = 30_000;

/**
 * Does something, and expects of each hypervisor that it comes to have no descriptor more. Dynamips closes a
 * connection up to half a second after it was told to.
 */
async function expectNoneLeft(hypervisors: readonly HypervisorProcess[], work: () => Promise<void>): Promise<void> {
  const before = await Promise.all(hypervisors.map(descriptors));
  await work();
  await Promise.all(hypervisors.map(descriptors));
  const deadline = performance.now() + LIMIT_MS;
  for (;;) {
    const after = await Promise.all(hypervisors.map(async ({ pid }) => (await readdir(`/proc/${pid}/fd`)).length));
    const growth = after.map((count, index) => Math.max(0, count - (before[index] ?? 0)));
    if (growth.every((count) => count === 0)) return;
    if (performance.now() > deadline) expect(growth, 'descriptors that are left').to.deep.equal(before.map(() => 0));
  }
}

async function repeatedly(count: number, work: () => Promise<void>): Promise<void> {
  for (let index = 0; index < count; index++) await work();
}

/** Makes a NIO, so that there is something to be asked for. */
async function withNio(hypervisor: HypervisorProcess, work: (port: number) => Promise<void>): Promise<void> {
  const [own = 0, peer = 0] = await freePorts(2);
  const command = (line: string) => send(targetAt(`127.0.0.1:${hypervisor.port}`), line, PATIENT);
  expect((await command(`nio create_udp n ${own} 127.0.0.1 ${peer}`)).reply.code).to.equal(100);
  try {
    await work(own);
  } finally {
    await command('nio delete n');
  }
}

/** One that was just ending stands still as well. */
async function standsStill(pid: number, thread: string): Promise<boolean> {
  try {
    // The name of a thread stands in brackets before its state.
    return /\) T/.test(await readFile(`/proc/${pid}/task/${thread}/stat`, 'latin1'));
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return true;
    throw error;
  }
}

/** Stops a process, and waits until each of its threads stands still. */
async function stop(pid: number): Promise<void> {
  process.kill(pid, 'SIGSTOP');
  for (const thread of await readdir(`/proc/${pid}/task`)) while (!(await standsStill(pid, thread)));
}

/** Does something while a hypervisor stands still. */
async function whileStopped<T>({ pid }: HypervisorProcess, work: () => Promise<T>): Promise<T> {
  await stop(pid);
  try {
    return await work();
  } finally {
    process.kill(pid, 'SIGCONT');
  }
}

/** Waits until a program of this host has a connection to a port, whether it was accepted or not. */
async function untilConnected(port: number): Promise<void> {
  const remote = `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const deadline = performance.now() + LIMIT_MS;
  const isConnected = (row: string): boolean => {
    const [, , to, state] = row.trim().split(/\s+/);
    return to === remote && state === '01';
  };
  while (!(await readFile('/proc/net/tcp', 'latin1')).split('\n').some(isConnected)) {
    if (performance.now() > deadline) throw new Error(`nobody has connected to port ${port}`);
  }
}

/** A hypervisor with a lab of one link on it. */
interface Scene {
  readonly hypervisor: HypervisorProcess;
  /** `127.0.0.1:7200`. */
  readonly target: string;
  readonly lab: Lab;
  /** The file of the lab. */
  readonly file: string;
}

async function withScene(program: HypervisorProgram, work: (scene: Scene) => Promise<void>): Promise<void> {
  await withHypervisor(program, async (hypervisor) => {
    const [baseUdp = 0] = await freePorts(2);
    const text = netText({ port: hypervisor.port, baseUdp, routers: [['R1', 'f0/0 = R2 f0/0'], ['R2']] });
    const file = new Folder().file('lab.net', text);
    await work({ hypervisor, target: `127.0.0.1:${hypervisor.port}`, lab: netLab(text), file });
  });
}

const REACH = { udpPorts: [], tcpPorts: [], all: false, ssh: false };

/** Every operation that talks to hypervisors, in this process. */
const OPERATIONS: Readonly<Record<string, (scene: Scene, timeoutMs: number) => Promise<unknown>>> = {
  send: ({ target }, timeoutMs) => send(targetAt(target), 'hypervisor version', { timeoutMs }),
  probe: ({ target }, timeoutMs) => probe(modelOf([]), { targets: [target], timeoutMs }),
  'probe of a lab': ({ lab }, timeoutMs) => probe(modelOf(lab), { timeoutMs }),
  reach: ({ lab }, timeoutMs) => reach(modelOf(lab), { ...REACH, timeoutMs }),
  rehearse: ({ lab }, timeoutMs) => rehearse(modelOf(lab), { ...PATIENT, timeoutMs }),
  preflight: ({ lab }, timeoutMs) => preflight(modelOf(lab), { timeoutMs }),
};

/** The programs that a user starts for them, each with its exit code, and `plan`. */
const COMMANDS: readonly [code: number, words: (scene: Pick<Scene, 'target' | 'file'>) => readonly string[]][] = [
  [0, ({ target }) => ['send', target, 'hypervisor version']],
  [1, ({ target }) => ['send', target, 'nio get_stats nosuch']],
  [0, ({ target }) => ['probe', target]],
  // Nothing of the lab is there.
  [1, ({ file }) => ['probe', file]],
  [0, ({ file }) => ['reach', file]],
  [0, ({ file }) => ['rehearse', file]],
  [0, ({ file }) => ['rehearse', '--clean', file]],
  [0, ({ file }) => ['preflight', file]],
  [0, ({ file }) => ['preflight', '--rehearse', file]],
  [0, ({ file }) => ['plan', '--avoid', 'live', file]],
];

/** What titles of tests call a target and a lab. */
const NOWHERE = { target: 'HOST:PORT', file: 'LAB' };

/** It reads sockets, and asks no hypervisor. */
const ASKS_NOBODY = 'plan';

/** Passes over an error which says that the hypervisor does not answer. */
function isOfTheWorld(error: unknown): void {
  expect(error).to.include({ exitCode: 3 });
}

/** The sockets of one process of this host. */
async function socketsOf(wanted: number): Promise<ReadHosts> {
  const { table, why } = await readThisHost({ allOwners: false });
  if (table === undefined) throw new Error(why);
  return new ReadHosts({ ...table, rows: table.rows.filter(({ pid }) => pid === wanted) });
}

for (const program of HYPERVISOR_PROGRAMS.filter(({ processName }) => processName === 'dynamips')) {
  describe(`no descriptor is left on ${program.name}`, () => {
    it('by send', () =>
      withHypervisor(program, (hypervisor) =>
        expectNoneLeft([hypervisor], () =>
          repeatedly(CONVERSATIONS, async () => {
            const { reply } = await send(targetAt(`127.0.0.1:${hypervisor.port}`), 'hypervisor version', PATIENT);
            expect(reply.code).to.equal(100);
          }),
        ),
      ));

    it('by the counters of links', () =>
      withHypervisor(program, (hypervisor) =>
        withNio(hypervisor, async (port) => {
          const hosts = await socketsOf(hypervisor.pid);
          const view = hosts.here;
          const [row] = view.udp(port);
          if (row === undefined) return expect.fail('the NIO has no socket');
          await expectNoneLeft([hypervisor], () =>
            repeatedly(CONVERSATIONS, async () => {
              const counters = new NioCounters();
              const { factsOf, limits } = await counters.read(hosts, signal);
              await counters.close();
              expect(limits).to.deep.equal([]);
              expect(factsOf(row)).to.include({ nio: 'n', packetsIn: 0, packetsOut: 0 });
            }),
          );
        }),
      ));

    it('by links --counters: once, with -c until a signal, and broken off in the middle', () =>
      withHypervisor(program, (hypervisor) =>
        withNio(hypervisor, async (port) => {
          const args = ['links', '--counters', '--json', '--filter', `sport = :${port}`];
          await expectNoneLeft([hypervisor], async () => {
            const { stdout } = await spawned(args);
            expect(JSON.parse(stdout).links[0].a).to.include({ nio: 'n', packetsIn: 0 });
            await ContinuousRun.with([...args, '-c', '20ms'], async (run) => {
              await run.until((text) => text.split('\n').length > 3, 'three pictures');
              await run.endWith('SIGINT');
            });
          });
          const hosts = await socketsOf(hypervisor.pid);
          await expectNoneLeft([hypervisor], () =>
            repeatedly(CONVERSATIONS, async () => {
              const counters = new NioCounters();
              const interruption = new AbortController();
              const read = counters.read(hosts, interruption.signal);
              setImmediate(() => interruption.abort());
              await read;
              await counters.close();
            }),
          );
        }),
      ));

    it('by links, which does not ask a hypervisor that stands still', () =>
      withHypervisor(program, (hypervisor) =>
        withNio(hypervisor, async () => {
          await expectNoneLeft([hypervisor], async () => {
            await stop(hypervisor.pid);
            try {
              const counters = new NioCounters();
              const { limits } = await counters.read(await socketsOf(hypervisor.pid), signal);
              await counters.close();
              expect(limits.join()).to.include('is suspended');
            } finally {
              process.kill(hypervisor.pid, 'SIGCONT');
            }
          });
        }),
      ));

    it('by reach, which counts NIOs', () =>
      withHypervisor(program, (hypervisor) =>
        withNio(hypervisor, (port) => {
          const [wanted] = netLab(`[127.0.0.1:${hypervisor.port}]\n[[ROUTER R1]]\n`).hypervisors;
          if (wanted === undefined) return expect.fail('the lab has no hypervisor');
          const nio: PortToTry = { from: 'lab', protocol: 'udp', port, purpose: 'nio', hypervisor: wanted };
          const { timeoutMs } = PATIENT;
          const options = { host: '127.0.0.1', isHere: false, ssh: false, timeoutMs, signal };
          return expectNoneLeft([hypervisor], () =>
            repeatedly(CONVERSATIONS, async () => {
              const verdicts = new Map<PortToTry, ReachVerdict>([[nio, { state: 'closed', reason: 'port-unreach' }]]);
              await findInUse(verdicts, { ...options, addresses: ['127.0.0.1'] });
              expect(verdicts.get(nio)?.state).to.equal('unfiltered');
            }),
          );
        }),
      ));

    const atOnce = new SideBySide();

    atOnce.it('by reach, which tries the control port of a lab, and looks for a responder there', () =>
      withHypervisor(program, async (hypervisor) => {
        const lab = `[127.0.0.1:${hypervisor.port}]\n[[ROUTER R1]]\n`;
        const options = { udpPorts: [], tcpPorts: [], all: false, timeoutMs: PATIENT.timeoutMs, ssh: false };
        const expectOpen = ({ hosts }: ReachResult): void => {
          const control = hosts[0]?.ports.find(({ port }) => port === hypervisor.port);
          expect([control?.state, control?.reason]).to.deep.equal(['open', 'syn-ack']);
        };
        await expectNoneLeft([hypervisor], async () => {
          await repeatedly(CONVERSATIONS / 2, async () => {
            expectOpen(await reach(modelOf(netLab(lab)), options));
            // With a token a responder is looked for, and a hypervisor is none.
            expectOpen(await reach(modelOf(netLab(lab)), { ...options, token: 'a'.repeat(16) }));
          });
          const file = new Folder().file('one.net', lab);
          expectOpen(JSON.parse((await spawned(['reach', file, '--json'])).stdout) as ReachResult);
        });
      }),
    );

    atOnce.it('by probe', () =>
      withHypervisor(program, (hypervisor) =>
        expectNoneLeft([hypervisor], () =>
          repeatedly(CONVERSATIONS, async () => {
            const { hypervisors } = await probe(modelOf([]), {
              targets: [`127.0.0.1:${hypervisor.port}`],
              timeoutMs: PATIENT.timeoutMs,
            });
            expect(hypervisors[0]).to.have.property('version');
          }),
        ),
      ),
    );

    atOnce.it('by rehearse and rehearse --clean', () =>
      withHypervisor(program, (first) =>
        withHypervisor(program, async (second) => {
          const [base = 0, otherBase = 0] = await freePorts(2);
          const lab = betweenLab(1, { port: first.port, baseUdp: base }, { port: second.port, baseUdp: otherBase });
          await expectNoneLeft([first, second], async () => {
            // Each rehearsal talks twice to each hypervisor: it rehearses, and then takes down what it made.
            await repeatedly(CONVERSATIONS / 2, async () => {
              const { links } = await rehearse(modelOf(lab), PATIENT);
              expect(links[0]?.directions[0]?.verdict).to.equal('delivered');
            });
            await repeatedly(CONVERSATIONS, async () => {
              const { cleaned } = await cleanRehearsal(modelOf(lab));
              expect(cleaned.map(({ error }) => error)).to.deep.equal([undefined, undefined]);
            });
          });
        }),
      ),
    );

    atOnce.it('by preflight and its rehearsal', () =>
      withScene(program, ({ hypervisor, lab }) =>
        expectNoneLeft([hypervisor], () =>
          // It asks, rehearses, and takes down what the rehearsal made: three conversations.
          repeatedly(CONVERSATIONS / 2, async () => {
            const { answers } = await preflight(modelOf(lab), { rehearse: true });
            const states = new Map(answers.map(({ id, state }) => [id, state]));
            expect([states.get('hypervisors'), states.get('rehearsal')]).to.deep.equal(['ok', 'ok']);
          }),
        ),
      ),
    );

    atOnce.it('by what ends in another way: a refusal, an error, the signal', () =>
      withHypervisor(program, (hypervisor) => {
        const address = { host: '127.0.0.1', port: hypervisor.port, addresses: ['127.0.0.1'] };
        const { timeoutMs } = PATIENT;
        /** Asks for the version, does something, and gives what it ends with. */
        const ending = async (work: (command: () => Promise<unknown>) => Promise<unknown>, signal?: AbortSignal) => {
          try {
            await inConversation(address, { timeoutMs, signal, deadlineMs: timeoutMs }, async (client) => {
              await client.command('hypervisor', 'version');
              await work(() => client.command('nio', 'get_stats', 'nosuch'));
            });
          } catch (error) {
            return error instanceof HypervisorError ? error.code : (error as Error).message;
          }
          return 'nothing';
        };
        return expectNoneLeft([hypervisor], () =>
          repeatedly(CONVERSATIONS, async () => {
            expect(await ending((ask) => ask())).to.equal('REFUSED');
            expect(await ending(() => Promise.reject(new Error('mine')))).to.equal('mine');
            const interruption = new AbortController();
            const interrupted = ending(async (ask) => {
              // It is asked, does not answer, and then is left alone.
              await stop(hypervisor.pid);
              setImmediate(() => {
                interruption.abort();
                process.kill(hypervisor.pid, 'SIGCONT');
              });
              await ask();
            }, interruption.signal);
            expect(await interrupted).to.equal('CLOSED');
          }),
        );
      }),
    );

    atOnce.it('by one that stood still for longer than it was waited for', () =>
      withHypervisor(program, (hypervisor) =>
        expectNoneLeft([hypervisor], async () => {
          const address = { host: '127.0.0.1', port: hypervisor.port, addresses: ['127.0.0.1'] };
          await repeatedly(5, async () => {
            let error: unknown;
            try {
              await inConversation(address, { timeoutMs: PATIENT.timeoutMs, deadlineMs: 500 }, async (client) => {
                await client.command('hypervisor', 'version');
                await stop(hypervisor.pid);
                await client.command('nio', 'list');
              });
            } catch (thrown) {
              error = thrown;
            } finally {
              process.kill(hypervisor.pid, 'SIGCONT');
            }
            expect(error).to.include({ code: 'TIMEOUT' });
          });
        }),
      ),
    );

    for (const [code, words] of COMMANDS) {
      atOnce.it(`by ${words(NOWHERE).join(' ')}, spawned`, () =>
        withScene(program, (scene) =>
          expectNoneLeft([scene.hypervisor], async () => {
            const run = await spawned(words(scene));
            expect(run.code, `${run.stdout}${run.stderr}`).to.equal(code);
          }),
        ),
      );
    }

    for (const [name, operation] of Object.entries(OPERATIONS)) {
      atOnce.it(`by ${name}, of a hypervisor that stands still and answers nothing`, () =>
        withScene(program, (scene) =>
          expectNoneLeft([scene.hypervisor], async () => {
            for (let index = 0; index < 5; index++) {
              await whileStopped(scene.hypervisor, () => operation(scene, 300).catch(isOfTheWorld));
            }
          }),
        ),
      );
    }

    atOnce.it('by preflight, which has not ended at its deadline', () =>
      withScene(program, ({ hypervisor, lab, file }) =>
        expectNoneLeft([hypervisor], async () => {
          await whileStopped(hypervisor, () => preflight(modelOf(lab), { deadlineMs: 500 }));
          await whileStopped(hypervisor, () => spawned(['preflight', file, '--deadline', '500ms']));
        }),
      ),
    );

    for (const [, words] of COMMANDS) {
      const name = words(NOWHERE).join(' ');
      if (words(NOWHERE)[0] === ASKS_NOBODY) continue;
      atOnce.it(`by ${name} that Ctrl-C ends while it waits for the first answer`, () =>
        withScene(program, (scene) =>
          expectNoneLeft([scene.hypervisor], () =>
            whileStopped(scene.hypervisor, () =>
              ContinuousRun.with(words(scene), async (run) => {
                await untilConnected(scene.hypervisor.port);
                expect(await run.endWith('SIGINT')).to.equal(130);
              }),
            ),
          ),
        ),
      );
    }
  });
}
