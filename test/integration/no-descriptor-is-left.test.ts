/**
 * Dynamips keeps a descriptor for good for every client that goes without `hypervisor close`, and at about
 * 1,100 of them it fails. Whatever is done here leaves as many as there were. Needs Linux and Dynamips.
 */
import { readdir, readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { targetAt } from '../../src/core/lab/probe-target.ts';
import { ReadHosts } from '../../src/core/sockets/read-hosts.ts';
import { quietUi } from '../../src/core/ui.ts';
import { NioCounters } from '../../src/features/links/live/nio-counters.ts';
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
import { HYPERVISOR_PROGRAMS, type HypervisorProcess } from '../support/hypervisor-process.ts';
import { LineClient } from '../support/line-client.ts';
import { modelOf } from '../support/model.ts';
import { netLab } from '../support/read.ts';
import { freePorts } from '../support/real-sockets.ts';
import { betweenLab, PATIENT } from '../support/rehearsal.ts';
import { niostat } from '../support/run-in-process.ts';
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

/** Does something, and expects of each hypervisor that it has no descriptor more. */
async function expectNoneLeft(hypervisors: readonly HypervisorProcess[], work: () => Promise<void>): Promise<void> {
  const before = await Promise.all(hypervisors.map(descriptors));
  await work();
  expect(await Promise.all(hypervisors.map(descriptors))).to.deep.equal(before);
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

/** Stops a process, and waits until each of its threads stands still. */
async function stop(pid: number): Promise<void> {
  process.kill(pid, 'SIGSTOP');
  for (const thread of await readdir(`/proc/${pid}/task`)) {
    // The name of a thread stands in brackets before its state.
    while (!/\) T/.test(await readFile(`/proc/${pid}/task/${thread}/stat`, 'latin1')));
  }
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
            const { stdout } = await niostat(args);
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
              expect(limits.join()).to.include('is stopped');
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

    it('by reach, which tries the control port of a lab, and looks for a responder there', () =>
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
      })).timeout(120_000);

    it('by probe', () =>
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
      ));

    it('by rehearse and rehearse --clean', () =>
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
      )).timeout(120_000);

    it('by what ends in another way: a refusal, an error, the signal', () =>
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
      }));

    it('by one that stood still for longer than it was waited for', () =>
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
      ));
  });
}
