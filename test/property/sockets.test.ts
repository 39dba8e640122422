import { createSocket, type Socket, type SocketType } from 'node:dgram';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { expect } from 'chai';
import type { SocketRow } from '../../src/core/sockets/socket-table.ts';
import { readLinux } from '../../src/world/sockets/linux-host.ts';
import { parseProcNet } from '../../src/world/sockets/proc-net.ts';
import { fc } from '../support/property.ts';
import { closeAll, exchange, freePorts, openLikeDynamips } from '../support/real-sockets.ts';

/** A row before the kernel prints it: bytes in network order. */
interface Printed {
  readonly local: readonly number[];
  readonly localPort: number;
  readonly remote: readonly number[];
  readonly remotePort: number;
  readonly state: number;
  readonly sent: number;
  readonly received: number;
  readonly inode: number;
}

const byte = fc.oneof(fc.constantFrom(0, 1, 127, 255), fc.nat(255));
const port = fc.oneof(fc.constantFrom(0, 1, 10_000, 65_535), fc.nat(65_535));

function printedRows(size: 4 | 16): fc.Arbitrary<Printed> {
  const address = fc.oneof(
    fc.array(byte, { minLength: size, maxLength: size }),
    // Rows of zeros are what the short spelling of IPv6 is about.
    fc.array(fc.constantFrom(0, 0, 0, 0, 1), { minLength: size, maxLength: size }),
  );
  return fc.record({
    ...{ local: address, localPort: port, remote: address, remotePort: port },
    ...{ state: fc.integer({ min: 1, max: 12 }), sent: fc.nat(), received: fc.nat(), inode: fc.nat(2 ** 32) },
  });
}

function hex(number: number, width: number): string {
  return number.toString(16).toUpperCase().padStart(width, '0');
}

/** As net/ipv4/udp.c prints an address: each word of four bytes as a number of the host. */
function words(bytes: readonly number[], isLittleEndian: boolean): string {
  const view = new DataView(Uint8Array.from(bytes).buffer);
  return Array.from({ length: bytes.length / 4 }, (_, word) => hex(view.getUint32(4 * word, isLittleEndian), 8)).join(
    '',
  );
}

function print(row: Printed, slot: number, isLittleEndian: boolean): string {
  const [local, remote] = [words(row.local, isLittleEndian), words(row.remote, isLittleEndian)];
  const ports = [hex(row.localPort, 4), hex(row.remotePort, 4)];
  const queues = `${hex(row.sent, 8)}:${hex(row.received, 8)}`;
  return `${String(slot).padStart(5)}: ${local}:${ports[0]} ${remote}:${ports[1]} ${hex(row.state, 2)} ${queues} 00:00000000 00000000  1000        0 ${row.inode} 2 0000000000000000 0`;
}

/** The eight groups of an IPv6 address in any spelling, or the four numbers of IPv4. */
function expanded(text: string): number[] {
  if (!text.includes(':')) return text.split('.').map(Number);
  const [head = '', tail] = text.split('::');
  const groups = (part: string): number[] =>
    part === '' ? [] : part.split(':').map((one) => Number.parseInt(one, 16));
  if (tail === undefined) return groups(head);
  const [first, last] = [groups(head), groups(tail)];
  return [...first, ...Array.from({ length: 8 - first.length - last.length }, () => 0), ...last];
}

/** What an address of these bytes must expand to. IPv4 under its name in IPv6 is IPv4. */
function meaning(bytes: readonly number[]): number[] {
  if (bytes.length === 4) return [...bytes];
  const isMapped = bytes.slice(0, 10).every((one) => one === 0) && bytes[10] === 255 && bytes[11] === 255;
  if (isMapped) return bytes.slice(12);
  return Array.from({ length: 8 }, (_, group) => (bytes[2 * group] ?? 0) * 256 + (bytes[2 * group + 1] ?? 0));
}

