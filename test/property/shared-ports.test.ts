import { expect } from 'chai';
import { Machines } from '../../src/core/address/host.ts';
import { allocate } from '../../src/core/allocation/allocate.ts';
import { knowledgeOf } from '../../src/core/kernel/knowledge.ts';
import { predict } from '../../src/core/kernel/predict.ts';
import type { PredictedSocket } from '../../src/core/kernel/socket.ts';
import { parseNio } from '../../src/core/lab/endpoint.ts';
import type { Device, Hypervisor, Lab, LabEvent, Link, NioEnd, OperatingSystem } from '../../src/core/lab/lab.ts';
import { fc } from '../support/property.ts';

/*
 * Up to forty NIOs on two ports of one machine, opened and closed in any order: so many that they are looked
 * up instead of walked along. Every bind and every receiver has to be what going through all of them gives.
 */

interface Nio {
  readonly isNew: boolean;
  readonly port: number;
  readonly host: string;
  readonly peer: number;
}

type Move = { readonly open: Nio } | { readonly close: number };

const HOSTS = { ipv4: ['127.0.0.1'], both: ['127.0.0.1', '::1'] } as const;

function moves(hosts: readonly string[], newest: number): fc.Arbitrary<Move[]> {
  const open = fc.record({
    open: fc.record({
      isNew: fc.nat(9).map((number) => number < newest),
      port: fc.constantFrom(12_000, 12_001),
      host: fc.constantFrom(...hosts),
      peer: fc.constantFrom(12_000, 12_001, 12_002),
    }),
  });
  return fc.array(fc.oneof({ weight: 5, arbitrary: open }, { weight: 1, arbitrary: fc.record({ close: fc.nat() }) }), {
    maxLength: 40,
  });
}

interface Played {
  readonly sockets: ReadonlyMap<number, PredictedSocket>;
  /** In the order in which they were opened. */
  readonly nios: readonly Nio[];
  /** What was done, closings by the number of the NIO. */
  readonly script: ReadonlyArray<{ readonly type: 'open' | 'close'; readonly nio: number }>;
}

function played(list: readonly Move[], os: OperatingSystem): Played {
  const hypervisors = [7200, 7201].map(
    (port): Hypervisor => ({
      kind: 'dynamips',
      host: '127.0.0.1',
      port,
      name: `127.0.0.1:${port}`,
      baseUdp: 0,
      baseConsole: 0,
      baseAux: 0,
    }),
  );
  const nios: Nio[] = [];
  const links: Link[] = [];
  const script: Array<{ type: 'open' | 'close'; nio: number }> = [];
  const open: number[] = [];
  for (const move of list) {
    if ('open' in move) {
      const { isNew, port, host, peer } = move.open;
      const device: Device = {
        name: `R${nios.length}`,
        kind: 'router',
        hypervisor: hypervisors[Number(isNew)] as Hypervisor,
      };
      const b = parseNio(`NIO_udp:${port}:${host}:${peer}`) as NioEnd;
      links.push({ name: device.name, a: { type: 'device', deviceName: device.name, device, interface: 'f0/0' }, b });
      open.push(nios.length);
      script.push({ type: 'open', nio: nios.length });
      nios.push(move.open);
    } else if (open.length > 0) {
      const [nio] = open.splice(move.close % open.length, 1);
      script.push({ type: 'close', nio: nio as number });
    }
  }
  const events = script.map(
    ({ type, nio }): LabEvent => ({ type: type === 'open' ? 'add' : 'remove', link: links[nio] as Link }),
  );
  const devices = links.map((link) => link.a.device as Device);
  const lab: Lab = { name: '', file: '', format: 'scenario', hypervisors, images: [], devices, links: [], events };
  const prediction = predict([allocate(lab, 'dynagen')], {
    kernel: knowledgeOf(os),
    machines: new Machines(),
    generationOf: ({ port }) => (port === 7201 ? 'from-0.2.18' : 'before-0.2.18'),
  });
  const sockets = [...prediction.sockets()].map((socket): [number, PredictedSocket] => [
    Number(socket.nio.device.slice(1)),
    socket,
  ]);
  return { sockets: new Map(sockets), nios, script };
}

