import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { type Socket as Connection, connect } from 'node:net';
import { expect } from 'chai';
import {
  echoRequest,
  listeningRequest,
  newRun,
  probeRequest,
  readAnswer,
  readListening,
  receivedRequest,
} from '../../src/features/reach/live/protocol.ts';
import { type OpenResponder, openResponder } from '../../src/features/reach/live/responder.ts';
import { readReceipts } from '../../src/features/reach/receipts.ts';
import { closeAll, freePorts, freeTcpPort, openLikeDynamips } from '../support/real-sockets.ts';

const TOKEN = 'correct horse battery';

async function open(udpPorts: readonly number[], tcpPorts: readonly number[] = []): Promise<OpenResponder> {
  const opened = await openResponder({ address: '127.0.0.1', udpPorts, tcpPorts, token: TOKEN });
  if ('refused' in opened) throw new Error(`refused: ${JSON.stringify(opened.refused)}`);
  return opened.responder;
}

function socket(): Promise<Socket> {
  return new Promise((resolve) => {
    const one = createSocket('udp4');
    one.bind(0, '127.0.0.1', () => resolve(one));
  });
}

function send(from: Socket, datagram: Uint8Array, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    from.send(datagram, port, '127.0.0.1', (error) => (error ? reject(error) : resolve()));
  });
}

/** Sends bytes over TCP and gives what comes back before the connection is closed. */
function overTcp(port: number, bytes: Buffer): Promise<Buffer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const connection = connect({ host: '127.0.0.1', port }, () => connection.write(bytes));
    connection.on('data', (chunk) => chunks.push(chunk)).on('error', () => undefined);
    connection.once('close', () => resolve(Buffer.concat(chunks)));
  });
}

function framed(message: Buffer): Buffer {
  return Buffer.concat([Buffer.from([message.length >> 8, message.length & 0xff]), message]);
}

