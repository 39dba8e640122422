import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import { answer } from '../../src/world/hypervisor/embedded/command-table.ts';
import { EmbeddedHypervisor } from '../../src/world/hypervisor/embedded/embedded-hypervisor.ts';
import { emptyRegistries, type Objects, reset } from '../../src/world/hypervisor/embedded/objects.ts';
import { WorkingDirectory } from '../../src/world/hypervisor/embedded/working-directory.ts';
import { encodeReply, ReplyDecoder, ReplyError } from '../../src/world/hypervisor/reply.ts';
import { RequestDecoder } from '../../src/world/hypervisor/request.ts';
import { type FoundAddress, lookUpName } from '../../src/world/network/look-up-name.ts';
import { fc } from '../support/property.ts';
import { freePorts } from '../support/real-sockets.ts';

/** Byte strings that each side gets, and how many of them one run of a property takes. */
const INPUT_COUNT = 100_000;
const INPUTS_PER_RUN = 20;
const RUNS = { numRuns: INPUT_COUNT / INPUTS_PER_RUN };

/** Runs whose inputs go over TCP. */
const TCP_RUNS = { numRuns: 250 };

const LINE_FEED = 0x0a;

/** The ports that fuzzed commands may name. */
const PORT_COUNT = 64;
const [FIRST_PORT = 0] = await freePorts(PORT_COUNT);

/** What is written outside of the working directory would be here. */
let outside = '';
let inside = '';

/**
 * Commands of all modules but `hypervisor close` and `stop`, which end the connection; `%` and a letter is a
 * parameter.
 */
const COMMANDS = [
  'hypervisor version',
  'hypervisor parser_test %n %n',
  'hypervisor module_list',
  'hypervisor cmd_list nio',
  'hypervisor working_dir %f',
  'hypervisor save_config %f',
  'hypervisor reset',
  'nio create_udp %n %p %h %p',
  'nio create_udp %n %p %h %p',
  'nio create_udp_auto %n %h %p %p',
  'nio connect_udp_auto %n %h %p',
  'nio create_null %n',
  'nio rename %n %n',
  'nio delete %n',
  'nio get_stats %n',
  'nio reset_stats %n',
  'nio list',
  'nio_bridge create %n',
  'nio_bridge rename %n %n',
  'nio_bridge delete %n',
  'nio_bridge add_nio %n %n',
  'nio_bridge remove_nio %n %n',
  'nio_bridge list',
  'ethsw create %n',
  'ethsw rename %n %n',
  'ethsw delete %n',
  'ethsw add_nio %n %n',
  'ethsw remove_nio %n %n',
  'ethsw set_access_port %n %n %s',
  'ethsw set_dot1q_port %n %n %s',
  'ethsw clear_mac_addr_table %n',
  'ethsw show_mac_addr_table %n',
  'ethsw list',
  'vm create %n %s %m',
  'vm rename %n %n',
  'vm delete %n',
  'vm start %n',
  'vm stop %n',
  'vm get_status %n',
  'vm set_con_tcp_port %n %p',
  'vm set_aux_tcp_port %n %p',
  'vm slot_bindings %n',
  'vm slot_nio_bindings %n %s',
  'vm slot_add_binding %n %s 0 %c',
  'vm slot_remove_binding %n %s 0',
  'vm slot_add_nio_binding %n %s %s %n',
  'vm slot_remove_nio_binding %n %s %s',
  'vm list',
  'vm list_con_ports',
] as const;

/** Values of the parameters. Few names, so that commands often meet objects that exist. */
const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  n: ['a', 'a', 'b', 'a', 'b', 'c', '"x y"', 'é', '__proto__'],
  p: ['1', '2', '3', '70000', '-5', '0', 'abc'],
  s: ['0', '1', '2', '1', '-1', '99999999999', 'x'],
  h: ['127.0.0.1', '127.0.0.1', 'localhost', '::1', '*', 'nosuch'],
  m: ['c7200', 'c3745', 'c1700', 'c9999'],
  c: ['PA-4T+', 'NM-4T', 'constructor'],
  f: ['f', 'down', 'down/f', '..', '.', '../escaped', 'down/../../escaped', '{outside}/escaped', '"a b"'],
};

