import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Lab } from '../../src/core/lab/lab.ts';
import type { ProbeTarget } from '../../src/core/lab/probe-target.ts';
import type { SocketTable } from '../../src/core/sockets/socket-table.ts';
import { quietUi, type Ui } from '../../src/core/ui.ts';
import { type ProbeOptions, probe } from '../../src/features/probe/probe.ts';
import type { HypervisorProbe, ProbeResult } from '../../src/features/probe/result.ts';
import type { ThisHostReading } from '../../src/world/sockets/this-host.ts';
import { Folder } from '../support/cli.ts';
import { DatagramPeer } from '../support/datagram-peer.ts';
import type { LineClient } from '../support/line-client.ts';
import { modelOf } from '../support/model.ts';
import { netLab } from '../support/read.ts';
import { freePorts, freeTcpPort } from '../support/real-sockets.ts';
import { listener, tableOf } from '../support/socket-tables.ts';
import { HAS_DYNAMIPS, SUBJECTS, type Subject, withClient, withHypervisor } from '../support/subjects.ts';
import { writeTinyIos } from '../support/tiny-ios.ts';

/** Far more than any answer on the loopback takes, so that only what never answers ends by it. */
const PATIENT = { timeoutMs: 10_000, concurrency: 64 } satisfies ProbeOptions;

function targetAt(port: number, host = '127.0.0.1'): ProbeTarget {
  return { kind: 'dynamips', host, port, name: `${host}:${port}` };
}

/** The only hypervisor of a probe, and how the probe ended. */
async function probeOne(
  port: number,
  options: Partial<ProbeOptions> = {},
  labs: readonly Lab[] = [],
  ui: Ui = quietUi(),
): Promise<HypervisorProbe & Pick<ProbeResult, 'outcome'>> {
  const targets = [targetAt(port)];
  const { hypervisors, outcome } = await probe(modelOf(labs), { ...PATIENT, targets, ...options }, ui);
  expect(hypervisors).to.have.length(1);
  return { ...(hypervisors[0] as HypervisorProbe), outcome };
}

function slugs({ findings }: HypervisorProbe): string[] {
  return findings.map(({ slug }) => slug);
}

/** The sockets of a host on which one hypervisor runs. */
function tableWithHypervisor(): SocketTable {
  return tableOf([listener('127.0.0.1:7299', { pid: 812 })], { 812: 'dynamips' });
}

