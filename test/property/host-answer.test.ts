/**
 * Answers of hosts, whole and damaged: nothing that a host says makes the reader fail, or believe in rows
 * that cannot be.
 */
import { expect } from 'chai';
import { isIp } from '../../src/core/address/ip-address.ts';
import type { SocketTable } from '../../src/core/sockets/socket-table.ts';
import { HostAnswer } from '../../src/world/sockets/host-answer.ts';
import { fc } from '../support/property.ts';
import { tableFixture } from '../support/table-fixtures.ts';

const MARK = '%test ';

const LINUX_UDP = `\
   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
 5513: 0100007F:2710 0100007F:2711 01 00000000:00000000 00:00000000 00000000     0        0 41 2 0000000000000000 0
`;

const ANSWERS: readonly Readonly<Record<string, string>>[] = [
  {
    ...{ linux: '', udp: LINUX_UDP, user: '0\n', identity: 'a\nb\n', fib_trie: '  |-- 10.0.0.1\n   /32 host LOCAL\n' },
    descriptors: '/proc/70\nlrwx------ 1 root root 64 Nov 22 22:07 5 -> socket:[41]\n',
    ...{ names: '/proc/70\n=dynamips\n', halted: '/proc/70/status:State:\tT (stopped)\n', end: '' },
  },
  ...['macos-gencnt.txt', 'macos-process-pid.txt', 'macos-no-owner.txt'].map((name) => ({
    ...{ darwin: '', user: '501\n', addresses: '\tinet 10.0.0.1 netmask 0xffffff00\n', udp: tableFixture(name) },
    ...{ lsof: tableFixture('lsof.txt'), programs: '  501 S    /bin/dynamips\n', commands: '  501 dynamips -H 7200\n' },
    end: '',
  })),
  ...['windows-english-peers.txt', 'windows-korean.txt'].map((name) => ({
    ...{ windows: '', own: '61000\r\n', netstat: tableFixture(name), addresses: '10.0.0.1\r\n' },
    processes: '4321\tdynamips.exe\tdynamips.exe -H 7200\r\n',
    ...{ bound: '0.0.0.0\t10000\t4321\t638000000000000000\r\n', end: '' },
  })),
];

const wholes = ANSWERS.map((parts) =>
  Buffer.from(
    Object.entries(parts)
      .map(([part, text]) => `${MARK}${part}\n${text}`)
      .join(''),
  ),
);

interface Damage {
  readonly answer: number;
  /** Where, from 0 to 1, what is put there, and how much is taken away. */
  readonly hits: readonly { readonly at: number; readonly put: Uint8Array; readonly take: number }[];
  readonly chunk: number;
}

const damages: fc.Arbitrary<Damage> = fc.record({
  answer: fc.nat({ max: ANSWERS.length - 1 }),
  hits: fc.array(
    fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      put: fc.oneof(
        fc.uint8Array({ maxLength: 20 }),
        fc
          .constantFrom('\n', ' ', '-1', '99999999999999999999', `${MARK}udp\n`, `${MARK}end\n`, '->', ':', '.', '%')
          .map((text) => new Uint8Array(Buffer.from(text))),
      ),
      take: fc.nat({ max: 30 }),
    }),
    { maxLength: 6 },
  ),
  chunk: fc.integer({ min: 1, max: 300 }),
});

function damaged({ answer, hits }: Damage): Buffer {
  let bytes = wholes[answer] as Buffer;
  for (const { at, put, take } of hits) {
    const start = Math.floor(at * bytes.length);
    bytes = Buffer.concat([bytes.subarray(0, start), put, bytes.subarray(start + take)]);
  }
  return bytes;
}

function read(bytes: Buffer, chunk: number): SocketTable | undefined {
  const answer = new HostAnswer(MARK);
  for (let at = 0; at < bytes.length; at += chunk) answer.take(bytes.subarray(at, at + chunk));
  return answer.table({ host: 'beta' });
}

describe('answers of hosts', () => {
  it('are read whole', () => {
    for (const whole of wholes) expect(read(whole, whole.length)?.rows.length).to.be.above(0);
  });

  it('give only rows that can be, however they are damaged', () => {
    fc.assert(
      fc.property(damages, (damage) => {
        const table = read(damaged(damage), damage.chunk);
        for (const row of table?.rows ?? []) {
          expect(isIp(row.localAddress) && isIp(row.remoteAddress)).to.equal(true);
          expect(row.localPort).to.be.within(0, 65_535);
          expect(row.remotePort).to.be.within(0, 65_535);
          for (const number of [row.receiveQueue, row.sendQueue, row.inode, row.age, row.pid ?? 0, row.fd ?? 0]) {
            expect(Number.isSafeInteger(number) && number >= 0, String(number)).to.equal(true);
          }
        }
      }),
    );
  });

  it('are the same in whatever pieces they come', () => {
    fc.assert(
      fc.property(damages, (damage) => {
        const bytes = damaged(damage);
        expect(read(bytes, damage.chunk)).to.deep.equal(read(bytes, bytes.length || 1));
      }),
    );
  });
});
