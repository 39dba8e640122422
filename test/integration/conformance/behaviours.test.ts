import { readFile, writeFile } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import { DatagramPeer } from '../../support/datagram-peer.ts';
import { LineClient } from '../../support/line-client.ts';
import { closeAll, freePorts, freeTcpPort, openLikeDynamips } from '../../support/real-sockets.ts';
import {
  HAS_DYNAMIPS,
  type RunningHypervisor,
  SUBJECTS,
  type Subject,
  startDynamips,
  withClient,
  withHypervisor,
} from '../../support/subjects.ts';
import { writeTinyIos } from '../../support/tiny-ios.ts';

/** What is polled has happened by then, or does not happen. */
const LIMIT_MS = 60_000;
const POLL_INTERVAL_MS = 5;

/**
 * The commands that the embedded hypervisor knows, as Dynamips 0.2.14 lists them (the last registered first),
 * with the numbers of parameters that it was seen to give. Other commands of Dynamips are left out.
 */
const KNOWN_COMMANDS: Readonly<Record<string, readonly string[]>> = {
  hypervisor: [
    'stop (min/max args: 0/0)',
    'close (min/max args: 0/0)',
    'reset (min/max args: 0/0)',
    'save_config (min/max args: 1/1)',
    'working_dir (min/max args: 1/1)',
    'cmd_list (min/max args: 1/1)',
    'module_list (min/max args: 0/0)',
    'parser_test (min/max args: 0/10)',
    'version (min/max args: 0/0)',
  ],
  nio: [
    'list (min/max args: 0/0)',
    'reset_stats (min/max args: 1/1)',
    'get_stats (min/max args: 1/1)',
    'delete (min/max args: 1/1)',
    'rename (min/max args: 2/2)',
    'create_null (min/max args: 1/1)',
    'connect_udp_auto (min/max args: 3/3)',
    'create_udp_auto (min/max args: 4/4)',
    'create_udp (min/max args: 4/4)',
  ],
  nio_bridge: [
    'list (min/max args: 0/0)',
    'remove_nio (min/max args: 2/2)',
    'add_nio (min/max args: 2/2)',
    'delete (min/max args: 1/1)',
    'rename (min/max args: 2/2)',
    'create (min/max args: 1/1)',
  ],
  ethsw: [
    'list (min/max args: 0/0)',
    'show_mac_addr_table (min/max args: 1/1)',
    'clear_mac_addr_table (min/max args: 1/1)',
    'set_dot1q_port (min/max args: 3/3)',
    'set_access_port (min/max args: 3/3)',
    'remove_nio (min/max args: 2/2)',
    'add_nio (min/max args: 2/2)',
    'delete (min/max args: 1/1)',
    'rename (min/max args: 2/2)',
    'create (min/max args: 1/1)',
  ],
  vm: [
    'list_con_ports (min/max args: 0/0)',
    'list (min/max args: 0/0)',
    'slot_remove_nio_binding (min/max args: 3/3)',
    'slot_add_nio_binding (min/max args: 4/4)',
    'slot_remove_binding (min/max args: 3/3)',
    'slot_add_binding (min/max args: 4/4)',
    'slot_nio_bindings (min/max args: 2/2)',
    'slot_bindings (min/max args: 1/1)',
    'set_aux_tcp_port (min/max args: 2/2)',
    'set_con_tcp_port (min/max args: 2/2)',
    'get_status (min/max args: 1/1)',
    'stop (min/max args: 1/1)',
    'start (min/max args: 1/1)',
    'delete (min/max args: 1/1)',
    'rename (min/max args: 2/2)',
    'create (min/max args: 3/3)',
  ],
};

/** The modules of these commands, in the order of Dynamips. */
const KNOWN_MODULES = ['vm', 'ethsw', 'nio_bridge', 'nio', 'hypervisor'];

/** A NIO and the socket of the test at its other end. */
interface Wire {
  readonly name: string;
  readonly port: number;
  readonly peer: DatagramPeer;
}

/** Creates UDP NIOs `n0`, `n1`… with a peer for each, and closes the peers afterwards. */
async function withWires(
  client: LineClient,
  count: number,
  work: (wires: readonly [Wire, Wire, ...Wire[]]) => Promise<void>,
): Promise<void> {
  const ports = await freePorts(2 * count);
  const wires: Wire[] = [];
  try {
    for (let index = 0; index < count; index++) {
      const [port, ownPort] = [ports[index] as number, ports[count + index] as number];
      const name = `n${index}`;
      wires.push({ name, port, peer: await DatagramPeer.open({ ownPort, nioPort: port }) });
      await client.must(`nio create_udp ${name} ${port} 127.0.0.1 ${ownPort}`);
    }
    await work(wires as [Wire, Wire, ...Wire[]]);
  } finally {
    for (const { peer } of wires) await peer.close();
  }
}