describe('reading /proc/net', () => {
  for (const size of [4, 16] as const) {
    it(`gives back every row of a table of ${size === 4 ? 'IPv4' : 'IPv6'}, on hosts of both byte orders`, () => {
      fc.assert(
        fc.property(fc.array(printedRows(size), { maxLength: 8 }), fc.boolean(), (table, isLittleEndian) => {
          const text = ['  sl  local_address', ...table.map((row, slot) => print(row, slot, isLittleEndian)), ''].join(
            '\n',
          );
          const { rows, unreadable } = parseProcNet(text, 'udp', isLittleEndian);
          expect(unreadable).to.equal(0);
          expect(rows).to.have.length(table.length);
          for (const [index, row] of table.entries()) {
            const read = rows[index] as SocketRow;
            expect(read).to.include({
              ...{ family: size === 4 ? 4 : 6, localPort: row.localPort, remotePort: row.remotePort, inode: row.inode },
              ...{ sendQueue: row.sent, receiveQueue: row.received },
            });
            expect(expanded(read.localAddress)).to.deep.equal(meaning(row.local));
            expect(expanded(read.remoteAddress)).to.deep.equal(meaning(row.remote));
          }
        }),
      );
    });
  }

  it('never throws, and makes of each line a row or one that cannot be read', () => {
    const line = fc.oneof(
      fc.string({ unit: 'binary' }),
      printedRows(4).map((row) => print(row, 1, true)),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), (lines) => {
        const text = lines.join('\n');
        const filled = text.split('\n').filter((one) => one !== '' && !/^ *sl /.test(one));
        const { rows, unreadable } = parseProcNet(text, 'udp');
        expect(rows.length + unreadable).to.equal(filled.length);
      }),
    );
  });
});

/** Opens a UDP socket of this kind and gives its port. */
async function bound(type: SocketType, address: string, peer?: { port: number; address: string }): Promise<Socket> {
  const socket = createSocket(type);
  await new Promise<void>((resolve) => {
    socket.bind({ port: 0, address }, resolve);
  });
  if (peer !== undefined)
    await new Promise<void>((resolve) => {
      socket.connect(peer.port, peer.address, () => resolve());
    });
  return socket;
}

async function listening(host: string): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen({ port: 0, host }, resolve);
  });
  return server;
}

/** The rows of these ports, without what may change from one moment to the next. */
function rowsAt(rows: readonly SocketRow[], ports: readonly number[]): SocketRow[] {
  return rows
    .filter(({ protocol, state, localPort }) => ports.includes(localPort) && (protocol === 'udp' || state === 'LISTEN'))
    .sort((a, b) => a.inode - b.inode);
}

