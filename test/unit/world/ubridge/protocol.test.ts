import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { EmbeddedUBridge } from '../../../../src/world/ubridge/embedded/embedded-ubridge.ts';
import { type Asked, Transcript } from '../../../support/ubridge-transcript.ts';

function recorded(name: string): Transcript {
  const path = fileURLToPath(new URL(`../../../fixtures/gns3-live/ubridge/${name}`, import.meta.url));
  return Transcript.parse(readFileSync(path, 'utf8'));
}

/** What stands in a transcript for the end of a connection. */
const EOF = '<EOF>';

/** Requests of the transcript that are answered in another way, each with the reason. */
const NOT_THE_SAME: ReadonlyMap<string, { readonly reply: string; readonly reason: string }> = new Map([
  [
    'bridge list\0\n',
    { reply: '100-OK\r\n', reason: 'a NUL joins a line with the next there; here each line has its reply' },
  ],
  ['HYPERVISOR VERSION\n', { reply: "201-Unknown module 'HYPERVISOR'\r\n", reason: 'it follows the NUL' }],
]);

/** A client that counts bytes, and shares no code with niostat's own. */
class Wire {
  private received = '';
  private hasEnded = false;
  private wake: () => void = () => undefined;

  private constructor(private readonly socket: Socket) {
    socket.setEncoding('latin1').on('data', (text: string) => {
      this.received += text;
      this.wake();
    });
    const end = (): void => {
      this.hasEnded = true;
      this.wake();
    };
    socket.on('error', end).on('close', end).on('end', end);
  }

  static async open(port: number): Promise<Wire> {
    const socket = connect({ host: '127.0.0.1', port });
    await new Promise((resolve) => {
      socket.once('connect', resolve).once('error', resolve);
    });
    return new Wire(socket);
  }

  /** Everything up to the end of so many replies, or of the connection, which is marked. */
  async ask(request: string, replies: number): Promise<string> {
    this.socket.write(request);
    for (;;) {
      const ends = [...this.received.matchAll(/^\d{3}-.*\r\n/gm)];
      const last = ends[replies - 1];
      if (last !== undefined) {
        const end = last.index + last[0].length;
        const taken = this.received.slice(0, end);
        this.received = this.received.slice(end);
        return taken;
      }
      if (this.hasEnded) return `${this.received}${EOF}`;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  /** Settles when the other side has closed. */
  async ended(): Promise<boolean> {
    while (!this.hasEnded) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    return this.received === '';
  }

  close(): void {
    this.socket.destroy();
  }
}

/** The long names of the transcript are written by their length. */
function inFull(asked: Asked): Asked {
  const [, command, bytes] = /^(bridge \w+) n+\.\.\.\((\d+) bytes\)$/.exec(asked.request) ?? [];
  if (command === undefined) return asked;
  const name = 'n'.repeat(Number(bytes) - command.length - ' \n'.length);
  return { ...asked, request: `${command} ${name}\n` };
}

/** A line of a reply that was cut: what it must begin with, and how long it is. */
function expectReply(actual: string, expected: string): void {
  const lines = expected.replaceAll('\r\n', '\n').split('\n');
  const actualLines = actual.split('\r\n');
  for (const [index, line] of lines.entries()) {
    // Two lines of which the first is cut have no line end between them in the transcript.
    const [, begin = '', length, rest] = /^(.*?)\.\.\.\((\d+) bytes\)(.*)$/.exec(line) ?? [];
    if (length === undefined) continue;
    const whole = actualLines[index] ?? '';
    expect(whole.slice(0, begin.length)).to.equal(begin);
    // Counted without the line feed.
    expect(whole.length + 1, 'bytes of a long line').to.equal(Number(length));
    lines.splice(index, 1, whole, ...(rest === undefined || rest === '' ? [] : [rest]));
  }
  const joined = lines.join('\r\n');
  expect(actual).to.equal(joined.endsWith('\r\n') ? joined : `${joined}\r\n`);
}

describe('embedded uBridge', () => {
  let ubridge: EmbeddedUBridge;
  let wire: Wire;

  async function fresh(): Promise<void> {
    ubridge = await EmbeddedUBridge.start({ host: '127.0.0.1', port: 0 });
    wire = await Wire.open(ubridge.port);
  }

  async function gone(): Promise<void> {
    wire.close();
    await ubridge.close();
  }

  describe('protocol.txt', () => {
    before(fresh);
    after(gone);

    const transcript = recorded('protocol.txt');
    for (const title of transcript.titles.filter((one) => !one.startsWith('reset on an empty'))) {
      for (const asked of transcript.of(title).map(inFull)) {
        const { request, reply, line } = asked;
        const shown = `${line}: ${JSON.stringify(request.length > 60 ? `${request.slice(0, 60)}…` : request)}`;
        const other = NOT_THE_SAME.get(request);
        it(`line ${shown}${other === undefined ? '' : `: ${other.reason}`}`, async () => {
          // The second of two clients; its reply was not recorded, and is in protocol2.txt.
          if (request === 'hypervisor close') {
            const second = await Wire.open(ubridge.port);
            expect(await second.ask(`${request}\n`, 1)).to.equal('100-OK\r\n');
            expect(await second.ended()).to.equal(true);
            second.close();
            return;
          }
          // The first half of this request was sent before it.
          const bytes = request === 'sion\n' ? `hypervisor ver${request}` : request;
          const replies = bytes.split('\n').length - 1;
          expectReply(await wire.ask(bytes, replies), other?.reply ?? reply);
        });
      }
    }
  });

  describe('protocol2.txt', () => {
    beforeEach(fresh);
    afterEach(gone);

    const transcript = recorded('protocol2.txt');
    for (const title of transcript.titles) {
      // A signal, an address and a start that fails are no conversations.
      const conversation = transcript.of(title);
      if (conversation.length === 0) continue;
      it(title, async () => {
        for (const { request, reply } of conversation) {
          // Frames were sent there meanwhile: test/integration/ubridge.test.ts.
          if (request === 'bridge get_stats a\n') continue;
          const actual = await wire.ask(request, 1);
          const [replied = '', ...end] = reply.split(EOF);
          expect(actual).to.equal(replied === '' ? EOF : replied);
          if (replied !== '' && end.length > 0) expect(await wire.ended()).to.equal(true);
        }
      });
    }
  });
});
