import { expect } from 'chai';
import {
  checkRequest,
  encodeRequest,
  type Request,
  RequestDecoder,
  RequestError,
} from '../../../../src/world/hypervisor/request.ts';
import { fc } from '../../../support/property.ts';

const MIB = 1024 * 1024;

const UNEXPECTED_QUOTE: Request = { error: 'unexpected quote' };
const UNEXPECTED_END: Request = { error: 'unexpected end of line' };

function words(...list: string[]): Request {
  return { words: list };
}

/**
 * Lines and what they are for Dynamips' parser (common/parser.c; the first seven are its own tests), each of
 * them seen on 0.2.14 with `hypervisor parser_test`.
 */
const LINES: ReadonlyArray<readonly [string, Request]> = [
  ['c7200 show_hardware R1', words('c7200', 'show_hardware', 'R1')],
  ['c7200 show_hardware "R1"', words('c7200', 'show_hardware', 'R1')],
  ['   c7200    show_hardware   "R1"    ', words('c7200', 'show_hardware', 'R1')],
  ['"c7200" "show_hardware" "R1"', words('c7200', 'show_hardware', 'R1')],
  [
    'hypervisor set_working_dir "C:\\Program Files\\Dynamips Test"',
    words('hypervisor', 'set_working_dir', 'C:\\Program Files\\Dynamips Test'),
  ],
  ['hypervisor # This is a comment set_working_dir "C:\\Program Files"', words('hypervisor')],
  ['"c7200" "show_hardware" "R1', UNEXPECTED_END],
  ['hypervisor parser_test a "b c"', words('hypervisor', 'parser_test', 'a', 'b c')],
  ['', words()],
  ['   \t ', words()],
  ['\ta\t\tb\t', words('a', 'b')],
  ['# a b', words()],
  ['! a b', words()],
  ['  # a "b', words()],
  ['a#b c', words('a')],
  ['a!b c', words('a')],
  ['a "b#c!d" e', words('a', 'b#c!d', 'e')],
  ['a "b"#c', words('a', 'b')],
  ['a #"b', words('a')],
  // A closing quote ends a word, and an opening one inside a word is an error.
  ['"a"b', words('a', 'b')],
  ['"a""b c"', words('a', 'b c')],
  ['a"b"', UNEXPECTED_QUOTE],
  ['a b"', UNEXPECTED_QUOTE],
  ['"a"b"c"', UNEXPECTED_QUOTE],
  // The first error is the one that is told.
  ['a"b "c', UNEXPECTED_QUOTE],
  ['a"b # c', UNEXPECTED_QUOTE],
  ['"', UNEXPECTED_END],
  ['a "', UNEXPECTED_END],
  ['a "b\t!', UNEXPECTED_END],
  // There are no escapes and no single quotes.
  ["'a b'", words("'a", "b'")],
  ['a\\ b', words('a\\', 'b')],
  ['"a\\" b', words('a\\', 'b')],
  ['\\"a b', UNEXPECTED_QUOTE],
  // Words without a character vanish.
  ['""', words()],
  ['"" "" a', words('a')],
  ['a ""b', words('a', 'b')],
  ['" "', words(' ')],
  // Neither these nor any byte above 127 separate words.
  ['a\vb\fc', words('a\vb\fc')],
  ['a\u00a0b', words('a\u00a0b')],
  ['é "ü 🙂"', words('é', 'ü 🙂')],
];

/** What is in front of the LF in addition to the line, where Dynamips answers once and to the part before. */
const ENDS: ReadonlyArray<readonly [string, string]> = [
  ['LF', '\n'],
  ['CR LF', '\r\n'],
  ['CR and more behind it', '\rb "c\r\n'],
];

function decode(...chunks: readonly Uint8Array[]): Request[] {
  const decoder = new RequestDecoder();
  return chunks.flatMap((chunk) => decoder.push(chunk));
}

function eachByte(bytes: Buffer): Buffer[] {
  return Array.from(bytes, (_, index) => bytes.subarray(index, index + 1));
}

/** The bytes in pieces that end at the given places. */
function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const ends = [...new Set(places.map((place) => place % Math.max(1, bytes.length)))].sort((a, b) => a - b);
  return [...ends, bytes.length].map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
}

/**
 * Words that a request can carry: any characters but quotes and ends of lines, and often those that mean
 * something.
 */
const sendable = fc.string({
  minLength: 1,
  maxLength: 20,
  unit: fc.oneof(
    fc.constantFrom(' ', '\t', '#', '!', '\\', "'"),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }).filter((one) => !/[\r\n\0"]/.test(one)),
  ),
});

