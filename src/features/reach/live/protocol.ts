/**
 * What `reach` and `respond` say to each other: one request, one answer that is never longer. Both carry a
 * code that is made with the token, so that the token itself never goes over the wire and an answer proves
 * that the responder knows it.
 *
 *     magic 4 | version 1 | type 1 | port 2 | nonce 8 | code 16 | body
 *
 * The code is HMAC-SHA256 over all the rest, cut to 16 bytes as RFC 2104 §5 allows. The port is the one that
 * the request was sent to: a request that was caught on its way is good for nothing at another port.
 *
 * A probe is an `echo-short` whose body names the run that it is of, eight bytes. A responder of an older
 * niostat answers it as any other, and is silent when it is asked with `received`, which it does not know.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Protocol } from '../transport-protocol.ts';

const VERSION = 1;

/**
 * Different, so that no answer can be played back as a request: two responders would talk to each other for
 * ever.
 */
const MAGIC = { request: Buffer.from('NIO?'), answer: Buffer.from('NIO!') } as const;

const TYPES = { echo: 1, 'echo-short': 2, listening: 3, received: 4 } as const;

/**
 * `echo` is answered in the size of the request, `echo-short` as shortly as can be, `listening` with what the
 * responder holds, `received` with what it has received of a run.
 */
export type QuestionType = keyof typeof TYPES;

const [PORT_AT, NONCE_AT, CODE_AT] = [6, 8, 16];

/** Where the nonce is, which an answer has from its request. */
export const NONCE = [NONCE_AT, CODE_AT] as const;

/** The shortest message: one without a body. */
export const SHORTEST_BYTES = 32;

/**
 * A frame of 1514 bytes is the largest that anybody needs to ask for; what is longer was not made by `reach`.
 */
export const LONGEST_BYTES = 2048;

/** Bytes of a maximal Ethernet frame without its checksum: what a NIO puts into one datagram. */
export const FULL_FRAME_BYTES = 1514;

/** The number of ports that fit into a datagram which no Ethernet has to cut up. */
export const MAX_LISTED_PORTS = 512;

/** As many as a nonce: no two runs have the same. */
const RUN_BYTES = 8;

/** As IP numbers them. */
const PROTOCOL_NUMBERS: Readonly<Record<Protocol, number>> = { udp: 17, tcp: 6 };

interface Message {
  readonly type: QuestionType;
  readonly port: number;
  readonly nonce: Uint8Array;
  readonly body: Uint8Array;
}

/** A request that waits for its answer. */
export interface Request {
  readonly type: QuestionType;
  readonly port: number;
  readonly nonce: Buffer;
  readonly datagram: Buffer;
}

/** A request for an echo, `sizeBytes` long in all. */
export function echoRequest(
  type: 'echo' | 'echo-short',
  { port, token, sizeBytes = SHORTEST_BYTES }: { port: number; token: string; sizeBytes?: number },
): Request {
  return request({ type, port, body: Buffer.alloc(Math.max(0, sizeBytes - SHORTEST_BYTES)) }, token);
}

/** Asks which of at most `MAX_LISTED_PORTS` ports the responder holds. */
export function listeningRequest(
  protocol: Protocol,
  ports: readonly number[],
  { port, token }: { port: number; token: string },
): Request {
  const body = Buffer.concat([Buffer.from([PROTOCOL_NUMBERS[protocol]]), portsToBytes(ports)]);
  return request({ type: 'listening', port, body }, token);
}

/** A name for one run of `reach`, which its probes carry. */
export function newRun(): Buffer {
  return randomBytes(RUN_BYTES);
}

/** Tries a port, and has the responder note that it came. */
export function probeRequest(run: Uint8Array, { port, token }: { port: number; token: string }): Request {
  return request({ type: 'echo-short', port, body: run }, token);
}

/** The run of a datagram that is a probe; good only if `answerTo` has found an answer to it. */
export function runOfProbe(datagram: Uint8Array): Uint8Array | undefined {
  const isProbe = datagram[5] === TYPES['echo-short'] && datagram.length === SHORTEST_BYTES + RUN_BYTES;
  return isProbe ? datagram.subarray(SHORTEST_BYTES) : undefined;
}

/** Asks which probes of a run have come to at most `MAX_LISTED_PORTS` UDP ports of the responder. */
export function receivedRequest(
  run: Uint8Array,
  ports: readonly number[],
  { port, token }: { port: number; token: string },
): Request {
  return request({ type: 'received', port, body: Buffer.concat([run, portsToBytes(ports)]) }, token);
}

/** True for a datagram that may be such a question. */
export function asksForReceipts(datagram: Uint8Array): boolean {
  return datagram[5] === TYPES.received;
}

function portsToBytes(ports: readonly number[]): Buffer {
  const bytes = Buffer.alloc(2 * ports.length);
  for (const [index, port] of ports.entries()) bytes.writeUInt16BE(port, 2 * index);
  return bytes;
}

/** At most `MAX_LISTED_PORTS` ports, one at least; undefined for anything else. */
function portsFromBytes(bytes: Uint8Array): number[] | undefined {
  const count = bytes.length / 2;
  if (!Number.isInteger(count) || count < 1 || count > MAX_LISTED_PORTS) return undefined;
  return Array.from({ length: count }, (_, index) => ((bytes[2 * index] ?? 0) << 8) | (bytes[2 * index + 1] ?? 0));
}

