import { expect } from 'chai';
import {
  encodeReply,
  isRefusal,
  type Reply,
  ReplyDecoder,
  ReplyError,
} from '../../../../src/world/hypervisor/reply.ts';
import { fc } from '../../../support/property.ts';

const KIB = 1024;
const MIB = 1024 * KIB;

function ok(text: string, ...messages: string[]): Reply {
  return { code: 100, text, messages };
}

function refusal(code: number, text: string): Reply {
  return { code, text, messages: [] };
}

/** What was seen on the line (docs/FACTS.md, "Replies word for word"), and what it says. */
const SEEN: ReadonlyArray<readonly [string, Reply]> = [
  ['100-0.2.14-amd64\r\n', ok('0.2.14-amd64')],
  ["100-NIO 'n0' created\r\n", ok("NIO 'n0' created")],
  ["100-NIO 'a' renamed to 'b'\r\n", ok("NIO 'a' renamed to 'b'")],
  ["100-NIO 'n0' bound.\r\n", ok("NIO 'n0' bound.")],
  ["100-VM 'R1' created\r\n", ok("VM 'R1' created")],
  // The number of a port, the counters of a NIO and the status of a VM are texts as any other.
  ['100-11003\r\n', ok('11003')],
  ['100-12 0 1176 0\r\n', ok('12 0 1176 0')],
  ['100-0\r\n', ok('0')],
  ['100-OK\r\n', ok('OK')],
  ['101 nio1\r\n101 nio0\r\n100-OK\r\n', ok('OK', 'nio1', 'nio0')],
  ['101 R1 (c7200)\r\n100-OK\r\n', ok('OK', 'R1 (c7200)')],
  ['101 R1 (2001)\r\n100-OK\r\n', ok('OK', 'R1 (2001)')],
  ['101 0: nio_udp0\r\n100-OK\r\n', ok('OK', '0: nio_udp0')],
  ['101 1/0: PA-4T+\r\n100-OK\r\n', ok('OK', '1/0: PA-4T+')],
  [
    '101 arg 0 (len 1): "a"\r\n101 arg 1 (len 3): "b c"\r\n100-OK\r\n',
    ok('OK', 'arg 0 (len 1): "a"', 'arg 1 (len 3): "b c"'),
  ],
  ['101 create_udp (min/max args: 4/4)\r\n100-OK\r\n', ok('OK', 'create_udp (min/max args: 4/4)')],
  [
    '200-At least a module and a command must be specified\r\n',
    refusal(200, 'At least a module and a command must be specified'),
  ],
  ["201-Unknown module 'bogus'\r\n", refusal(201, "Unknown module 'bogus'")],
  ["202-Unknown command 'foo'\r\n", refusal(202, "Unknown command 'foo'")],
  [
    '203-Bad number of parameters (0 with min/max=4/4)\r\n',
    refusal(203, 'Bad number of parameters (0 with min/max=4/4)'),
  ],
  ["205-unable to bind NIO 'b0' to bridge 'br'\r\n", refusal(205, "unable to bind NIO 'b0' to bridge 'br'")],
  ['206-unable to create UDP NIO\r\n', refusal(206, 'unable to create UDP NIO')],
  ['206-unable to create UDP Auto NIO\r\n', refusal(206, 'unable to create UDP Auto NIO')],
  ["207-unable to delete NIO 'nosuch'\r\n", refusal(207, "unable to delete NIO 'nosuch'")],
  ["208-unable to find object 'nosuch'\r\n", refusal(208, "unable to find object 'nosuch'")],
];

/** What docs/FACTS.md does not give word for word and follows from the form of a reply. */
const FORMS: ReadonlyArray<readonly [string, Reply]> = [
  // LF alone ends a line too: some wrappers write it so.
  ['100-OK\n', ok('OK')],
  ['101 a\n100-OK\n', ok('OK', 'a')],
  ['100-\r\n', ok('')],
  ['101 \r\n100-OK\r\n', ok('OK', '')],
  // Only what stands behind the number decides whether a line is the last.
  ['101 100-OK\r\n101 206-x\r\n100-OK\r\n', ok('OK', '100-OK', '206-x')],
  ['100-a-b - c\r\n', ok('a-b - c')],
  ['101  two  spaces \r\n100- x \r\n', ok(' x ', ' two  spaces ')],
  ['102 debug\r\n100-OK\r\n', ok('OK', 'debug')],
  ['101 Zürich–R1 🙂\r\n100-Ω\r\n', ok('Ω', 'Zürich–R1 🙂')],
];

