import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import { expect } from 'chai';
import { dial } from '../../../../src/world/network/tcp.ts';
import { freeTcpPort } from '../../../support/real-sockets.ts';

/** Far more than a connection on the loopback takes. */
const PATIENT = { timeoutMs: 10_000 };

async function withServer(
  { host = '127.0.0.1', port = 0 }: { host?: string; port?: number },
  work: (port: number) => Promise<void>,
): Promise<void> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => sockets.add(socket.on('error', () => undefined)));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen({ host, port }, resolve);
  });
  try {
    await work((server.address() as AddressInfo).port);
  } finally {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** Listens, says where, and never turns to its event loop again, so that nobody accepts what waits. */
const DEAF_SERVER = `
const { createServer } = require('node:net');
const { parentPort } = require('node:worker_threads');
const server = createServer();
server.listen({ host: '127.0.0.1', port: 0, backlog: 1 }, () => {
  parentPort.postMessage(server.address().port);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
});`;

/** A port whose queue is full: the kernel drops every further SYN, as a firewall does. Linux does so. */
async function withFullBacklog(work: (port: number) => Promise<void>): Promise<void> {
  const worker = new Worker(DEAF_SERVER, { eval: true });
  const fillers: (Socket | undefined)[] = [];
  try {
    const port = await new Promise<number>((resolve, reject) => worker.once('message', resolve).once('error', reject));
    for (let isFull = false; !isFull; isFull = fillers.at(-1) === undefined) {
      if (fillers.length > 16) throw new Error('the queue of a port takes more than it should: is this Linux?');
      fillers.push((await dial(['127.0.0.1'], port, { timeoutMs: 200 })).socket);
    }
    await work(port);
  } finally {
    for (const socket of fillers) socket?.destroy();
    await worker.terminate();
  }
}

describe('dial', () => {
  it('an open port: syn-ack, with the time that it took', () =>
    withServer({}, async (port) => {
      const { tcp, socket, address } = await dial(['127.0.0.1'], port, PATIENT);
      expect(tcp).to.include({ state: 'open', reason: 'syn-ack' });
      expect(tcp.latencyMs).to.be.a('number').within(0, PATIENT.timeoutMs);
      expect(address).to.equal('127.0.0.1');
      expect(socket?.remotePort).to.equal(port);
      socket?.destroy();
    }));

  it('a closed port: conn-refused, and no socket', async () => {
    expect(await dial(['127.0.0.1'], await freeTcpPort(), PATIENT)).to.deep.equal({
      tcp: { state: 'refused', reason: 'conn-refused' },
      address: '127.0.0.1',
    });
  });

  it('no answer to a SYN: no-response', () =>
    withFullBacklog(async (port) => {
      expect(await dial(['127.0.0.1'], port, { timeoutMs: 50 })).to.deep.equal({
        tcp: { state: 'timeout', reason: 'no-response' },
        address: '127.0.0.1',
      });
    }));

  it('no address: no-address', async () => {
    expect(await dial([], 7200, PATIENT)).to.deep.equal({ tcp: { state: 'unresolvable', reason: 'no-address' } });
  });

  describe('with several addresses', () => {
    it('takes the first that accepts', () =>
      withServer({}, async (port) => {
        const { tcp, socket, address } = await dial(['127.0.0.3', '127.0.0.1', '127.0.0.2'], port, PATIENT);
        expect([tcp.state, address]).to.deep.equal(['open', '127.0.0.1']);
        socket?.destroy();
      }));

    it('says what the last one did if none accepts', async () => {
      const { tcp, address } = await dial(['127.0.0.2', '127.0.0.3'], await freeTcpPort(), PATIENT);
      expect([tcp.state, address]).to.deep.equal(['refused', '127.0.0.3']);
    });

    it('leaves time for the others when the first is silent', () =>
      withFullBacklog((port) =>
        withServer({ host: '127.0.0.2', port }, async () => {
          const { tcp, socket, address } = await dial(['127.0.0.1', '127.0.0.2'], port, { timeoutMs: 1000 });
          // The first has had its half of the time, and not all of it.
          expect([tcp.state, address]).to.deep.equal(['open', '127.0.0.2']);
          socket?.destroy();
        }),
      ));
  });

  describe('when it is aborted', () => {
    const INTERRUPTED = { tcp: { state: 'interrupted', reason: 'interrupted' }, address: '127.0.0.1' };

    it('before it begins: connects to nobody', () =>
      withServer({}, async (port) => {
        const options = { ...PATIENT, signal: AbortSignal.abort() };
        expect(await dial(['127.0.0.1', '127.0.0.2'], port, options)).to.deep.equal(INTERRUPTED);
      }));

    it('while it waits: ends at once, and tries no other address', () =>
      withFullBacklog(async (port) => {
        const controller = new AbortController();
        const dialled = dial(['127.0.0.1', '127.0.0.2'], port, { timeoutMs: 600_000, signal: controller.signal });
        controller.abort();
        expect(await dialled).to.deep.equal(INTERRUPTED);
      }));

    it('afterwards: leaves the socket alone', () =>
      withServer({}, async (port) => {
        const controller = new AbortController();
        const { socket } = await dial(['127.0.0.1'], port, { ...PATIENT, signal: controller.signal });
        controller.abort();
        expect(socket?.destroyed).to.equal(false);
        socket?.destroy();
      }));
  });
});
