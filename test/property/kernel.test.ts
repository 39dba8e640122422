import { expect } from 'chai';
import { Machines } from '../../src/core/address/host.ts';
import { allocateAll } from '../../src/core/allocation/allocate.ts';
import type { Generation } from '../../src/core/kernel/dynamips-version.ts';
import { knowledgeOf } from '../../src/core/kernel/knowledge.ts';
import { predict } from '../../src/core/kernel/predict.ts';
import type { PredictedSocket } from '../../src/core/kernel/socket.ts';
import type { Hypervisor } from '../../src/core/lab/lab.ts';
import { fc } from '../support/property.ts';
import { labOf, randomLabs } from '../support/random-lab.ts';

/** Each hypervisor gets a generation of its own: mixed labs are where a model breaks first. */
const generations = fc.array(fc.constantFrom<Generation>('before-0.2.18', 'from-0.2.18'), {
  minLength: 6,
  maxLength: 6,
});

/** With all names known: where one is not, the model says so and names no receiver. */
const MACHINES = new Machines(
  new Map([
    ['localhost', ['127.0.0.1']],
    ['alpha', ['10.0.0.1']],
    ['beta', ['10.0.0.2']],
  ]),
);

function sockets(random: Parameters<typeof labOf>[0], chosen: readonly Generation[]): PredictedSocket[] {
  const lab = labOf(random);
  const generationOf = (hypervisor: Hypervisor): Generation => chosen[hypervisor.port - 7200] as Generation;
  return [
    ...predict(
      allocateAll([lab], () => 'dynagen'),
      { kernel: knowledgeOf('linux'), machines: MACHINES, generationOf },
    ).sockets(),
  ];
}

/**
 * What the kernel looks at, as one string: the socket's own four values, and those of a datagram that it
 * sends.
 */
function own({ machine, port, remotePort, route }: PredictedSocket): string {
  return [machine, route.localAddress, port, route.remoteAddress, remotePort].join(' ');
}

function sent({ port, remotePort, route }: PredictedSocket): string {
  return [route.machine, route.remoteAddress, remotePort, route.localAddress, port].join(' ');
}

describe('properties of the kernel model', () => {
  it('a frame is delivered to the one socket that was connected last with the four values turned round, and to no other', () => {
    fc.assert(
      fc.property(randomLabs(), generations, (random, chosen) => {
        const all = sockets(random, chosen);
        const open = all.filter((socket) => socket.bind !== 'refused');
        for (const socket of open) {
          const fitting = open.filter((other) => own(other) === sent(socket));
          expect(socket.receiver).to.equal(fitting.at(-1)?.index ?? -1);
        }
        expect(all.filter((socket) => socket.bind === 'refused' && socket.receiver >= 0)).to.deep.equal([]);
      }),
    );
  });

  it('a bind is refused exactly when an open socket of the machine has the port and one of the two lacks SO_REUSEADDR', () => {
    fc.assert(
      fc.property(randomLabs(), generations, (random, chosen) => {
        const before: PredictedSocket[] = [];
        const reuses = (socket: PredictedSocket): boolean =>
          chosen[socket.nio.hypervisor.port - 7200] === 'from-0.2.18';
        for (const socket of sockets(random, chosen)) {
          const rivals = before.filter((other) => other.machine === socket.machine && other.port === socket.port);
          const isRefused = rivals.some((other) => !reuses(socket) || !reuses(other));
          expect(socket.bind).to.equal(isRefused ? 'refused' : rivals.length > 0 ? 'shared' : 'bound');
          if (!isRefused) before.push(socket);
        }
      }),
    );
  });
});
