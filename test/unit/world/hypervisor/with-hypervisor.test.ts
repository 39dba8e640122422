import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect } from 'chai';
import { HypervisorError } from '../../../../src/world/hypervisor/hypervisor-error.ts';
import {
  type HypervisorAddress,
  openHypervisor,
  type SessionOptions,
  withHypervisor,
} from '../../../../src/world/hypervisor/with-hypervisor.ts';
import { freeTcpPort } from '../../../support/real-sockets.ts';

/** For commands that must be answered: a test that needs it has failed. */
const AMPLE = { timeoutMs: 15_000 };

/** For commands that must not be answered; short, for the test waits for its end. */
const SHORT = { timeoutMs: 200 };

const VERSION = '100-0.2.14-amd64\r\n';
const OK = '100-OK\r\n';
const CLOSE = 'hypervisor close';

/** What the peer does with each line that it receives. */
type Answer = (line: string, say: (text: string) => void, socket: Socket) => void;

interface Peer {
  readonly address: HypervisorAddress;
  /** The lines that the peer has received, once the client has gone. */
  untilGone(): Promise<readonly string[]>;
}

/** Answers as Dynamips does, whose end of the connection stays open for a while. */
const DYNAMIPS: Answer = (line, say) => say(line === 'hypervisor version' ? VERSION : OK);

async function withPeer(
  answer: Answer,
  work: (peer: Peer) => Promise<void>,
  way: 'whole' | 'byte by byte' = 'whole',
): Promise<void> {
  const received: string[] = [];
  const sockets: Socket[] = [];
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.push(socket);
    socket.setEncoding('utf8').on('error', () => undefined);
    const say = (text: string): void => {
      if (way === 'whole') socket.write(text);
      else for (const byte of Buffer.from(text)) socket.write(Buffer.of(byte));
    };
    let text = '';
    socket.on('data', (more: string) => {
      text += more;
      const lines = text.split('\n');
      text = lines.pop() ?? '';
      for (const line of lines) {
        received.push(line);
        answer(line, say, socket);
      }
    });
  });
  server.listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    await work({
      address: { host: 'lab.example', port, addresses: ['127.0.0.1'] },
      async untilGone() {
        await Promise.all(sockets.map(closed));
        return received;
      },
    });
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  }
}

/** Waits until a socket is closed, by an error or not. */
async function closed(socket: Socket): Promise<void> {
  if (socket.closed) return;
  await new Promise<void>((resolve) => {
    socket.once('close', () => resolve());
  });
}

/** The error that a conversation ends with. */
async function failure(conversation: Promise<unknown>): Promise<unknown> {
  try {
    await conversation;
  } catch (error) {
    return error;
  }
  return expect.fail('it has not failed');
}

/** Its code, which must be that of an error of the conversation. */
async function failureCode(conversation: Promise<unknown>): Promise<string> {
  const error = await failure(conversation);
  expect(error).to.be.instanceOf(HypervisorError);
  return (error as HypervisorError).code;
}

function askTwice(address: HypervisorAddress, options: SessionOptions): Promise<unknown> {
  return withHypervisor(address, options, async (client) => {
    await client.command('hypervisor', 'version');
    return await client.command('nio', 'list');
  });
}