const CASES = [...SEEN, ...FORMS];

const ALL_BYTES = Buffer.from(CASES.map(([bytes]) => bytes).join(''));
/** Where each of these replies ends. */
const ENDS = CASES.map((_, index) =>
  CASES.slice(0, index + 1).reduce((length, [bytes]) => length + Buffer.byteLength(bytes), 0),
);
const ALL_REPLIES = CASES.map(([, reply]) => reply);

/** Every code that Dynamips has (common/hypervisor.h), and whether it refuses. */
const CODES = [
  ...[100, 101, 102].map((code) => ({ code, refuses: false })),
  ...Array.from({ length: 16 }, (_, index) => ({ code: 200 + index, refuses: true })),
];

/** The bytes in pieces that end at the given places. */
function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const ends = [...new Set(places.map((place) => place % bytes.length))].sort((a, b) => a - b);
  return [...ends, bytes.length].map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
}

function decode(...chunks: readonly Uint8Array[]): Reply[] {
  const decoder = new ReplyDecoder();
  return chunks.flatMap((chunk) => decoder.push(chunk));
}

function eachByte(bytes: Buffer): Buffer[] {
  return Array.from(bytes, (_, index) => bytes.subarray(index, index + 1));
}

/** What `work` throws, which must be a `ReplyError`. */
function replyError(work: () => unknown): ReplyError {
  try {
    work();
  } catch (error) {
    if (error instanceof ReplyError) return error;
    throw error;
  }
  return expect.fail('no ReplyError');
}

/** Feeds byte by byte. Returns the replies, and the index of the byte that was refused. */
function feed(bytes: Buffer): { replies: Reply[]; refusedAt: number | undefined } {
  const decoder = new ReplyDecoder();
  const replies: Reply[] = [];
  for (const [index, byte] of eachByte(bytes).entries()) {
    try {
      replies.push(...decoder.push(byte));
    } catch (error) {
      expect(error).to.be.instanceOf(ReplyError).with.property('reason', 'not-a-reply');
      return { replies, refusedAt: index };
    }
  }
  return { replies, refusedAt: undefined };
}