/** Waits until the counters of a NIO are these, and fails with what they are instead. */
async function expectCounters(client: LineClient, name: string, counters: string): Promise<void> {
  await expectReply(client, `nio get_stats ${name}`, [`100-${counters}`]);
}

/**
 * Repeats a question until the answer is as expected; what the datagrams of a test bring about takes a
 * moment.
 */
async function expectReply(client: LineClient, command: string, expected: readonly string[]): Promise<void> {
  const deadline = performance.now() + LIMIT_MS;
  for (;;) {
    const reply = await client.ask(command);
    if (reply.join() === expected.join()) return;
    if (performance.now() > deadline) expect(reply, command).to.deep.equal(expected);
    await delay(POLL_INTERVAL_MS);
  }
}

interface FrameContent {
  readonly to: string;
  readonly from: string;
  /** The VLAN of an 802.1Q tag. */
  readonly tag?: number;
  readonly text: string;
}

/** An Ethernet frame of type IPv4, as long as the shortest frame is. */
function frame({ to, from, tag, text }: FrameContent): Buffer {
  const tagBytes = tag === undefined ? '' : `8100${tag.toString(16).padStart(4, '0')}`;
  const header = Buffer.from(`${to}${from}`.replaceAll('.', '').concat(tagBytes, '0800'), 'hex');
  return Buffer.concat([header, Buffer.from(text.padEnd(46, '.'))]);
}

const BROADCAST = 'ffff.ffff.ffff';
const ALICE = '0011.2233.4455';
const BOB = '00aa.bbcc.dd01';

/** Whether a TCP connection to this port of the loopback is accepted. */
function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/**
 * Waits until nobody listens on this port. Dynamips closes the socket of a console while another of its
 * threads waits for connections to it, so that the kernel keeps it for some milliseconds.
 */
async function expectClosed(port: number): Promise<void> {
  const deadline = performance.now() + LIMIT_MS;
  while (await isListening(port)) {
    if (performance.now() > deadline) expect.fail(`port ${port} still answers`);
    await delay(POLL_INTERVAL_MS);
  }
}

/** What a console says first; the options of telnet that come with it are in it too. */
function consoleText(port: number, end: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect({ host: '127.0.0.1', port });
    const timer = setTimeout(
      () => socket.destroy(new Error(`${LIMIT_MS} ms without '${end}': ${JSON.stringify(text)}`)),
      LIMIT_MS,
    );
    socket.setEncoding('latin1');
    socket.once('error', reject);
    socket.once('close', () => {
      clearTimeout(timer);
      if (text.includes(end)) resolve(text);
      else reject(new Error(`the console closed after ${JSON.stringify(text)}`));
    });
    socket.on('data', (chunk: string) => {
      text += chunk;
      if (text.includes(end)) socket.destroy();
    });
  });
}

function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port }, () => resolve(server));
  });
}

/**
 * Creates a c7200 that can be started; Dynamips needs an IOS and little memory for that, the embedded one
 * nothing.
 */
async function createRouter(
  client: LineClient,
  { subject, directory, name, id }: { subject: Subject; directory: string; name: string; id: number },
): Promise<void> {
  await client.must(`vm create ${name} ${id} c7200`);
  if (!subject.isReal) return;
  const ios = await writeTinyIos(directory);
  await client.must(`vm set_ios ${name} ${ios}`, `vm set_ram ${name} 16`, `vm set_ram_mmap ${name} 0`);
  await client.must(`vm set_blk_direct_jump ${name} 0`);
}

describe('behaviour of Dynamips', () => {
  for (const subject of SUBJECTS) {
    describe(subject.name, () => {
      describeProtocol(subject);
      describeSockets(subject);
      describeBridges(subject);
      describeSwitches(subject);
      describeRouters(subject);
    });
  }

  if (HAS_DYNAMIPS) {
    it('save_config kills Dynamips 0.2.14 when there is a NIO bridge, which is why niostat refuses it', () =>
      withHypervisor({ start: startDynamips }, async ({ port, exited }) => {
        const client = await LineClient.connect(port);
        try {
          await client.must('nio_bridge create b');
          client.send('hypervisor save_config lab.txt\n');
          const answer = await client.reply().catch(() => undefined);
          expect(answer, 'this Dynamips survives save_config with a NIO bridge: the refusal can be lifted').to.equal(
            undefined,
          );
          expect(await exited).to.be.oneOf(['SIGSEGV', 'SIGBUS', 'SIGABRT']);
        } finally {
          client.close();
        }
      }));
  }
});

