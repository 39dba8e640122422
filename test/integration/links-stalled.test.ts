/** What `niostat links` says where both ends are there and nobody reads one. Needs Linux and Dynamips. */
import { createSocket } from 'node:dgram';
import { expect } from 'chai';
import { quietUi } from '../../src/core/ui.ts';
import type { ObservedLink } from '../../src/features/links/link-table.ts';
import { links } from '../../src/features/links/links.ts';
import { readThisHost } from '../../src/world/sockets/this-host.ts';
import { HYPERVISOR_PROGRAMS } from '../support/hypervisor-process.ts';
import { LineClient } from '../support/line-client.ts';
import { modelOf } from '../support/model.ts';
import { scenarioLab } from '../support/read.ts';
import { freePorts } from '../support/real-sockets.ts';
import { withHypervisor } from '../support/subjects.ts';

/** Stops a process, and waits until the system calls it stopped. */
async function stop(pid: number, port: number): Promise<void> {
  process.kill(pid, 'SIGSTOP');
  for (;;) {
    const { table } = await readThisHost({ allOwners: false });
    const owner = table?.rows.find((row) => row.protocol === 'udp' && row.localPort === port)?.pid ?? 0;
    if (table?.processes.get(owner)?.halted === 'stopped') return;
  }
}

const DYNAMIPS = HYPERVISOR_PROGRAMS.filter(({ processName }) => processName === 'dynamips');

for (const program of DYNAMIPS) {
  describe(`links to which nobody listens on ${program.name}`, () => {
    /** A link between two NIOs of one hypervisor, with its row as it is now. */
    const withLink = (
      work: (given: { pid: number; port: number; row: (counters?: boolean) => Promise<ObservedLink> }) => Promise<void>,
    ): Promise<void> =>
      withHypervisor(program, async ({ port: control, pid }) => {
        const [port = 0] = await freePorts(2);
        const client = await LineClient.connect(control);
        await client.must(
          `nio create_udp a ${port} 127.0.0.1 ${port + 1}`,
          `nio create_udp b ${port + 1} 127.0.0.1 ${port}`,
        );
        const address = `127.0.0.1:${control}`;
        const lab = scenarioLab(
          `name: lab
hypervisors: [{ address: '${address}', baseUdp: ${port} }]
devices: [{ name: R1 }, { name: R2 }]
links: [R1 f0/0 -- R2 f0/0]
`,
        );
        const row = async (counters = false): Promise<ObservedLink> =>
          (await links(modelOf(lab), { counters }, quietUi())).links.find(
            ({ name }) => name !== undefined,
          ) as ObservedLink;
        try {
          await work({ pid, port, row });
        } finally {
          client.close();
        }
      });

    it('a frozen hypervisor: STALLED, with the signal that lets it go on', () =>
      withLink(async ({ pid, port, row }) => {
        expect((await row()).state).to.equal('ESTABLISHED');
        await stop(pid, port);
        for (const counters of [false, true]) {
          const { state, explanation, remedy, a } = await row(counters);
          expect([state, a.unread]).to.deep.equal(['STALLED', 'process stopped']);
          expect(explanation).to.include(`(pid ${pid}) is suspended`);
          expect(remedy).to.equal(`let it go on: \`kill -CONT ${pid}\``);
        }
        process.kill(pid, 'SIGCONT');
        expect((await row(true)).state).to.equal('IDLE');
      }));

    it('a NIO that is bound to nothing and whose queue is full', () =>
      withHypervisor(program, async ({ port: control, pid }) => {
        const [port = 0, peer = 0] = await freePorts(2);
        const client = await LineClient.connect(control);
        await client.must(`nio create_udp n0 ${port} 127.0.0.1 ${peer}`);
        const socket = createSocket('udp4');
        await new Promise<void>((resolve) => socket.bind({ port: peer, address: '127.0.0.1' }, resolve));
        // The buffer of a socket is 212,992 bytes.
        for (let count = 0; count < 500; count++) {
          await new Promise((resolve) => socket.send(Buffer.alloc(1000), port, '127.0.0.1', resolve));
        }
        const lab = scenarioLab(
          `name: lab
hypervisors: [{ address: '127.0.0.1:${control}' }]
devices: [{ name: R1 }]
links: ['R1 f0/0 -- NIO_udp:${port}:127.0.0.1:${peer}']
`,
        );
        const seen = [];
        for (const counters of [false, true]) {
          const { links: rows, outcome } = await links(modelOf(lab), { counters }, quietUi());
          const [row] = rows.filter(({ name }) => name !== undefined);
          seen.push([outcome, row?.state, row?.a.unread]);
          expect(row?.a.receiveQueue).to.be.greaterThan(106_496);
          expect(row?.a.drops).to.be.greaterThan(0);
          expect(row?.evidence.join())
            .to.include(`pid ${pid}`)
            .and.match(/Recv-Q \d+, \d+ drops/);
        }
        socket.close();
        client.close();
        // What the log adds is why.
        expect(seen).to.deep.equal([
          ['findings', 'STALLED', 'queue full'],
          ['findings', 'STALLED', 'not bound'],
        ]);
      }));
  });
}
