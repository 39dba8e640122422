import { createSocket } from 'node:dgram';
import { expect } from 'chai';
import { ResponderClient } from '../../../../../src/features/reach/live/responder-client.ts';
import { closeAll } from '../../../../support/real-sockets.ts';

const TOKEN = 'correct horse battery';
const MANY = Array.from({ length: 5000 }, (_, index) => index + 1);

/** A responder that never answers; says how many questions have come. */
async function silent(onQuestion: (count: number) => void) {
  const socket = createSocket('udp4');
  let count = 0;
  socket.on('message', () => onQuestion(++count));
  await new Promise<void>((resolve) => socket.bind({ port: 0, address: '127.0.0.1', exclusive: true }, resolve));
  const client = await ResponderClient.open({ address: '127.0.0.1', port: socket.address().port, token: TOKEN });
  return { client, socket, questions: () => count };
}

describe('ResponderClient', () => {
  it('asks no more when it is closed', async () => {
    const { client, socket, questions } = await silent(() => void client.close());
    // Were anything waited for after that, it would be for an hour.
    const known = await client.listening('udp', MANY, 3_600_000);
    expect([known.size, await client.echo('echo', 64, 3_600_000), questions()]).to.deep.equal([0, undefined, 1]);
    await closeAll([socket]);
  });

  it('asks for no more ports when a question was lost three times', async () => {
    const { client, socket, questions } = await silent(() => undefined);
    const known = await client.listening('tcp', MANY, 20);
    expect([known.size, questions()]).to.deep.equal([0, 3]);
    await client.close();
    await closeAll([socket]);
  });
});