describe('sockets of this host, which must run Linux', () => {
  before(() => expect(process.platform).to.equal('linux'));

  it('are the same read with ss and from /proc: addresses, states, owners, descriptors, ages, drops', async () => {
    const ports = await freePorts(2);
    const [first = 0, second = 0] = ports;
    const sockets = [
      await bound('udp4', '0.0.0.0'),
      await bound('udp4', '127.0.0.1', { port: first, address: '127.0.0.1' }),
      await bound('udp6', '::1'),
      await bound('udp6', '::'),
      await bound('udp6', '::1', { port: first, address: '::1' }),
      await bound('udp6', '::', { port: first, address: '::ffff:127.0.0.1' }),
      // Three twins, and one with another peer.
      ...(await opened([second, second, 9, second].map((peer) => [first, peer] as const))),
    ];
    const servers = [
      await listening('127.0.0.1'),
      await listening('::1'),
      await listening('0.0.0.0'),
      await listening('::'),
    ];
    try {
      const all = [
        ...sockets.map((socket) => socket.address().port),
        ...servers.map((server) => (server.address() as AddressInfo).port),
      ];
      const [ss, proc] = [await readLinux({ source: 'ss' }), await readLinux({ source: '/proc' })];
      expect([ss.source, proc.source]).to.deep.equal(['ss', '/proc']);
      const rows = rowsAt(proc.rows, all);
      expect(rows).to.have.length(sockets.length + servers.length);
      // The size of the buffer is what ss alone tells.
      const fromSs = rowsAt(ss.rows, all).map(({ receiveBuffer, ...row }) => row);
      expect(fromSs).to.deep.equal(rows);
      const buffers = ss.rows.filter(({ protocol }) => protocol === 'udp').map((row) => row.receiveBuffer ?? 0);
      expect(Math.min(...buffers), 'buffers').to.be.above(0);
      for (const { pid, fd } of rows) {
        expect(pid).to.equal(process.pid);
        expect(fd).to.be.above(2);
      }
      expect(new Set(rows.map(({ fd }) => fd)).size, 'descriptors').to.equal(rows.length);
    } finally {
      await closeAll(sockets);
      for (const server of servers) await new Promise((resolve) => server.close(resolve));
    }
  });

  it('have ages by which it is known who receives, of any sockets that share a port', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(2), { minLength: 1, maxLength: 6 }),
        fc.array(fc.nat(), { maxLength: 2 }),
        fc.constantFrom('ss' as const, '/proc' as const),
        async (peers, closed, source) => {
          const [shared = 0, ...others] = await freePorts(4);
          const plans = peers.map((peer) => [shared, others[peer] ?? 0] as const);
          const sockets: (Socket | undefined)[] = await opened(plans);
          const senders = await opened(others.map((other) => [other, shared] as const));
          try {
            for (const number of new Set(closed.map((one) => one % sockets.length))) {
              await closeAll([sockets[number]]);
              sockets[number] = undefined;
            }
            const { rows } = await readLinux({ source });
            const received = await exchange([...senders, ...sockets]);
            const sharing = rows.filter(({ protocol, localPort }) => protocol === 'udp' && localPort === shared);
            const ages = sharing.map(({ age }) => age).sort((a, b) => a - b);
            expect(ages, 'ages').to.deep.equal(sharing.map((_, place) => place));
            // Who received is closed; the row that goes with it is that of the receiver, and has to be the
            // youngest of its twins.
            const youngest: number[] = [];
            for (const [index, other] of others.entries()) {
              const twins = sharing.filter(({ remotePort }) => remotePort === other).sort((a, b) => a.age - b.age);
              const alive = plans.flatMap(([, peer], number) => (peer === other && sockets[number] ? [number] : []));
              expect(twins).to.have.length(alive.length);
              youngest.push(...twins.slice(0, 1).map(({ inode }) => inode));
              const receivers = (received.get(index) ?? []).map((receiver) => receiver - senders.length);
              expect(receivers, 'who received').to.deep.equal(alive.slice(-1));
              for (const number of receivers) {
                await closeAll([sockets[number]]);
                sockets[number] = undefined;
              }
            }
            const left = new Set((await readLinux({ source })).rows.map(({ inode }) => inode));
            const gone = sharing.map(({ inode }) => inode).filter((inode) => !left.has(inode));
            expect(gone, 'sockets that received').to.have.members(youngest);
          } finally {
            await closeAll([...sockets, ...senders]);
          }
        },
      ),
      { numRuns: 15 },
    );
  });

  it('of both families with the same four values: the one that was opened last receives, whatever its family', async () => {
    const [port = 0, peer = 0] = await freePorts(2);
    const [sender] = await opened([[peer, port]]);
    const [older] = await opened([[port, peer]]);
    const newer = createSocket({ type: 'udp6', reuseAddr: true });
    await new Promise<void>((resolve) => {
      newer.bind({ port, address: '::' }, resolve);
    });
    await new Promise<void>((resolve) => {
      newer.connect(peer, '::ffff:127.0.0.1', () => resolve());
    });
    try {
      const { rows } = await readLinux({ source: '/proc' });
      const received = await exchange([sender, older, newer]);
      expect(received.get(0)).to.deep.equal([2]);
      const twins = rows.filter(({ localPort, protocol }) => localPort === port && protocol === 'udp');
      expect(twins.map(({ family, localAddress }) => `${family} ${localAddress}`)).to.have.members([
        '4 127.0.0.1',
        '6 127.0.0.1',
      ]);
    } finally {
      await closeAll([sender, older, newer]);
    }
  });
});

/** NIOs as Dynamips from 0.2.18 on opens them, one after the other: local port and remote port. */
async function opened(ports: ReadonlyArray<readonly [number, number]>): Promise<Socket[]> {
  const sockets: Socket[] = [];
  for (const [localPort, remotePort] of ports) {
    const socket = await openLikeDynamips({ reuse: true, localPort, remoteHost: '127.0.0.1', remotePort });
    if (socket === undefined) throw new Error(`UDP port ${localPort} is taken`);
    sockets.push(socket);
  }
  return sockets;
}