describe('RequestDecoder', () => {
  for (const [line, request] of LINES) {
    for (const [title, end] of ENDS) {
      it(`reads ${JSON.stringify(line)}, ended by ${title}, whole and byte by byte`, () => {
        const bytes = Buffer.from(line + end);
        expect(decode(bytes)).to.deep.equal([request]);
        expect(decode(...eachByte(bytes))).to.deep.equal([request]);
      });
    }
  }

  it('reads the same requests wherever the bytes are cut', () => {
    const lines = LINES.flatMap(([line, request]) => ENDS.map(([, end]) => ({ text: line + end, request })));
    const bytes = Buffer.from(lines.map(({ text }) => text).join(''));
    const requests = lines.map(({ request }) => request);
    expect(decode(bytes)).to.deep.equal(requests);
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length - 1), { maxLength: 60 }), (places) => {
        expect(decode(...cut(bytes, places))).to.deep.equal(requests);
      }),
    );
  });

  it('forgets an error with the line that it is in', () => {
    expect(decode(Buffer.from('a"b\nc d\n"e\nf g\n'))).to.deep.equal([
      UNEXPECTED_QUOTE,
      words('c', 'd'),
      UNEXPECTED_END,
      words('f', 'g'),
    ]);
  });

  it('lets NUL end a request, but not the line', () => {
    // Dynamips joins the line with the next one instead, and one of them stays without an answer.
    expect(decode(Buffer.from('a b\0c d\ne\n'))).to.deep.equal([words('a', 'b'), words('e')]);
    expect(decode(Buffer.from('"a\0b"\n\0\n'))).to.deep.equal([UNEXPECTED_END, words()]);
  });

  it('gives nothing before the line feed', () => {
    expect(decode(Buffer.from('hypervisor version'))).to.deep.equal([]);
    expect(decode(Buffer.from('hypervisor version\r'))).to.deep.equal([]);
    expect(decode(Buffer.from('hypervisor version\r\0 # "'))).to.deep.equal([]);
  });

  it('puts characters together that were cut in their middle', () => {
    const bytes = Buffer.from('vm create Zürich–🙂\n');
    for (let place = 1; place < bytes.length; place++) {
      expect(decode(...cut(bytes, [place])), `cut at ${place}`).to.deep.equal([words('vm', 'create', 'Zürich–🙂')]);
    }
  });

  it('ends exactly one request with each line feed, whatever the bytes', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc
        .array(fc.constantFrom(...Buffer.from('\n\r\0\t "#!ab\\\xff', 'latin1')), { maxLength: 300 })
        .map((list) => Uint8Array.from(list)),
    );
    fc.assert(
      fc.property(bytes, fc.array(fc.nat(), { maxLength: 20 }), (raw, places) => {
        const whole = Buffer.from(raw);
        const requests = decode(...cut(whole, places));
        expect(requests).to.have.length(whole.filter((byte) => byte === 0x0a).length);
        for (const request of requests) {
          if ('error' in request) expect(request.error).to.match(/^unexpected (quote|end of line)$/);
          else for (const word of request.words) expect(word).to.match(/^[^"\r\n\0]+$/);
        }
      }),
    );
  });

  it('splits plain words as anybody would', () => {
    // Without quotes and remarks the parser is a split at blanks, of what is in front of the first CR or NUL.
    const line = fc.string({ unit: fc.constantFrom(' ', '\t', 'a', 'é', '\\', '\r', '\0'), maxLength: 30 });
    fc.assert(
      fc.property(line, (text) => {
        const [read = ''] = text.split(/[\r\0]/);
        expect(decode(Buffer.from(`${text}\n`))).to.deep.equal([
          words(...read.split(/[ \t]+/).filter((word) => word !== '')),
        ]);
      }),
    );
  });

  it('does not keep a line without an end, and answers it once', () => {
    const decoder = new RequestDecoder();
    const chunk = Buffer.alloc(64 * 1024, 'x');
    for (let fed = 0; fed <= MIB; fed += chunk.length) expect(decoder.push(chunk)).to.deep.equal([]);
    expect(decoder.push(Buffer.from(' "y\nhypervisor version\n'))).to.deep.equal([
      { error: 'insufficient memory' },
      words('hypervisor', 'version'),
    ]);
  });

  it('takes the limit that it is given, counts bytes, and reads on after a line that is longer', () => {
    const decoder = new RequestDecoder(8);
    // Eight bytes; nine bytes; eight characters of nine bytes.
    expect(decoder.push(Buffer.from('ab cdefg\nab cdefgh\nab cdefé\na\n'))).to.deep.equal([
      words('ab', 'cdefg'),
      { error: 'insufficient memory' },
      { error: 'insufficient memory' },
      words('a'),
    ]);
  });

  it('reads the longest command of Dynamips, an NVRAM of 512 KiB in base64', () => {
    const nvram = Buffer.alloc(512 * 1024, 0xa5).toString('base64');
    expect(decode(Buffer.from(`vm push_config R1 ${nvram}\n`))).to.deep.equal([
      words('vm', 'push_config', 'R1', nvram),
    ]);
  });
});

