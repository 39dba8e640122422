import { createSocket, type Socket } from 'node:dgram';
import { expect } from 'chai';
import { askAgain } from '../../../../../src/features/reach/live/ask-again.ts';
import { ReceiptQuestions } from '../../../../../src/features/reach/live/ask-receipts.ts';
import { newRun, SHORTEST_BYTES } from '../../../../../src/features/reach/live/protocol.ts';
import { ResponderSocket } from '../../../../../src/features/reach/live/responder-socket.ts';

const TOKEN = 'correct horse battery';

/** An address of the loopback at which nobody else listens. */
const HOST = process.platform === 'linux' ? '127.0.0.77' : '127.0.0.1';

/** For a test that has no use for time; each turn waits a little longer. */
const WAIT_MS = 1;

describe('ReceiptQuestions of a responder that has ended', () => {
  let dead: Socket;
  let socket: ResponderSocket;
  /** Sizes of the datagrams that came. */
  let sizes: number[];

  beforeEach(async () => {
    dead = createSocket('udp4').on('message', ({ length }) => sizes.push(length));
    await new Promise<void>((resolve) => dead.bind(0, HOST, resolve));
    socket = await ResponderSocket.open({ address: HOST, token: TOKEN });
    sizes = [];
  });
  afterEach(async () => {
    await socket.close();
    await new Promise<void>((resolve) => dead.close(() => resolve()));
  });

  function questions(changes: Partial<ConstructorParameters<typeof ReceiptQuestions>[0]> = {}): ReceiptQuestions {
    return new ReceiptQuestions({
      socket,
      known: { token: TOKEN, run: newRun() },
      answering: new Set([dead.address().port]),
      overTcp: undefined,
      waitMs: WAIT_MS,
      signal: new AbortController().signal,
      ...changes,
    });
  }

  it('are two, however many ports are silent', async () => {
    const receipts = questions();
    const known = { token: TOKEN, run: newRun() };
    const silent = Array.from({ length: 400 }, (_, index) => index + 1);
    const { signal } = new AbortController();
    const answered = (): void => expect.fail('it has ended');
    const told = await askAgain(silent, { socket, known, receipts, onAnswer: answered, waitMs: WAIT_MS, signal });
    expect([...told]).to.deep.equal([]);
    expect(receipts.isGone).to.equal(true);
    // Eight times each, with an echo behind; a question about 64 ports is longer than an echo.
    expect(sizes.filter((size) => size > SHORTEST_BYTES + 8).length).to.be.at.most(16);
    const before = sizes.length;
    expect(await receipts.of([1])).to.equal(undefined);
    expect(sizes).to.have.length(before);
  });

  it('are two over TCP, and the ports are asked on: it may only be old', async () => {
    let asked = 0;
    const overTcp = {
      ask: () => {
        asked++;
        return Promise.resolve(undefined);
      },
    };
    const receipts = questions({ answering: new Set(), overTcp });
    for (let count = 0; count < 5; count++) expect(await receipts.of([1])).to.equal(undefined);
    expect([asked, receipts.isGone]).to.deep.equal([2, false]);
  });
});
