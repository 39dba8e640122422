import { EventEmitter, once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { expect } from 'chai';
import { type ClientOptions, HypervisorClient } from '../../../../src/world/hypervisor/client.ts';
import { HypervisorError } from '../../../../src/world/hypervisor/hypervisor-error.ts';
import { RequestError } from '../../../../src/world/hypervisor/request.ts';

const MIB = 1024 * 1024;

/** For commands that must be answered: a test that needs it has failed. */
const AMPLE_MS = 15_000;

/** So long that a test ends by something else, or not in time. */
const ENDLESS_MS = 600_000;

/** For commands that must not be answered; short, for the test waits for its end. */
const SHORT_MS = 200;

/** What the server of a test does; without `greet` it says nothing until it is asked. */
interface Manners {
  readonly greet?: (socket: Socket) => void;
  readonly answer?: (command: string, socket: Socket) => void;
}

/** A client that is connected to such a server. */
interface Conversation {
  readonly client: HypervisorClient;
  /** The client's end of the connection. */
  readonly socket: Socket;
  readonly port: number;
  /** The lines that the server has received. */
  readonly received: string[];
}

/** Runs `work` with a server, which speaks as it is told, and a client of it. */
async function withServer(
  { greet, answer }: Manners,
  options: Partial<ClientOptions>,
  work: (conversation: Conversation) => Promise<void>,
): Promise<void> {
  const received: string[] = [];
  const accepted = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    accepted.add(socket);
    socket.setEncoding('utf8');
    // The client may go away while the server speaks.
    socket.on('error', () => undefined);
    let text = '';
    socket.on('data', (more: string) => {
      text += more;
      const lines = text.split('\n');
      text = lines.pop() ?? '';
      for (const line of lines) {
        received.push(line);
        answer?.(line, socket);
      }
    });
    greet?.(socket);
  });
  server.listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const socket = connect({ host: '127.0.0.1', port });
  const client = new HypervisorClient(socket, { host: 'lab.example', port, timeoutMs: AMPLE_MS, ...options });
  try {
    await once(socket, 'connect');
    await work({ client, socket, port, received });
  } finally {
    client.close();
    for (const one of accepted) one.destroy();
    server.close();
    await once(server, 'close');
  }
}

/** A server that answers with the text that stands beside the command, and to others not at all. */
function script(replies: Readonly<Record<string, string>>): Manners {
  return {
    answer: (command, socket) => {
      const reply = replies[command];
      if (reply !== undefined) socket.write(reply);
    },
  };
}

/** The error that a command ends with, which must be the client's own. */
async function failure(reply: Promise<unknown>): Promise<HypervisorError> {
  let answer: unknown;
  try {
    answer = await reply;
  } catch (error) {
    if (error instanceof HypervisorError) return error;
    throw error;
  }
  return expect.fail(`no error, but ${JSON.stringify(answer)}`);
}

/** Waits until a socket is closed, by an error or not. */
async function closed(socket: Socket): Promise<void> {
  if (socket.closed) return;
  await new Promise<void>((resolve) => {
    socket.once('close', () => resolve());
  });
}