function describeProtocol(subject: Subject): void {
  it('tells its version', () =>
    withClient(subject, async (client) => {
      const reply = await client.ask('hypervisor version');
      expect(reply).to.have.lengthOf(1);
      expect(reply[0]).to.match(/^100-\d+\.\d+\.\d+/);
      expect(reply[0]?.startsWith(`100-${subject.version}`)).to.equal(true);
    }));

  it('lists the modules in the order of Dynamips', () =>
    withClient(subject, async (client) => {
      const reply = await client.ask('hypervisor module_list');
      expect(reply.at(-1)).to.equal('100-OK');
      expect(reply.map((line) => line.slice(4)).filter((name) => KNOWN_MODULES.includes(name))).to.deep.equal(
        KNOWN_MODULES,
      );
    }));

  for (const module of KNOWN_MODULES) {
    it(`lists the commands of ${module} in the order of Dynamips`, () =>
      withClient(subject, async (client) => {
        const known = KNOWN_COMMANDS[module] ?? [];
        const names = known.map((line) => line.split(' ')[0]);
        const reply = await client.ask(`hypervisor cmd_list ${module}`);
        expect(reply.pop()).to.equal('100-OK');
        const listed = reply.map((line) => line.replace(/^101 /, ''));
        expect(listed.filter((line) => names.includes(line.split(' ')[0]))).to.deep.equal(known);
      }));
  }

  it('answers several lines of one packet, in order', () =>
    withClient(subject, async (client) => {
      client.send('hypervisor parser_test a\r\nnio create_null n\nnosuch x\nnio list\n');
      expect(await client.reply()).to.deep.equal(['101 arg 0 (len 1): "a"', '100-OK']);
      expect(await client.reply()).to.deep.equal(["100-NIO 'n' created"]);
      expect(await client.reply()).to.deep.equal(["201-Unknown module 'nosuch'"]);
      expect(await client.reply()).to.deep.equal(['101 n', '100-OK']);
    }));

  it('waits for the rest of a line', () =>
    withHypervisor(subject, async ({ port }) => {
      const client = await LineClient.connect(port);
      const witness = await LineClient.connect(port);
      try {
        client.send('nio create_n');
        // A question on another connection lets the part arrive on its own.
        expect(await witness.ask('nio list')).to.deep.equal(['100-OK']);
        client.send('ull n');
        expect(await witness.ask('nio list')).to.deep.equal(['100-OK']);
        client.send('\n');
        expect(await client.reply()).to.deep.equal(["100-NIO 'n' created"]);
      } finally {
        client.close();
        witness.close();
      }
    }));

  it('shows the same objects to all clients', () =>
    withHypervisor(subject, async ({ port }) => {
      const first = await LineClient.connect(port);
      const second = await LineClient.connect(port);
      try {
        await first.must('nio create_null n', 'nio_bridge create b');
        expect(await second.ask('nio list')).to.deep.equal(['101 n', '100-OK']);
        expect(await second.ask('nio_bridge add_nio b n')).to.deep.equal(["100-NIO 'n' bound."]);
        expect(await first.ask('nio delete n')).to.deep.equal(["207-unable to delete NIO 'n'"]);
        first.close();
        expect(await second.ask('nio list')).to.deep.equal(['101 n', '100-OK']);
      } finally {
        first.close();
        second.close();
      }
    }));

  it('serves eight clients at once, each in the order of its commands', () =>
    withHypervisor(subject, async ({ port }) => {
      const clients = await Promise.all(Array.from({ length: 8 }, () => LineClient.connect(port)));
      try {
        const names = clients.map((_, client) => Array.from({ length: 20 }, (_, index) => `c${client}-${index}`));
        await Promise.all(
          clients.map(async (client, index) => {
            for (const name of names[index] ?? []) client.send(`nio create_null ${name}\n`);
            for (const name of names[index] ?? []) {
              expect(await client.reply()).to.deep.equal([`100-NIO '${name}' created`]);
            }
          }),
        );
        const list = (await clients[0]?.ask('nio list')) ?? [];
        expect(list.pop()).to.equal('100-OK');
        expect(list).to.have.members(names.flat().map((name) => `101 ${name}`));
      } finally {
        for (const client of clients) client.close();
      }
    }));

  it('stops: answers, ends the connection and listens no more', () =>
    withClient(subject, async (client, { port }) => {
      expect(await client.ask('hypervisor stop')).to.deep.equal(['100-OK']);
      expect(await client.ended()).to.equal('');
      await expectClosed(port);
    }));

  it('saves NIOs and VMs, the newest first, over what the file held', () =>
    withClient(subject, async (client, { workingDirectory }) => {
      const [a, b, auto, remote] = (await freePorts(4)) as [number, number, number, number];
      const file = join(workingDirectory, 'lab.txt');
      await writeFile(file, 'nio create_null old\n'.repeat(100));
      await client.must(
        `nio create_udp a ${a} 127.0.0.1 ${b}`,
        `nio create_udp b ${b} localhost ${a}`,
        'nio create_null n',
        `nio create_udp_auto auto 127.0.0.1 ${auto} ${auto}`,
        `nio connect_udp_auto auto 127.0.0.1 ${remote}`,
        'nio create_null "c d"',
        'vm create R1 1 c7200',
        'vm set_con_tcp_port R1 2001',
        'vm set_aux_tcp_port R1 2101',
        'vm slot_add_binding R1 1 0 PA-4E',
        'vm slot_add_nio_binding R1 1 2 n',
        'hypervisor save_config lab.txt',
      );
      const lines = (await readFile(file, 'latin1')).split('\n');
      expect(lines.filter((line) => line.startsWith('nio '))).to.deep.equal([
        'nio create_null c d',
        `nio create_udp auto ${auto} 127.0.0.1 ${remote}`,
        'nio create_null n',
        `nio create_udp b ${b} localhost ${a}`,
        `nio create_udp a ${a} 127.0.0.1 ${b}`,
      ]);
      expect(lines).to.include.members([
        'vm create R1 1 c7200',
        'vm set_con_tcp_port R1 2001',
        'vm set_aux_tcp_port R1 2101',
        'vm add_slot_binding R1 1 0 PA-4E',
        'vm add_nio_binding R1 1 2 n',
      ]);
    }));
}

