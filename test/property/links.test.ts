import { expect } from 'chai';
import { wrapPort } from '../../src/core/address/port.ts';
import { allocate } from '../../src/core/allocation/allocate.ts';
import { expectedLinks } from '../../src/core/allocation/expected-links.ts';
import { parseFilter } from '../../src/core/filter/filter.ts';
import type { SocketRow, SocketTable } from '../../src/core/sockets/socket-table.ts';
import { LINK_STATES, type LinkEnd, type ObservedLink } from '../../src/features/links/link-table.ts';
import { matchExpected } from '../../src/features/links/match-expected.ts';
import { emulatorSockets, pairObserved } from '../../src/features/links/pair-observed.ts';
import { fc } from '../support/property.ts';
import { labOf, type RandomLab, randomLabs } from '../support/random-lab.ts';
import { listener, readHostsOf, tableOf, udp } from '../support/socket-tables.ts';

/** One socket of some hosts, in the plainest terms. Its host and its peer's address are numbers of hosts. */
interface Planned {
  readonly host: number;
  /** Where the peer is: `loopback`, or the number of a host, which need not be among those that were read. */
  readonly peer: 'loopback' | number | undefined;
  readonly localPort: number;
  readonly remotePort: number;
  readonly pid: number;
}

const PROGRAMS = { 1: 'dynamips', 2: 'dynamips', 3: 'ubridge', 4: 'vpcs', 5: 'webmin' };
const EMULATOR_PIDS = [1, 2, 3, 4];
const NAMES = ['localhost', 'alpha', 'beta'];
/** Host 3 is never read. */
const HOST_ADDRESSES = ['198.18.0.1', '198.18.0.2', '198.18.0.3', '198.18.0.4'];

/** So few ports and hosts that everything meets everything. */
const planned: fc.Arbitrary<Planned> = fc.record({
  host: fc.nat(2),
  peer: fc.constantFrom('loopback' as const, 'loopback' as const, 0, 1, 2, 3, undefined),
  localPort: fc.integer({ min: 10_000, max: 10_003 }),
  remotePort: fc.integer({ min: 10_000, max: 10_003 }),
  pid: fc.constantFrom(1, 2, 3, 4, 5),
});

/**
 * What the rows of one host look like in the order in which they were made, with ages as the kernel's lists
 * give them.
 */
function rowsOf(sockets: readonly Planned[], host: number): SocketRow[] {
  const own = sockets
    .map((socket, index) => ({ socket, inode: index + 1 }))
    .filter(({ socket }) => socket.host === host);
  return own.map(({ socket, inode }, position) => {
    const { peer, localPort, remotePort, pid } = socket;
    const age = own.slice(position + 1).filter((later) => later.socket.localPort === localPort).length;
    if (peer === undefined) return udp(`0.0.0.0:${localPort}`, { pid, inode, age });
    // A socket that is connected to an address of its own host has that address itself.
    const local = peer === 'loopback' ? '127.0.0.1' : HOST_ADDRESSES[host];
    const remote = peer === 'loopback' ? '127.0.0.1' : HOST_ADDRESSES[peer];
    return udp(`${local}:${localPort} ${remote}:${remotePort}`, { pid, inode, age });
  });
}

function tablesOf(sockets: readonly Planned[], hostCount: number): SocketTable[] {
  return NAMES.slice(0, hostCount).map((name, host) =>
    tableOf(rowsOf(sockets, host), PROGRAMS, { host: name, addresses: ['127.0.0.1', HOST_ADDRESSES[host] as string] }),
  );
}

const someHosts = fc
  .record({ sockets: fc.array(planned, { maxLength: 14 }), hostCount: fc.integer({ min: 1, max: 3 }) })
  .map(({ sockets, hostCount }) =>
    tablesOf(
      sockets.map((socket) => ({ ...socket, host: socket.host % hostCount })),
      hostCount,
    ),
  );

function paired(tables: readonly SocketTable[]): ObservedLink[] {
  const hosts = readHostsOf(tables);
  return pairObserved(hosts, emulatorSockets(hosts), () => undefined);
}

function endsOf({ a, b, also }: ObservedLink): LinkEnd[] {
  return [a, ...(b === undefined ? [] : [b]), ...also].filter(({ present }) => present);
}

