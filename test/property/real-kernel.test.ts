import type { Socket } from 'node:dgram';
import { expect } from 'chai';
import { Machines } from '../../src/core/address/host.ts';
import { allocate } from '../../src/core/allocation/allocate.ts';
import { predict } from '../../src/core/kernel/predict.ts';
import type { PredictedSocket } from '../../src/core/kernel/socket.ts';
import { parseNio } from '../../src/core/lab/endpoint.ts';
import type { Device, Hypervisor, Lab, LabEvent, Link, NioEnd } from '../../src/core/lab/lab.ts';
import { fc } from '../support/property.ts';
import { closeAll, exchange, freePorts, openLikeDynamips, type SocketPlan } from '../support/real-sockets.ts';

const PORT_COUNT = 4;

/** Opens a socket on one of a few ports, or closes the n-th of those that were opened. */
type Operation =
  | {
      readonly type: 'open';
      readonly reuse: boolean;
      readonly local: number;
      readonly remote: number;
      readonly remoteHost: string;
    }
  | { readonly type: 'close'; readonly target: number };

const operations: fc.Arbitrary<Operation[]> = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        type: fc.constant('open' as const),
        reuse: fc.boolean(),
        local: fc.nat(PORT_COUNT - 1),
        remote: fc.nat(PORT_COUNT - 1),
        remoteHost: fc.constantFrom('127.0.0.1', '127.0.0.1', '127.0.0.1', '127.0.0.2', '0.0.0.0'),
      }),
    },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('close' as const), target: fc.nat() }) },
  ),
  { minLength: 1, maxLength: 10 },
);

interface Played {
  readonly plans: readonly SocketPlan[];
  /** In order: the index of the plan that is opened or closed. */
  readonly moves: ReadonlyArray<{ readonly type: 'open' | 'close'; readonly plan: number }>;
}

/** Turns random operations into ones that make sense: only what is open is closed. */
function played(script: readonly Operation[], ports: readonly number[]): Played {
  const plans: SocketPlan[] = [];
  const moves: Array<{ type: 'open' | 'close'; plan: number }> = [];
  const open: number[] = [];
  for (const operation of script) {
    if (operation.type === 'open') {
      const { reuse, local, remote, remoteHost } = operation;
      moves.push({ type: 'open', plan: plans.length });
      open.push(plans.length);
      plans.push({ reuse, localPort: ports[local] as number, remoteHost, remotePort: ports[remote] as number });
    } else if (open.length > 0) {
      const [plan] = open.splice(operation.target % open.length, 1);
      moves.push({ type: 'close', plan: plan as number });
    }
  }
  return { plans, moves };
}

/**
 * The same moves as a lab of explicit NIOs: an old Dynamips for sockets without SO_REUSEADDR, a new one for
 * those with it.
 */
function predicted({ plans, moves }: Played): Map<number, PredictedSocket> {
  const hypervisor = (port: number, dynamips: string): Hypervisor => {
    return {
      kind: 'dynamips',
      host: '127.0.0.1',
      port,
      name: `127.0.0.1:${port}`,
      baseUdp: 0,
      baseConsole: 0,
      baseAux: 0,
      dynamips,
    };
  };
  const [before, after] = [hypervisor(7200, '0.2.17'), hypervisor(7201, '0.2.18')];
  const links = plans.map((plan, index): Link => {
    const name = `R${index}`;
    const device: Device = { name, kind: 'router', hypervisor: plan.reuse ? after : before };
    const b = parseNio(`NIO_udp:${plan.localPort}:${plan.remoteHost}:${plan.remotePort}`) as NioEnd;
    return { name, a: { type: 'device', deviceName: name, device, interface: 'f0/0' }, b };
  });
  const events = moves.map(
    ({ type, plan }): LabEvent => ({ type: type === 'open' ? 'add' : 'remove', link: links[plan] as Link }),
  );
  const devices = links.map((link) => link.a.device as Device);
  const lab: Lab = {
    name: '',
    file: '',
    format: 'scenario',
    hypervisors: [before, after],
    images: [],
    devices,
    links: [],
    events,
  };
  const prediction = predict([allocate(lab, 'dynagen')], {
    os: 'linux',
    machines: new Machines(),
    generationOf: (one) => (one === after ? 'from-0.2.18' : 'before-0.2.18'),
  });
  return new Map([...prediction.sockets()].map((socket) => [Number(socket.nio.device.slice(1)), socket]));
}

describe('the kernel model against the kernel of this machine', () => {
  before(() => {
    if (process.platform !== 'linux') throw new Error('the model is about Linux; run this test there');
  });

  it('agrees on every bind and on every receiver of random plans of sockets', async () => {
    await fc.assert(
      fc.asyncProperty(operations, async (script) => {
        const plan = played(script, await freePorts(PORT_COUNT));
        const sockets: Array<Socket | undefined> = plan.plans.map(() => undefined);
        const refused = new Set<number>();
        try {
          for (const move of plan.moves) {
            if (move.type === 'open') {
              const socket = await openLikeDynamips(plan.plans[move.plan] as SocketPlan);
              sockets[move.plan] = socket;
              if (socket === undefined) refused.add(move.plan);
            } else {
              await closeAll([sockets[move.plan]]);
              sockets[move.plan] = undefined;
            }
          }
          const received = await exchange(sockets);
          const indexes = new Map([...predicted(plan)].map(([index, socket]) => [socket.index, index]));
          for (const [index, socket] of predicted(plan)) {
            expect(socket.bind === 'refused', `bind of ${index}`).to.equal(refused.has(index));
            const receiver = indexes.get(socket.receiver);
            expect(received.get(index) ?? [], `receivers of ${index}`).to.deep.equal(
              receiver === undefined ? [] : [receiver],
            );
          }
        } finally {
          await closeAll(sockets);
        }
      }),
      { numRuns: 150 },
    );
  });
});