function describeSockets(subject: Subject): void {
  if (subject.generation === 'before-0.2.18') {
    it('two hypervisors with the same base: the second is refused, the first hears itself', () =>
      withPair(subject, async ({ a, b, port }) => {
        await withWires(a, 1, async ([injector]) => {
          await a.must(`nio create_udp link ${port} 127.0.0.1 ${port}`, 'nio_bridge create br');
          await a.must('nio_bridge add_nio br link', 'nio_bridge add_nio br n0');
          expect(await b.ask(`nio create_udp link ${port} 127.0.0.1 ${port}`)).to.deep.equal([
            '206-unable to create UDP NIO',
          ]);
          await injector.peer.send(Buffer.from('hello'));
          expect((await injector.peer.next()).toString()).to.equal('hello');
          await expectCounters(a, 'link', '1 1 5 5');
          await expectCounters(a, 'n0', '1 1 5 5');
        });
      }));
  } else {
    it('two hypervisors with the same base: both succeed, and the one that connected last hears everything', () =>
      withPair(subject, async ({ a, b, port }) => {
        await withWires(a, 1, async ([fromA]) => {
          await a.must(`nio create_udp link ${port} 127.0.0.1 ${port}`, 'nio_bridge create br');
          await a.must('nio_bridge add_nio br link', 'nio_bridge add_nio br n0');
          await withWires(b, 1, async ([fromB]) => {
            await b.must(`nio create_udp link ${port} 127.0.0.1 ${port}`, 'nio_bridge create br');
            await b.must('nio_bridge add_nio br link', 'nio_bridge add_nio br n0');
            await fromA.peer.send(Buffer.from('hello'));
            expect((await fromB.peer.next()).toString()).to.equal('hello');
            await fromB.peer.send(Buffer.from('answer'));
            expect((await fromB.peer.next()).toString()).to.equal('answer');
            await expectCounters(a, 'link', '0 1 0 5');
            await expectCounters(b, 'link', '2 1 11 6');
            await expectCounters(a, 'n0', '1 0 5 0');
          });
        });
      }));
  }

  it('a NIO takes datagrams of its peer only', () =>
    withClient(subject, async (client) => {
      await withWires(client, 2, async ([near, far]) => {
        await client.must('nio_bridge create b', 'nio_bridge add_nio b n0', 'nio_bridge add_nio b n1');
        const [strangerPort] = (await freePorts(1)) as [number];
        const stranger = await DatagramPeer.open({ ownPort: strangerPort, nioPort: near.port });
        try {
          await stranger.send(Buffer.from('stranger'));
          await near.peer.send(Buffer.from('peer'));
          expect((await far.peer.next()).toString()).to.equal('peer');
          await expectCounters(client, 'n0', '1 0 4 0');
        } finally {
          await stranger.close();
        }
      });
    }));

  it('a port above 65535 wraps around', () =>
    withClient(subject, async (client) => {
      const [port] = (await freePorts(1)) as [number];
      const plan = { reuse: false, localPort: port, remoteHost: '127.0.0.1', remotePort: 9 };
      await client.must(`nio create_udp n ${65_536 + port} 127.0.0.1 9`);
      expect(await openLikeDynamips(plan), 'EADDRINUSE').to.equal(undefined);
      await client.must('nio delete n');
      const socket = await openLikeDynamips(plan);
      expect(socket).not.to.equal(undefined);
      await closeAll([socket]);
    }));

  it('create_udp is refused a port that a program without SO_REUSEADDR holds', () =>
    withClient(subject, async (client) => {
      const [port] = (await freePorts(1)) as [number];
      const holder = await openLikeDynamips({
        reuse: false,
        localPort: port,
        remoteHost: '127.0.0.1',
        remotePort: 9,
      });
      try {
        expect(await client.ask(`nio create_udp n ${port} 127.0.0.1 9`)).to.deep.equal([
          '206-unable to create UDP NIO',
        ]);
      } finally {
        await closeAll([holder]);
      }
    }));

  it('create_udp_auto skips a port that a program holds', () =>
    withClient(subject, async (client) => {
      const [first, second, third] = (await freePorts(3)) as [number, number, number];
      const holder = await openLikeDynamips({
        reuse: false,
        localPort: first,
        remoteHost: '127.0.0.1',
        remotePort: 9,
      });
      try {
        expect(await client.ask(`nio create_udp_auto a 127.0.0.1 ${first} ${third}`)).to.deep.equal([`100-${second}`]);
        expect(await client.ask(`nio create_udp_auto b 127.0.0.1 ${first} ${third}`)).to.deep.equal([`100-${third}`]);
        expect(await client.ask(`nio create_udp_auto c 127.0.0.1 ${first} ${third}`)).to.deep.equal([
          '206-unable to create UDP Auto NIO',
        ]);
      } finally {
        await closeAll([holder]);
      }
    }));

  it('a NIO of create_udp_auto carries frames once it is connected', () =>
    withClient(subject, async (client) => {
      await withWires(client, 2, async ([near]) => {
        const [port, ownPort] = (await freePorts(2)) as [number, number];
        const far = await DatagramPeer.open({ ownPort, nioPort: port });
        try {
          await client.must(`nio create_udp_auto auto 127.0.0.1 ${port} ${port}`, 'nio_bridge create b');
          await client.must(`nio connect_udp_auto auto 127.0.0.1 ${ownPort}`);
          await client.must('nio_bridge add_nio b n0', 'nio_bridge add_nio b auto');
          await near.peer.send(Buffer.from('there'));
          expect((await far.next()).toString()).to.equal('there');
          await far.send(Buffer.from('and back'));
          expect((await near.peer.next()).toString()).to.equal('and back');
        } finally {
          await far.close();
        }
      });
    }));
}