/** Inodes are numbers of the sockets of all hosts. */
function inodesOf(row: ObservedLink): number[] {
  return endsOf(row)
    .map(({ inode }) => inode ?? 0)
    .sort((a, b) => a - b);
}

/** All that pairing says: states with their sockets, and who receives. */
function summary(rows: readonly ObservedLink[]): string[] {
  return rows.map((row) => `${row.state} ${inodesOf(row)} ${row.receiver?.inode ?? ''}`).sort();
}

/** A socket with its host's number, as the reference sees it. */
interface Known extends SocketRow {
  readonly host: number;
}

function known(tables: readonly SocketTable[]): Known[] {
  return tables.flatMap(({ rows }, host) => rows.map((row) => ({ ...row, host })));
}

/** The four values and the host: sockets with the same key are twins. */
function keyOf({ host, localAddress, localPort, remoteAddress, remotePort }: Known): string {
  return `${host} ${localAddress}:${localPort} ${remoteAddress}:${remotePort}`;
}

/** The key of the socket that would be the peer of this one; the loopback is the same host. */
function mirrorKey(socket: Known): string {
  const host = socket.remoteAddress === '127.0.0.1' ? socket.host : HOST_ADDRESSES.indexOf(socket.remoteAddress);
  return `${host} ${socket.remoteAddress}:${socket.remotePort} ${socket.localAddress}:${socket.localPort}`;
}

/**
 * Compares the row of a socket with what follows from counting who has the same four values, and who has them
 * turned round.
 */
function expectAsReference(row: ObservedLink, socket: Known, sockets: readonly Known[]): void {
  const [own, mirror] = [keyOf(socket), mirrorKey(socket)];
  const withKey = (key: string): Known[] => sockets.filter((one) => keyOf(one) === key);
  const [twins, mirrors] = [withKey(own), withKey(mirror)];
  if (twins.length > 1 || mirrors.length > 1) {
    expect(row.state, own).to.equal('SHARED');
    const receiver = sockets.find(({ inode }) => inode === row.receiver?.inode) as Known;
    const rivals = withKey(keyOf(receiver)).map(({ inode }) => inode);
    expect(rivals).to.have.length.above(1);
    expect(receiver.inode, 'the newest receives').to.equal(Math.max(...rivals));
  } else if (own === mirror) expect(row.state, own).to.equal('SELF');
  else if (mirrors.length === 1) {
    expect(row.state, own).to.equal('ESTABLISHED');
    expect(inodesOf(row)).to.have.members([socket.inode, mirrors[0]?.inode]);
  } else expect(row.state, own).to.not.be.oneOf(['SHARED', 'SELF']);
}