/** A TCP server that stands where a hypervisor should; `serve` gets each connection. */
class Stub {
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly server: Server) {
    server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => this.sockets.delete(socket));
    });
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  static async open(serve: (socket: Socket) => void, port = 0): Promise<Stub> {
    const server = createServer((socket) => {
      socket.resume();
      serve(socket);
    });
    const stub = new Stub(server);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen({ host: '127.0.0.1', port }, resolve);
    });
    return stub;
  }

  /** One that answers every command line; without an answer it keeps silent. */
  static answering(answer: (command: string, socket: Socket) => string | undefined): Promise<Stub> {
    return Stub.open((socket) => {
      let received = '';
      socket.on('data', (chunk) => {
        received += chunk.toString();
        const lines = received.split('\n');
        received = lines.pop() ?? '';
        for (const line of lines) socket.write(answer(line, socket) ?? '');
      });
    });
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

async function withStub<T>(opening: Promise<Stub>, work: (stub: Stub) => Promise<T>): Promise<T> {
  const stub = await opening;
  try {
    return await work(stub);
  } finally {
    await stub.close();
  }
}

/** What is to be seen of a stub with a short limit of time. */
function probeStub(opening: Promise<Stub>, timeoutMs = PATIENT.timeoutMs): ReturnType<typeof probeOne> {
  return withStub(opening, ({ port }) => probeOne(port, { timeoutMs }));
}

/** A router that can be started: Dynamips needs something that looks like an IOS. */
async function createRouter(
  subject: Subject,
  client: LineClient,
  { name, consolePort, directory }: { name: string; consolePort: number; directory: string },
): Promise<void> {
  await client.must(`vm create ${name} 1 c7200`, `vm set_con_tcp_port ${name} ${consolePort}`);
  if (!subject.isReal) return;
  const ios = await writeTinyIos(directory);
  await client.must(
    `vm set_ios ${name} ${ios}`,
    `vm set_ram ${name} 16`,
    `vm set_ram_mmap ${name} 0`,
    `vm set_blk_direct_jump ${name} 0`,
  );
}

function describeObjects(subject: Subject): void {
  it('says version and generation, and that there is nothing', () =>
    withHypervisor(subject, async ({ port }) => {
      const seen = await probeOne(port);
      expect(seen).to.deep.include({
        target: `127.0.0.1:${port}`,
        address: '127.0.0.1',
        generation: subject.generation,
        labs: [],
        nios: [],
        bridges: [],
        switches: [],
        vms: [],
        consoles: [],
        findings: [],
      });
      expect(seen.version).to.match(new RegExp(`^${subject.version.replaceAll('.', '\\.')}`));
      expect(seen.tcp).to.include({ state: 'open', reason: 'syn-ack' });
      expect(seen).to.not.have.property('saved');
    }));

  it('lists NIOs with their counters, bridges and switches, newest first', () =>
    withClient(subject, async (client, { port }) => {
      const [a, b, peerA, peerB] = (await freePorts(4)) as [number, number, number, number];
      await client.must(
        `nio create_udp left ${a} 127.0.0.1 ${peerA}`,
        `nio create_udp right ${b} 127.0.0.1 ${peerB}`,
        'nio create_null "with blanks"',
        'nio_bridge create hub',
        'nio_bridge add_nio hub left',
        'nio_bridge add_nio hub right',
        'ethsw create SW1',
        'ethsw create SW2',
      );
      const sender = await DatagramPeer.open({ ownPort: peerA, nioPort: a });
      const receiver = await DatagramPeer.open({ ownPort: peerB, nioPort: b });
      try {
        await sender.send(Buffer.alloc(60, 1));
        await receiver.next();
        const seen = await probeOne(port);
        // The hub has passed one frame of 60 bytes from left to right.
        expect(seen.nios).to.deep.equal([
          { name: 'with blanks', packetsIn: 0, packetsOut: 0, bytesIn: 0, bytesOut: 0 },
          { name: 'right', packetsIn: 0, packetsOut: 1, bytesIn: 0, bytesOut: 60 },
          { name: 'left', packetsIn: 1, packetsOut: 0, bytesIn: 60, bytesOut: 0 },
        ]);
        expect(seen.bridges).to.deep.equal(['hub']);
        expect(seen.switches).to.deep.equal(['SW2', 'SW1']);
      } finally {
        await sender.close();
        await receiver.close();
      }
    }));
}

function describeConsoles(subject: Subject): void {
  it('a router that runs: its console answers', () =>
    withClient(subject, async (client, { port, workingDirectory: directory }) => {
      const consolePort = await freeTcpPort();
      await createRouter(subject, client, { name: 'R1', consolePort, directory });
      await client.must('vm start R1');
      const seen = await probeOne(port);
      expect(seen.vms).to.deep.equal([{ name: 'R1', platform: 'c7200', status: 'running', consolePort }]);
      expect(seen.consoles).to.have.length(1);
      expect(seen.consoles?.[0]).to.deep.include({ vm: 'R1', type: 'console', port: consolePort });
      expect(seen.consoles?.[0]?.tcp).to.include({ state: 'open', reason: 'syn-ack' });
      expect(slugs(seen)).to.deep.equal([]);
      expect((await probeOne(port, { consoles: false })).consoles).to.deep.equal([]);
    }));

  it('a router that stands: its console is refused, and that is well', () =>
    withClient(subject, async (client, { port }) => {
      const consolePort = await freeTcpPort();
      await client.must('vm create R1 1 c7200', `vm set_con_tcp_port R1 ${consolePort}`, 'vm create R2 2 c3600');
      const seen = await probeOne(port);
      expect(seen.vms).to.deep.equal([
        { name: 'R2', platform: 'c3600', status: 'inactive' },
        { name: 'R1', platform: 'c7200', status: 'inactive', consolePort },
      ]);
      expect(seen.consoles).to.deep.equal([
        { vm: 'R1', type: 'console', port: consolePort, tcp: { state: 'refused', reason: 'conn-refused' } },
      ]);
      expect(slugs(seen)).to.deep.equal([]);
    }));

  it('a router that stands while a stranger has its console port: console-taken', () =>
    withClient(subject, (client, { port }) =>
      withStub(
        Stub.open(() => undefined),
        async (stranger) => {
          await client.must('vm create R1 1 c7200', `vm set_con_tcp_port R1 ${stranger.port}`);
          const seen = await probeOne(port);
          expect(seen.consoles?.[0]?.tcp.state).to.equal('open');
          expect(slugs(seen)).to.deep.equal(['console-taken']);
          expect(seen.findings[0]?.message).to.include(String(stranger.port));
        },
      ),
    ));

  it('a router whose console could not bind: the stranger answers for it, and once he is gone nobody', () =>
    withClient(subject, async (client, { port, workingDirectory: directory }) => {
      const consolePort = await withStub(
        Stub.open(() => undefined),
        async (stranger) => {
          await createRouter(subject, client, { name: 'R1', consolePort: stranger.port, directory });
          await client.must('vm start R1');
          const seen = await probeOne(port);
          // From outside this looks as if all was well: something accepts.
          expect(seen.consoles?.[0]?.tcp.state).to.equal('open');
          expect(slugs(seen)).to.deep.equal([]);
          return stranger.port;
        },
      );
      const seen = await probeOne(port);
      expect(seen.vms?.[0]).to.include({ status: 'running', consolePort });
      expect(seen.consoles?.[0]?.tcp).to.deep.equal({ state: 'refused', reason: 'conn-refused' });
      expect(slugs(seen)).to.deep.equal(['console-closed']);
    }));
}

/** Two routers with one link: two NIOs, and consoles at 2000 and 2001. */
function twoRouters(port: number, { consoleOfR2 = 2001 } = {}): Lab {
  return netLab(
    `[127.0.0.1:${port}]\n[[ROUTER R1]]\nf0/0 = R2 f0/0\nconsole = 2000\n[[ROUTER R2]]\nconsole = ${consoleOfR2}\n`,
    'two.net',
  );
}

function describeLabs(subject: Subject): void {
  /** The objects of the lab; the consoles are never opened. */
  const load = (client: LineClient): Promise<void> =>
    client.must(
      'vm create R1 1 c7200',
      'vm set_con_tcp_port R1 2000',
      'vm create R2 2 c7200',
      'vm set_con_tcp_port R2 2001',
      'nio create_null n0',
      'nio create_null n1',
    );
  const compare = async (port: number, lab = twoRouters(port)): Promise<HypervisorProbe> => {
    const { hypervisors } = await probe(modelOf(lab), { ...PATIENT, consoles: false });
    expect(hypervisors[0]?.labs).to.deep.equal([lab.name]);
    return hypervisors[0] as HypervisorProbe;
  };

  it('finds nothing where the lab is as it should be', () =>
    withClient(subject, async (client, { port }) => {
      await load(client);
      expect((await compare(port)).findings).to.deep.equal([]);
    }));

  it('finds a lab that is not loaded', () =>
    withHypervisor(subject, async ({ port }) => {
      const seen = await compare(port);
      expect(slugs(seen)).to.deep.equal(['not-loaded']);
      expect(seen.findings[0]?.message).to.include('2 routers and 2 NIOs');
    }));

  it('finds a router that is missing, one that is too many, and too few NIOs', () =>
    withClient(subject, async (client, { port }) => {
      await load(client);
      await client.must('vm delete R2', 'vm create R9 9 c7200', 'nio delete n1');
      const { findings } = await compare(port);
      expect(findings.map(({ slug, message }) => [slug, message])).to.deep.equal([
        ['missing-vm', 'R2 of the lab is missing on the hypervisor'],
        ['extra-vm', 'R9 on the hypervisor is not in the lab'],
        ['missing-nios', 'the lab needs 2 NIOs, the hypervisor has 1'],
      ]);
    }));

  it('finds NIOs that are too many, and a console elsewhere', () =>
    withClient(subject, async (client, { port }) => {
      await load(client);
      await client.must('nio create_null left-over');
      const { findings } = await compare(port, twoRouters(port, { consoleOfR2: 2005 }));
      expect(findings.map(({ slug, message }) => [slug, message])).to.deep.equal([
        ['extra-nios', 'the lab needs 2 NIOs, the hypervisor has 3'],
        ['console-differs', 'the console of R2 should be port 2005 and is port 2001'],
      ]);
    }));

  it('finds another generation than the one that was said', () =>
    withClient(subject, async (client, { port }) => {
      await load(client);
      const other = subject.generation === 'from-0.2.18' ? '0.2.14' : '0.2.24';
      const { hypervisors } = await probe(modelOf(twoRouters(port), { dynamips: other }), {
        ...PATIENT,
        consoles: false,
      });
      expect(slugs(hypervisors[0] as HypervisorProbe)).to.deep.equal(['other-version']);
    }));
}

function describeSaving(subject: Subject): void {
  it('reads the ports from an absolute path of this host', () =>
    withClient(subject, async (client, { port, workingDirectory }) => {
      const [local, remote] = (await freePorts(2)) as [number, number];
      await client.must(
        `nio create_udp n0 ${local} 127.0.0.1 ${remote}`,
        'nio create_null n1',
        'vm create R1 1 c7200',
        `vm set_aux_tcp_port R1 ${await freeTcpPort()}`,
        'vm slot_add_binding R1 1 0 PA-4E',
        'vm slot_add_nio_binding R1 1 2 n0',
      );
      const file = join(workingDirectory, 'saved.cfg');
      const seen = await probeOne(port, { saveConfig: file });
      expect(seen.saved).to.deep.equal({ file, outcome: 'read' });
      const counters = { packetsIn: 0, packetsOut: 0, bytesIn: 0, bytesOut: 0 };
      expect(seen.nios).to.deep.equal([
        { name: 'n1', ...counters },
        { name: 'n0', ...counters, localPort: local, remoteHost: '127.0.0.1', remotePort: remote, boundTo: 'R1 1/2' },
      ]);
      // The AUX port is told by the file alone.
      expect(seen.consoles?.map(({ vm, type }) => [vm, type])).to.deep.equal([['R1', 'aux']]);
      expect(slugs(seen)).to.deep.equal([]);
      expect(await readFile(file, 'utf8')).to.include(`nio create_udp n0 ${local} 127.0.0.1 ${remote}`);
    }));

  it('leaves a file that exists as it is', () =>
    withHypervisor(subject, async ({ port, workingDirectory }) => {
      const file = join(workingDirectory, 'precious.cfg');
      await writeFile(file, 'precious');
      const seen = await probeOne(port, { saveConfig: file });
      expect(seen.saved).to.deep.equal({ file, outcome: 'refused' });
      expect(slugs(seen)).to.deep.equal(['not-saved']);
      expect(await readFile(file, 'utf8')).to.equal('precious');
    }));

  it('does not ask a hypervisor with a bridge, which would kill Dynamips', () =>
    withClient(subject, async (client, { port, workingDirectory }) => {
      await client.must('nio_bridge create hub');
      const file = join(workingDirectory, 'saved.cfg');
      const seen = await probeOne(port, { saveConfig: file });
      expect(seen.saved).to.deep.equal({ file, outcome: 'refused' });
      expect(slugs(seen)).to.deep.equal(['not-saved']);
      expect(await stat(file).catch(({ code }) => code)).to.equal('ENOENT');
      await client.must('hypervisor version');
    }));

  it('says that it cannot read a file in the working directory of the hypervisor', () =>
    withHypervisor(subject, async ({ port, workingDirectory }) => {
      const seen = await probeOne(port, { saveConfig: 'relative.cfg' });
      expect(seen.saved).to.deep.equal({ file: 'relative.cfg', outcome: 'written' });
      expect(slugs(seen)).to.deep.equal(['saved-elsewhere']);
      expect((await stat(join(workingDirectory, 'relative.cfg'))).isFile()).to.equal(true);
    }));

  it('passes on that the file cannot be written', () =>
    withHypervisor(subject, async ({ port, workingDirectory }) => {
      const seen = await probeOne(port, { saveConfig: join(workingDirectory, 'nosuch', 'saved.cfg') });
      expect(seen.saved?.outcome).to.equal('refused');
      expect(slugs(seen)).to.deep.equal(['not-saved']);
      expect(seen.findings[0]?.message).to.include('211-');
    }));

  it('gives each of several hypervisors a file of its own', () =>
    withHypervisor(subject, (first) =>
      withHypervisor(subject, async (second) => {
        const { hypervisors } = await probe(modelOf([]), {
          targets: [targetAt(first.port), targetAt(second.port)],
          ...PATIENT,
          saveConfig: 'all.cfg',
        });
        expect(hypervisors.map(({ saved }) => saved?.file)).to.deep.equal(
          [first, second].map(({ port }) => `all-127.0.0.1-${port}.cfg`),
        );
      }),
    ));
}

describe('probe', () => {
  for (const subject of SUBJECTS) {
    describe(subject.name, () => {
      describeObjects(subject);
      describeConsoles(subject);
      describeLabs(subject);
      describeSaving(subject);
    });
  }

  if (!HAS_DYNAMIPS && process.env['NIOSTAT_REQUIRE_DYNAMIPS'] === '1') {
    it('has the real Dynamips', () => {
      expect.fail('NIOSTAT_REQUIRE_DYNAMIPS=1 asks for the real Dynamips, but there is no dynamips on the PATH');
    });
  }

  describe('what is no hypervisor, or none any more', () => {
    /** Answers like a Dynamips without objects, but for what `changes` say. */
    const nearly = (changes: (command: string, socket: Socket) => string | undefined): Promise<Stub> =>
      Stub.answering((command, socket) => {
        const changed = changes(command, socket);
        if (changed !== undefined) return changed;
        if (command === 'hypervisor version') return '100-0.2.14-amd64\r\n';
        if (command === 'hypervisor module_list') return '101 vm\r\n101 nio\r\n100-OK\r\n';
        return '100-OK\r\n';
      });

    const expectState = (seen: HypervisorProbe, state: string, reason: string, slug: string): void => {
      expect([seen.tcp.state, seen.tcp.reason]).to.deep.equal([state, reason]);
      expect(slugs(seen)).to.deep.equal([slug]);
      expect(seen.findings[0]?.severity).to.equal('error');
    };

    it('nobody listens: refused', async () => {
      const seen = await probeOne(await freeTcpPort());
      expectState(seen, 'refused', 'conn-refused', 'refused');
      expect(seen).to.not.have.any.keys('version', 'nios', 'vms');
      expect(seen.outcome).to.equal('unknown');
    });

    it('nobody listens, and the sockets that were read before show a hypervisor elsewhere: it is named', async () => {
      let asked = 0;
      const readHere = async (): Promise<ThisHostReading> => {
        asked++;
        return { table: tableWithHypervisor() };
      };
      const seen = await probeOne(await freeTcpPort(), { readHere });
      expectState(seen, 'refused', 'conn-refused', 'refused');
      expect(seen.findings[0]?.elsewhere).to.deep.equal(['dynamips (pid 812) listens on 127.0.0.1:7299']);
      expect(asked).to.equal(1);
    });

    it('nobody listens, and the sockets could not be read: nothing is added', async () => {
      const cause = new Error('not told');
      const seen = await probeOne(await freeTcpPort(), { readHere: async () => ({ why: 'not told', cause }) });
      expectState(seen, 'refused', 'conn-refused', 'refused');
      expect(seen.findings[0]).to.not.have.property('elsewhere');
    });

    it('a hypervisor answers: nobody looks at the sockets of this host', async () => {
      let asked = 0;
      const readHere = async (): Promise<ThisHostReading> => {
        asked++;
        return { table: tableWithHypervisor() };
      };
      const [subject] = SUBJECTS;
      if (subject === undefined) throw new Error('there is always the embedded hypervisor');
      await withHypervisor(subject, async ({ port }) => {
        expect((await probeOne(port, { readHere })).tcp.state).to.equal('open');
      });
      expect(asked).to.equal(0);
    });

    it('a name without an address: unresolvable', async () => {
      const target = { ...targetAt(7200), host: 'nosuch.invalid', name: 'nosuch.invalid:7200' };
      const { hypervisors } = await probe(modelOf([]), { ...PATIENT, targets: [target] });
      expectState(hypervisors[0] as HypervisorProbe, 'unresolvable', 'no-address', 'unresolvable');
      expect(hypervisors[0]).to.not.have.property('address');
    });

    it('it accepts and keeps silent: timeout, no-reply', async () => {
      expectState(
        await probeStub(
          Stub.open(() => undefined),
          100,
        ),
        'timeout',
        'no-reply',
        'silent',
      );
    });

    for (const [what, bytes] of [
      ['a mail server', '220 mail.example ESMTP\r\n'],
      ['a web server', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
      ['random bytes', '\u0000\u001b[2J\u0007\r\n'],
      ['a refusal of the very version', "202-Unknown command 'version'\r\n"],
      ['a version that has no number', '100-OK\r\n'],
    ] as const) {
      it(`${what}: not-a-hypervisor, bad-reply`, async () => {
        const seen = await probeStub(Stub.answering(() => bytes));
        expectState(seen, 'not-a-hypervisor', 'bad-reply', 'not-a-hypervisor');
        expect(seen.outcome).to.equal('findings');
      });
    }

    it('it speaks before it is asked: not-a-hypervisor', async () => {
      const seen = await probeStub(Stub.open((socket) => socket.write('220 mail.example ESMTP\r\n')));
      expectState(seen, 'not-a-hypervisor', 'bad-reply', 'not-a-hypervisor');
    });

    it('it closes in the middle of the first reply: not-a-hypervisor, closed', async () => {
      const seen = await probeStub(Stub.answering((_command, socket) => void socket.end('100-0.2')));
      expectState(seen, 'not-a-hypervisor', 'closed', 'not-a-hypervisor');
    });

    it('the first reply has no end: not-a-hypervisor', async () => {
      const seen = await probeStub(Stub.answering((_command, socket) => void pour(socket)));
      expectState(seen, 'not-a-hypervisor', 'bad-reply', 'not-a-hypervisor');
    });

    it('it closes in the middle of a later list: what was told before stays', async () => {
      const seen = await probeStub(
        nearly((command, socket) => (command === 'vm list' ? void socket.end('101 R1 (c72') : undefined)),
      );
      expectState(seen, 'open', 'syn-ack', 'broke-off');
      expect(seen).to.deep.include({ version: '0.2.14-amd64', nios: [] });
      expect(seen).to.not.have.any.keys('vms', 'consoles');
      expect(seen.outcome).to.equal('unknown');
    });

    it('it falls silent in the middle: broke-off', async () => {
      const seen = await probeStub(
        nearly((command) => (command === 'nio list' ? '' : undefined)),
        200,
      );
      expectState(seen, 'open', 'syn-ack', 'broke-off');
      expect(seen).to.not.have.property('nios');
    });

    it('a later list has no end: broke-off', async () => {
      const seen = await probeStub(
        nearly((command, socket) => {
          if (command !== 'nio list') return undefined;
          pour(socket);
          return '';
        }),
      );
      expectState(seen, 'open', 'syn-ack', 'broke-off');
      expect(seen.findings[0]?.message).to.include('the reply has no end');
    });

    for (const count of [70_000, 500_000]) {
      it(`a list of ${count} switches, more than there are ports: broke-off, and no exception`, async () => {
        const switches = `${'101 s\r\n'.repeat(count)}100-OK\r\n`;
        const seen = await probeStub(
          nearly((command) => {
            if (command === 'hypervisor module_list') return '101 vm\r\n101 ethsw\r\n101 nio\r\n100-OK\r\n';
            return command === 'ethsw list' ? switches : undefined;
          }),
        );
        expectState(seen, 'open', 'syn-ack', 'broke-off');
        expect(seen).to.deep.include({ version: '0.2.14-amd64', nios: [] });
        expect(seen).to.not.have.property('vms');
      });
    }

    it('it stops counting NIOs: the counters so far and the names of the rest stay', async () => {
      const seen = await probeStub(
        nearly((command) => {
          if (command === 'nio list') return '101 n2\r\n101 n1\r\n101 n0\r\n100-OK\r\n';
          if (command === 'nio get_stats n2') return '100-1 2 60 120\r\n';
          return command === 'nio get_stats n1' ? '' : undefined;
        }),
        200,
      );
      expectState(seen, 'open', 'syn-ack', 'broke-off');
      expect(seen.nios).to.deep.equal([
        { name: 'n2', packetsIn: 1, packetsOut: 2, bytesIn: 60, bytesOut: 120 },
        { name: 'n1' },
        { name: 'n0' },
      ]);
      expect(seen.vms).to.deep.equal([]);
    });

    it('a NIO and a router that go away between list and question are listed without details', async () => {
      const seen = await probeStub(
        nearly((command) => {
          if (command === 'nio list') return '101 gone\r\n100-OK\r\n';
          if (command === 'vm list') return '101 R1 (c7200)\r\n100-OK\r\n';
          if (/get_/.test(command)) return "208-unable to find object 'gone'\r\n";
          return undefined;
        }),
      );
      expect(seen).to.deep.include({
        nios: [{ name: 'gone' }],
        vms: [{ name: 'R1', platform: 'c7200', status: 'unknown' }],
        findings: [],
      });
    });
  });

  describe('what stands where the configuration should', () => {
    /** A hypervisor that puts something else in the place of the file and says that it has saved. */
    const probeSaving = (file: string, save: () => void): Promise<HypervisorProbe> =>
      withStub(
        Stub.answering((command) => {
          if (command === 'hypervisor version') return '100-0.2.14-amd64\r\n';
          if (command === 'hypervisor module_list') return '101 vm\r\n101 nio\r\n100-OK\r\n';
          if (command === `hypervisor save_config ${file}`) save();
          return '100-OK\r\n';
        }),
        ({ port }) => probeOne(port, { saveConfig: file }),
      );

    const PLACED: ReadonlyArray<readonly [string, (file: string) => void]> = [
      ['a pipe that nobody writes to', (file) => execFileSync('mkfifo', [file])],
      ['a link to a device without an end', (file) => symlinkSync('/dev/zero', file)],
    ];
    for (const [what, place] of PLACED) {
      it(`${what}: it is not read, and nobody waits for it`, async () => {
        const file = join(new Folder().path, 'saved.cfg');
        const seen = await probeSaving(file, () => place(file));
        expect(seen.saved).to.deep.equal({ file, outcome: 'written' });
        expect(slugs(seen)).to.deep.equal(['saved-elsewhere']);
      });
    }

    it('a link that leads nowhere, which the hypervisor would write through: it is not asked', async () => {
      const folder = new Folder();
      const file = join(folder.path, 'saved.cfg');
      const target = join(folder.path, 'target');
      await symlink(target, file);
      let isAsked = false;
      const seen = await probeSaving(file, () => {
        isAsked = true;
      });
      expect(seen.saved).to.deep.equal({ file, outcome: 'refused' });
      expect(slugs(seen)).to.deep.equal(['not-saved']);
      expect(isAsked).to.equal(false);
    });
  });

  describe('routers with one console port', () => {
    const embedded = SUBJECTS.filter(({ isReal }) => !isReal);

    for (const subject of SUBJECTS) {
      it(`of one hypervisor (${subject.name}): console-shared, with the router that answers`, () =>
        withClient(subject, async (client, { port, workingDirectory: directory }) => {
          const consolePort = await freeTcpPort();
          for (const name of ['R1', 'R2', 'R3']) {
            await createRouter(subject, client, { name, consolePort, directory });
          }
          await client.must('vm start R1', 'vm start R2');
          const seen = await probeOne(port);
          expect(seen.vms?.map(({ name, status }) => [name, status])).to.deep.equal([
            ['R3', 'inactive'],
            ['R2', 'running'],
            ['R1', 'running'],
          ]);
          expect(slugs(seen)).to.deep.equal(['console-shared']);
          expect(seen.findings[0]?.message)
            .to.include(String(consolePort))
            .and.to.match(/R3.*R2.*R1/)
            .and.to.include('R1 answers');
          expect(seen.consoles?.map(({ vm, tcp, answersAs }) => [vm, tcp.state, answersAs])).to.deep.equal([
            ['R3', 'open', 'R1'],
            ['R2', 'open', 'R1'],
            ['R1', 'open', 'R1'],
          ]);
        }));
    }

    it('of two hypervisors: console-shared at one of them, and no stranger is suspected at either', () => {
      const [subject] = embedded as [Subject, ...Subject[]];
      return withClient(subject, (first, { port: firstPort }) =>
        withClient(subject, async (second, { port: secondPort }) => {
          const consolePort = await freeTcpPort();
          await first.must('vm create R1 1 c7200', `vm set_con_tcp_port R1 ${consolePort}`, 'vm start R1');
          await second.must('vm create R2 2 c7200', `vm set_con_tcp_port R2 ${consolePort}`);
          const { hypervisors } = await probe(modelOf([]), {
            ...PATIENT,
            targets: [targetAt(firstPort), targetAt(secondPort)],
          });
          expect(hypervisors.flatMap(slugs)).to.deep.equal(['console-shared']);
        }),
      );
    });
  });

  it('asks nothing of a wrapper but its version', () => {
    const commands: string[] = [];
    const stub = Stub.answering((command) => {
      commands.push(command);
      return '100-0.8.7\r\n';
    });
    return withStub(stub, async ({ port }) => {
      const target: ProbeTarget = { ...targetAt(port), kind: 'qemu', name: `qemu 127.0.0.1:${port}` };
      const { hypervisors } = await probe(modelOf([]), { ...PATIENT, targets: [target] });
      expect(hypervisors[0]).to.include({ target: `qemu 127.0.0.1:${port}`, version: '0.8.7' });
      expect(hypervisors[0]).to.not.have.any.keys('generation', 'nios', 'vms');
      expect(commands).to.deep.equal(['hypervisor version', 'hypervisor close']);
    });
  });

  it('has no more connections at a time than it is told, and as many', async () => {
    const limit = 3;
    const total = 10;
    let [open, most, arrived] = [0, 0, 0];
    const held: (() => void)[] = [];
    const release = (): void => {
      for (const answer of held.splice(0)) answer();
    };
    // Every stub holds its answer until there are as many questions as may be, and a while longer, in which
    // one too many would come.
    const serve = (socket: Socket): void => {
      socket.once('data', () => {
        most = Math.max(most, ++open);
        arrived++;
        held.push(() => {
          open--;
          socket.write('100-0.8.7\r\n');
        });
        if (open === limit || arrived === total) void turns(50).then(release);
      });
    };
    const stubs = await Promise.all(Array.from({ length: total }, () => Stub.open(serve)));
    try {
      const targets = stubs.map(({ port }): ProbeTarget => ({ ...targetAt(port), kind: 'qemu' }));
      const { hypervisors } = await probe(modelOf([]), { ...PATIENT, targets: targets, concurrency: limit });
      expect(hypervisors.map(({ tcp }) => tcp.state)).to.deep.equal(targets.map(() => 'open'));
      expect(most).to.equal(limit);
    } finally {
      await Promise.all(stubs.map((stub) => stub.close()));
    }
  });

  describe('when it is interrupted', () => {
    it('keeps what is known of the others', () => {
      const controller = new AbortController();
      const [subject] = SUBJECTS;
      return withHypervisor(subject as Subject, ({ port }) =>
        withStub(
          Stub.open(() => undefined),
          async (silent) => {
            const { hypervisors } = await probe(
              modelOf([]),
              { ...PATIENT, targets: [targetAt(port), targetAt(silent.port)], timeoutMs: 600_000 },
              {
                signal: controller.signal,
                // The first report is that nothing is done yet.
                progress: (text) => {
                  if (!text.includes(' 0 of ')) controller.abort();
                },
              },
            );
            expect(hypervisors.map(({ tcp }) => tcp.state)).to.deep.equal(['open', 'interrupted']);
            expect(hypervisors[0]).to.deep.include({ nios: [], findings: [] });
            expect(slugs(hypervisors[1] as HypervisorProbe)).to.deep.equal(['interrupted']);
          },
        ),
      );
    });

    it('keeps what the same hypervisor has told', () => {
      const controller = new AbortController();
      const stub = Stub.answering((command) => {
        if (command === 'hypervisor version') return '100-0.2.14-amd64\r\n';
        if (command === 'hypervisor module_list') return '101 vm\r\n101 nio\r\n100-OK\r\n';
        if (command === 'nio list') return '100-OK\r\n';
        controller.abort();
        return undefined;
      });
      return withStub(stub, async ({ port }) => {
        const seen = await probeOne(port, { timeoutMs: 600_000 }, [], { ...quietUi(), signal: controller.signal });
        expect(seen.tcp).to.include({ state: 'interrupted', reason: 'interrupted' });
        expect(seen).to.deep.include({ version: '0.2.14-amd64', nios: [] });
        expect(slugs(seen)).to.deep.equal(['interrupted']);
      });
    });

    it('begins nothing after that', async () => {
      const seen = await probeOne(await freeTcpPort(), {}, [], { ...quietUi(), signal: AbortSignal.abort() });
      expect(seen.tcp).to.deep.equal({ state: 'interrupted', reason: 'interrupted' });
    });
  });

  describe('two names of one hypervisor', () => {
    const [subject] = SUBJECTS as [Subject, ...Subject[]];

    it('are one if they are one name in two spellings', () =>
      withHypervisor(subject, async ({ port }) => {
        const targets = ['localhost', 'LOCALHOST', 'localhost.'].map((host) => targetAt(port, host));
        const { hypervisors } = await probe(modelOf([]), { ...PATIENT, targets: targets });
        expect(hypervisors.map(({ target }) => target)).to.deep.equal([`localhost:${port}`]);
      }));

    it('are one, with the name that the lab has, if a lab names it too', () =>
      withHypervisor(subject, async ({ port }) => {
        const { hypervisors } = await probe(modelOf(twoRouters(port)), { ...PATIENT, targets: [targetAt(port)] });
        expect(hypervisors.map(({ labs }) => labs)).to.deep.equal([['two']]);
      }));

    it('are two rows with the same answers if they are a name and an address', () =>
      withClient(subject, async (client, { port }) => {
        await client.must('nio create_null n0');
        const { hypervisors } = await probe(modelOf([]), {
          ...PATIENT,
          targets: [targetAt(port), targetAt(port, 'localhost')],
        });
        expect(hypervisors.map(({ target }) => target)).to.deep.equal([`127.0.0.1:${port}`, `localhost:${port}`]);
        expect(hypervisors[1]?.nios).to.deep.equal(hypervisors[0]?.nios);
      }));

    it('add up if two labs expect something of it', () =>
      withHypervisor(subject, async ({ port }) => {
        const other = netLab(`[127.0.0.1:${port}]\n[[ROUTER R7]]\n`, 'other.net');
        const { hypervisors } = await probe(modelOf([twoRouters(port), other]), PATIENT);
        expect(hypervisors).to.have.length(1);
        expect(hypervisors[0]?.labs).to.deep.equal(['two', 'other']);
        expect(hypervisors[0]?.findings[0]?.message).to.include('3 routers and 2 NIOs');
      }));
  });
});

/** Lets the event loop go round so many times. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** Writes lines of a list that never ends, for as long as they are taken. */
function pour(socket: Socket): void {
  const block = '101 nio\r\n'.repeat(8192);
  const more = (): void => {
    while (!socket.destroyed && socket.write(block));
  };
  socket.on('drain', more);
  more();
}