/** Two hypervisors of one kind, and a port that both will want for the first link between them. */
async function withPair(
  subject: Subject,
  work: (pair: { a: LineClient; b: LineClient; port: number }) => Promise<void>,
): Promise<void> {
  const [port] = (await freePorts(1)) as [number];
  await withClient(subject, (a) => withClient(subject, (b) => work({ a, b, port })));
}

function describeBridges(subject: Subject): void {
  it('a bridge repeats what comes in on all other NIOs, unchanged', () =>
    withClient(subject, async (client) => {
      await withWires(client, 3, async (wires) => {
        await client.must('nio_bridge create b', ...wires.map(({ name }) => `nio_bridge add_nio b ${name}`));
        const content = Buffer.from(Array.from({ length: 1500 }, (_, index) => (index * 7) % 256));
        for (const sender of wires) {
          await sender.peer.send(Buffer.concat([Buffer.from(sender.name), content]));
          for (const receiver of wires.filter((wire) => wire !== sender)) {
            const arrived = await receiver.peer.next();
            expect(arrived.subarray(0, 2).toString(), `at ${receiver.name}`).to.equal(sender.name);
            expect(arrived.subarray(2).equals(content), `at ${receiver.name}`).to.equal(true);
          }
        }
        // Had a sender got its own frame back, there would be a third one.
        for (const { name } of wires) await expectCounters(client, name, '1 2 1502 3004');
      });
    }));

  it('counters count packets and bytes, in and out, until they are reset', () =>
    withClient(subject, async (client) => {
      await withWires(client, 2, async ([near, far]) => {
        await client.must('nio_bridge create b', 'nio_bridge add_nio b n0', 'nio_bridge add_nio b n1');
        await near.peer.send(Buffer.from('12345'));
        await near.peer.send(Buffer.from('1234567'));
        await far.peer.send(Buffer.from('123'));
        await expectCounters(client, 'n0', '2 1 12 3');
        await expectCounters(client, 'n1', '1 2 3 12');
        await client.must('nio reset_stats n0');
        await expectCounters(client, 'n0', '0 0 0 0');
        await expectCounters(client, 'n1', '1 2 3 12');
      });
    }));

  it('an empty datagram is passed on to nobody', () =>
    withClient(subject, async (client) => {
      await withWires(client, 2, async ([near, far]) => {
        await client.must('nio_bridge create b', 'nio_bridge add_nio b n0', 'nio_bridge add_nio b n1');
        await near.peer.send(Buffer.alloc(0));
        await near.peer.send(Buffer.from('x'));
        expect((await far.peer.next()).toString()).to.equal('x');
        await expectCounters(client, 'n0', '1 0 1 0');
      });
    }));

  it('a NIO counts nothing while nothing reads it', () =>
    withClient(subject, async (client) => {
      await withWires(client, 3, async (wires) => {
        const [idle, near, far] = wires as [Wire, Wire, Wire];
        await client.must('nio_bridge create b', 'nio_bridge add_nio b n1', 'nio_bridge add_nio b n2');
        await idle.peer.send(Buffer.from('nobody reads this'));
        await near.peer.send(Buffer.from('read'));
        expect((await far.peer.next()).toString()).to.equal('read');
        expect(await client.ask('nio get_stats n0')).to.deep.equal(['100-0 0 0 0']);
      });
    }));

  it('what has come to a NIO while nothing read it is carried on when something does', () =>
    withClient(subject, async (client) => {
      await withWires(client, 2, async ([near, far]) => {
        await client.must('nio_bridge create b', 'nio_bridge add_nio b n1');
        await near.peer.send(Buffer.from('first'));
        await near.peer.send(Buffer.from('second'));
        await client.must('nio_bridge add_nio b n0');
        expect((await far.peer.next()).toString()).to.equal('first');
        expect((await far.peer.next()).toString()).to.equal('second');
        await expectCounters(client, 'n0', '2 0 11 0');
      });
    }));

  it('a NIO that was taken out of its bridge carries nothing any more', () =>
    withClient(subject, async (client) => {
      await withWires(client, 3, async (wires) => {
        const [near, middle, far] = wires as [Wire, Wire, Wire];
        await client.must('nio_bridge create b', ...wires.map(({ name }) => `nio_bridge add_nio b ${name}`));
        await client.must('nio_bridge remove_nio b n1');
        await middle.peer.send(Buffer.from('lost'));
        await near.peer.send(Buffer.from('kept'));
        expect((await far.peer.next()).toString()).to.equal('kept');
        await expectCounters(client, 'n1', '0 0 0 0');
        await expectCounters(client, 'n2', '0 1 0 4');
      });
    }));
}

