/** `reach` and `respond` of different ages: older ones know three kinds of requests, and not `received`. */
import { createSocket, type Socket } from 'node:dgram';
import { expect } from 'chai';
import { answerTo } from '../../src/features/reach/live/protocol.ts';
import { reach } from '../../src/features/reach/reach.ts';
import { modelOf } from '../support/model.ts';
import { closeAll } from '../support/real-sockets.ts';

const TOKEN = 'correct-horse-battery';

/** The one that was used when these were recorded. */
const RECORDED_TOKEN = 'correct horse battery';

/** What an older `reach` has sent to port 10000, and its responder, which held that port, has answered. */
const RECORDED = {
  'a short echo': [
    '4e494f3f0102271034a31f4182cde88d13cb8f92abe93807ef17636a1bbe9963',
    '4e494f210102271034a31f4182cde88d562dde27673ea16d1c65878cb8b2bd86',
  ],
  'an echo': [
    '4e494f3f01012710e6221d8574a46045b9fd4fce6d80dca366ef79ba3803a2480000000000000000',
    '4e494f2101012710e6221d8574a46045098d2953cb9351797c03fdb39e9c12cf0000000000000000',
  ],
  'what is held of 10000 and 10001': [
    '4e494f3f01032710b4f0966726ea8335aef1d5f547565618103d5d09beabe19a1127102711',
    '4e494f2101032710b4f0966726ea8335726d1a04a79554e8f6c02b9eb9cc952e01',
  ],
} as const;

/** An older responder is silent to whatever is of a later kind. */
const [TYPE_AT, NEWEST_OLD_TYPE] = [5, 3];

function listening(): Promise<Socket> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.bind({ port: 0, address: '127.0.0.1', exclusive: true }, () => resolve(socket));
  });
}

describe('reach and respond of different ages', () => {
  for (const [name, [request, answer]] of Object.entries(RECORDED)) {
    it(`a new responder answers an old reach as ever: ${name}`, () => {
      const context = {
        token: RECORDED_TOKEN,
        port: 10_000,
        holds: (_: string, port: number) => port === 10_000,
        receipts: () => expect.fail('nobody has asked for them'),
      };
      expect(answerTo(Buffer.from(request, 'hex'), context)?.toString('hex')).to.equal(answer);
    });
  }

  it('a new reach gets out of an old responder what there is, and names no way for what is silent', async () => {
    const sockets = await Promise.all(Array.from({ length: 3 }, listening));
    const ports = sockets.map((socket) => socket.address().port);
    for (const [index, socket] of sockets.entries()) {
      const context = {
        token: TOKEN,
        port: ports[index] as number,
        holds: () => true,
        receipts: () => new Uint8Array(0),
      };
      socket.on('message', (datagram, { address, port }) => {
        // The last one is behind a firewall.
        if (index === 2 || (datagram[TYPE_AT] ?? 0) > NEWEST_OLD_TYPE) return;
        const answer = answerTo(datagram, context);
        if (answer !== undefined) socket.send(answer, port, address);
      });
    }
    const { hosts } = await reach(modelOf([]), {
      hosts: ['127.0.0.1'],
      udpPorts: ports,
      tcpPorts: [],
      token: TOKEN,
      all: false,
      timeoutMs: 1000,
      ssh: false,
    });
    await closeAll(sockets);
    const states = new Map(hosts[0]?.ports.map(({ port, state, reason }) => [port, `${state} ${reason}`]));
    expect(ports.map((port) => states.get(port))).to.deep.equal([
      'open responder',
      'open responder',
      'filtered no-response',
    ]);
    expect(hosts[0]?.path?.frame.result).to.equal('passes');
  });
});