describe('pairing of any sockets', () => {
  it('puts every connected socket of an emulator into exactly one row', () => {
    fc.assert(
      fc.property(someHosts, (tables) => {
        const counts = new Map<number, number>();
        for (const row of paired(tables))
          for (const inode of new Set(inodesOf(row))) counts.set(inode, (counts.get(inode) ?? 0) + 1);
        for (const { pid, inode, state } of known(tables)) {
          if (state === 'ESTABLISHED' && EMULATOR_PIDS.includes(pid ?? 0))
            expect(counts.get(inode), `socket ${inode}`).to.equal(1);
        }
      }),
    );
  });

  it('names no socket twice in one row, and says who receives only of sockets in it', () => {
    fc.assert(
      fc.property(someHosts, (tables) => {
        for (const row of paired(tables)) {
          const inodes = inodesOf(row);
          expect(inodes).to.deep.equal([...new Set(inodes)]);
          if (row.receiver !== undefined) expect(inodes).to.include(row.receiver.inode);
        }
      }),
    );
  });

  it('says ESTABLISHED, SELF and SHARED as a brute-force reference does', () => {
    fc.assert(
      fc.property(someHosts, (tables) => {
        const sockets = known(tables);
        const rows = paired(tables);
        for (const socket of sockets) {
          if (socket.state !== 'ESTABLISHED' || !EMULATOR_PIDS.includes(socket.pid ?? 0)) continue;
          const row = rows.find((one) => inodesOf(one).includes(socket.inode)) as ObservedLink;
          expectAsReference(row, socket, sockets);
        }
      }),
    );
  });

  it('does not depend on the order in which a table lists its rows', () => {
    const shuffled = someHosts.chain((tables) =>
      fc
        .tuple(
          ...tables.map(({ rows }) =>
            fc.shuffledSubarray([...rows], { minLength: rows.length, maxLength: rows.length }),
          ),
        )
        .map((orders) => ({ tables, others: tables.map((table, index) => ({ ...table, rows: orders[index] ?? [] })) })),
    );
    fc.assert(
      fc.property(shuffled, ({ tables, others }) => {
        expect(paired(others)).to.deep.equal(paired(tables));
      }),
    );
  });

  it('does not depend on the order of the hosts', () => {
    fc.assert(
      fc.property(someHosts, (tables) => {
        expect(summary(paired(tables.toReversed()))).to.deep.equal(summary(paired(tables)));
      }),
    );
  });

  it('is the same for both ends: names of hosts turned round change no pair', () => {
    fc.assert(
      fc.property(someHosts, (tables) => {
        const turned = tables.map((table, index) => ({ ...table, host: `host ${9 - index}` }));
        expect(summary(paired(turned))).to.deep.equal(summary(paired(tables)));
      }),
    );
  });

  it('can be filtered by state, port and process as a plain comparison would do', () => {
    const conditions = fc.oneof(
      fc.constantFrom('SHARED', 'SELF', 'ESTABLISHED', 'HALF-OPEN', 'UNKNOWN').map((state) => ({
        text: `state ${state.toLowerCase()}`,
        holds: (row: ObservedLink) => row.state === state,
      })),
      fc.integer({ min: 10_000, max: 10_003 }).map((port) => ({
        text: `sport = :${port}`,
        holds: ({ a, b, also }: ObservedLink) =>
          [a, ...(b ? [b] : []), ...also].some(({ localPort }) => localPort === port),
      })),
      fc.constantFrom('dynamips', 'vpcs').map((name) => ({
        text: `process ${name}`,
        holds: ({ a, b, also }: ObservedLink) =>
          [a, ...(b ? [b] : []), ...also].some(({ process }) => process === name),
      })),
    );
    fc.assert(
      fc.property(someHosts, conditions, (tables, { text, holds }) => {
        const filter = parseFilter(text, LINK_STATES);
        for (const row of paired(tables)) {
          const subject = { state: row.state, ends: [row.a, ...(row.b === undefined ? [] : [row.b]), ...row.also] };
          expect(filter(subject), `${text}: ${row.state}`).to.equal(holds(row));
        }
      }),
    );
  });
});

/** What happens to the sockets that a lab would make. */
interface Accident {
  /** Numbers of sockets, counted around, that are not there. */
  readonly lost: readonly number[];
  /** The same for sockets that have another peer. */
  readonly bent: readonly number[];
  readonly strangers: readonly Planned[];
  readonly stopped: readonly number[];
  /** True if this user may not see who owns a socket. */
  readonly isBlind: boolean;
}

const accidents: fc.Arbitrary<Accident> = fc.record({
  lost: fc.array(fc.nat(), { maxLength: 3 }),
  bent: fc.array(fc.nat(), { maxLength: 2 }),
  strangers: fc.array(planned, { maxLength: 4 }),
  stopped: fc.array(fc.nat(), { maxLength: 1 }),
  isBlind: fc.boolean(),
});

const oneHost = randomLabs({ hosts: ['127.0.0.1'], maxLinks: 10 });