describe('encodeRequest', () => {
  const WRITTEN: ReadonlyArray<readonly [readonly string[], string]> = [
    [['hypervisor', 'version'], 'hypervisor version'],
    [['nio', 'create_udp', 'n0', '10000', '127.0.0.1', '10001'], 'nio create_udp n0 10000 127.0.0.1 10001'],
    [['vm', 'create', 'R 1', '1', 'c7200'], 'vm create "R 1" 1 c7200'],
    [['vm', 'delete', 'a\tb'], 'vm delete "a\tb"'],
    [['vm', 'delete', '#1'], 'vm delete "#1"'],
    [['vm', 'delete', 'R1!'], 'vm delete "R1!"'],
    [['vm', 'delete', 'Zürich'], 'vm delete Zürich'],
    [['hypervisor', 'working_dir', 'C:\\lab'], 'hypervisor working_dir C:\\lab'],
    [['vm', 'delete', "it's"], "vm delete it's"],
  ];

  for (const [list, line] of WRITTEN) {
    it(`writes ${line}`, () => {
      expect(encodeRequest(list)).to.equal(line);
    });
  }

  it('writes what Dynamips reads as the same words', () => {
    fc.assert(
      fc.property(fc.array(sendable, { minLength: 1, maxLength: 16 }), (list) => {
        expect(decode(Buffer.from(`${encodeRequest(list)}\n`))).to.deep.equal([words(...list)]);
      }),
    );
  });

  const REFUSED: ReadonlyArray<readonly [string, readonly string[]]> = [
    ['an empty word', ['nio', 'delete', '']],
    ['an empty word in front', ['', 'nio', 'list']],
    ['a double quote', ['vm', 'delete', 'a"b']],
    ['a word that is a double quote', ['vm', 'delete', '"']],
    ['a double quote beside a space', ['vm', 'delete', 'a "b']],
    ['LF, which would be a second command', ['vm', 'delete', 'R1\nhypervisor stop']],
    ['LF at the end', ['vm', 'delete', 'R1\n']],
    ['CR', ['vm', 'delete', 'R1\r']],
    ['CR between words that need quotes', ['vm', 'delete', 'R 1\r2']],
    ['NUL', ['vm', 'delete', 'R1\0']],
    ['LF in the name of the module', ['vm\n', 'list']],
    ['17 words', new Array<string>(17).fill('a')],
    ['more than 1 MiB', ['vm', 'push_config', 'R1', 'x'.repeat(MIB)]],
    ['more than 1 MiB in bytes, though not in characters', ['vm', 'push_config', 'é'.repeat(MIB / 2)]],
  ];

  for (const [title, list] of REFUSED) {
    it(`refuses ${title}`, () => {
      expect(() => encodeRequest(list)).to.throw(RequestError);
    });
  }

  it('takes 16 words', () => {
    expect(encodeRequest(new Array<string>(16).fill('a'))).to.equal('a a a a a a a a a a a a a a a a');
  });
});

describe('checkRequest', () => {
  for (const line of ['hypervisor version', '', '  a  "b # c', 'vm create "R 1" 1 c7200', 'é\t!', 'x'.repeat(MIB)]) {
    it(`leaves ${JSON.stringify(line.slice(0, 30))} as it is`, () => {
      expect(checkRequest(line)).to.equal(line);
    });
  }

  for (const line of ['a\nb', 'a\n', '\r', 'a b\r\n', '\0', 'a\0b', 'x'.repeat(MIB + 1), 'é'.repeat(MIB / 2 + 1)]) {
    it(`refuses ${JSON.stringify(line.slice(0, 30))}`, () => {
      expect(() => checkRequest(line)).to.throw(RequestError);
    });
  }
});