describe('ReplyDecoder', () => {
  for (const [bytes, reply] of CASES) {
    it(`reads ${JSON.stringify(bytes)} whole and byte by byte`, () => {
      expect(decode(Buffer.from(bytes))).to.deep.equal([reply]);
      expect(decode(...eachByte(Buffer.from(bytes)))).to.deep.equal([reply]);
    });
  }

  for (const { code } of CODES) {
    it(`knows the code ${code}`, () => {
      expect(decode(Buffer.from(`${code}-x\r\n`))).to.deep.equal([{ code, text: 'x', messages: [] }]);
    });
  }

  it('finds several replies in one chunk, in their order', () => {
    expect(decode(ALL_BYTES)).to.deep.equal(ALL_REPLIES);
  });

  it('reads the same replies wherever the bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(ALL_BYTES.length - 1), { maxLength: 40 }), (places) => {
        expect(decode(...cut(ALL_BYTES, places))).to.deep.equal(ALL_REPLIES);
      }),
    );
  });

  it('takes no offence at empty chunks', () => {
    expect(decode(Buffer.of(), Buffer.from('100-'), Buffer.of(), Buffer.from('OK\r\n'), Buffer.of())).to.deep.equal([
      ok('OK'),
    ]);
  });

  it('puts characters together that were cut in their middle', () => {
    const bytes = Buffer.from('101 é–🙂\r\n100-ü\r\n');
    for (let place = 1; place < bytes.length; place++) {
      expect(decode(...cut(bytes, [place])), `cut at ${place}`).to.deep.equal([ok('ü', 'é–🙂')]);
    }
  });

  it('keeps nothing of a chunk that the socket uses again', () => {
    const decoder = new ReplyDecoder();
    const chunk = Buffer.from('101 nio0\r\n100-');
    decoder.push(chunk);
    chunk.fill(0);
    expect(decoder.push(Buffer.from('OK\r\n'))).to.deep.equal([ok('OK', 'nio0')]);
  });

  it('is inside a reply from its first byte to its line feed', () => {
    const decoder = new ReplyDecoder();
    const inside = eachByte(Buffer.from('101 a\r\n100-OK\r\n')).map((byte) => {
      decoder.push(byte);
      return decoder.isInside;
    });
    expect(inside).to.deep.equal([...new Array(14).fill(true), false]);
  });

  describe('refuses garbage at the first impossible byte, and never later', () => {
    /** Text that comes, and the index of the first byte of it that no reply can have there. */
    const GARBAGE: ReadonlyArray<readonly [string, string, number]> = [
      ['HTTP', 'HTTP/1.1 400 Bad Request\r\n', 0],
      ['SSH', 'SSH-2.0-OpenSSH_9.6\r\n', 0],
      ['the greeting of SMTP and FTP', '220 mail.example.net ESMTP\r\n', 1],
      ['FTP that is busy', '120-soon\r\n', 1],
      ['a line that begins with 3', '331 Password required\r\n', 0],
      ['POP3', '+OK ready\r\n', 0],
      ['Telnet', '\xff\xfd\x18\xff\xfd\x20', 0],
      ['TLS', '\x15\x03\x01\x00\x02\x02\x46', 0],
      ['a number alone', '1\r\n', 1],
      ['two digits', '10\r\n', 2],
      ['three digits and an end of line', '100\r\n', 3],
      ['three digits and LF', '100\n', 3],
      ['four digits', '1000-OK\r\n', 3],
      ['a tab for a separator', '100\tOK\r\n', 3],
      ['NUL for a digit', '10\0-OK\r\n', 2],
      ['a space in front', ' 100-OK\r\n', 0],
      ['an empty line with CR LF', '\r\n', 0],
      ['an empty line with LF', '\n', 0],
      ['an empty line after a message', '101 a\r\n\r\n', 7],
      ['an empty line after a reply', '100-OK\r\n\n', 8],
      ['another program after a reply', '100-OK\r\nHTTP/1.1 200 OK\r\n', 8],
      ['a mark of byte order', '\xef\xbb\xbf100-OK\r\n', 0],
    ];

    for (const [title, text, place] of GARBAGE) {
      it(title, () => {
        const bytes = Buffer.from(text, 'latin1');
        expect(feed(bytes).refusedAt).to.equal(place);
        expect(replyError(() => decode(bytes)).reason).to.equal('not-a-reply');
        expect(replyError(() => decode(...cut(bytes, [1]))).reason).to.equal('not-a-reply');
      });
    }

    it('any impossible byte in the number of any line', () => {
      // What may stand at each of the four places of a line: Dynamips' numbers are 100 to 102 and 200 to 215.
      const possible = [/[12]/, /[01]/, /\d/, /[ -]/];
      const starts = [0, ...Array.from(ALL_BYTES.entries()).flatMap(([at, byte]) => (byte === 0x0a ? [at + 1] : []))];
      starts.pop();
      fc.assert(
        fc.property(fc.nat(starts.length - 1), fc.nat(3), fc.nat(255), (line, column, byte) => {
          fc.pre(!(possible[column] as RegExp).test(String.fromCharCode(byte)));
          const place = (starts[line] as number) + column;
          const bytes = Buffer.from(ALL_BYTES);
          bytes[place] = byte;
          const { replies, refusedAt } = feed(bytes);
          expect(refusedAt).to.equal(place);
          // What was complete before it has been read.
          expect(replies).to.deep.equal(ALL_REPLIES.slice(0, ENDS.filter((end) => end <= place).length));
        }),
      );
    });

    it('shows the beginning of it, and no more', () => {
      const error = replyError(() => decode(Buffer.from('SSH-2.0-OpenSSH_9.6\r\n')));
      expect(error.excerpt).to.equal('SSH-2.0-OpenSSH_9.6');
      expect(error.message).to.contain('SSH-2.0-OpenSSH_9.6');
      expect(replyError(() => decode(Buffer.alloc(MIB, 'x'))).message.length).to.be.below(200);
    });
  });

  describe('reads no reply without an end', () => {
    it('ends a line after 1 MiB', () => {
      const decoder = new ReplyDecoder();
      decoder.push(Buffer.from('100-'));
      decoder.push(Buffer.alloc(MIB - 4, 'x'));
      expect(replyError(() => decoder.push(Buffer.from('x'))).reason).to.equal('too-long');
    });

    it('reads the longest reply of Dynamips, an NVRAM of 512 KiB in base64 on one line', () => {
      const nvram = Buffer.alloc(512 * KIB, 0xa5).toString('base64');
      const bytes = Buffer.from(`101 ${nvram}\r\n100-OK\r\n`);
      expect(decode(bytes)).to.deep.equal([ok('OK', nvram)]);
    });

    it('reads the list of as many NIOs as there are ports', () => {
      const names = Array.from({ length: 65_535 }, (_, index) => `udp-01234567-89ab-cdef-0123-456789abcdef-${index}`);
      const bytes = Buffer.from(`${names.map((name) => `101 ${name}\r\n`).join('')}100-OK\r\n`);
      expect(decode(...cut(bytes, [64 * KIB, 640 * KIB, 1000 * KIB]))).to.deep.equal([ok('OK', ...names)]);
    });

    it('ends a reply after 4 MiB, in chunks of 64 KiB', () => {
      const decoder = new ReplyDecoder();
      const chunk = Buffer.from(`101 ${'x'.repeat(64 * KIB - 6)}\r\n`);
      expect(chunk.length).to.equal(64 * KIB);
      for (let fed = 0; fed < 4 * MIB; fed += chunk.length) expect(decoder.push(chunk)).to.deep.equal([]);
      expect(replyError(() => decoder.push(Buffer.from('1'))).reason).to.equal('too-long');
    });

    it('ends a reply after as many lines as there are ports, and the last one', () => {
      const names = '101 x\r\n'.repeat(65_536);
      for (const step of [1, 5, 64 * KIB]) {
        const decoder = new ReplyDecoder();
        for (let at = 0; at < names.length; at += step) decoder.push(Buffer.from(names.slice(at, at + step)));
        const decoded = decoder.push(Buffer.from('100-OK\r\n101 y\r\n100-OK\r\n'));
        expect(decoded.map(({ messages }) => messages.length)).to.deep.equal([65_536, 1]);
      }
      const decoder = new ReplyDecoder();
      decoder.push(Buffer.from(`${names}101 x\r\n`));
      expect(replyError(() => decoder.push(Buffer.from('1'))).reason).to.equal('too-long');
    });

    it('counts each reply from its own beginning', () => {
      const decoder = new ReplyDecoder();
      const bytes = Buffer.from(`101 ${'x'.repeat(MIB - 16)}\r\n100-OK\r\n`);
      for (let count = 0; count < 8; count++) expect(decoder.push(bytes)).to.have.length(1);
    });
  });
});

describe('encodeReply', () => {
  it('writes what Dynamips writes', () => {
    for (const [bytes, reply] of SEEN) expect(encodeReply(reply)).to.equal(bytes);
  });

  it('writes what is read as the same reply', () => {
    const text = fc.string({ unit: 'binary' }).map((raw) => raw.replaceAll(/[\r\n]/g, ' '));
    const replies = fc.record({
      code: fc.constantFrom(...CODES.map(({ code }) => code)),
      text,
      messages: fc.array(text, { maxLength: 5 }),
    });
    fc.assert(
      fc.property(fc.array(replies), fc.array(fc.nat(), { maxLength: 10 }), (several, places) => {
        const bytes = Buffer.from(several.map(encodeReply).join(''));
        expect(decode(...(bytes.length === 0 ? [] : cut(bytes, places)))).to.deep.equal(several);
      }),
    );
  });
});

describe('isRefusal', () => {
  for (const { code, refuses } of CODES) {
    it(`says ${refuses} of ${code}`, () => {
      expect(isRefusal({ code, text: '', messages: [] })).to.equal(refuses);
    });
  }
});