function describeSwitches(subject: Subject): void {
  it('a switch floods what it does not know, and learns who is where', () =>
    withClient(subject, async (client) => {
      await withWires(client, 3, async (wires) => {
        const [alice, bob, other] = wires as [Wire, Wire, Wire];
        await client.must('ethsw create s');
        for (const { name } of wires) {
          await client.must(`ethsw add_nio s ${name}`, `ethsw set_access_port s ${name} 1`);
        }
        const question = frame({ to: BOB, from: ALICE, text: 'question' });
        await alice.peer.send(question);
        expect((await bob.peer.next()).equals(question)).to.equal(true);
        expect((await other.peer.next()).equals(question)).to.equal(true);
        expect(await client.ask('ethsw show_mac_addr_table s')).to.deep.equal([`101 ${ALICE}  1  n0`, '100-OK']);

        const answer = frame({ to: ALICE, from: BOB, text: 'answer' });
        await bob.peer.send(answer);
        expect((await alice.peer.next()).equals(answer)).to.equal(true);
        await alice.peer.send(question);
        expect((await bob.peer.next()).equals(question)).to.equal(true);
        await expectCounters(client, 'n2', '0 1 0 60');
        const table = await client.ask('ethsw show_mac_addr_table s');
        expect(table.pop()).to.equal('100-OK');
        expect(table).to.have.members([`101 ${ALICE}  1  n0`, `101 ${BOB}  1  n1`]);
      });
    }));

  it('a switch forgets when its table is cleared, and whom it knew at a port that goes', () =>
    withClient(subject, async (client) => {
      await withWires(client, 3, async (wires) => {
        const [alice, bob, other] = wires as [Wire, Wire, Wire];
        await client.must('ethsw create s', ...wires.map(({ name }) => `ethsw add_nio s ${name}`));
        const hello = frame({ to: BROADCAST, from: ALICE, text: 'hello' });
        await alice.peer.send(hello);
        for (const { peer } of [bob, other]) expect((await peer.next()).equals(hello)).to.equal(true);
        await client.must('ethsw clear_mac_addr_table s');
        expect(await client.ask('ethsw show_mac_addr_table s')).to.deep.equal(['100-OK']);
        const answer = frame({ to: ALICE, from: BOB, text: 'answer' });
        await bob.peer.send(answer);
        for (const { peer } of [alice, other]) expect((await peer.next()).equals(answer)).to.equal(true);
        expect(await client.ask('ethsw show_mac_addr_table s')).to.deep.equal([`101 ${BOB}  1  n1`, '100-OK']);
        await client.must('ethsw remove_nio s n1');
        expect(await client.ask('ethsw show_mac_addr_table s')).to.deep.equal(['100-OK']);
      });
    }));

  it('a switch has one place for several addresses, and the last one to speak takes it', () =>
    withClient(subject, async (client) => {
      await withWires(client, 3, async (wires) => {
        const [first, second, third] = wires as [Wire, Wire, Wire];
        await client.must('ethsw create s', ...wires.map(({ name }) => `ethsw add_nio s ${name}`));
        await client.must('ethsw set_access_port s n1 2', 'ethsw set_access_port s n2 2');
        // In VLAN 1 and in VLAN 2 these two come to the same place.
        await first.peer.send(frame({ to: BROADCAST, from: '0011.2233.4401', text: 'first' }));
        await expectReply(client, 'ethsw show_mac_addr_table s', ['101 0011.2233.4401  1  n0', '100-OK']);
        await second.peer.send(frame({ to: BROADCAST, from: '0011.2233.4402', text: 'second' }));
        await third.peer.next();
        expect(await client.ask('ethsw show_mac_addr_table s')).to.deep.equal(['101 0011.2233.4402  2  n1', '100-OK']);
        // The table is listed by place, and not by time.
        await third.peer.send(frame({ to: BROADCAST, from: '0011.2233.4403', text: 'third' }));
        await second.peer.next();
        await first.peer.send(frame({ to: BROADCAST, from: '0011.2233.4403', text: 'fourth' }));
        await expectReply(client, 'ethsw show_mac_addr_table s', [
          '101 0011.2233.4403  1  n0',
          '101 0011.2233.4402  2  n1',
          '101 0011.2233.4403  2  n2',
          '100-OK',
        ]);
      });
    }));

  it('a switch takes 64 NIOs and no more', () =>
    withClient(subject, async (client) => {
      await client.must('ethsw create s');
      for (let index = 1; index <= 65; index++) await client.must(`nio create_null n${index}`);
      for (let index = 1; index <= 64; index++) await client.must(`ethsw add_nio s n${index}`);
      expect(await client.ask('ethsw add_nio s n65')).to.deep.equal(["205-unable to bind NIO 'n65' to switch 's'"]);
    }));

  it('a switch keeps VLANs apart, tags frames on a trunk and takes the tags off again', () =>
    withClient(subject, async (client) => {
      await withWires(client, 4, async (wires) => {
        const [one, alsoOne, two, trunk] = wires as [Wire, Wire, Wire, Wire];
        await client.must('ethsw create s', ...wires.map(({ name }) => `ethsw add_nio s ${name}`));
        await client.must('ethsw set_access_port s n0 1', 'ethsw set_access_port s n1 1');
        await client.must('ethsw set_access_port s n2 2', 'ethsw set_dot1q_port s n3 1');

        // The native VLAN goes over the trunk without a tag.
        const plain = frame({ to: BROADCAST, from: ALICE, text: 'in VLAN 1' });
        await one.peer.send(plain);
        for (const { peer } of [alsoOne, trunk]) expect((await peer.next()).equals(plain)).to.equal(true);

        // Another VLAN goes over it with one.
        const inTwo = { to: BROADCAST, from: BOB, text: 'in VLAN 2' };
        await two.peer.send(frame(inTwo));
        expect((await trunk.peer.next()).equals(frame({ ...inTwo, tag: 2 }))).to.equal(true);

        // The way back: with a tag into its VLAN, without one into the native VLAN.
        const fromTrunk = { to: BROADCAST, from: '00cc.ddee.0102', text: 'from the trunk' };
        await trunk.peer.send(frame({ ...fromTrunk, tag: 2 }));
        expect((await two.peer.next()).equals(frame(fromTrunk))).to.equal(true);
        await trunk.peer.send(frame(fromTrunk));
        for (const { peer } of [one, alsoOne]) expect((await peer.next()).equals(frame(fromTrunk))).to.equal(true);

        await expectCounters(client, 'n0', '1 1 60 60');
        await expectCounters(client, 'n1', '0 2 0 120');
        await expectCounters(client, 'n2', '1 1 60 60');
        await expectCounters(client, 'n3', '2 2 124 124');
        const table = await client.ask('ethsw show_mac_addr_table s');
        expect(table).to.include.members([`101 ${ALICE}  1  n0`, `101 ${BOB}  2  n2`]);
      });
    }));
}