function request(message: Omit<Message, 'nonce'>, token: string): Request {
  const nonce = randomBytes(8);
  return { type: message.type, port: message.port, nonce, datagram: encode('request', { ...message, nonce }, token) };
}

export interface AnswerContext {
  readonly token: string;
  /** The port that the request came to. */
  readonly port: number;
  /** Whether the responder holds a port. */
  readonly holds: (protocol: Protocol, port: number) => boolean;
  /** What it has received of a run, a byte for each port at the most. */
  readonly receipts: (run: Uint8Array, ports: readonly number[]) => Uint8Array;
}

/**
 * The answer to what has come in, or undefined for whatever is not a request of somebody who knows the token:
 * that one gets no answer at all. Never longer than the request, so that nobody can make a responder send
 * more than he sends himself.
 */
export function answerTo(datagram: Uint8Array, context: AnswerContext): Buffer | undefined {
  const { token, port } = context;
  const message = decode('request', datagram, token);
  if (message === undefined || message.port !== port) return undefined;
  const body = answerBody(message, context);
  return body === undefined ? undefined : encode('answer', { ...message, body }, token);
}

function answerBody({ type, body }: Message, { holds, receipts }: AnswerContext): Uint8Array | undefined {
  switch (type) {
    case 'echo':
      return body;
    case 'echo-short':
      return new Uint8Array(0);
    case 'listening':
      return heldBits(body, holds);
    case 'received': {
      const ports = portsFromBytes(body.subarray(RUN_BYTES));
      return ports && receipts(body.subarray(0, RUN_BYTES), ports);
    }
  }
}

function heldBits(body: Uint8Array, holds: AnswerContext['holds']): Uint8Array | undefined {
  const protocol = body[0] === PROTOCOL_NUMBERS.udp ? 'udp' : body[0] === PROTOCOL_NUMBERS.tcp ? 'tcp' : undefined;
  const ports = portsFromBytes(body.subarray(1));
  if (protocol === undefined || ports === undefined) return undefined;
  const bits = new Uint8Array(Math.ceil(ports.length / 8));
  for (const [index, port] of ports.entries()) {
    if (holds(protocol, port)) bits[index >> 3] = (bits[index >> 3] ?? 0) | (1 << (index & 7));
  }
  return bits;
}

/** The body of an answer if it is that to this request, by somebody who knows the token. */
export function readAnswer(
  datagram: Uint8Array,
  { type, port, nonce }: Request,
  token: string,
): Uint8Array | undefined {
  const message = decode('answer', datagram, token);
  if (message === undefined || message.type !== type || message.port !== port) return undefined;
  return Buffer.compare(message.nonce, nonce) === 0 ? message.body : undefined;
}

/**
 * Which of the ports that were asked for the responder holds; undefined if the answer is too short for them.
 */
export function readListening(body: Uint8Array, ports: readonly number[]): Map<number, boolean> | undefined {
  if (body.length !== Math.ceil(ports.length / 8)) return undefined;
  return new Map(ports.map((port, index) => [port, (((body[index >> 3] ?? 0) >> (index & 7)) & 1) === 1]));
}

function encode(kind: 'request' | 'answer', { type, port, nonce, body }: Message, token: string): Buffer {
  const datagram = Buffer.alloc(SHORTEST_BYTES + body.length);
  datagram.set(MAGIC[kind]);
  datagram.writeUInt8(VERSION, 4);
  datagram.writeUInt8(TYPES[type], 5);
  datagram.writeUInt16BE(port, PORT_AT);
  datagram.set(nonce, NONCE_AT);
  datagram.set(body, SHORTEST_BYTES);
  datagram.set(codeOf(datagram, token), CODE_AT);
  return datagram;
}

function decode(kind: 'request' | 'answer', bytes: Uint8Array, token: string): Message | undefined {
  if (bytes.length < SHORTEST_BYTES || bytes.length > LONGEST_BYTES) return undefined;
  const datagram = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (datagram.compare(MAGIC[kind], 0, 4, 0, 4) !== 0 || datagram[4] !== VERSION) return undefined;
  const type = (Object.keys(TYPES) as QuestionType[]).find((name) => TYPES[name] === datagram[5]);
  if (type === undefined) return undefined;
  // In constant time: how long a comparison takes must not tell how much of a guess was right.
  if (!timingSafeEqual(datagram.subarray(CODE_AT, SHORTEST_BYTES), codeOf(datagram, token))) return undefined;
  return {
    type,
    port: datagram.readUInt16BE(PORT_AT),
    nonce: datagram.subarray(NONCE_AT, CODE_AT),
    body: datagram.subarray(SHORTEST_BYTES),
  };
}

/** Over everything but the code itself. */
function codeOf(datagram: Buffer, token: string): Buffer {
  const hmac = createHmac('sha256', token);
  hmac.update(datagram.subarray(0, CODE_AT)).update(datagram.subarray(SHORTEST_BYTES));
  return hmac.digest().subarray(0, SHORTEST_BYTES - CODE_AT);
}