describe('withHypervisor', () => {
  for (const way of ['whole', 'byte by byte'] as const) {
    describe(`with replies that come ${way}`, () => {
      it('asks, says hypervisor close last, and hangs up', () =>
        withPeer(
          DYNAMIPS,
          async ({ address, untilGone }) => {
            const outcome = await withHypervisor(address, AMPLE, async (client, reached) => {
              expect(reached).to.deep.include({ address: '127.0.0.1' });
              return (await client.command('hypervisor', 'version')).text;
            });
            expect(outcome).to.deep.include({ address: '127.0.0.1', result: '0.2.14-amd64' });
            expect(outcome.tcp).to.include({ state: 'open', reason: 'syn-ack' });
            expect(await untilGone()).to.deep.equal(['hypervisor version', CLOSE]);
          },
          way,
        ));

      it('says it after a refusal, which the work has not caught', () =>
        withPeer(
          (line, say) => say(line === CLOSE ? OK : "208-unable to find NIO 'n'\r\n"),
          async ({ address, untilGone }) => {
            const asked = withHypervisor(address, AMPLE, (client) => client.command('nio', 'get_stats', 'n'));
            expect(await failureCode(asked)).to.equal('REFUSED');
            expect(await untilGone()).to.deep.equal(['nio get_stats n', CLOSE]);
          },
          way,
        ));

      it('says it when the signal ends a command that is answered late', async () => {
        const interruption = new AbortController();
        await withPeer(
          (line, say) => {
            if (line === 'hypervisor version') interruption.abort();
            say(line === 'hypervisor version' ? VERSION : OK);
          },
          async ({ address, untilGone }) => {
            const asked = askTwice(address, { ...AMPLE, signal: interruption.signal });
            expect(await failureCode(asked)).to.equal('CLOSED');
            expect((await untilGone()).at(-1)).to.equal(CLOSE);
          },
          way,
        );
      });

      it('does not say it to what is no hypervisor', () =>
        withPeer(
          (_line, say) => say('HTTP/1.1 400 Bad Request\r\n\r\n'),
          async ({ address, untilGone }) => {
            expect(await failureCode(askTwice(address, AMPLE))).to.equal('NOT_A_HYPERVISOR');
            expect(await untilGone()).to.deep.equal(['hypervisor version']);
          },
          way,
        ));
    });
  }

  it('waits for the answer to hypervisor close, for it proves that nothing is left', async () => {
    const log: string[] = [];
    const answer: Answer = (line, say) => {
      if (line !== CLOSE) {
        say(VERSION);
        return;
      }
      // After another whole conversation, so that there is time to be impatient.
      void withPeer(DYNAMIPS, async (other) => {
        await askTwice(other.address, AMPLE);
        log.push('answered');
        say(OK);
      });
    };
    await withPeer(answer, async ({ address }) => {
      await withHypervisor(address, AMPLE, (client) => client.command('hypervisor', 'version'));
      log.push('ended');
    });
    expect(log).to.deep.equal(['answered', 'ended']);
  });

  it('ends all the same if that is never answered', () =>
    withPeer(
      (line, say) => {
        if (line !== CLOSE) say(VERSION);
      },
      async ({ address, untilGone }) => {
        const outcome = await withHypervisor(address, AMPLE, (client) => client.command('hypervisor', 'version'));
        expect(outcome).to.have.property('result');
        expect(await untilGone()).to.deep.equal(['hypervisor version', CLOSE]);
      },
    ));

  it('lets through what the work throws', () =>
    withPeer(DYNAMIPS, async ({ address, untilGone }) => {
      const mistake = new Error('a mistake of the work');
      const asked = withHypervisor(address, AMPLE, async (client) => {
        await client.command('hypervisor', 'version');
        throw mistake;
      });
      expect(await failure(asked)).to.equal(mistake);
      expect(await untilGone()).to.deep.equal(['hypervisor version', CLOSE]);
    }));

  describe('a peer that does not answer', () => {
    it('from the beginning: finds hypervisor close when it reads on', () =>
      withPeer(
        () => undefined,
        async ({ address, untilGone }) => {
          expect(await failureCode(askTwice(address, SHORT))).to.equal('TIMEOUT');
          expect(await untilGone()).to.deep.equal(['hypervisor version', CLOSE]);
        },
      ));

    it('any more: finds hypervisor close when it reads on', () =>
      withPeer(
        (line, say) => {
          if (line === 'hypervisor version') say(VERSION);
        },
        async ({ address, untilGone }) => {
          expect(await failureCode(askTwice(address, SHORT))).to.equal('TIMEOUT');
          expect(await untilGone()).to.deep.equal(['hypervisor version', 'nio list', CLOSE]);
        },
      ));

    it('within the time for all commands together', () =>
      withPeer(
        (line, say) => {
          if (line === 'hypervisor version') say(VERSION);
        },
        async ({ address }) => {
          const error = await failure(askTwice(address, { ...AMPLE, deadlineMs: 200 }));
          expect((error as HypervisorError).detail).to.equal(
            '"nio list": the time limit of all commands together is over',
          );
        },
      ));

    it('and closes', () =>
      withPeer(
        (_line, _say, socket) => socket.end(),
        async ({ address, untilGone }) => {
          expect(await failureCode(askTwice(address, AMPLE))).to.equal('CLOSED');
          expect(await untilGone()).to.deep.equal(['hypervisor version']);
        },
      ));

    it('and closes in the middle of the second reply', () =>
      withPeer(
        (line, say, socket) => {
          if (line === 'hypervisor version') say(VERSION);
          else socket.end('101 nio0\r\n100-O');
        },
        async ({ address, untilGone }) => {
          expect(await failureCode(askTwice(address, AMPLE))).to.equal('CLOSED');
          expect(await untilGone()).to.deep.equal(['hypervisor version', 'nio list']);
        },
      ));

    it('but goes on without an end', () =>
      withPeer(
        (_line, _say, socket) => {
          const pour = (): void => {
            while (!socket.destroyed && socket.write('101 more\r\n'.repeat(1000)));
          };
          socket.on('drain', pour);
          pour();
        },
        async ({ address, untilGone }) => {
          expect(await failureCode(askTwice(address, AMPLE))).to.equal('ENDLESS_REPLY');
          expect(await untilGone()).to.deep.equal(['hypervisor version']);
        },
      ));
  });

  describe('a hypervisor that is not reached', () => {
    const neverReached = (): Promise<never> => expect.fail('there is nobody to be asked');

    it('is a value, with the reason', async () => {
      const address = { host: 'lab.example', port: await freeTcpPort(), addresses: ['127.0.0.1'] };
      const refused = await withHypervisor(address, AMPLE, neverReached);
      expect(refused).to.deep.equal({ tcp: { state: 'refused', reason: 'conn-refused' }, address: '127.0.0.1' });
      const unresolved = await withHypervisor({ ...address, addresses: [] }, AMPLE, neverReached);
      expect(unresolved).to.deep.equal({ tcp: { state: 'unresolvable', reason: 'no-address' } });
    });

    it('because of the signal', () =>
      withPeer(DYNAMIPS, async ({ address, untilGone }) => {
        const outcome = await withHypervisor(address, { ...AMPLE, signal: AbortSignal.abort() }, neverReached);
        expect(outcome.tcp).to.deep.equal({ state: 'interrupted', reason: 'interrupted' });
        expect(await untilGone()).to.deep.equal([]);
      }));
  });

  describe('the signal', () => {
    it('ends the first command of a peer that says nothing', async () => {
      const interruption = new AbortController();
      await withPeer(
        () => interruption.abort(),
        async ({ address, untilGone }) => {
          const asked = askTwice(address, { ...AMPLE, signal: interruption.signal });
          expect(await failureCode(asked)).to.equal('CLOSED');
          expect(await untilGone()).to.deep.equal(['hypervisor version', CLOSE]);
        },
      );
    });

    it('ends a later command, whose answer does not come', async () => {
      const interruption = new AbortController();
      await withPeer(
        (line, say) => {
          if (line === 'hypervisor version') say(VERSION);
          else interruption.abort();
        },
        async ({ address, untilGone }) => {
          const asked = askTwice(address, { ...AMPLE, signal: interruption.signal });
          expect(await failureCode(asked)).to.equal('CLOSED');
          expect(await untilGone()).to.deep.equal(['hypervisor version', 'nio list', CLOSE]);
        },
      );
    });

    it('while it is dialled does not leave a connection that the kernel has taken', async () => {
      const interruption = new AbortController();
      await withPeer(DYNAMIPS, async ({ address, untilGone }) => {
        const asked = withHypervisor(address, { ...AMPLE, signal: interruption.signal }, () =>
          expect.fail('it is not asked any more'),
        );
        // On the loopback the connection is there when connect() returns, before Node knows of it.
        process.nextTick(() => interruption.abort());
        expect((await asked).tcp).to.deep.equal({ state: 'interrupted', reason: 'interrupted' });
        expect(await untilGone()).to.deep.equal([CLOSE]);
      });
    });

    it('between two commands lets no other through', async () => {
      const interruption = new AbortController();
      await withPeer(DYNAMIPS, async ({ address, untilGone }) => {
        const asked = withHypervisor(address, { ...AMPLE, signal: interruption.signal }, async (client) => {
          await client.command('hypervisor', 'version');
          interruption.abort();
          await client.command('nio', 'list');
        });
        expect(await failureCode(asked)).to.equal('CLOSED');
        expect(await untilGone()).to.deep.equal(['hypervisor version', CLOSE]);
      });
    });

    it('before the first command lets none through', async () => {
      const interruption = new AbortController();
      await withPeer(DYNAMIPS, async ({ address, untilGone }) => {
        const asked = withHypervisor(address, { ...AMPLE, signal: interruption.signal }, async (client) => {
          interruption.abort();
          await client.command('hypervisor', 'version');
        });
        expect(await failureCode(asked)).to.equal('CLOSED');
        expect(await untilGone()).to.deep.equal([CLOSE]);
      });
    });

    it('while hypervisor close waits for its answer changes nothing', async () => {
      const interruption = new AbortController();
      await withPeer(
        (line, say) => {
          if (line === CLOSE) interruption.abort();
          say(line === CLOSE ? OK : VERSION);
        },
        async ({ address, untilGone }) => {
          const outcome = await withHypervisor(address, { ...AMPLE, signal: interruption.signal }, (client) =>
            client.command('hypervisor', 'version'),
          );
          expect(outcome).to.have.property('result');
          expect(await untilGone()).to.deep.equal(['hypervisor version', CLOSE]);
        },
      );
    });
  });

  it('tells when a reply is late', async () => {
    let answerNow: () => void = () => undefined;
    await withPeer(
      (line, say) => {
        if (line === CLOSE) say(OK);
        else answerNow = () => say(VERSION);
      },
      async ({ address }) => {
        // Without the call there would never be a reply.
        const onLate = { afterMs: 50, call: () => answerNow() };
        const outcome = await withHypervisor(address, { ...AMPLE, onLate }, (client) =>
          client.command('hypervisor', 'version'),
        );
        expect(outcome).to.have.property('result');
      },
    );
  });
});

describe('openHypervisor', () => {
  it('goes on until it is closed, and may be closed twice', () =>
    withPeer(DYNAMIPS, async ({ address, untilGone }) => {
      const session = await openHypervisor(address, AMPLE);
      if (!('client' in session)) return expect.fail('it is not reached');
      expect(session).to.include({ address: '127.0.0.1', localAddress: '127.0.0.1' });
      await session.client.command('hypervisor', 'version');
      await Promise.all([session.close(), session.close()]);
      expect(await failureCode(session.client.command('nio', 'list'))).to.equal('CLOSED');
      expect(await untilGone()).to.deep.equal(['hypervisor version', CLOSE]);
    }));
});
