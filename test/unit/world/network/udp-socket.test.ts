import { expect } from 'chai';
import { UdpSocket } from '../../../../src/world/network/udp-socket.ts';
import { freePorts } from '../../../support/real-sockets.ts';

const options = { family: 4, localAddress: '127.0.0.1', localPort: 0, reuseAddress: false } as const;

describe('UdpSocket', () => {
  it('answers whoever has sent something, on a socket without a peer', async () => {
    const [server, client] = [await UdpSocket.open(options), await UdpSocket.open(options)];
    server.onRequest((datagram, from) => server.sendTo(Buffer.concat([datagram, Buffer.from('!')]), from));
    await client.connect('127.0.0.1', server.localPort);
    const answer = await new Promise<Buffer>((resolve) => {
      client.onDatagram(resolve);
      client.send(Buffer.from('hello'));
    });
    expect(answer.toString()).to.equal('hello!');
    await Promise.all([server.close(), client.close()]);
  });

  it('tells that a datagram was refused, and goes on', async () => {
    const [nobody = 0] = await freePorts(1);
    const socket = await UdpSocket.open(options);
    await socket.connect('127.0.0.1', nobody);
    for (let time = 0; time < 2; time++) {
      const { code } = await new Promise<NodeJS.ErrnoException>((resolve) => {
        socket.onError(resolve);
        socket.send(Buffer.alloc(1));
      });
      expect(code).to.equal('ECONNREFUSED');
    }
    await socket.close();
  });

  it('says nothing about a refusal that nobody wants to hear of', async () => {
    const [nobody = 0] = await freePorts(1);
    const socket = await UdpSocket.open(options);
    await socket.connect('127.0.0.1', nobody);
    socket.send(Buffer.alloc(1));
    await new Promise((resolve) => setImmediate(resolve));
    await socket.close();
  });

  it('fails to connect where the system says that it cannot be', async () => {
    const socket = await UdpSocket.open(options);
    // A socket of the loopback has no way out of it.
    const error = await socket.connect('192.0.2.1', 9).then(
      () => undefined,
      ({ code }: NodeJS.ErrnoException) => code,
    );
    expect(error).to.be.oneOf(['EINVAL', 'ENETUNREACH', 'EADDRNOTAVAIL', 'EHOSTUNREACH']);
    await socket.close();
  });

  it('has the address towards its peer', async () => {
    const socket = await UdpSocket.open({ family: 4, localPort: 0, reuseAddress: false });
    await socket.connect('127.0.0.1', 9);
    expect(socket.localAddress).to.equal('127.0.0.1');
    await socket.close();
  });
});