/** The NIOs of a lab on this host as sockets, with what has happened to them. */
function matchedAfter(random: RandomLab, { lost, bent, strangers, stopped, isBlind }: Accident) {
  const allocation = allocate(labOf(random), 'dynagen');
  const nios = [...allocation.created];
  const chosen = (numbers: readonly number[]): Set<number> => new Set(numbers.map((one) => one % (nios.length || 1)));
  const [gone, turned] = [chosen(lost), chosen(bent)];
  const down = new Set(stopped.map((number) => allocation.hypervisors[number % allocation.hypervisors.length]));
  const owner = (pid: number) => (isBlind ? { unknownOwner: 'no permission' as const } : { pid });
  const pidOf = (port: number): number => port - 7100;
  const made = nios.flatMap(({ hypervisor, localPort, remotePort }, index) => {
    if (gone.has(index) || down.has(hypervisor)) return [];
    const peer = turned.has(index) ? 9 : wrapPort(remotePort);
    return [{ text: `127.0.0.1:${wrapPort(localPort)} 127.0.0.1:${peer}`, pid: pidOf(hypervisor.port) }];
  });
  const foreign = strangers.map(({ localPort, remotePort, peer, pid }) => ({
    text: peer === undefined ? `0.0.0.0:${localPort}` : `127.0.0.1:${localPort} 127.0.0.1:${remotePort}`,
    pid,
  }));
  const all = [...foreign, ...made];
  const sockets = all.map(({ text, pid }, position) => {
    const port = portOf(text);
    const age = all.slice(position + 1).filter((later) => portOf(later.text) === port).length;
    return udp(text, { ...owner(pid), inode: position + 1, age });
  });
  const control = allocation.hypervisors
    .filter((hypervisor) => !down.has(hypervisor))
    .map(({ port }) => listener(`127.0.0.1:${port}`, owner(pidOf(port))));
  const programs = Object.fromEntries(allocation.hypervisors.map(({ port }) => [pidOf(port), 'dynamips']));
  const readHosts = readHostsOf([tableOf([...control, ...sockets], { ...PROGRAMS, ...programs })]);
  const expected = expectedLinks([allocation]);
  const rows = matchExpected(readHosts, expected, {
    labHosts: { addressesOf: () => ['127.0.0.1'], isUnresolvable: () => false, viewOf: () => readHosts.here },
    countersOf: () => undefined,
  });
  return { expected, rows, sockets, nios };
}

function portOf(text: string): string | undefined {
  return /:(\d+)/.exec(text)?.[1];
}

const NOTHING: Accident = { lost: [], bent: [], strangers: [], stopped: [], isBlind: false };

describe('joining any lab with any sockets', () => {
  it('gives every expected link exactly one row, in the order of the lab', () => {
    fc.assert(
      fc.property(oneHost, accidents, (random, accident) => {
        const { expected, rows } = matchedAfter(random, accident);
        expect(rows.filter(({ name }) => name !== undefined).map(({ name }) => name)).to.deep.equal(
          expected.map(({ name }) => name),
        );
      }),
    );
  });

  it('shows every socket of the lab’s hypervisors, and no socket as the end of two links', () => {
    fc.assert(
      fc.property(oneHost, accidents, (random, accident) => {
        const { rows, sockets, nios } = matchedAfter(random, accident);
        const ends = rows.filter(({ name }) => name !== undefined).flatMap(({ a, b }) => [a, b]);
        const inodes = ends.flatMap((end) => (end?.present ? [end.inode as number] : []));
        expect(inodes).to.deep.equal([...new Set(inodes)]);
        if (accident.isBlind) return;
        const shown = new Set([...rows.flatMap(inodesOf)]);
        const running = new Set(nios.map(({ hypervisor }) => hypervisor.port - 7100));
        const lost = sockets.filter(({ pid = 0, inode }) => running.has(pid) && !shown.has(inode));
        // Those that have another peer are told in words, as CROSSED.
        const told = rows.flatMap(({ evidence }) => evidence).join('\n');
        for (const { localPort, remotePort } of lost)
          expect(told).to.include(`:${localPort} → 127.0.0.1:${remotePort}`);
      }),
    );
  });

  it('says what the sockets of a lab without accidents are by the number of sockets with the same four values', () => {
    fc.assert(
      fc.property(oneHost, (random) => {
        const { rows, nios } = matchedAfter(random, NOTHING);
        const keys = nios.map(({ localPort, remotePort }) => `${localPort} ${remotePort}`);
        for (const { a, b, state, name } of rows) {
          const isShared = [a, b].some(
            (end) => keys.filter((key) => key === `${end?.localPort} ${end?.remotePort}`).length > 1,
          );
          expect(state, name).to.equal(isShared ? 'SHARED' : 'ESTABLISHED');
        }
      }),
    );
  });

  it('says of a lab that was not loaded that nothing is there', () => {
    fc.assert(
      fc.property(oneHost, (random) => {
        const all = Array.from({ length: 6 }, (_, index) => index);
        const { rows, expected } = matchedAfter(random, { ...NOTHING, stopped: all });
        expect(rows.map(({ state }) => state)).to.deep.equal(expected.map(() => 'MISSING'));
      }),
    );
  });
});