/** A line of Dynamips' answers, for the side of the client. */
const REPLY_LINES = [
  '100-OK\r\n',
  '100-0.2.14-amd64\r\n',
  "100-NIO 'n0' created\r\n",
  '101 nio0\r\n',
  '101 é (2001)\r\n',
  '101 arg 0 (len 1): "a"\r\n',
  '206-unable to create UDP NIO\r\n',
  "208-unable to find object 'nosuch'\r\n",
] as const;

/** A change of some bytes, at a place that is counted round the text. */
interface Mutation {
  readonly kind: 'set' | 'insert' | 'remove' | 'repeat' | 'cut';
  readonly place: number;
  readonly byte: number;
}

const bytesThatMean = [...Buffer.from('\n\r\0\t "#!-\\100 \x7f\x80\xff\xc3', 'latin1')];

const mutations: fc.Arbitrary<Mutation[]> = fc.array(
  fc.record({
    kind: fc.constantFrom('set', 'insert', 'remove', 'repeat', 'cut'),
    place: fc.nat(1000),
    byte: fc.oneof(fc.constantFrom(...bytesThatMean), fc.nat(255)),
  }),
  { maxLength: 4 },
);

function mutate(bytes: Buffer, { kind, place, byte }: Mutation): Buffer {
  const at = place % (bytes.length + 1);
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
  if (kind === 'set') return Buffer.concat([before, Buffer.of(byte), after.subarray(1)]);
  if (kind === 'insert') return Buffer.concat([before, Buffer.of(byte), after]);
  if (kind === 'remove') return Buffer.concat([before, after.subarray(1 + (byte % 8))]);
  if (kind === 'repeat') return Buffer.concat([bytes, after.subarray(0, byte)]);
  return before;
}

/** Bytes, either anything or a transcript that has been tampered with. */
function inputs(line: fc.Arbitrary<string>): fc.Arbitrary<Buffer> {
  const transcript = fc
    .tuple(fc.array(line, { minLength: 1, maxLength: 5 }), mutations)
    .map(([lines, changes]) => changes.reduce(mutate, Buffer.from(lines.join(''))));
  const anything = fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    fc.array(fc.constantFrom(...bytesThatMean), { maxLength: 40 }).map((bytes) => Uint8Array.from(bytes)),
  );
  return fc.oneof({ arbitrary: transcript, weight: 2 }, { arbitrary: anything.map(Buffer.from), weight: 1 });
}

const command = fc
  .tuple(fc.constantFrom(...COMMANDS), fc.array(fc.nat(255), { minLength: 5, maxLength: 5 }))
  .map(([template, choices]) => {
    let next = 0;
    const filled = template.replaceAll(/%(\w)/g, (_, kind: string) => {
      const values = PARAMETERS[kind] ?? [];
      return values[(choices[next++] ?? 0) % values.length] ?? '';
    });
    return `${filled}\n`;
  });

const requestInputs = fc.array(inputs(command), { minLength: INPUTS_PER_RUN, maxLength: INPUTS_PER_RUN });

const replyInputs = fc.array(fc.tuple(inputs(fc.constantFrom(...REPLY_LINES)), fc.nat(100)), {
  minLength: INPUTS_PER_RUN,
  maxLength: INPUTS_PER_RUN,
});

/** Something of each kind, so that most commands have something to work on. */
const PREAMBLE = Buffer.from(`nio create_null a
nio create_udp b 1 127.0.0.1 2
nio create_null c
nio_bridge create a
nio_bridge add_nio a c
ethsw create a
ethsw add_nio a a
vm create a 1 c7200
vm slot_add_binding a 1 0 PA-4T+
vm slot_add_nio_binding a 1 1 b
vm set_con_tcp_port a 3
`);

/**
 * Makes one input of several, sets the directories in, and moves every port that a command names into our
 * range.
 */
function harmless(several: readonly Buffer[]): Buffer {
  const lines = Buffer.concat([PREAMBLE, ...several])
    .toString('latin1')
    .replaceAll('{outside}', outside)
    .split('\n');
  return Buffer.from(lines.map((line) => (/udp|tcp_port/.test(line) ? withOurPorts(line) : line)).join('\n'), 'latin1');
}

/**
 * Every number of a line becomes one of our ports: as it is, or too large or negative, so that it comes round
 * to it.
 */