describe('HypervisorClient', () => {
  describe('a hypervisor that answers', () => {
    it('gets commands as words, quoted where they need it, one per line', () =>
      withServer({ answer: (_command, socket) => socket.write('100-OK\r\n') }, {}, async ({ client, received }) => {
        await client.command('hypervisor', 'version');
        await client.command('vm', 'create', 'R 1', '1', 'c7200');
        await client.exchange('nio  list # as it is');
        expect(received).to.deep.equal(['hypervisor version', 'vm create "R 1" 1 c7200', 'nio  list # as it is']);
      }));

    it('is understood, on one line and on several', () =>
      withServer(
        script({ 'hypervisor version': '100-0.2.14-amd64\r\n', 'nio list': '101 nio1\r\n101 nio0\r\n100-OK\r\n' }),
        {},
        async ({ client }) => {
          expect(await client.command('hypervisor', 'version')).to.deep.equal({
            code: 100,
            text: '0.2.14-amd64',
            messages: [],
          });
          expect(await client.command('nio', 'list')).to.deep.equal({
            code: 100,
            text: 'OK',
            messages: ['nio1', 'nio0'],
          });
        },
      ));

    it('is understood when each byte comes alone', () =>
      withServer(
        {
          answer: (_command, socket) => {
            const bytes = Array.from(Buffer.from('101 é\r\n100-OK\r\n'), (byte) => Buffer.of(byte));
            const next = (): void => {
              const byte = bytes.shift();
              if (byte !== undefined) socket.write(byte, next);
            };
            next();
          },
        },
        {},
        async ({ client }) => {
          expect(await client.command('vm', 'list')).to.deep.equal({ code: 100, text: 'OK', messages: ['é'] });
        },
      ));

    it('refuses: command throws, exchange returns the reply, and the connection goes on', () =>
      withServer(
        script({
          'nio delete nosuch': "207-unable to delete NIO 'nosuch'\r\n",
          'hypervisor version': '100-0.2.14-amd64\r\n',
        }),
        {},
        async ({ client, port }) => {
          const error = await failure(client.command('nio', 'delete', 'nosuch'));
          expect(error).to.include({
            code: 'REFUSED',
            replyCode: 207,
            host: 'lab.example',
            port,
            command: 'nio delete nosuch',
          });
          expect(error.message).to.contain("207-unable to delete NIO 'nosuch'");
          expect(await client.exchange('nio delete nosuch')).to.deep.equal({
            code: 207,
            text: "unable to delete NIO 'nosuch'",
            messages: [],
          });
          expect((await client.command('hypervisor', 'version')).text).to.equal('0.2.14-amd64');
        },
      ));

    it('gets the next command when its reply to the last has ended, and not before', async () => {
      const log: string[] = [];
      let finish: () => void = () => undefined;
      const manners: Manners = {
        answer: (command, socket) => {
          log.push(`received ${command}`);
          if (command === 'vm list') {
            socket.write('100-OK\r\n');
            return;
          }
          finish = () => {
            log.push('ended the reply');
            socket.write('100-OK\r\n');
          };
          socket.write('101 nio0\r\n');
        },
      };
      await withServer(manners, {}, async ({ client, socket }) => {
        const first = client.command('nio', 'list').then(() => log.push('first'));
        const second = client.command('vm', 'list').then(() => log.push('second'));
        // A message is no end: a client that took it for one would send the second command now.
        await once(socket, 'data');
        await withServer(script({ x: '100-OK\r\n' }), {}, async (other) => {
          // Whatever the client has sent is with the server before the answer to a later question is here.
          await other.client.exchange('x');
        });
        finish();
        await Promise.all([first, second]);
      });
      expect(log).to.deep.equal(['received nio list', 'ended the reply', 'first', 'received vm list', 'second']);
    });

    it('answers commands that were asked for at once in their order', () =>
      withServer(
        { answer: (command, socket) => socket.write(`100-${command}\r\n`) },
        {},
        async ({ client, received }) => {
          const commands = Array.from({ length: 50 }, (_, index) => `hypervisor parser_test ${index}`);
          const replies = await Promise.all(commands.map((command) => client.exchange(command)));
          expect(replies.map(({ text }) => text)).to.deep.equal(commands);
          expect(received).to.deep.equal(commands);
        },
      ));
  });

  describe('commands that are asked for together', () => {
    it('go out in one piece, and have their replies in their order, refusals among them', async () => {
      const chunks: string[] = [];
      const greet = (socket: Socket): void => {
        socket.on('data', (chunk: string) => {
          chunks.push(chunk);
          socket.write('100-0.9.19\r\n101 a (NIOs = 2)\r\n100-OK\r\n214-bridge ');
          socket.write("'b' doesn't exist\r\n");
        });
      };
      await withServer({ greet }, {}, async ({ client }) => {
        const replies = await client.exchangeAll(['hypervisor version', 'bridge list', 'bridge show b']);
        expect(chunks).to.deep.equal(['hypervisor version\nbridge list\nbridge show b\n']);
        expect(replies).to.deep.equal([
          { code: 100, text: '0.9.19', messages: [] },
          { code: 100, text: 'OK', messages: ['a (NIOs = 2)'] },
          { code: 214, text: "bridge 'b' doesn't exist", messages: [] },
        ]);
      });
    });

    it('are nothing at all if there are none', () =>
      withServer({}, {}, async ({ client, received }) => {
        expect(await client.exchangeAll([])).to.deep.equal([]);
        expect(received).to.deep.equal([]);
      }));

    it('are not sent if one of them would be two', () =>
      withServer({}, {}, async ({ client, received }) => {
        const asked = client.exchangeAll(['bridge list', 'bridge show a\nhypervisor reset']);
        expect(await asked.catch((error: unknown) => error)).to.be.instanceOf(RequestError);
        expect(received).to.deep.equal([]);
      }));

    it('fail with the name of the first that has no reply', () =>
      withServer(script({ 'bridge list': '100-OK\r\n' }), { timeoutMs: SHORT_MS }, async ({ client }) => {
        const error = await failure(client.exchangeAll(['bridge list', 'bridge show a', 'bridge show b']));
        expect(error).to.include({ code: 'TIMEOUT', command: 'bridge show a' });
      }));

    it('have to be answered before the deadline, each in its time and all together', async () => {
      const answer = (_command: string, socket: Socket): void => void socket.write('100-OK\r\n');
      await withServer({ answer }, { deadline: 0 }, async ({ client, received }) => {
        const error = await failure(client.exchangeAll(['bridge list', 'bridge show a']));
        expect(error).to.include({ code: 'TIMEOUT', command: 'bridge list' });
        expect(received).to.not.include('bridge list');
      });
    });

    it('are answered in full before the conversation ends', async () => {
      const arrived = new EventEmitter();
      let isClosed = false;
      const answer = (command: string, socket: Socket): void => {
        if (command === 'hypervisor close') {
          isClosed = true;
          socket.end('100-OK\r\n');
        } else if (command === 'bridge show a') {
          arrived.emit('all');
          socket.write('100-OK\r\n');
          // A server that was told to close answers nothing more.
          setTimeout(() => void (isClosed || socket.write('100-late\r\n')), SHORT_MS);
        }
      };
      await withServer({ answer }, {}, async ({ client, socket }) => {
        const all = once(arrived, 'all');
        const asked = failure(client.exchangeAll(['bridge list', 'bridge show a']));
        await all;
        const heard: Buffer[] = [];
        socket.on('data', (chunk: Buffer) => heard.push(chunk));
        await client.leave(AMPLE_MS);
        expect(await asked).to.include({ code: 'CLOSED' });
        expect(Buffer.concat(heard).toString()).to.equal('100-OK\r\n100-late\r\n100-OK\r\n');
      });
    });

    it('may not have more replies than there are commands', () =>
      withServer(script({ 'bridge list': '100-OK\r\n100-OK\r\n100-OK\r\n' }), {}, async ({ client }) => {
        await client.exchangeAll(['bridge list', 'bridge list']).catch(() => undefined);
        expect(await failure(client.exchange('bridge list'))).to.include({ code: 'NOT_A_HYPERVISOR' });
      }));
  });

  describe('a hypervisor that does not answer', () => {
    it('hangs', () =>
      withServer({}, { timeoutMs: SHORT_MS }, async ({ client, socket, port, received }) => {
        const error = await failure(client.command('nio', 'list'));
        expect(error).to.include({ code: 'TIMEOUT', host: 'lab.example', port, command: 'nio list' });
        expect(error.message).to.contain(`lab.example:${port}`).and.contain('nio list').and.contain(`${SHORT_MS} ms`);
        expect(socket.destroyed).to.equal(true);
        // The late reply would be taken for that of the next command, which is therefore never sent.
        expect(await failure(client.command('vm', 'list'))).to.include({ code: 'TIMEOUT', command: 'vm list' });
        expect(received).to.deep.equal(['nio list']);
      }));

    it('hangs in the middle of a reply', () =>
      withServer(script({ 'nio list': '101 nio0\r\n100-O' }), { timeoutMs: SHORT_MS }, async ({ client }) => {
        expect((await failure(client.command('nio', 'list'))).code).to.equal('TIMEOUT');
      }));

    it('goes on for ever with one line after the other', async () => {
      const accepted: Socket[] = [];
      const manners: Manners = {
        answer: (_command, socket) => {
          accepted.push(socket);
          socket.write('101 more\r\n');
        },
      };
      await withServer(manners, { timeoutMs: SHORT_MS }, async ({ client, socket }) => {
        // Each line that arrives brings the next one: slow, and without an end.
        socket.on('data', () => accepted[0]?.write('101 more\r\n'));
        expect((await failure(client.command('nio', 'list'))).code).to.equal('TIMEOUT');
        expect(socket.destroyed).to.equal(true);
      });
    });

    it('is not timed while no command runs', () =>
      withServer(
        { answer: (_command, socket) => socket.write('100-OK\r\n') },
        { timeoutMs: 500 },
        async ({ client, received }) => {
          await client.command('nio', 'list');
          // Something that takes longer than the client would wait for a reply.
          await withServer({}, { timeoutMs: 600 }, async (other) => {
            await failure(other.client.command('hypervisor', 'version'));
          });
          await client.command('vm', 'list');
          expect(received).to.deep.equal(['nio list', 'vm list']);
        },
      ));

    it('is not timed for a command that waits for its turn', async () => {
      // Each reply takes a part of the time that a command may take, and all of them together take more.
      const manners: Manners = {
        answer: (_command, socket) => {
          const other = withServer({}, { timeoutMs: 300 }, async ({ client }) => {
            await failure(client.command('hypervisor', 'version'));
          });
          void other.then(() => socket.write('100-OK\r\n'));
        },
      };
      await withServer(manners, { timeoutMs: 1000 }, async ({ client, received }) => {
        await Promise.all([1, 2, 3, 4].map((number) => client.exchange(`command ${number}`)));
        expect(received).to.have.length(4);
      });
    });

    it('has to answer all commands before the deadline', async () => {
      const deadline = performance.now() + 1000;
      await withServer(
        script({ first: '100-OK\r\n' }),
        { deadline, timeoutMs: ENDLESS_MS },
        async ({ client, socket }) => {
          await client.exchange('first');
          const error = await failure(client.exchange('second'));
          expect(error).to.include({ code: 'TIMEOUT', command: 'second' });
          expect(error.message).to.contain('the time limit of all commands together is over');
          expect(socket.destroyed).to.equal(true);
        },
      );
    });

    it('has no time at all when the deadline is over', () =>
      withServer({}, { deadline: performance.now() - 1, timeoutMs: ENDLESS_MS }, async ({ client }) => {
        expect((await failure(client.exchange('first'))).code).to.equal('TIMEOUT');
        expect((await failure(client.exchange('second'))).code).to.equal('TIMEOUT');
      }));

    it('closes before it has answered', () =>
      withServer({ answer: (_command, socket) => socket.end() }, {}, async ({ client, port }) => {
        expect(await failure(client.command('nio', 'list'))).to.include({
          code: 'CLOSED',
          host: 'lab.example',
          port,
          command: 'nio list',
        });
      }));

    it('closes in the middle of a reply', () =>
      withServer(
        { answer: (_command, socket) => socket.end('101 nio0\r\n100-O') },
        {},
        async ({ client, received }) => {
          const [first, second] = [client.command('nio', 'list'), client.command('vm', 'list')].map(failure);
          expect(await first).to.include({ code: 'CLOSED', command: 'nio list' });
          expect(await second).to.include({ code: 'CLOSED', command: 'vm list' });
          expect(received).to.deep.equal(['nio list']);
        },
      ));

    it('closes after a good reply', () =>
      withServer({ answer: (_command, socket) => socket.end('100-OK\r\n') }, {}, async ({ client, socket }) => {
        expect((await client.command('hypervisor', 'stop')).text).to.equal('OK');
        await closed(socket);
        expect((await failure(client.command('nio', 'list'))).code).to.equal('CLOSED');
      }));

    it('resets the connection', () =>
      withServer({ answer: (_command, socket) => socket.resetAndDestroy() }, {}, async ({ client, port }) => {
        const error = await failure(client.command('nio', 'list'));
        expect(error).to.include({ code: 'CONNECTION', host: 'lab.example', port, command: 'nio list' });
        expect(error.cause).to.include({ code: 'ECONNRESET' });
      }));
  });

  describe('something that is no hypervisor', () => {
    const GARBAGE: ReadonlyArray<readonly [string, string]> = [
      ['HTTP', 'HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n'],
      ['SMTP', '220 mail.example.net ESMTP\r\n'],
      ['SSH', 'SSH-2.0-OpenSSH_9.6\r\n'],
      ['empty lines', '\r\n\r\n'],
      ['zeros', '\0\0\0\0'],
      ['a message and then something else', '101 nio0\r\nlogin: '],
    ];

    for (const [title, text] of GARBAGE) {
      it(`answers with ${title}`, () =>
        withServer({ answer: (_command, socket) => socket.write(text) }, {}, async ({ client, socket, port }) => {
          const error = await failure(client.command('hypervisor', 'version'));
          expect(error).to.include({
            code: 'NOT_A_HYPERVISOR',
            host: 'lab.example',
            port,
            command: 'hypervisor version',
          });
          expect(socket.destroyed).to.equal(true);
        }));
    }

    const GREETINGS: ReadonlyArray<readonly [string, string]> = [
      ...GARBAGE,
      ['a reply', '100-OK\r\n'],
      ['the beginning of a reply', '2'],
      // The greeting of a news server has the form of one of our lines.
      ['NNTP', '200 news.example.net ready\r\n'],
    ];

    for (const [title, text] of GREETINGS) {
      it(`speaks unasked: ${title}`, () =>
        withServer({ greet: (socket) => socket.write(text) }, {}, async ({ client, socket, received }) => {
          await closed(socket);
          expect((await failure(client.command('hypervisor', 'version'))).code).to.equal('NOT_A_HYPERVISOR');
          expect(received).to.deep.equal([]);
        }));
    }

    it('answers twice', () =>
      withServer(
        { answer: (_command, socket) => socket.write('100-OK\r\n100-OK\r\n') },
        {},
        async ({ client, socket, received }) => {
          expect((await client.command('nio', 'list')).text).to.equal('OK');
          await closed(socket);
          expect((await failure(client.command('vm', 'list'))).code).to.equal('NOT_A_HYPERVISOR');
          expect(received).to.deep.equal(['nio list']);
        },
      ));
  });

  describe('a reply of gigabytes', () => {
    /**
     * What is kept of it may be 4 MiB; the rest of the limit is for what the collector has not yet fetched.
     */
    const GROWTH_LIMIT = 64 * MIB;

    for (const [title, chunk] of [
      ['of many lines', Buffer.from('101 0123456789\r\n'.repeat(4096))],
      ['on one line', Buffer.alloc(64 * 1024, '1')],
    ] as const) {
      it(`is given up: ${title}`, async () => {
        const inUse = (): number => {
          const { heapUsed, external } = process.memoryUsage();
          return heapUsed + external;
        };
        let peak = 0;
        let pourer: Socket | undefined;
        const pour = (socket: Socket): void => {
          // As fast as the kernel takes it, and for ever.
          while (!socket.destroyed && socket.write(chunk));
          peak = Math.max(peak, inUse());
        };
        const manners: Manners = {
          answer: (_command, socket) => {
            pourer = socket;
            socket.on('drain', () => pour(socket));
            socket.write('101 ');
            pour(socket);
          },
        };
        await withServer(manners, {}, async ({ client, socket, port }) => {
          const before = inUse();
          const error = await failure(client.command('nio', 'list'));
          expect(error).to.include({ code: 'ENDLESS_REPLY', host: 'lab.example', port, command: 'nio list' });
          expect(socket.destroyed).to.equal(true);
          expect(socket.bytesRead).to.be.below(8 * MIB);
          expect(peak - before).to.be.below(GROWTH_LIMIT);
          // The server notices too, for nobody reads on.
          await closed(pourer as Socket);
        });
      });
    }
  });

  describe('close', () => {
    it('ends the command that runs, and those that wait', () =>
      withServer({}, {}, async ({ client, socket, port, received }) => {
        const errors = [client.command('nio', 'list'), client.command('vm', 'list')].map(failure);
        client.close();
        const [first, second] = await Promise.all(errors);
        expect(first).to.include({ code: 'CLOSED', host: 'lab.example', port, command: 'nio list' });
        expect(second).to.include({ code: 'CLOSED', command: 'vm list' });
        expect(socket.destroyed).to.equal(true);
        expect(received).to.deep.equal([]);
      }));

    it('ends a command whose reply has begun', () =>
      withServer(script({ 'nio list': '101 nio0\r\n' }), {}, async ({ client, socket }) => {
        const error = failure(client.command('nio', 'list'));
        await once(socket, 'data');
        client.close();
        expect((await error).code).to.equal('CLOSED');
      }));

    it('lets no command through any more, and may be called twice', () =>
      withServer(script({ 'nio list': '100-OK\r\n' }), {}, async ({ client, received }) => {
        await client.command('nio', 'list');
        client.close();
        client.close();
        expect((await failure(client.command('vm', 'list'))).code).to.equal('CLOSED');
        expect(received).to.deep.equal(['nio list']);
      }));
  });

  it('sends nothing of a line that would be two', () =>
    withServer({ answer: (_command, socket) => socket.write('100-OK\r\n') }, {}, async ({ client, received }) => {
      const lines = ['nio list\nhypervisor stop', 'nio list\r', 'nio\0 list', 'x'.repeat(MIB + 1)];
      for (const line of lines) {
        for (const attempt of [() => client.exchange(line), () => client.command('hypervisor', 'parser_test', line)]) {
          let error: unknown;
          try {
            await attempt();
          } catch (thrown) {
            error = thrown;
          }
          expect(error, JSON.stringify(line.slice(0, 30))).to.be.instanceOf(RequestError);
        }
      }
      // They do not block the next one.
      await client.command('vm', 'list');
      expect(received).to.deep.equal(['vm list']);
    }));
});