function describeRouters(subject: Subject): void {
  const routerOf = (hypervisor: RunningHypervisor, name: string, id: number) => ({
    subject,
    directory: hypervisor.workingDirectory,
    name,
    id,
  });

  it('a VM that starts listens on its console and AUX ports and greets', () =>
    withClient(subject, async (client, hypervisor) => {
      const [consolePort, auxPort] = [await freeTcpPort(), await freeTcpPort()];
      await createRouter(client, routerOf(hypervisor, 'R1', 1));
      await client.must(`vm set_con_tcp_port R1 ${consolePort}`, `vm set_aux_tcp_port R1 ${auxPort}`);
      expect(await isListening(consolePort)).to.equal(false);
      expect(await client.ask('vm start R1')).to.deep.equal(["100-VM 'R1' started"]);
      expect(await client.ask('vm get_status R1')).to.deep.equal(['100-2']);
      expect(await client.ask('vm list_con_ports')).to.deep.equal([`101 R1 (${consolePort})`, '100-OK']);
      for (const port of [consolePort, auxPort]) {
        expect(await consoleText(port, 'type c7200)')).to.match(/Connected to .*VM "R1" \(ID 1, type c7200\)/);
      }
    }));

  it('a VM without a console port starts with a warning', () =>
    withClient(subject, async (client, hypervisor) => {
      await createRouter(client, routerOf(hypervisor, 'R3', 3));
      expect(await client.ask('vm start R3')).to.deep.equal([
        "101 Warning: no console port defined for VM 'R3'",
        "100-VM 'R3' started",
      ]);
      expect(await client.ask('vm get_status R3')).to.deep.equal(['100-2']);
      expect(await client.ask('vm list_con_ports')).to.deep.equal(['100-OK']);
    }));

  it('a VM that is started twice says twice that it has started', () =>
    withClient(subject, async (client, hypervisor) => {
      const port = await freeTcpPort();
      await createRouter(client, routerOf(hypervisor, 'R1', 1));
      await client.must(`vm set_con_tcp_port R1 ${port}`);
      expect(await client.ask('vm start R1')).to.deep.equal(["100-VM 'R1' started"]);
      expect(await client.ask('vm start R1')).to.deep.equal(["100-VM 'R1' started"]);
      expect(await client.ask('vm get_status R1')).to.deep.equal(['100-2']);
      expect(await isListening(port)).to.equal(true);
    }));

  it('a VM that is stopped listens no more, keeps its console port and can be started again', () =>
    withClient(subject, async (client, hypervisor) => {
      const port = await freeTcpPort();
      await createRouter(client, routerOf(hypervisor, 'R1', 1));
      await client.must(`vm set_con_tcp_port R1 ${port}`, 'vm start R1');
      expect(await isListening(port)).to.equal(true);
      expect(await client.ask('vm stop R1')).to.deep.equal(["100-VM 'R1' stopped"]);
      expect(await client.ask('vm get_status R1')).to.deep.equal(['100-0']);
      expect(await client.ask('vm list_con_ports')).to.deep.equal([`101 R1 (${port})`, '100-OK']);
      await expectClosed(port);
      expect(await client.ask('vm start R1')).to.deep.equal(["100-VM 'R1' started"]);
      expect(await client.ask('vm get_status R1')).to.deep.equal(['100-2']);
      expect(await isListening(port)).to.equal(true);
    }));

  it('a VM that runs can be deleted', () =>
    withClient(subject, async (client, hypervisor) => {
      const port = await freeTcpPort();
      await createRouter(client, routerOf(hypervisor, 'R1', 1));
      await client.must(`vm set_con_tcp_port R1 ${port}`, 'vm start R1');
      expect(await client.ask('vm delete R1')).to.deep.equal(["100-VM 'R1' deleted"]);
      expect(await client.ask('vm list')).to.deep.equal(['100-OK']);
      await expectClosed(port);
    }));

  it('reset takes VMs that run too', () =>
    withClient(subject, async (client, hypervisor) => {
      const port = await freeTcpPort();
      await createRouter(client, routerOf(hypervisor, 'R1', 1));
      await client.must(`vm set_con_tcp_port R1 ${port}`, 'vm start R1');
      expect(await client.ask('hypervisor reset')).to.deep.equal(['100-OK']);
      expect(await client.ask('vm list')).to.deep.equal(['100-OK']);
      await expectClosed(port);
    }));

  it('a console port that is taken is not missed: the VM starts, lists it, and does not listen', () =>
    withClient(subject, async (client, hypervisor) => {
      const port = await freeTcpPort();
      const holder = await listen(port);
      try {
        await createRouter(client, routerOf(hypervisor, 'R1', 1));
        await client.must(`vm set_con_tcp_port R1 ${port}`);
        expect(await client.ask('vm start R1')).to.deep.equal(["100-VM 'R1' started"]);
        expect(await client.ask('vm get_status R1')).to.deep.equal(['100-2']);
        expect(await client.ask('vm list_con_ports')).to.deep.equal([`101 R1 (${port})`, '100-OK']);
      } finally {
        await new Promise<void>((resolve) => {
          holder.close(() => resolve());
        });
      }
      // With the holder gone, another listener would answer.
      expect(await isListening(port)).to.equal(false);
    }));

  it('two VMs with one console port: the second has none', () =>
    withClient(subject, async (client, hypervisor) => {
      const port = await freeTcpPort();
      for (const [name, id] of [
        ['R1', 1],
        ['R2', 2],
      ] as const) {
        await createRouter(client, routerOf(hypervisor, name, id));
        await client.must(`vm set_con_tcp_port ${name} ${port}`);
        expect(await client.ask(`vm start ${name}`)).to.deep.equal([`100-VM '${name}' started`]);
      }
      expect(await client.ask('vm list_con_ports')).to.deep.equal([`101 R2 (${port})`, `101 R1 (${port})`, '100-OK']);
      expect(await consoleText(port, 'type c7200)')).to.include('VM "R1"');
    }));
}
