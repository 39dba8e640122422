/**
 * Requests to a Dynamips hypervisor: one line of words, `module command argument…`. The rules are those of
 * Dynamips' own parser (common/parser.c), and each of them was seen on 0.2.14.
 */

/**
 * What a request cannot hold: an end of line would be a second request, and NUL ends the line for Dynamips.
 */
const UNSENDABLE = /[\r\n\0]/;

/**
 * The longest request that is sent. Dynamips itself has no limit; its longest command, `vm push_config`,
 * carries an NVRAM of at most 512 KiB in base64.
 */
const MAX_REQUEST_BYTES = 1024 * 1024;

/** Dynamips' README allows 16 words; 0.2.14 takes more, but nobody has promised that. */
const MAX_WORDS = 16;

/** A request that must not be sent. */
export class RequestError extends Error {}

/**
 * Makes one line of words, without the line end, and puts quotes around those that need them. Throws
 * `RequestError` for words that Dynamips' parser cannot be given: it knows no escapes, and drops empty words.
 */
export function encodeRequest(words: readonly string[]): string {
  if (words.length > MAX_WORDS) throw new RequestError(`a command has at most ${MAX_WORDS} words`);
  for (const word of words) {
    if (word === '') throw new RequestError('Dynamips ignores empty words: leave the word out');
    if (word.includes('"')) throw new RequestError(`a word cannot hold a double quote: ${word}`);
  }
  // Dynamips takes # and ! for the beginning of a comment, in the middle of a word too.
  return checkRequest(words.map((word) => (/[ \t#!]/.test(word) ? `"${word}"` : word)).join(' '));
}

/**
 * Returns a line that can be sent as it is; throws `RequestError` for one that is more than one line, or
 * endless.
 */
export function checkRequest(line: string): string {
  if (UNSENDABLE.test(line)) throw new RequestError('a command is one line: it cannot hold CR, LF or NUL');
  if (Buffer.byteLength(line) > MAX_REQUEST_BYTES) {
    throw new RequestError(`a command is at most ${MAX_REQUEST_BYTES / 1024} KiB long`);
  }
  return line;
}

/** The words of a request, or why there are none, in Dynamips' words. */
export type Request = { readonly words: readonly string[] } | { readonly error: string };

const UNEXPECTED_QUOTE = 'unexpected quote';
const UNEXPECTED_END = 'unexpected end of line';
const NO_MEMORY = 'insufficient memory';

type State = 'blank' | 'word' | 'quoted' | 'skip' | 'done';

/**
 * Turns bytes into requests, in whatever pieces they come; every line feed ends exactly one. As in Dynamips,
 * CR ends a request too and the rest of its line is passed over; unlike Dynamips, which joins the line with
 * the next one, NUL does the same, so that no request stays without an answer. Does no input or output.
 */
export class RequestDecoder {
  private state: State = 'blank';
  private words: string[] = [];
  private word: number[] = [];
  private error: string | undefined;
  private length = 0;
  private readonly maxBytes: number;

  /** A request of more than `maxBytes` is answered with an error; the rest of its line is passed over. */
  constructor(maxBytes = MAX_REQUEST_BYTES) {
    this.maxBytes = maxBytes;
  }

  push(chunk: Uint8Array): Request[] {
    const requests: Request[] = [];
    for (const byte of chunk) {
      if (byte === 0x0a) requests.push(this.finish());
      else this.take(byte);
    }
    return requests;
  }

  private finish(): Request {
    if (this.state !== 'done') this.endOfLine();
    const request = this.error === undefined ? { words: this.words } : { error: this.error };
    this.state = 'blank';
    this.words = [];
    this.word = [];
    this.error = undefined;
    this.length = 0;
    return request;
  }

  private take(byte: number): void {
    if (this.state === 'done') return;
    if (byte === 0x0d || byte === 0) this.endOfLine();
    else if (++this.length > this.maxBytes) this.fail(NO_MEMORY);
    else if (this.state === 'blank') this.takeBlank(byte);
    else if (this.state === 'word') this.takeInWord(byte);
    else if (this.state === 'quoted') this.takeInQuotes(byte);
  }

  private takeBlank(byte: number): void {
    if (isBlank(byte)) return;
    if (isComment(byte)) this.state = 'skip';
    else if (byte === QUOTE) this.state = 'quoted';
    else {
      this.word.push(byte);
      this.state = 'word';
    }
  }

  private takeInWord(byte: number): void {
    if (byte === QUOTE) {
      this.fail(UNEXPECTED_QUOTE);
      return;
    }
    if (!isBlank(byte) && !isComment(byte)) {
      this.word.push(byte);
      return;
    }
    this.endWord();
    this.state = isBlank(byte) ? 'blank' : 'skip';
  }

  private takeInQuotes(byte: number): void {
    if (byte !== QUOTE) {
      this.word.push(byte);
      return;
    }
    this.endWord();
    this.state = 'blank';
  }

  private endOfLine(): void {
    if (this.state === 'quoted') this.error = UNEXPECTED_END;
    if (this.state === 'word') this.endWord();
    this.state = 'done';
  }

  /** An empty word between quotes is no word for Dynamips. */
  private endWord(): void {
    if (this.word.length > 0) this.words.push(Buffer.from(this.word).toString('utf8'));
    this.word = [];
  }

  private fail(error: string): void {
    this.error = error;
    this.words = [];
    this.word = [];
    this.state = 'done';
  }
}

/** The words of one line as Dynamips reads them; none if it would refuse the line. */
export function wordsOf(line: string): readonly string[] {
  const [request] = new RequestDecoder().push(Buffer.from(`${line}\n`));
  return request !== undefined && 'words' in request ? request.words : [];
}

const QUOTE = 0x22;

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x09;
}

function isComment(byte: number): boolean {
  return byte === 0x21 || byte === 0x23;
}