const areTwins = (a: Nio, b: Nio): boolean => a.host === b.host && a.peer === b.peer;

/** True if `second` is refused because of `first`, on the same port. */
const REFUSES: Readonly<Record<OperatingSystem, (first: Nio, second: Nio) => boolean>> = {
  linux: (first, second) => !first.isNew || !second.isNew,
  windows: (first, second) => first.host === second.host && (!first.isNew || !second.isNew),
  darwin(first, second) {
    if (second.isNew) return areTwins(first, second);
    return first.host === second.host || second.host === '::1';
  },
};

/** The open NIOs in the order in which they were opened, and all that were refused. */
function bruteForce({ nios, script }: Played, os: OperatingSystem): { open: number[]; refused: Set<number> } {
  let open: number[] = [];
  const refused = new Set<number>();
  for (const { type, nio } of script) {
    const second = nios[nio] as Nio;
    const isRefused = open.some((one) => {
      const first = nios[one] as Nio;
      return first.port === second.port && REFUSES[os](first, second);
    });
    if (type === 'close') {
      open = open.filter((one) => one !== nio);
      refused.delete(nio);
    } else if (isRefused) refused.add(nio);
    else open.push(nio);
  }
  return { open, refused };
}

/** Those that take what `sender` sends, in the order in which they were opened. */
function fitting(sender: Nio, open: readonly number[], nios: readonly Nio[]): number[] {
  return open.filter((one) => {
    const { port, host, peer } = nios[one] as Nio;
    return port === sender.peer && host === sender.host && peer === sender.port;
  });
}

function check(os: OperatingSystem, hosts: readonly string[], newest: number, receiverOf: Receiver): void {
  fc.assert(
    fc.property(moves(hosts, newest), (list) => {
      const all = played(list, os);
      const { open, refused } = bruteForce(all, os);
      const names = new Map([...all.sockets].map(([nio, { index }]) => [index, nio]));
      for (const [nio, socket] of all.sockets) {
        expect(socket.bind === 'refused', `bind of ${nio}`).to.equal(refused.has(nio));
        if (refused.has(nio)) continue;
        const there = open.filter((one) => all.nios[one]?.port === all.nios[nio]?.peer);
        const wanted = receiverOf(fitting(all.nios[nio] as Nio, open, all.nios), there, all.nios);
        const told = socket.delivery === 'unknown' ? 'unknown' : names.get(socket.receiver);
        expect(told, `receiver of ${nio}`).to.equal(wanted);
      }
    }),
  );
}

type Receiver = (fit: number[], there: number[], nios: readonly Nio[]) => number | 'unknown' | undefined;

describe('many NIOs on one port, against going through all of them', () => {
  it('Linux: both need SO_REUSEADDR, in either family; the newest that fits receives', () => {
    for (const newest of [5, 9, 10]) check('linux', HOSTS.both, newest, (fit) => fit.at(-1));
  });

  it('macOS: twins are refused, and nobody needs SO_REUSEADDR but the second; each gets its own', () => {
    for (const newest of [5, 9, 10]) check('darwin', HOSTS.both, newest, (fit) => fit[0]);
  });

  it('Windows: the oldest receives, whatever its peer; among twins nobody knows', () => {
    check('windows', HOSTS.ipv4, 10, (fit, there, nios) => {
      const areAllTwins = there.every((one) => areTwins(nios[one] as Nio, nios[there[0] as number] as Nio));
      const takes = fit.includes(there[0] as number) || areAllTwins ? fit : [];
      return takes.length > 1 ? 'unknown' : takes[0];
    });
  });
});
