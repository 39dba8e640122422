/**
 * Replies of a Dynamips hypervisor (docs/FACTS.md, "Hypervisor protocol"): lines of `NNN`, a separator, text
 * and CR LF. A space behind the number means that more lines follow, `-` marks the last one: the reverse of
 * FTP and SMTP.
 */

/**
 * The numbers that Dynamips and uBridge answer with (hypervisor.h of both). From 200 on they are refusals.
 */
export const REPLY_CODE = {
  ok: 100,
  message: 101,
  parse: 200,
  unknownModule: 201,
  unknownCommand: 202,
  badParameterCount: 203,
  invalidParameter: 204,
  binding: 205,
  create: 206,
  delete: 207,
  unknownObject: 208,
  start: 209,
  stop: 210,
  file: 211,
  badObject: 212,
  rename: 213,
  notFound: 214,
} as const;

/** One reply: the lines before the last, and the last with its number. */
export interface Reply {
  readonly code: number;
  readonly text: string;
  /** Text of the lines before the last, without their numbers. */
  readonly messages: readonly string[];
}

/** True for replies from 200 on, which say that the command was not carried out. */
export function isRefusal(reply: Reply): boolean {
  return reply.code >= REPLY_CODE.parse;
}

/** The reply as it goes over the line. */
export function encodeReply({ code, text, messages }: Reply): string {
  return `${messages.map((message) => `${REPLY_CODE.message} ${message}\r\n`).join('')}${code}-${text}\r\n`;
}

/**
 * The longest line that is read: `vm extract_config` answers an NVRAM of at most 512 KiB in base64 on one
 * line, which is 683 KiB.
 */
const MAX_LINE_BYTES = 1024 * 1024;

/**
 * The largest reply that is read: `nio list` of a hypervisor that has used every UDP port, with GNS3's names
 * of 60 bytes.
 */
const MAX_REPLY_BYTES = 4 * 1024 * 1024;

/** As many objects as there are ports; no list of a hypervisor is longer. The last line comes in addition. */
const MAX_LINES = 65_536 + 1;

/** Nearly every reply is one short line. */
const SMALLEST_BYTES = 128;

/** What comes over the line and is no reply; `excerpt` is its beginning. */
export class ReplyError extends Error {
  readonly reason: 'not-a-reply' | 'too-long';
  readonly excerpt: string;
  /** Replies that were complete before, in the same bytes. */
  completed: readonly Reply[] = [];

  constructor(reason: ReplyError['reason'], excerpt: string) {
    super(reason === 'too-long' ? 'the reply has no end' : `"${excerpt}" is not the reply of a hypervisor`);
    this.reason = reason;
    this.excerpt = excerpt;
  }
}

const LINE_FEED = 0x0a;
const SPACE = 0x20;
const HYPHEN = 0x2d;
const ZERO = 0x30;

/**
 * Turns bytes into replies, in whatever pieces they come. Bytes that cannot be a reply are refused as soon as
 * they show, and nothing is ever kept beyond the limits above. Does no input or output.
 */
export class ReplyDecoder {
  /** The bytes of the reply that is not complete. */
  private bytes = Buffer.alloc(0);
  private size = 0;
  private lineLength = 0;
  private lines = 0;
  private isLastLine = false;

  /** The replies that end in `chunk`. Throws `ReplyError`; after that the decoder is of no more use. */
  push(chunk: Uint8Array): Reply[] {
    const replies: Reply[] = [];
    try {
      this.pushInto(replies, chunk);
    } catch (error) {
      if (error instanceof ReplyError) error.completed = replies;
      throw error;
    }
    return replies;
  }

  private pushInto(replies: Reply[], chunk: Uint8Array): void {
    let start = 0;
    while (start < chunk.length) {
      const lineFeed = chunk.indexOf(LINE_FEED, start);
      const end = lineFeed < 0 ? chunk.length : lineFeed + 1;
      this.take(chunk.subarray(start, end));
      start = end;
      if (lineFeed < 0) continue;
      if (this.isLastLine) replies.push(this.finish());
      this.lineLength = 0;
    }
  }

  /** True while a reply has begun and not ended. */
  get isInside(): boolean {
    return this.size > 0;
  }

  /** Adds a part of one line. */
  private take(piece: Uint8Array): void {
    const before = this.lineLength;
    if (before === 0) this.lines++;
    this.lineLength += piece.length;
    this.keep(piece);
    for (let index = before; index < Math.min(4, this.lineLength); index++) {
      const byte = piece[index - before] as number;
      if (!mayStand(index, byte)) throw this.notAReply();
      if (index === 3) this.isLastLine = byte === HYPHEN;
    }
    if (this.lineLength > MAX_LINE_BYTES || this.size > MAX_REPLY_BYTES || this.lines > MAX_LINES) {
      throw new ReplyError('too-long', this.excerpt());
    }
  }

  /**
   * Copies the bytes, which belong to the socket. Room grows by doubling, so that every byte is moved twice
   * at the most.
   */
  private keep(piece: Uint8Array): void {
    const needed = this.size + piece.length;
    if (needed > this.bytes.length) {
      const larger = Buffer.alloc(Math.max(needed, 2 * this.bytes.length, SMALLEST_BYTES));
      this.bytes.copy(larger, 0, 0, this.size);
      this.bytes = larger;
    }
    this.bytes.set(piece, this.size);
    this.size = needed;
  }

  private finish(): Reply {
    const lines = this.bytes.toString('utf8', 0, this.size).split('\n').slice(0, -1);
    this.bytes = Buffer.alloc(0);
    this.size = 0;
    this.lines = 0;
    const texts = lines.map((line) => line.slice(4).replace(/\r$/, ''));
    const code = Number((lines.at(-1) ?? '').slice(0, 3));
    return { code, text: texts.at(-1) ?? '', messages: texts.slice(0, -1) };
  }

  private notAReply(): ReplyError {
    return new ReplyError('not-a-reply', this.excerpt());
  }

  /** The beginning of what came, short enough for one line of an error. */
  private excerpt(): string {
    return this.bytes.toString('latin1', 0, Math.min(40, this.size)).trimEnd();
  }
}

/**
 * Dynamips answers 100 to 102 and 200 to 215. A mail or file server greets with 220: a number that is not
 * ours is the surest sign of another program.
 */
function mayStand(index: number, byte: number): boolean {
  if (index === 3) return byte === SPACE || byte === HYPHEN;
  const digit = byte - ZERO;
  if (index === 0) return digit === 1 || digit === 2;
  if (index === 1) return digit === 0 || digit === 1;
  return digit >= 0 && digit <= 9;
}
