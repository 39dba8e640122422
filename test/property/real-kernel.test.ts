import type { Socket } from 'node:dgram';
import { expect } from 'chai';
import { Machines } from '../../src/core/address/host.ts';
import { type HostedPlan, type Played, predicted } from '../support/plan-lab.ts';
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

/** Turns random operations into ones that make sense: only what is open is closed. */
function played(script: readonly Operation[], ports: readonly number[]): Played {
  const plans: HostedPlan[] = [];
  const moves: Array<{ type: 'open' | 'close'; plan: number }> = [];
  const open: number[] = [];
  for (const operation of script) {
    if (operation.type === 'open') {
      const { reuse, local, remote, remoteHost } = operation;
      moves.push({ type: 'open', plan: plans.length });
      open.push(plans.length);
      const [localPort, remotePort] = [ports[local] as number, ports[remote] as number];
      plans.push({ host: '127.0.0.1', reuse, localPort, remoteHost, remotePort });
    } else if (open.length > 0) {
      const [plan] = open.splice(operation.target % open.length, 1);
      moves.push({ type: 'close', plan: plan as number });
    }
  }
  return { plans, moves };
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
          const model = predicted(plan, { machines: new Machines() });
          const indexes = new Map([...model].map(([index, socket]) => [socket.index, index]));
          for (const [index, socket] of model) {
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