describe('the responder', () => {
  it('answers none of 100,000 datagrams of strangers, and still who knows the token', async () => {
    const [port = 0] = await freePorts(1);
    const responder = await open([port]);
    const stranger = await socket();
    let answers = 0;
    stranger.on('message', () => answers++);
    const foreign = echoRequest('echo', { port, token: 'some other token!', sizeBytes: 64 }).datagram;
    const good = echoRequest('echo', { port, token: TOKEN, sizeBytes: 64 }).datagram;
    const bad = [
      Buffer.alloc(0),
      Buffer.alloc(2000, 0x55),
      foreign,
      good.subarray(0, 63),
      Buffer.concat([good.subarray(0, 4), Buffer.from([2]), good.subarray(5)]),
    ];
    const bytes = bad.map(({ length }) => length);
    for (let sent = 0; sent < 100_000; sent += 100) {
      // As fast as the kernel takes them; what does not fit into its queue is lost, which is no answer
      // either.
      await Promise.all(
        Array.from({ length: 100 }, (_, index) => send(stranger, bad[(sent + index) % bad.length] as Buffer, port)),
      );
      // The responder is in this process: it reads when the loop turns.
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(answers).to.equal(0);
    expect(responder.totals.bytesReceived)
      .to.be.above(0)
      .and.at.most((bytes.reduce((a, b) => a + b, 0) / bad.length) * 100_000);
    expect(responder.totals).to.include({ answered: 0, bytesSent: 0, limited: 0 });
    expect(responder.totals.ignored).to.be.above(0);

    const friend = await socket();
    const request = echoRequest('echo', { port, token: TOKEN, sizeBytes: 1514 });
    const answer = await new Promise<Buffer>((resolve) => {
      friend.once('message', resolve);
      void send(friend, request.datagram, port);
    });
    expect(readAnswer(answer, request, TOKEN)).to.have.length(1514 - 32);
    expect(answers).to.equal(0);
    expect(responder.totals.bytesSent).to.equal(1514);
    expect(responder.totals.bytesSent).to.be.at.most(responder.totals.bytesReceived);
    await closeAll([stranger, friend]);
    await responder.close();
  });

  it('says over TCP what it holds, and nothing to who sends anything else', async () => {
    const [held = 0, other = 0] = await freePorts(2);
    const tcpPort = await freeTcpPort();
    const responder = await open([held], [tcpPort]);
    const request = listeningRequest('udp', [held, other], { port: tcpPort, token: TOKEN });
    const answer = await overTcp(tcpPort, framed(request.datagram));
    expect(answer.length).to.be.at.most(request.datagram.length + 2);
    const body = readAnswer(answer.subarray(2), request, TOKEN) as Uint8Array;
    expect([...(readListening(body, [held, other]) ?? [])]).to.deep.equal([
      [held, true],
      [other, false],
    ]);
    const wrong = listeningRequest('udp', [held], { port: tcpPort, token: 'some other token!' });
    for (const bytes of [
      framed(wrong.datagram),
      Buffer.from('GET / HTTP/1.0\r\n\r\n'),
      Buffer.concat([framed(request.datagram), Buffer.alloc(1)]),
      Buffer.alloc(4096, 1),
    ])
      expect(await overTcp(tcpPort, bytes)).to.have.length(0);
    // What `reach` asks a control port, for a hypervisor may be there: no answer, and no stranger.
    expect(await overTcp(tcpPort, Buffer.from('hypervisor version\n'))).to.have.length(0);
    expect(responder.totals).to.include({ answered: 1, ignored: 4 });
    await responder.close();
  });

  it('lets clients that do nothing, or never end their request, make way to one who asks', async () => {
    const tcpPort = await freeTcpPort();
    const responder = await open([], [tcpPort]);
    const idle: Connection[] = [];
    // Twice as many as it has room for; every other one sends a byte of a request.
    for (let count = 0; count < 128; count++) {
      const client = connect(tcpPort, '127.0.0.1').on('error', () => undefined);
      await once(client, 'connect');
      if (count % 2 === 0) client.write(Buffer.alloc(1));
      idle.push(client);
    }
    const request = listeningRequest('tcp', [tcpPort], { port: tcpPort, token: TOKEN });
    const answer = await overTcp(tcpPort, framed(request.datagram));
    expect(readAnswer(answer.subarray(2), request, TOKEN)).to.not.equal(undefined);
    expect(responder.totals.answered).to.equal(1);
    // 128 and the one that asks, less the room for 64, and less those that have had their five seconds.
    expect(responder.totals.madeWay).to.be.within(1, 65);
    for (const client of idle) client.destroy();
    await responder.close();
  });

  it('tells which probes of a run it has received, those among them that wait in other queues', async () => {
    const ports = await freePorts(3);
    const [first = 0, second = 0, third = 0] = ports;
    const responder = await open(ports);
    const client = await socket();
    const [run, other] = [newRun(), newRun()];
    const toldOf = async (wanted: Uint8Array, ...probes: readonly (readonly [Uint8Array, number])[]) => {
      const question = receivedRequest(wanted, ports, { port: first, token: TOKEN });
      const told = new Promise<Uint8Array>((resolve) => {
        client.on('message', (answer) => {
          const body = readAnswer(answer, question, TOKEN);
          if (body !== undefined) resolve(body);
        });
      });
      // All are in the queues of the kernel before the responder, which is in this process, reads any.
      await Promise.all([
        ...probes.map(([of, port]) => send(client, probeRequest(of, { port, token: TOKEN }).datagram, port)),
        send(client, question.datagram, first),
      ]);
      const receipts = readReceipts(await told, ports);
      client.removeAllListeners('message');
      return ports.map((port) => receipts?.get(port));
    };
    const none = { received: 0, answered: 0 };
    const one = { received: 1, answered: 1 };
    const two = { received: 2, answered: 2 };
    expect(await toldOf(run)).to.deep.equal([none, none, none]);
    expect(await toldOf(run, [run, second], [other, third])).to.deep.equal([none, one, none]);
    expect(await toldOf(run, [run, third], [run, second])).to.deep.equal([none, two, one]);
    expect(await toldOf(other)).to.deep.equal([none, none, one]);
    await closeAll([client]);
    await responder.close();
  });

  it('names every port that somebody has, shared or not, and keeps none', async () => {
    const [free = 0, first = 0, second = 0] = await freePorts(3);
    const taken = [
      await openLikeDynamips({ reuse: true, localPort: first, remoteHost: '127.0.0.1', remotePort: 9 }),
      await openLikeDynamips({ reuse: false, localPort: second, remoteHost: '127.0.0.1', remotePort: 9 }),
    ];
    const options = { address: '127.0.0.1', udpPorts: [free, first, second], tcpPorts: [], token: TOKEN };
    const opened = await openResponder(options);
    expect('refused' in opened && opened.refused.map(({ port, code }) => [port, code]).sort()).to.deep.equal(
      [
        [first, 'EADDRINUSE'],
        [second, 'EADDRINUSE'],
      ].sort(),
    );
    await closeAll(taken);
    // All of them are free now, the one that was free among them.
    await (await open([free, first, second])).close();
  });

  it('lets nobody share a port that it has', async () => {
    const [port = 0] = await freePorts(1);
    const responder = await open([port]);
    const shared = await openLikeDynamips({ reuse: true, localPort: port, remoteHost: '127.0.0.1', remotePort: 9 });
    expect(shared).to.equal(undefined);
    await responder.close();
    const own = await openLikeDynamips({ reuse: true, localPort: port, remoteHost: '127.0.0.1', remotePort: 9 });
    expect(own).to.not.equal(undefined);
    await closeAll([own]);
  });
});