function withOurPorts(line: string): string {
  return line.replaceAll(/127\.0\.0\.1|-?\d+/g, (text) => {
    if (text === '127.0.0.1') return text;
    const number = Number(text);
    const port = FIRST_PORT + (Math.abs(number) % PORT_COUNT);
    if (number < 0) return String(port - 65_536);
    return String(number >= 65_536 ? port + 65_536 : port);
  });
}

function countLineFeeds(bytes: Uint8Array): number {
  let count = 0;
  for (const byte of bytes) if (byte === LINE_FEED) count++;
  return count;
}

/** How many replies a text of a hypervisor has; each of its lines must be one of the protocol. */
function countReplies(text: string): number {
  if (text === '') return 0;
  expect(text.endsWith('\r\n'), 'ends with a line').to.equal(true);
  const lines = text.slice(0, -2).split('\n');
  for (const line of lines) expect(line).to.match(/^(10[0-2]|20\d|21[0-5])[- ]/);
  return lines.filter((line) => line[3] === '-').length;
}

/** Sends bytes over a connection of their own, and returns all that comes back. */
async function overTcp(port: number, bytes: Buffer): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true });
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.end(bytes);
  await once(socket, 'close');
  return Buffer.concat(chunks).toString('utf8');
}

/** How many sockets and servers this process has open, by kind. */
function openHandles(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const kind of process.getActiveResourcesInfo()) {
    if (/UDP|TCP/.test(kind)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}

/**
 * Kinds of handles of which there are more than before. A handle is off the list a turn after it has been
 * closed.
 */
async function handlesLeft(before: ReadonlyMap<string, number>): Promise<string[]> {
  let left: string[] = [];
  for (let turn = 0; turn < 10; turn++) {
    left = [...openHandles()].filter(([kind, count]) => count > (before.get(kind) ?? 0)).map(([kind]) => kind);
    if (left.length === 0) break;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return left;
}

/** Bytes in use after everything that is garbage has been collected. */
function memoryInUse(collect: () => void): number {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/**
 * Fuzzed names are nonsense, and nobody's name server should be asked for it; addresses stay on the loopback.
 */
async function lookup(host: string): Promise<readonly FoundAddress[]> {
  const address = host === 'localhost' ? '127.0.0.1' : host;
  if (!/^(127\.|::1$|0\.0\.0\.0$)/.test(address) || isIP(address) === 0) throw new Error('ENOTFOUND');
  return [{ address, family: isIP(address) }];
}

async function startEmbedded(): Promise<EmbeddedHypervisor> {
  const address = { host: '127.0.0.1', port: 0 };
  return EmbeddedHypervisor.start({ ...address, version: '0.2.24', workingDirectory: inside, lookup });
}

describe('hypervisor fuzz', () => {
  let handlesBefore: ReadonlyMap<string, number> = new Map();

  before(async () => {
    outside = await mkdtemp(join(tmpdir(), 'niostat-fuzz-'));
    inside = join(outside, 'working-directory');
    await mkdir(join(inside, 'down'), { recursive: true });
    await writeFile(join(outside, 'escaped'), 'untouched');
    handlesBefore = openHandles();
  });

  after(async () => {
    await rm(outside, { recursive: true, force: true });
  });

  afterEach('every socket is closed, and nothing is written outside of the working directory', async () => {
    expect(await handlesLeft(handlesBefore)).to.deep.equal([]);
    expect((await readdir(outside)).sort()).to.deep.equal(['escaped', 'working-directory']);
    expect(await readFile(join(outside, 'escaped'), 'utf8')).to.equal('untouched');
  });

  it(`the client's side reads ${INPUT_COUNT} byte strings as replies, or refuses them`, () => {
    fc.assert(
      fc.property(replyInputs, (run) => {
        for (const [bytes, place] of run) {
          const decoder = new ReplyDecoder();
          const at = place % (bytes.length + 1);
          try {
            const replies = [...decoder.push(bytes.subarray(0, at)), ...decoder.push(bytes.subarray(at))];
            const text = bytes.toString('latin1');
            expect(replies.length).to.equal(
              text
                .split('\n')
                .slice(0, -1)
                .filter((line) => line[3] === '-').length,
            );
            for (const { code } of replies) expect(code).to.be.within(100, 219);
          } catch (error) {
            if (!(error instanceof ReplyError)) throw error;
            expect(error.reason).to.equal('not-a-reply');
          }
        }
      }),
      RUNS,
    );
  });

  it(`the embedded hypervisor answers ${INPUT_COUNT} byte strings, one reply for each line feed`, async () => {
    const objects: Objects = {
      version: '0.2.24',
      host: '127.0.0.1',
      workingDirectory: await WorkingDirectory.open(inside),
      lookUp: (name) => lookUpName(name, { lookup }),
      ...emptyRegistries(),
    };
    await fc.assert(
      fc.asyncProperty(requestInputs, async (run) => {
        const bytes = harmless(run);
        let replies = '';
        try {
          for (const request of new RequestDecoder().push(bytes))
            replies += encodeReply(await answer(request, objects));
          expect(countReplies(replies)).to.equal(countLineFeeds(bytes));
        } finally {
          await reset(objects);
        }
        for (const registry of [objects.nios, objects.bridges, objects.switches, objects.vms]) {
          expect(registry.size).to.equal(0);
        }
      }),
      RUNS,
    );
  });

  it('does so over TCP, to several clients at once', async () => {
    const hypervisor = await startEmbedded();
    try {
      await fc.assert(
        fc.asyncProperty(requestInputs, requestInputs, requestInputs, async (...runs) => {
          const sent = runs.map(harmless);
          const received = await Promise.all(sent.map((bytes) => overTcp(hypervisor.port, bytes)));
          expect(received.map(countReplies)).to.deep.equal(sent.map(countLineFeeds));
          const left = await overTcp(
            hypervisor.port,
            Buffer.from('hypervisor reset\nnio list\nnio_bridge list\nethsw list\nvm list\n'),
          );
          expect(left).to.equal('100-OK\r\n'.repeat(5));
        }),
        TCP_RUNS,
      );
    } finally {
      await hypervisor.close();
    }
  });

  it('leaves no console open when several clients start and stop one router at once', async () => {
    const hypervisor = await startEmbedded();
    try {
      const [one, two] = [FIRST_PORT, FIRST_PORT + 1];
      await overTcp(
        hypervisor.port,
        Buffer.from(`vm create R1 1 c7200\nvm set_con_tcp_port R1 ${one}\nvm set_aux_tcp_port R1 ${two}\n`),
      );
      const restless = Buffer.from('vm start R1\nvm stop R1\n'.repeat(20));
      const received = await Promise.all([1, 2, 3, 4].map(() => overTcp(hypervisor.port, restless)));
      expect(received.map(countReplies)).to.deep.equal([40, 40, 40, 40]);
    } finally {
      await hypervisor.close();
    }
  });

  it('does not grow', async () => {
    /** Less than what these rounds would leave if each input left half a kilobyte. */
    const growthLimit = 2 * 1024 * 1024;
    const rounds = { warmUp: 100, measured: 300 };
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const hypervisor = await startEmbedded();
    const play = async (count: number): Promise<void> => {
      for (const run of fc.sample(requestInputs, count)) {
        const bytes = Buffer.concat([harmless(run), Buffer.from('\nhypervisor reset\n')]);
        expect(countReplies(await overTcp(hypervisor.port, bytes))).to.equal(countLineFeeds(bytes));
      }
    };
    try {
      await play(rounds.warmUp);
      const before = memoryInUse(collect);
      await play(rounds.measured);
      expect(memoryInUse(collect) - before).to.be.below(growthLimit);
    } finally {
      await hypervisor.close();
    }
  });

  it('makes no more objects than it can hold', async () => {
    const hypervisor = await startEmbedded();
    try {
      for (const [create, list] of [
        ['nio create_null %', 'nio list'],
        ['nio_bridge create %', 'nio_bridge list'],
        ['ethsw create %', 'ethsw list'],
        ['vm create % 1 c7200', 'vm list'],
      ] as const) {
        const commands = Array.from({ length: 5000 }, (_, index) => create.replace('%', `x${index}`));
        const replies = await overTcp(hypervisor.port, Buffer.from(`${commands.join('\n')}\n`));
        expect(countReplies(replies)).to.equal(5000);
        const created = replies.split('\r\n').filter((line) => line.startsWith('100-')).length;
        const names = (await overTcp(hypervisor.port, Buffer.from(`${list}\n`))).split('\r\n');
        const listed = names.filter((line) => line.startsWith('101 ')).length;
        expect(listed, list).to.equal(created);
        expect(listed, list).to.be.within(1000, 4096);
      }
    } finally {
      await hypervisor.close();
    }
  });
});
